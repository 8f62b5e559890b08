"""Beginnings of prompts that are remembered: what is written, what is read, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from resources.clock import ManualClock
from resources.simulator.server import Simulator
from tests.resources.simulator.answer.asking import ask, drawn, question, shown

RUBRIC = "Judge with care. " * 300
"""5,100 letters: 1,275 tokens."""


def kept(text: str = RUBRIC, ttl: str = "5m") -> dict[str, Any]:
    """A text up to which the prompt shall be remembered."""
    return {"type": "text", "text": text, "cache_control": {"type": "ephemeral", "ttl": ttl}}


def counts(sim: Simulator, key: str, **fields: Any) -> tuple[int, int, int, int]:
    """Ask; tokens read anew, written for five minutes, written for an hour, and read from memory."""
    used = ask(sim, key, question(**fields)).json()["usage"]
    written = used["cache_creation"]
    five, hour = written["ephemeral_5m_input_tokens"], written["ephemeral_1h_input_tokens"]
    assert five + hour == used["cache_creation_input_tokens"]
    return used["input_tokens"], five, hour, used["cache_read_input_tokens"]


def whole(sim: Simulator, key: str, **fields: Any) -> int:
    """All tokens of a prompt that nothing remembers."""
    return sum(counts(sim, f"{key}-alone", **fields))


def wait(sim: Simulator, seconds: float) -> None:
    """Let time pass."""
    assert isinstance(sim.far.clock, ManualClock)
    sim.far.clock.advance(seconds)


def test_what_was_written_is_read_until_it_is_forgotten(sim: Simulator, key: str) -> None:
    """The second question reads what the first wrote; five minutes after its last use it is written anew."""
    fields = {"system": [kept()]}
    total = whole(sim, key, **fields)
    first = counts(sim, key, **fields)
    assert (0, 0) == first[2:] and first[1] > 1275 and total == sum(first)
    again = (first[0], 0, 0, first[1])
    assert again == counts(sim, key, **fields)
    wait(sim, 299)
    assert again == counts(sim, key, **fields)
    wait(sim, 299)
    assert again == counts(sim, key, **fields)
    wait(sim, 301)
    assert first == counts(sim, key, **fields)


def test_an_hour_is_an_hour(sim: Simulator, key: str) -> None:
    """What is kept for an hour is told apart and outlives what is kept for minutes."""
    fields = {"system": [kept(ttl="1h"), kept("And justly. " * 40)]}
    _, five, hour, _ = counts(sim, key, **fields)
    assert (120, True) == (five, hour > 1275)
    wait(sim, 3000)
    assert (120, 0, hour) == counts(sim, key, **fields)[1:]


def test_a_short_beginning_is_not_remembered(sim: Simulator, key: str) -> None:
    """Under the least number of tokens nothing is written, without a word."""
    fields = {"system": [kept("Judge.")]}
    for _ in range(2):
        assert (0, 0, 0) == counts(sim, key, **fields)[1:]


def test_pictures_are_remembered_with_what_is_before_them(sim: Simulator, key: str) -> None:
    """Shared reference pictures before a mark are read from memory by the next question of the same."""
    reference = shown(drawn(280, 280))

    def asked(words: str) -> list[dict[str, Any]]:
        return [reference, kept("So much is shared."), {"type": "text", "text": words}]

    first = counts(sim, key, system=[{"type": "text", "text": RUBRIC}], ask=asked("Is it dark?"))
    second = counts(sim, key, system=[{"type": "text", "text": RUBRIC}], ask=asked("Is it wet?"))
    assert first[1] > 1275 + 100
    assert (0, 0, first[1]) == second[1:]


@pytest.mark.parametrize(
    "other",
    [
        {"model": "claude-sonnet-5-5"},
        {"output_config": None},
        {"thinking": {"type": "disabled"}},
        {"system": [kept(RUBRIC + "!")]},
    ],
    ids=["model", "schema", "thinking", "words"],
)
def test_another_beginning_is_another_memory(sim: Simulator, key: str, other: dict[str, Any]) -> None:
    """Model, schema, thinking and every word are part of what must be the same."""
    counts(sim, key, system=[kept()])
    assert 0 == counts(sim, key, **{"system": [kept()], **other})[3]


def test_nobody_reads_what_another_account_wrote(sim: Simulator, key: str) -> None:
    """Memory belongs to a key."""
    counts(sim, key, system=[kept()])
    assert 0 == counts(sim, f"{key}-other", system=[kept()])[3]


def test_pictures_count_by_their_size(sim: Simulator, key: str) -> None:
    """A token for each begun square of 28 pixels, and never more than the model looks at."""
    bare = whole(sim, key, ask=[{"type": "text", "text": "a"}])
    seen = {
        size: whole(sim, key, ask=[shown(drawn(*size)), {"type": "text", "text": "a"}]) - bare
        for size in ((512, 288), (768, 432), (1280, 720), (3000, 2000))
    }
    assert {(512, 288): 209, (768, 432): 448, (1280, 720): 1196, (3000, 2000): 1568} == seen
