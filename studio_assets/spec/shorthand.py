"""Short ways of writing a value, written out before the model sees it, so that each has one form."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from studio_assets.spec.later import Written
from studio_assets.spec.source import KeyPath, Source
from studio_assets.spec.values import mistake

__all__ = ["Alone", "Off", "Short", "write_out"]


@dataclass(frozen=True)
class Short:
    """Marks a mapping in whose place the text of one of its keys may stand.

    Args:
        key: that key.
    """

    key: str

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Text or the mapping."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(schema)]}


@dataclass(frozen=True)
class Alone:
    """Marks a list of mappings in whose place a single one may stand."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """One item or the list."""
        listed = handler(schema)
        return {"anyOf": [listed["items"], listed]}


@dataclass(frozen=True)
class Off:
    """Marks an optional mapping that is there by default and goes with the word `off`.

    Args:
        key: under which it stands.
    """

    key: str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read the word before the mapping is read."""
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The word or the mapping; nothing at all is neither."""
        options = [one for one in handler(schema)["anyOf"] if one.get("type") != "null"]
        return {"anyOf": [{"const": "off"}, *options]}

    def _read(self, value: object) -> object:
        if value == "off":
            return None
        if value is None or isinstance(value, str | bool):
            given = "nothing" if value is None else str(value).lower()
            raise mistake(
                f"`{self.key}` must be `off` or a mapping of keys, not `{given[:40]}`",
                "Write `off`, or its keys below it, indented.",
            )
        return value


def write_out(source: Source, model: type[Written]) -> None:
    """Replace each short way by the long one; what it says keeps its line and column.

    Args:
        source: its data and places are changed.
        model: the model of the whole file.
    """
    source.data = cast("dict[object, object]", _out(model, source.data, (), source))


def _out(kind: Any, value: Any, path: KeyPath, source: Source) -> Any:
    kind, marks = _bare(kind)
    for mark in marks:
        if isinstance(mark, Alone) and isinstance(value, dict):
            value = [value]
            _move_down(path, source)
        elif isinstance(mark, Short) and isinstance(value, str):
            value = {mark.key: value}
            source.places[(*path, mark.key)] = source.places[path]
    if get_origin(kind) is list and isinstance(value, list):
        return [_out(get_args(kind)[0], item, (*path, index), source) for index, item in enumerate(value)]
    if get_origin(kind) is dict and isinstance(value, dict):
        return {key: _out(get_args(kind)[1], item, (*path, key), source) for key, item in value.items()}
    if isinstance(kind, type) and issubclass(kind, Written) and isinstance(value, dict):
        for name, field in kind.model_fields.items():
            key = field.alias or name
            if key in value:
                whole = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
                value[key] = _out(whole, value[key], (*path, key), source)
    return value


def _move_down(path: KeyPath, source: Source) -> None:
    """What stood in the mapping now stands in the first item of a list."""
    inner = [place for place in source.places if len(place) > len(path) and place[: len(path)] == path]
    for place in inner:
        source.places[(*path, 0, *place[len(path) :])] = source.places.pop(place)
    source.places[(*path, 0)] = source.places[path]


def _bare(kind: Any) -> tuple[Any, tuple[object, ...]]:
    """A type without its metadata and without `None`, and the metadata."""
    marks: tuple[object, ...] = ()
    while get_origin(kind) in (Annotated, Union, UnionType):
        if get_origin(kind) is Annotated:
            marks += kind.__metadata__
            kind = get_args(kind)[0]
        else:
            kind = next(part for part in get_args(kind) if part is not type(None))
    return kind, marks
