"""Which edit of the YAML touches which assets."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio_assets.spec import sections as of_sections
from studio_assets.spec.production import Production
from studio_assets.spec.sections import AssetKind, section_hash

Key = tuple[str, ...]

FILM = """
production: hello
concept: A paper boat crosses a puddle.
duration: 15s
budget: $3
pilots:
  drawn: {tier: animated}
  real: {tier: photorealistic}
script:
  scenes:
    - {id: launch, description: A boat., duration: 5s, direction: slow, narration: Small things.}
    - {id: crossing, description: A wave., duration: 5s}
    - {id: landing}
"""


def sections(production: Production) -> dict[Key, str]:
    """Every asset's code version."""
    found: dict[Key, str] = {}
    for kind in get_args(AssetKind):
        if kind in ("scene", "clip", "qa_report"):
            for pilot in production.pilot_names:
                for scene in production.scenes:
                    found[pilot, scene.name, kind] = section_hash(production, kind, pilot, scene.name)
        elif kind == "deliverable":
            for form in production.deliverables[1:]:
                found[form.name,] = section_hash(production, kind, deliverable=form.name)
        elif kind == "master":
            found[kind,] = section_hash(production, kind, deliverable=kind)
        elif kind in ("pilot", "critique"):
            for pilot in production.pilot_names:
                found[pilot, kind] = section_hash(production, kind, pilot)
        else:
            found[kind,] = section_hash(production, kind)
    return found


def touched(before: Production, after: Production) -> set[Key]:
    """Assets whose code version differs."""
    old, new = sections(before), sections(after)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


@given(number=st.integers(0, 2), words=st.from_regex(r"[a-z]{1,20}", fullmatch=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_a_scenes_words_touch_that_scene_alone(
    made: Callable[[str], Production], number: int, words: str
) -> None:
    """Whatever is written into one scene's description, only its scene and clip in each pilot change."""
    before = made(FILM)
    scenes = list(before.scenes)
    scenes[number] = scenes[number].model_copy(update={"description": f"{words} anew"})
    after = before.model_copy(update={"scenes": tuple(scenes)})
    name = scenes[number].name
    expected = {(pilot, name, kind) for pilot in ("drawn", "real") for kind in ("scene", "clip")}
    assert expected == touched(before, after)


def both(kind: str, *names: str) -> set[Key]:
    """Assets of a kind in both pilots."""
    return {(pilot, name, kind) for pilot in ("drawn", "real") for name in names}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("budget: $3", "budget: $4", {("plan",)}, id="budget"),
        pytest.param(
            "budget: $3",
            "budget: $3\nqa: {reshoots: 2}",
            both("qa_report", "launch", "crossing", "landing"),
            id="reshoots",
        ),
        pytest.param(
            "budget: $3",
            "budget: $3\nqa: {threshold: 60}",
            both("qa_report", "launch", "crossing", "landing") | {("drawn", "pilot"), ("real", "pilot")},
            id="threshold",
        ),
        pytest.param(
            "Small things.", "Great things.", {("narration",)} | both("scene", "launch"), id="narration-text"
        ),
        pytest.param(
            "budget: $3", "budget: $3\naudio: {narration: {voice: Adam}}", {("narration",)}, id="voice"
        ),
        pytest.param(
            "budget: $3",
            "budget: $3\nqa: {judge: measured}",
            both("qa_report", "launch", "crossing", "landing"),
            id="judge",
        ),
        pytest.param("budget: $3", "budget: $3\nedit: {cuts: [safe]}", {("edl",)}, id="cuts"),
        pytest.param("budget: $3", "budget: $3\nedit: {exports: [fcpxml]}", {("edl",)}, id="exports"),
        pytest.param("budget: $3", "budget: $3\naudio: {music: {mood: warm}}", {("music",)}, id="music"),
        pytest.param("budget: $3", "budget: $3\naudio: {loudness: -16}", {("master",)}, id="loudness"),
        pytest.param(
            "budget: $3", "budget: $3\naudio: {fit: stretch}", {("narration",), ("timeline",)}, id="fit"
        ),
        pytest.param(
            "budget: $3",
            "budget: $3\ncaptions: {burn_in: true, style: karaoke}",
            {("master",)},
            id="karaoke",
        ),
        pytest.param("budget: $3", "budget: $3\ncaptions: {burn_in: true}", {("master",)}, id="burn-in"),
        pytest.param("budget: $3", "budget: $3\ncaptions: {formats: [vtt]}", {("captions",)}, id="formats"),
        pytest.param(
            "budget: $3", "budget: $3\nlanguage: de", {("narration",), ("captions",)}, id="language"
        ),
        pytest.param("budget: $3", "budget: $3\ntitles: {opening: Hello}", {("timeline",)}, id="titles"),
        pytest.param("budget: $3", "budget: $3\nmetadata: {artist: Ada}", {("master",)}, id="metadata"),
        pytest.param("budget: $3", "budget: $3\nposter: {scene: launch}", {("master",)}, id="poster"),
        pytest.param("A wave., duration: 5s", "A wave., duration: 5s, card: Two", {("timeline",)}, id="card"),
        pytest.param(
            "A wave., duration: 5s", "A wave., duration: 5s, chapter: Two", {("timeline",)}, id="chapter"
        ),
        pytest.param(
            "budget: $3",
            "budget: $3\ndeliverables: [{name: vertical, aspect_ratio: 9:16}]",
            {("vertical",)},
            id="deliverable",
        ),
        pytest.param(
            "budget: $3",
            "budget: $3\ndeliverables: [{name: master, resolution: 1080p}]",
            {("master",)},
            id="master",
        ),
        pytest.param("budget: $3", "budget: $3\nedit: {pick: ask}", {("picture_lock",)}, id="pick"),
        pytest.param("budget: $3", "budget: $3\nautomation: {on_change: off}", set(), id="automation"),
        pytest.param("budget: $3", "budget: $3\nowner: team:x", set(), id="owner"),
        pytest.param("drawn: {tier: animated}", "drawn: {tier: animated, timeout: 5m}", set(), id="timeout"),
        pytest.param(
            "A wave., duration: 5s",
            "A wave., duration: 6s",
            {("plan",)} | both("scene", "crossing", "landing") | both("clip", "crossing"),
            id="duration",
        ),
        pytest.param(
            "drawn: {tier: animated}",
            "drawn: {tier: animated, allotment: 40%}",
            {("plan",)},
            id="allotment",
        ),
    ],
)
def test_an_edit_touches_what_it_decides(
    made: Callable[[str], Production], old: str, new: str, expected: set[Key]
) -> None:
    """An edit of the YAML makes exactly those assets stale that it decides."""
    assert old in FILM
    assert expected == touched(made(FILM), made(FILM.replace(old, new)))


def test_another_prompt_touches_what_is_asked_with_it(
    made: Callable[[str], Production], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of a prompt makes stale what Claude makes with it, and never a clip by itself."""
    before = sections(made(FILM))
    monkeypatch.setattr(of_sections, "_prompt_hash", lambda role: f"another {role}")
    after = sections(made(FILM))
    asked = {("plan",), ("edl",), ("seed_assets",), ("drawn", "critique"), ("real", "critique")}
    asked |= both("scene", "launch", "crossing", "landing") | both(
        "qa_report", "launch", "crossing", "landing"
    )
    assert asked == {key for key in before if before[key] != after[key]}


def test_the_same_spec_has_the_same_sections(made: Callable[[str], Production]) -> None:
    """Loading a spec again makes nothing stale, and each hash is 12 hex digits."""
    first, second = sections(made(FILM)), sections(made(FILM))
    assert first == second
    assert {12} == {len(value) for value in first.values()}
    assert len(first) == len(set(first.values()))
