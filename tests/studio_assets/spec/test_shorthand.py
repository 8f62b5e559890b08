"""Short ways of writing a value mean the same as the long ones, and faults in both stand where they are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio_assets.spec.production import Production

Faults = Callable[[str], list[str]]
Made = Callable[[str], Production]


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        pytest.param("titles: {opening: Hello}", "titles: {opening: {text: Hello}}", id="card"),
        pytest.param(
            "script: {scenes: [{id: a, duration: 10s, card: One}, {id: b}]}",
            "script: {scenes: [{id: a, duration: 10s, card: {text: One}}, {id: b}]}",
            id="card-of-a-scene",
        ),
        pytest.param("audio: {music: {mood: warm}}", "audio: {music: [{mood: warm}]}", id="one-piece"),
        pytest.param(
            "audio: {narration: {fallback: [openai_tts]}}",
            "audio: {narration: {fallback: [{provider: openai_tts}]}}",
            id="voice",
        ),
    ],
)
def test_a_short_way_means_the_long_one(small: Made, short: str, whole: str) -> None:
    """A text in place of a mapping, or a mapping in place of a list, makes the same production."""
    assert small(whole) == small(short)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(
            "titles: {opening: ''}",
            "5:19: `text` is empty. Write something, or remove the key.",
            id="text",
        ),
        pytest.param(
            "audio: {music: {mood: warm, gain: 3}}",
            "5:35: the gain 3 has no unit. Write `3dB`.",
            id="in-one-piece",
        ),
        pytest.param(
            "audio:\n  music:\n    mood: warm\n    from: nowhere",
            "8:11: there is no scene `nowhere`. Use one of: scene_1, scene_2, scene_3.",
            id="rule-in-one-piece",
        ),
        pytest.param(
            "audio: {music: {mood: warm, fallback: [simulated]}}",
            "5:40: `simulated` is asked before already. Name each provider once.",
            id="list-in-one-piece",
        ),
        pytest.param(
            "audio: {narration: {fallback: [elevenlabs, openai]}}",
            "5:44: there is no speech provider `openai` here. Did you mean `openai_tts`?",
            id="voice",
        ),
    ],
)
def test_a_fault_in_a_short_way_stands_where_it_is(small_faults: Faults, more: str, expected: str) -> None:
    """A value that is written the short way keeps its own line and column."""
    assert [expected] == small_faults(more)


def test_an_alias_of_a_piece_keeps_its_place(small_faults: Faults) -> None:
    """A mapping that is written once and used twice has its fault where it is written."""
    more = "script: {count: 3, scenes: [{id: a, card: &c {text: x, duration: 3}}, {id: b, card: *c}]}"
    expected = "5:66: the duration 3 has no unit. Write `3s`."
    assert [expected] == small_faults(more)
    assert not small_faults(more.replace("duration: 3", "duration: 3s"))
