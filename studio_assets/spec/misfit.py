"""Says in the user's words what pydantic found, with the nearest valid name."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Union, get_args, get_origin

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from studio_assets.spec.fault import nearest
from studio_assets.spec.later import Written
from studio_assets.spec.source import KeyPath

__all__ = ["words"]

_WANTED = {
    "model_type": ("a mapping of keys", "Write its keys below it, indented."),
    "model_attributes_type": ("a mapping of keys", "Write its keys below it, indented."),
    "dict_type": ("a mapping of names", "Write names below it, indented, each with its own keys."),
    "list_type": ("a list", "Write its items below it, each beginning with `- `."),
    "bool_type": ("`true` or `false`", "Write `true` or `false`."),
    "string_type": ("text", 'Write it in quotes, such as "text".'),
    "int_type": ("a whole number", "Write a whole number, such as `1`."),
    "int_from_float": ("a whole number", "Write a whole number, such as `1`."),
}


def words(model: type[Written], path: KeyPath, error: ErrorDetails) -> tuple[str, str]:
    """The message and the mend of one misfit.

    Args:
        model: the model of the whole file.
        path: where the misfit is.
        error: what pydantic says.
    """
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "mistake":
        return context["message"], context["mend"]
    if kind in ("extra_forbidden", "invalid_key"):
        return _unknown(_model_at(model, path[:-1]), str(path[-1]))
    if kind == "missing":
        return f"the key `{path[-1]}` is missing", _addition(_model_at(model, path[:-1]), str(path[-1]))
    if kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"`{_short(given)}` is no word for `{_key(path)}`", nearest(str(given), choices)
    if kind in _WANTED:
        wanted, mend = _WANTED[kind]
        return f"`{_key(path)}` must be {wanted}, not `{_short(given)}`", mend
    if kind == "greater_than_equal":
        return f"`{given}` is too little for `{_key(path)}`", f"Write {context['ge']} or more."
    if kind == "less_than_equal":
        return f"`{_short(given)}` is too much for `{_key(path)}`", f"Write {context['le']} or less."
    if kind == "string_too_short":
        return f"`{_key(path)}` is empty", "Write something, or remove the key."
    if kind == "string_too_long":
        most = f"{context['max_length']:,}"
        return f"`{_key(path)}` is longer than {most} characters", "Write less."
    if kind == "too_short":
        return f"`{_key(path)}` is empty", f"Write at least {context['min_length']}, or remove the key."
    if kind == "too_long":
        return f"`{_key(path)}` has too many items", f"Write at most {context['max_length']}."
    return error["msg"][:1].lower() + error["msg"][1:], "See docs/reference/spec.md for what it takes."


def _unknown(model: type[Written] | None, key: str) -> tuple[str, str]:
    if model is not None and key in model.later:
        return f"`{key}` is not implemented yet", "Remove it."
    fields = model.model_fields if model is not None else {}
    return f"unknown key `{key}`", nearest(key, [field.alias or name for name, field in fields.items()])


def _addition(model: type[Written] | None, key: str) -> str:
    fields = model.model_fields if model is not None else {}
    field = next((field for name, field in fields.items() if key in (name, field.alias)), None)
    example = _example(field) if field is not None else None
    if example is not None:
        return f"Add it, such as `{key}: {example}`."
    return f"Add it: {field.description}" if field is not None else "Add it."


def _example(field: FieldInfo) -> str | None:
    if field.examples:
        return str(field.examples[0])
    schemas = [part.json_schema or {} for part in field.metadata if isinstance(part, WithJsonSchema)]
    return next((str(schema["examples"][0]) for schema in schemas if "examples" in schema), None)


def _model_at(model: type[Written], path: KeyPath) -> type[Written] | None:
    """The model of the mapping at a path; None where no model is."""
    here: object = model
    for step in path:
        here = _bare(here)
        if get_origin(here) in (list, dict):
            here = get_args(here)[-1]
        elif isinstance(here, type) and issubclass(here, Written):
            fields = here.model_fields.items()
            here = next((field.annotation for name, field in fields if step in (name, field.alias)), None)
        else:
            return None
    here = _bare(here)
    return here if isinstance(here, type) and issubclass(here, Written) else None


def _bare(annotation: object) -> object:
    """An annotation without its metadata and without `None`."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _key(path: KeyPath) -> object:
    return next((step for step in reversed(path) if isinstance(step, str)), "file")


def _short(given: object) -> str:
    text = "nothing" if given is None else str(given)
    return text if len(text) <= 40 else text[:37] + "..."
