"""Refuses what the real API's grammar refuses in a JSON schema, so that a mistake shows before it is live."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from resources.simulator.answer.generate import pointed

__all__ = ["faults"]

_ANYWHERE = {"$defs", "$ref", "title", "description", "type", "enum", "const", "anyOf", "allOf", "default"}
_OF: Mapping[str, set[str]] = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems"},
    "string": {"format"},
    "integer": set(),
    "number": set(),
    "boolean": set(),
    "null": set(),
}
_FORMATS = (
    "date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid",
)  # fmt: skip


def faults(schema: Mapping[str, Any]) -> Iterator[str]:
    """What is not supported, in sentences; the API tells the first.

    Args:
        schema: the whole of `output_config.format.schema`.
    """
    yield from _faults(schema, schema)


def _faults(root: Mapping[str, Any], part: Any) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield "A schema must be an object."
        return
    for one in part.get("$defs", {}).values():
        yield from _faults(root, one)
    if "$ref" in part:
        try:
            pointed(root, {"$ref": part["$ref"]})
        except ValueError as wrong:
            yield str(wrong)
        return
    kind = part.get("type")
    if "enum" in part or "const" in part:
        values = part.get("enum", [part.get("const")])
        if not isinstance(values, list) or not values or any(isinstance(one, dict | list) for one in values):
            yield "An enum must be a list of strings, numbers, booleans or nulls that is not empty."
    elif isinstance(part.get("anyOf", part.get("allOf")), list):
        for one in (*part.get("anyOf", ()), *part.get("allOf", ())):
            yield from _faults(root, one)
    elif not isinstance(kind, str) or kind not in _OF:
        yield f"Schema type {kind!r} is not supported."
        return
    strange = sorted(set(part) - _ANYWHERE - _OF.get(str(kind), set()))
    if strange:
        yield (
            f"For '{kind or 'object'}' type, {'property' if len(strange) == 1 else 'properties'} "
            f"{', '.join(strange)} {'is' if len(strange) == 1 else 'are'} not supported"
        )
    yield from _of_kind(root, part, str(kind))


def _of_kind(root: Mapping[str, Any], part: Mapping[str, Any], kind: str) -> Iterator[str]:
    if kind == "object":
        if part.get("additionalProperties") is not False:
            yield "For 'object' type, 'additionalProperties' must be explicitly set to false"
        properties = part.get("properties", {})
        for name in part.get("required", ()):
            if name not in properties:
                yield f"Required property '{name}' is not in 'properties'."
        for one in properties.values():
            yield from _faults(root, one)
    elif kind == "array":
        if part.get("minItems", 0) not in (0, 1):
            yield "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
        if "items" in part:
            yield from _faults(root, part["items"])
    elif kind == "string" and part.get("format", _FORMATS[0]) not in _FORMATS:
        yield f"String format '{part['format']}' is not supported."
