"""Short plain English that says of itself that it is simulated, within the bounds of a schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from resources.simulator.answer.bounds import count, pattern

__all__ = ["Draw", "phrase", "prose"]

Draw = Callable[[str, int], int]
"""Draws a number below another one, always the same for the same name."""

_LIGHT = (
    "warm", "soft", "quiet", "clear", "slow", "steady", "bright", "pale", "gentle", "calm", "golden", "cool",
)  # fmt: skip
_THING = ("light", "rain", "motion", "shadow", "colour", "dust", "steam", "morning", "glass", "rhythm")
_WHERE = ("over", "behind", "across", "beside", "above", "around", "near", "along")
_PLACE = ("desk", "window", "street", "table", "room", "garden", "river", "station", "counter", "stairs")
_NAMES = {"id", "key", "slug", "name", "handle", "code"}
_FORMATS: Mapping[str, str] = {
    "date-time": "2026-01-{:02}T12:00:00Z",
    "date": "2026-01-{:02}",
    "time": "12:00:{:02}Z",
    "duration": "PT{}S",
    "email": "simulated.{}@example.com",
    "hostname": "simulated-{}.example.com",
    "uri": "https://example.com/simulated/{}",
    "ipv4": "192.0.2.{}",
    "ipv6": "2001:db8::{}",
    "uuid": "00000000-0000-4000-8000-0000000000{:02}",
}
_FITTING = ("0", "12", "1.5", "00:00:05", "5s", "#336699", "2026-01-01", "en", "EN", "A1", "a", "a-b", "a.b")
"""Tried where a text must match a pattern that words do not."""


def phrase(schema: Mapping[str, Any], name: str, draw: Draw) -> str:
    """A text for a field: 3 to 8 words, never empty, never longer or shorter than the schema allows.

    Args:
        schema: of the text.
        name: of the field; names of things get one word.
        draw: draws the words.
    """
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]].format(1 + draw("format", 28))
    least, most = count(schema, "Length")
    word = f"{_of(_LIGHT, draw)}_{_of(_THING, draw)}_{1 + draw('number', 99)}"
    made = word if name in _NAMES or name.endswith(("_id", "_key")) else _said(draw)
    if wanted := pattern(schema):
        return next((one for one in (made, word, *_FITTING) if _fits(wanted, one)), made)
    turn = 0
    while len(made) < least:
        turn += 1
        made = f"{made} {_said(draw, turn)}"
    return _cut(made, least, most)


def prose(draw: Draw) -> str:
    """A few sentences for a question that wants no JSON."""
    return " ".join(_said(draw, turn) for turn in range(3))


def _said(draw: Draw, turn: int = 0) -> str:
    # Only the first of several sentences says what it is.
    light, thing, where, place = (_of(words, draw, turn) for words in (_LIGHT, _THING, _WHERE, _PLACE))
    picture = f"{light} {thing} {where} the {place}."
    return picture.capitalize() if turn else f"Simulated: {picture}"


def _of(words: tuple[str, ...], draw: Draw, turn: int = 0) -> str:
    return words[draw(f"{words[0]} {turn}", len(words))]


def _cut(text: str, least: int, most: int | None) -> str:
    if most is None or len(text) <= most:
        return text
    # Whole words where one fits; a person would not break one either.
    whole = text[: most + 1].rpartition(" ")[0].rstrip(" .:")
    return whole if len(whole) >= max(least, 1) else text[:most]


def _fits(wanted: str, text: str) -> bool:
    try:
        return re.search(wanted, text) is not None
    except re.error:
        return False
