"""Reads the bounds of a JSON schema: its keywords, and those that a client wrote into its description."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

__all__ = ["bounds", "count", "pattern", "span"]

_WORDS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
    "minItems", "maxItems", "minLength", "maxLength",
)  # fmt: skip
# Anthropic's transform_schema ends a description with `{maximum: 100, minimum: 0}`.
_TOLD = re.compile(rf"\b({'|'.join(_WORDS)}): (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_PATTERN = re.compile(r"\{(?:.*, )?pattern: (.*?)(?:, (?:maxLength|minLength|format): .*)?\}$", re.DOTALL)


def bounds(schema: Mapping[str, Any]) -> dict[str, Decimal]:
    """Every bound that a schema tells: keyword -> number.

    Args:
        schema: of one value.
    """
    told = {name: Decimal(value) for name, value in _TOLD.findall(str(schema.get("description", "")))}
    return told | {name: Decimal(str(schema[name])) for name in _WORDS if name in schema}


def pattern(schema: Mapping[str, Any]) -> str:
    """The regular expression that a text must match; empty where there is none.

    Args:
        schema: of a text.
    """
    told = _PATTERN.search(str(schema.get("description", "")))
    return str(schema.get("pattern") or (told[1] if told else ""))


def count(schema: Mapping[str, Any], what: str) -> tuple[int, int | None]:
    """How many items or letters there may be, the most of them None where nothing is told.

    Args:
        schema: of a list or a text.
        what: `Items` or `Length`.
    """
    told = bounds(schema)
    most = told.get(f"max{what}")
    return int(told.get(f"min{what}", 0)), None if most is None else int(most)


def span(schema: Mapping[str, Any], *, whole: bool) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest value of a number, None where nothing is told.

    Args:
        schema: of a number.
        whole: whether only whole numbers count, so that an exclusive bound is the next one inside.
    """
    told = bounds(schema)
    low, high = told.get("minimum"), told.get("maximum")
    if not whole:
        # An exclusive bound is never met: what is made up stays well inside.
        return told.get("exclusiveMinimum", low), told.get("exclusiveMaximum", high)
    if low is not None:
        low = low.to_integral_value(ROUND_CEILING)
    if high is not None:
        high = high.to_integral_value(ROUND_FLOOR)
    if "exclusiveMinimum" in told:
        low = told["exclusiveMinimum"].to_integral_value(ROUND_FLOOR) + 1
    if "exclusiveMaximum" in told:
        high = told["exclusiveMaximum"].to_integral_value(ROUND_CEILING) - 1
    return low, high
