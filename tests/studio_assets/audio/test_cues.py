"""Where music is heard, and how much of it is ordered."""

from __future__ import annotations

from fractions import Fraction

import pytest

from resources.providers.port import Capabilities
from studio_assets.audio.cues import STEP, length, names, span
from studio_assets.spec.production import MusicCue
from tests.studio_assets.audio.conftest import cut_of, event

ORDER = ["a", "b", "c", "d"]
CUT = cut_of([event("a", 0, 24), event("b", 24, 48), event("d", 72, 24)])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, (0, 96)),
        ("b", None, (24, 96)),
        (None, "b", (0, 72)),
        ("b", "c", (24, 72)),
        ("c", "d", (72, 96)),
        ("c", "c", None),
    ],
    ids=["film", "from", "until", "last-missing", "first-missing", "none-there"],
)
def test_a_cue_lies_over_its_scenes(first: str, last: str, expected: tuple[int, int]) -> None:
    """A cue begins with its first scene and ends with its last, as far as the cut has them."""
    assert expected == span(MusicCue(first=first, last=last), CUT, ORDER)


@pytest.mark.parametrize(
    ("needed", "able", "bought", "expected"),
    [
        ("14.2", {}, [], 15),
        ("15", {}, [], 15),
        ("14.9", {}, ["20", "15"], 15),
        ("10.1", {}, ["20"], 20),
        ("21", {}, ["20"], 25),
        ("4", {"shortest": Fraction(15)}, [], 15),
        ("700", {"longest": Fraction(600)}, [], 600),
        ("14", {"durations": (Fraction(10), Fraction(30))}, [], 30),
        ("44", {"durations": (Fraction(10), Fraction(30))}, [], 30),
    ],
    ids=[
        "up",
        "exact",
        "bought",
        "bought-longer",
        "bought-shorter",
        "shortest",
        "longest",
        "offered",
        "none",
    ],
)
def test_small_changes_of_the_film_order_the_same(
    needed: str, able: dict, bought: list, expected: int
) -> None:
    """A piece is ordered up to the next step that is offered; one that is long enough is used."""
    had = [Fraction(one) for one in bought]
    assert expected == length(Fraction(needed), Capabilities(**able), had)
    assert 5 == STEP


def test_takes_are_called_by_the_mood() -> None:
    """A name tells moods apart that look alike, and equal moods; where the cue stands does not matter."""
    moods = ["Slow piano, no drums at all", "rain", "雨", "rain", "rain!"]
    found = names([MusicCue(mood=mood) for mood in moods])
    assert ("music_slow_piano_no_drums_at_a_dc2553e0", "music_rain_319b44c5", "music_rain_319b44c5-2") == (
        found[0], found[1], found[3]
    )  # fmt: skip
    assert len(set(found)) == len(moods)
    kept = names([MusicCue(mood=mood) for mood in moods], [("music_4", "rain"), ("x", "rain")])
    assert ("music_4", *found[2:3], "music_rain_319b44c5-2", found[4]) == kept[1:]
    assert set(found[1:]) == set(names([MusicCue(mood=mood) for mood in moods[:0:-1]]))
