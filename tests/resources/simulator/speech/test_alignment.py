"""The times that the simulator tells of a line."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest

from resources.providers.speech import simulated
from resources.simulator.job import Wish
from resources.simulator.speech.alignment import aligned


@pytest.fixture(autouse=True)
def hummed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are hummed, which needs no synthesizer."""
    monkeypatch.setattr(simulated, "installed", lambda: False)


@pytest.mark.parametrize("tokens", [False, True], ids=["letters", "tokens"])
@pytest.mark.parametrize("text", ["“Two” lamps,  didn't & (3.50)!", "x", " a b\n", "夜の机。ok"])
def test_pieces_are_the_text_and_follow_each_other(text: str, tokens: bool) -> None:
    """Nothing of the text is left out, no time goes back, and each piece ends where the next begins."""
    found = asyncio.run(aligned(Wish(kind="speech", text=text, voice="Lily"), tokens=tokens))
    assert found is not None
    assert text == "".join(found.pieces)
    assert all(end == start for end, start in zip(found.ends, found.starts[1:], strict=False))
    assert all(one <= two for one, two in pairwise([*found.starts, found.ends[-1]]))


def test_a_faster_voice_has_shorter_words() -> None:
    """At double speed everything is said in half the time."""
    wish = Wish(kind="speech", text="Two lamps.", voice="Lily")
    slow, fast = (asyncio.run(aligned(wish, speed=speed, tokens=True)) for speed in (1.0, 2.0))
    assert slow is not None and fast is not None
    assert [one / 2 for one in slow.starts] == pytest.approx(fast.starts, abs=0.0006)


def test_what_is_not_said_has_no_times() -> None:
    """A line of marks has no alignment."""
    assert asyncio.run(aligned(Wish(kind="speech", text="...", voice="Lily"))) is None
