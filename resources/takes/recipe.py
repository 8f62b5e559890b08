"""A recipe names everything that decides a take's content; equal recipes are bought once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

__all__ = ["recipe", "seed"]

_YOUNGER = ("last_frame", "references")
"""Fields that came after the first recipes were stored: empty, they leave a recipe as it was."""


def recipe(provider: str, request: BaseModel, settings: Mapping[str, Any] | None = None) -> str:
    """Hash a request as a provider would get it, without its seed.

    Equal values give equal recipes however they were written: `0.25` and `0.250` are one rate.

    Args:
        provider: the provider's name.
        request: what is wanted; inputs stand in it by the hash of their bytes.
        settings: the provider's own fields that decide the content, where they are not the defaults.

    Returns:
        The first 12 hex digits of the sha256. A stored name: hashing otherwise buys everything anew.
    """
    values = {name: value for name, value in request if name != "seed" and (value or name not in _YOUNGER)}
    whole = {"provider": provider, "request": values, **({"settings": settings} if settings else {})}
    text = json.dumps(_canonical(whole), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def seed(recipe: str, number: int) -> int:
    """The seed that makes a take differ from the others of its recipe.

    Args:
        recipe: the take's recipe.
        number: of the take in its scene.

    Returns:
        31 bits, 0 to 2^31 - 1: the range that every provider with seeds takes.
    """
    digest = hashlib.sha256(f"{recipe}/{number}".encode()).digest()
    return int.from_bytes(digest[:4], "big") & 0x7FFFFFFF


def _canonical(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return _canonical(dict(value))
    if isinstance(value, Mapping):
        return {str(name): _canonical(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(part) for part in value]
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Fraction | float):
        return str(value)
    return value
