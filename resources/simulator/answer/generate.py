"""Makes up an answer that satisfies a JSON schema: the same schema and seed give the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import inf
from typing import Any

from resources.simulator.answer.bounds import bounds, count, span
from resources.simulator.answer.phrases import phrase, prose

__all__ = ["answer_to", "pointed", "prose_of"]

_DEEP = 5
"""Objects inside of each other, beyond which only what must be there is made."""
_SCORES = (
    "score", "match", "quality", "fidelity", "identity", "rating", "grade", "confidence", "adherence",
)  # fmt: skip
_SHARES = ("share", "weight", "fraction", "portion")
_JUDGEMENTS = ("severity", "level", "verdict", "certainty")
"""Enums that say how bad something is: a list is not one of each."""


def answer_to(schema: Mapping[str, Any], seed: str) -> Any:
    """An answer to a question.

    A list of objects that name one of several things (a property with an enum) has one object for each, in
    the enum's order. Bounds that a client wrote into descriptions are kept.

    Args:
        schema: a JSON schema of the subset that `resources.simulator.answer.schema` lets through.
        seed: decides everything that the schema leaves open.

    Raises:
        ValueError: nothing finite satisfies it.
    """
    if _height(schema, schema, frozenset()) == inf:
        raise ValueError("The schema has no finite instance.")
    return _Maker(schema, seed).make(schema, "", "", 0)


def prose_of(seed: str) -> str:
    """An answer to a question that wants no JSON.

    Args:
        seed: decides the words.
    """
    return prose(lambda name, below: _drawn(f"{seed} {name}", below))


def pointed(root: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to in its place, and what it is all of.

    Args:
        root: the whole schema.
        schema: a part of it.

    Raises:
        ValueError: it refers to what is not there.
    """
    seen: set[str] = set()
    while "$ref" in schema:
        address = str(schema["$ref"])
        found: Any = root
        for step in address.removeprefix("#").strip("/").split("/") if address != "#" else ():
            found = found.get(step) if isinstance(found, Mapping) else None
        if not address.startswith("#") or not isinstance(found, Mapping) or address in seen:
            raise ValueError(f"$ref {address!r} points nowhere.")
        seen.add(address)
        schema = found
    whole = dict(schema)
    for part in whole.pop("allOf", ()):
        for name, value in pointed(root, part).items():
            both = name in ("properties", "required") and name in whole
            whole[name] = _joined(whole[name], value) if both else value
    return whole


def _joined(one: Any, other: Any) -> Any:
    return {**one, **other} if isinstance(one, dict) else [*one, *other]


class _Maker:
    def __init__(self, root: Mapping[str, Any], seed: str) -> None:
        self.root = root
        self.seed = seed

    def draw(self, path: str, below: int) -> int:
        return _drawn(f"{self.seed} {path}", below)

    def make(self, part: Mapping[str, Any], path: str, name: str, depth: int) -> Any:
        schema = pointed(self.root, part)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            # Mostly the first, which is the plain one: a cut, a match, to go on.
            values = schema["enum"] if not self.draw(f"{path}!", 4) else schema["enum"][:1]
            return values[self.draw(path, len(values))]
        if "anyOf" in schema:
            return self.make(self._branch(schema["anyOf"], path, depth), path, name, depth)
        match schema.get("type"):
            case "object":
                return self._object(schema, path, depth, {})
            case "array":
                return self._list(schema, path, name, depth)
            case "string":
                return phrase(schema, name, lambda what, below: self.draw(f"{path} {what}", below))
            case "integer":
                return int(_number(schema, name, self.draw(path, 27), whole=True))
            case "number":
                return float(_number(schema, name, self.draw(path, 27), whole=False))
            case "boolean":
                return bool(self.draw(path, 2))
        return None

    def _branch(self, branches: Sequence[Mapping[str, Any]], path: str, depth: int) -> Mapping[str, Any]:
        heights = [_height(self.root, one, frozenset()) for one in branches]
        if depth > _DEEP:
            return branches[heights.index(min(heights))]
        possible = [one for one, height in zip(branches, heights, strict=True) if height < inf]
        nothing = [one for one in possible if pointed(self.root, one).get("type") == "null"]
        full = [one for one in possible if one not in nothing and not (nothing and self._boundless(one))]
        # Something rather than nothing, three times of four.
        chosen = full if full and self.draw(f"{path}?", 4) else nothing or possible
        return chosen[self.draw(f"{path}|", len(chosen))]

    def _boundless(self, part: Mapping[str, Any]) -> bool:
        """A number without any bound, which nobody can make up sensibly where it need not be."""
        schema = pointed(self.root, part)
        return schema.get("type") in ("integer", "number") and span(schema, whole=False) == (None, None)

    def _object(
        self, schema: Mapping[str, Any], path: str, depth: int, fixed: Mapping[str, Any]
    ) -> dict[str, Any]:
        required = schema.get("required", ())
        return {
            name: fixed[name] if name in fixed else self.make(part, f"{path}/{name}", name, depth + 1)
            for name, part in schema.get("properties", {}).items()
            if name in required or self._affordable(part, depth)
        }

    def _affordable(self, part: Mapping[str, Any], depth: int) -> bool:
        return depth <= _DEEP and _height(self.root, part, frozenset()) < inf

    def _list(self, schema: Mapping[str, Any], path: str, name: str, depth: int) -> list[Any]:
        least, most = count(schema, "Items")
        part = schema.get("items")
        if part is None or most == 0:
            return [phrase({}, name, lambda what, below: self.draw(f"{path} {what}", below))] * least
        item = pointed(self.root, part)
        named = _naming(self.root, item)
        if depth > _DEEP or _height(self.root, item, frozenset()) == inf:
            return self._items(part, path, name, depth, range(least))
        if named:
            values = _values(pointed(self.root, item["properties"][named]))
            values = [values[place % len(values)] for place in range(max(least, len(values)))][:most]
            return [
                self._object(item, f"{path}/{place}", depth + 1, {named: value})
                for place, value in enumerate(values)
            ]
        if "enum" in item:
            wanted = max(least, 1 + self.draw(path, min(3, len(item["enum"]))))
            return [item["enum"][place % len(item["enum"])] for place in range(wanted)][:most]
        wanted = max(least, 2 + self.draw(path, 2))
        return self._items(part, path, name, depth, range(wanted)[:most])

    def _items(
        self, part: Mapping[str, Any], path: str, name: str, depth: int, places: Iterable[int]
    ) -> list[Any]:
        return [self.make(part, f"{path}/{place}", name, depth + 1) for place in places]


def _naming(root: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """The property of a list's objects that says which of several things each is about."""
    for name, part in item.get("properties", {}).items():
        if name not in _JUDGEMENTS and _values(pointed(root, part)):
            return str(name)
    return ""


def _values(part: Mapping[str, Any]) -> list[Any]:
    """What an enum allows; an enum of one value is written as a constant."""
    return [part["const"]] if "const" in part else list(part.get("enum", ()))


def _number(schema: Mapping[str, Any], name: str, draw: int, *, whole: bool) -> Decimal:
    low, high = span(schema, whole=whole)
    part = Decimal(70 + draw) / 100
    scores = any(word in name for word in _SCORES)
    if low is not None and high is not None:
        made = low + (high - low) * part
    elif any(word in name for word in _SHARES) and not whole:
        made = _within(part / 3, low, high)
    else:
        made = _within(Decimal(70 + draw if scores else 1 + draw % 9), low, high)
    fine = made.quantize(Decimal(1) if whole else Decimal("0.01"))
    if (low is None or low < fine) and (high is None or fine < high):
        made = fine
    elif whole:
        made = made.to_integral_value()
    step = bounds(schema).get("multipleOf")
    if step:
        made -= made % step
        made += step if low is not None and made < low else 0
    return made


def _within(wanted: Decimal, low: Decimal | None, high: Decimal | None) -> Decimal:
    # One inside of an exclusive bound, which `span` tells like an inclusive one.
    if low is not None and wanted <= low:
        return low + 1
    return high - 1 if high is not None and wanted >= high else wanted


def _height(root: Mapping[str, Any], part: Mapping[str, Any], seen: frozenset[str]) -> float:
    """Objects and lists inside of each other in the flattest instance; infinite where there is none."""
    if (address := str(part.get("$ref", ""))) in seen:
        return inf
    seen = seen | {address} if address else seen
    schema = pointed(root, part)
    if "const" in schema or "enum" in schema:
        return 0
    if "anyOf" in schema:
        return min((_height(root, one, seen) for one in schema["anyOf"]), default=inf)
    if schema.get("type") == "object":
        inner = [_height(root, schema["properties"][name], seen) for name in schema.get("required", ())]
        return 1 + max(inner, default=0)
    if schema.get("type") == "array" and count(schema, "Items")[0] and "items" in schema:
        return 1 + _height(root, schema["items"], seen)
    return 0


def _drawn(what: str, below: int) -> int:
    return int.from_bytes(hashlib.sha256(what.encode()).digest()[:8]) % below
