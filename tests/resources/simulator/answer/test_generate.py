"""Answers that are made up: valid for any schema, plausible, and the same for the same question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from resources.simulator.answer.generate import answer_to, prose_of
from resources.simulator.answer.schema import faults

_MOVED = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "maxItems")

NAMES = st.sampled_from(["score", "share", "title", "id", "why", "notes", "seconds", "ok", "depth", "kind"])


def moved(schema: Any) -> Any:
    """A schema as Anthropic's client sends it: bounds stand in the description."""
    if isinstance(schema, list):
        return [moved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: schema[name] for name in _MOVED if name in schema}
    if schema.get("minItems", 0) > 1:
        told["minItems"] = schema["minItems"]
    rest = {name: moved(value) for name, value in schema.items() if name not in told}
    if told:
        rest["description"] = "{" + ", ".join(f"{name}: {value}" for name, value in told.items()) + "}"
    return rest


def whole_numbers() -> st.SearchStrategy[dict[str, Any]]:
    """Integers with no, one or two bounds."""
    return st.tuples(
        st.integers(-50, 200), st.integers(0, 120), st.sampled_from(["", "low", "high", "both"])
    ).map(
        lambda drawn: {
            "type": "integer",
            **({"minimum": drawn[0]} if drawn[2] in ("low", "both") else {}),
            **({"maximum": drawn[0] + drawn[1]} if drawn[2] in ("high", "both") else {}),
        }
    )


def numbers() -> st.SearchStrategy[dict[str, Any]]:
    """Numbers between exact bounds, inclusive or exclusive."""
    return st.tuples(st.integers(-20, 20), st.integers(1, 400), st.booleans()).map(
        lambda drawn: {
            "type": "number",
            ("exclusiveMinimum" if drawn[2] else "minimum"): drawn[0] / 4,
            ("exclusiveMaximum" if drawn[2] else "maximum"): (drawn[0] + drawn[1]) / 4,
        }
    )


def texts() -> st.SearchStrategy[dict[str, Any]]:
    """Texts of some length."""
    return st.tuples(st.integers(0, 80), st.integers(0, 120), st.booleans()).map(
        lambda drawn: (
            {"type": "string", "minLength": drawn[0], "maxLength": drawn[0] + drawn[1] + 1}
            if drawn[2]
            else {"type": "string"}
        )
    )


def lists(items: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Lists of so many."""
    return st.tuples(items, st.integers(0, 4), st.integers(0, 3)).map(
        lambda drawn: {
            "type": "array",
            "items": drawn[0],
            "minItems": drawn[1],
            "maxItems": drawn[1] + drawn[2],
        }
    )


def objects(parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects, some of whose fields are optional."""
    return st.tuples(st.dictionaries(NAMES, parts, min_size=1, max_size=4), st.integers(0, 15)).map(
        lambda drawn: {
            "type": "object",
            "properties": drawn[0],
            "required": [name for place, name in enumerate(drawn[0]) if not drawn[1] >> place & 1],
            "additionalProperties": False,
        }
    )


LEAVES: st.SearchStrategy[dict[str, Any]] = st.one_of(
    whole_numbers(),
    numbers(),
    texts(),
    st.sampled_from(
        [
            {"type": "boolean"},
            {"type": "null"},
            {"enum": ["desk", "rain", "window"]},
            {"enum": [1, 2, None]},
            {"const": "scene"},
            {"$ref": "#/$defs/Tree"},
            {"$ref": "#/$defs/Name"},
            {"type": "string", "format": "date-time"},
            {"type": "string", "format": "uuid"},
        ]
    ),
)
SCHEMAS = objects(
    st.recursive(
        LEAVES,
        lambda inner: st.one_of(
            lists(inner),
            objects(inner),
            inner.map(lambda one: {"anyOf": [one, {"type": "null"}]}),
        ),
        max_leaves=8,
    )
)
DEFS: Mapping[str, Any] = {
    "Name": {"enum": ["ink", "photo"]},
    "Tree": {
        "type": "object",
        "properties": {
            "label": {"type": "string"},
            "under": {"type": "array", "items": {"$ref": "#/$defs/Tree"}},
            "beside": {"anyOf": [{"$ref": "#/$defs/Tree"}, {"type": "null"}]},
        },
        "required": ["label", "under", "beside"],
        "additionalProperties": False,
    },
}


@settings(max_examples=150, deadline=None)
@given(SCHEMAS, st.integers(0, 99))
def test_an_answer_is_valid_for_any_schema(schema: dict[str, Any], seed: int) -> None:
    """Whatever is asked for is answered in its shape and within its bounds, and always alike."""
    whole = {**schema, "$defs": DEFS}
    sent = moved(whole)
    assert [] == list(faults(sent))
    answer = answer_to(sent, str(seed))
    Draft202012Validator(whole).validate(answer)
    assert answer == answer_to(sent, str(seed))


def scenes(**more: Any) -> dict[str, Any]:
    """The schema of an answer with an entry for each scene, as the crew asks for one."""
    entry = {
        "type": "object",
        "properties": {
            "scene": {"$ref": "#/$defs/Scene"},
            "score": {"type": "integer", "description": "{maximum: 100, minimum: 0}"},
            "mood": {"enum": ["calm", "tense"]},
            "why": {"type": "string"},
            "elements": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["scene", "score", "mood", "why", "elements"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"scenes": {"type": "array", "items": {"$ref": "#/$defs/Entry"}, **more}},
        "required": ["scenes"],
        "additionalProperties": False,
        "$defs": {"Scene": {"enum": ["desk", "rain", "victory"]}, "Entry": entry},
    }


def test_each_scene_has_its_entry_in_order() -> None:
    """A list whose entries name a scene has one for each scene, with a good score and words in every text."""
    entries = answer_to(scenes(), "7")["scenes"]
    assert ["desk", "rain", "victory"] == [one["scene"] for one in entries]
    for one in entries:
        assert 70 <= one["score"] <= 96
        assert 3 <= len(one["why"].split()) <= 8
        assert one["why"].startswith("Simulated:")
        assert one["elements"] and all(one["elements"])


def test_a_list_with_a_most_has_no_more() -> None:
    """Where there may be fewer entries than scenes, the first scenes have them."""
    entries = answer_to(scenes(description="{maxItems: 2}"), "7")["scenes"]
    assert ["desk", "rain"] == [one["scene"] for one in entries]


def test_answers_differ_from_question_to_question() -> None:
    """Another question is answered in other words."""
    assert 4 == len({str(answer_to(scenes(), seed)) for seed in "abcd"})
    assert 2 == len({prose_of("a"), prose_of("b")})


def test_what_need_not_be_told_is_not_invented() -> None:
    """A number without bounds that may be null is null; a text that may be null is mostly there."""

    def made(kind: str) -> list[Any]:
        return [answer_to({"anyOf": [{"type": kind}, {"type": "null"}]}, str(seed)) for seed in range(40)]

    assert {None} == set(made("number"))
    assert 20 < sum(one is not None for one in made("string")) < 40


@pytest.mark.parametrize(
    "schema, wanted",
    [
        ({"type": "string", "description": "{pattern: ^#[0-9a-f]{6}$}"}, r"^#[0-9a-f]{6}$"),
        ({"type": "string", "description": "A name.\n\n{maxLength: 9, pattern: ^[A-Z]{2}$}"}, r"^[A-Z]{2}$"),
        ({"type": "string", "description": "{maxLength: 12}"}, r"^Simulated$"),
        ({"type": "string", "format": "date"}, r"^2026-01-\d\d$"),
    ],
)
def test_a_text_keeps_what_its_description_tells(schema: dict[str, Any], wanted: str) -> None:
    """Patterns, lengths and formats are kept wherever a simple word can keep them."""
    assert re.fullmatch(wanted, answer_to(schema, "7"))


def test_a_schema_without_an_end_is_refused() -> None:
    """What only something endless would satisfy is a mistake of the schema, not an endless answer."""
    endless = {
        "$ref": "#/$defs/Node",
        "$defs": {
            "Node": {
                "type": "object",
                "properties": {"next": {"$ref": "#/$defs/Node"}},
                "required": ["next"],
                "additionalProperties": False,
            }
        },
    }
    with pytest.raises(ValueError, match="no finite"):
        answer_to(endless, "7")
