"""Rubrics by name: what share of its remaining allotment a pilot keeps at which score."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from studio_assets.spec.fault import nearest
from studio_assets.spec.production import Rubric
from studio_assets.spec.values import mistake, parse_percent, percent_text

__all__ = ["RUBRICS", "RubricWord"]

_ALL, _MOST, _HALF = Decimal(1), Decimal("0.75"), Decimal("0.50")

RUBRICS = {
    # The project's default: 90 and more keeps all, 75-89 three quarters, 65-74 half, less is cancelled.
    "default": Rubric(
        name="default",
        bands=((Decimal(90), _ALL), (Decimal(75), _MOST), (Decimal(65), _HALF), (Decimal(0), None)),
    ),
    # From the project's founding example: a pilot at 85 keeps all, at 72 half, at 58 it is cancelled.
    # The example names these three scores only; 80 and 65 are the round limits that agree with them.
    "seed_example": Rubric(
        name="seed_example", bands=((Decimal(80), _ALL), (Decimal(65), _HALF), (Decimal(0), None))
    ),
}


def _rubric(value: object) -> Rubric:
    if isinstance(value, str):
        if value not in RUBRICS:
            raise mistake(f"there is no rubric `{value}`", nearest(value, RUBRICS))
        return RUBRICS[value]
    if not isinstance(value, dict) or not value:
        raise mistake("this is not a rubric", "Write `default`, or bands such as {75: 100%, 0: cancel}.")
    bands = sorted(((_limit(score), _kept(share)) for score, share in value.items()), reverse=True, key=_from)
    if bands[-1][0] != 0:
        raise mistake(f"scores under {bands[-1][0]} have no band", "Add a band from 0, such as `0: cancel`.")
    for (high, more), (low, less) in pairwise(bands):
        if (less or Decimal(0)) > (more or Decimal(0)):
            raise mistake(
                f"the band from {low} keeps more than the one from {high}",
                "Let lower scores keep less or the same.",
            )
    return Rubric(name="custom", bands=tuple(bands))


def _from(band: tuple[Decimal, Decimal | None]) -> Decimal:
    return band[0]


def _limit(score: object) -> Decimal:
    if not isinstance(score, int | Decimal) or not 0 <= score <= 100:
        raise mistake(f"the band `{score}` is not a score", "Write a number from 0 to 100.")
    return Decimal(score)


def _kept(share: object) -> Decimal | None:
    if share == "cancel":
        return None
    if isinstance(share, str) and not share.strip().endswith("%"):
        raise mistake(
            f"`{share}` is no part of an allotment", "Write a percentage, such as `50%`, or `cancel`."
        )
    return parse_percent(share)


def _text(rubric: Rubric) -> object:
    if rubric.name in RUBRICS:
        return rubric.name
    return {str(score): "cancel" if kept is None else percent_text(kept) for score, kept in rubric.bands}


RubricWord = Annotated[
    Rubric,
    PlainValidator(_rubric),
    PlainSerializer(_text),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "enum": list(RUBRICS)},
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": r"^(?:100|[0-9]{1,2})(?:\.[0-9]+)?$"},
                    "additionalProperties": {
                        "type": "string",
                        "pattern": r"^(?:cancel|[0-9]{1,3}(?:\.[0-9]+)?%)$",
                    },
                },
            ],
            "examples": [{"90": "100%", "75": "75%", "65": "50%", "0": "cancel"}],
        }
    ),
]
