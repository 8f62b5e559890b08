"""Checks a source against its model: every misfit becomes a fault, and what fits is kept for the rules."""

from __future__ import annotations

import copy
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from studio_assets.spec.fault import Fault
from studio_assets.spec.later import Written
from studio_assets.spec.misfit import words
from studio_assets.spec.shorthand import write_out
from studio_assets.spec.source import KeyPath, Source

__all__ = ["checked"]

Model = TypeVar("Model", bound=Written)

_ROUNDS = 12
"""A cut can bare a missing key one level up; levels are few."""

_MAPPING_WANTED = ("model_type", "model_attributes_type", "dict_type")

# Takes the place of a required key that is missing or wrong, so that the rest can still be checked.
# Rules never speak about a path that is stood in for.
_STAND_INS: dict[object, object] = {
    "budget": "$1",
    "concept": "unwritten",
    "description": "unwritten",
    "duration": "1s",
    "file": "unwritten",
    "from": "0s",
    "id": "unwritten",
    "limit": "$1",
    "model": "unwritten",
    "name": "unwritten",
    "price_per_second": "$1",
    "production": "unwritten",
    "provider": "unwritten",
    "quality_ceiling": 100,
    "scene": "unwritten",
    "style": ["unwritten"],
    "text": "unwritten",
    "threshold": 0,
    "tier": "unwritten",
    "to": "1s",
    "video": [{"provider": "unwritten", "model": "unwritten"}],
}


def checked(source: Source, model: type[Model]) -> tuple[Model, set[KeyPath], list[Fault]]:
    """Check a source against its model.

    Args:
        source: what was read; short ways of writing a value are written out in it.
        model: the model of the file.

    Returns:
        The model of everything that fits, the paths that are cut away or stood in for, and the faults.
    """
    write_out(source, model)
    data: dict[object, object] = copy.deepcopy(source.data)
    broken: set[KeyPath] = set()
    faults: list[Fault] = []
    for number in range(_ROUNDS):
        try:
            return model.model_validate(data), broken, faults
        except ValidationError as misfit:
            errors = misfit.errors(include_url=False)
        for error in errors:
            path, at_key = _path(error)
            if number == 0:  # what turns up later follows from the cuts
                faults.append(source.fault(path, *words(model, path, error), at_key=at_key))
            broken.add(path)
            _cut(data, path, error, broken)
    raise AssertionError(f"a required key of {model.__name__} has no stand-in: {sorted(map(str, broken))}")


def _path(error: ErrorDetails) -> tuple[KeyPath, bool]:
    """The path as written, and whether its key is what is wrong."""
    at_key = error["type"] in ("extra_forbidden", "invalid_key") or "[key]" in error["loc"]
    return cast("KeyPath", tuple(step for step in error["loc"] if step != "[key]")), at_key


def _cut(data: dict[object, object], path: KeyPath, error: ErrorDetails, broken: set[KeyPath]) -> None:
    *above, last = path
    place: Any = data
    for step in above:
        if isinstance(place, dict) and not isinstance(place.get(step), dict | list):
            place[step] = {"limit": "$1"} if step == "budget" else {}  # `budget: $3` stands for its limit
        place = place[step]
    if isinstance(place, list):
        if error["type"] in _MAPPING_WANTED:
            place[cast("int", last)] = {}
        else:
            broken.add(tuple(above))
            _cut(data, tuple(above), error, broken)
    elif error["type"] == "missing":
        place[last] = _STAND_INS.get(last)
    else:
        place.pop(_written(place, last), None)


def _written(place: dict[object, object], step: object) -> object:
    """The key as it stands in the data; pydantic reports keys that are no text or integer as text."""
    return step if step in place else next((key for key in place if str(key) == str(step)), step)
