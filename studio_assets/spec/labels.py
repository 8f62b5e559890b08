"""Small words that end up in a film's file: colours, languages and the names of container tags."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from studio_assets.spec.values import mistake

__all__ = ["OWN_TAGS", "Colour", "Language", "Tag"]

OWN_TAGS = ("title", "comment", "encoder")
"""Container tags that no user sets: the production's name, how the film was made, and what wrote the file,
which is left out so that the same film is the same bytes."""

_COLOUR = "#[0-9a-fA-F]{6}"
_LANGUAGE = "[a-z]{2}"
_TAG = "[a-z_]{1,30}"


def _colour(value: object) -> str:
    if value is None:
        raise mistake("there is no colour here: `#` begins a comment", 'Write it in quotes: "#1a1a2e".')
    if not isinstance(value, str) or re.fullmatch(_COLOUR, value) is None:
        raise mistake(f"`{value}` is not a colour", 'Write red, green and blue in hex, such as "#1a1a2e".')
    return value.lower()


def _language(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch(_LANGUAGE, value) is None:
        raise mistake(f"`{value}` is not a language", "Write its two letters of ISO 639-1, such as `en`.")
    return value


def _tag(value: object) -> str:
    if value in OWN_TAGS:
        raise mistake(f"Studio itself writes the tag `{value}`", "Remove it, or name the tag otherwise.")
    if not isinstance(value, str) or re.fullmatch(_TAG, value) is None:
        raise mistake(f"`{value}` is not the name of a tag", "Use a-z and _, at most 30, such as `artist`.")
    return value


Colour = Annotated[
    str,
    PlainValidator(_colour),
    WithJsonSchema({"type": "string", "pattern": f"^{_COLOUR}$", "examples": ["#1a1a2e"]}),
]
Language = Annotated[
    str,
    PlainValidator(_language),
    WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE}$", "examples": ["en", "de"]}),
]
Tag = Annotated[
    str,
    PlainValidator(_tag),
    WithJsonSchema({"type": "string", "pattern": f"^(?!(?:{'|'.join(OWN_TAGS)})$){_TAG}$"}),
]
