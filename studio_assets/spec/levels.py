"""Levels of sound as a person writes them: `-3dB`, and a film's loudness in LUFS."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from studio_assets.spec.values import is_number, mistake

__all__ = ["LOUDNESS", "Decibels", "Loudness"]

LOUDNESS = (Decimal(-30), Decimal(-8))
"""LUFS of the quietest and of the loudest film. Streaming services play -14, broadcasters -23."""

_GAIN = (Decimal(-40), Decimal(20))
_DECIBELS = r"[-+]?[0-9]{1,2}(?:\.[0-9]{1,2})?dB"


def _plain(number: Decimal) -> Decimal:
    """The number without trailing zeros, so that -14 and -14.0 are one and the same in a snapshot."""
    return Decimal(format(number.normalize(), "f")) + 0


def _decibels(value: object) -> Decimal:
    if is_number(value):
        raise mistake(f"the gain {value} has no unit", f"Write `{value}dB`.")
    if not isinstance(value, str) or re.fullmatch(_DECIBELS, value.strip()) is None:
        raise mistake(f"`{value}` is not a gain", "Write decibels without spaces, such as `-3dB`.")
    gain = _plain(Decimal(value.strip().removesuffix("dB")))
    low, high = _GAIN
    if not low <= gain <= high:
        raise mistake(f"`{value}` is out of bounds", f"Write {low}dB to +{high}dB.")
    return gain


def _loudness(value: object) -> Decimal:
    low, high = LOUDNESS
    if not is_number(value):
        raise mistake(f"`{value}` is not a loudness", "Write LUFS as a number, such as `-14`.")
    level = _plain(Decimal(str(value)))
    if low <= -level <= high:
        raise mistake(f"a loudness of {value} LUFS is louder than anything", f"Write `-{level}`.")
    if not low <= level <= high:
        raise mistake(f"a loudness of {value} LUFS is out of bounds", f"Write {low} to {high}.")
    return level


Decibels = Annotated[
    Decimal,
    PlainValidator(_decibels),
    PlainSerializer(lambda gain: f"{gain}dB"),
    WithJsonSchema({"type": "string", "pattern": f"^{_DECIBELS}$", "examples": ["-3dB", "+2.5dB"]}),
]
"""How much louder or softer something is than it was."""
Loudness = Annotated[
    Decimal,
    PlainValidator(_loudness),
    PlainSerializer(float),
    WithJsonSchema({"type": "number", "minimum": int(LOUDNESS[0]), "maximum": int(LOUDNESS[1])}),
]
"""LUFS of a whole film."""
