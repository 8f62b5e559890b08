"""A question as it goes out, word for word."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from resources.claude.answer import Usage
from resources.claude.client import Client
from resources.claude.message import body, usage_of
from resources.errors import Refused, TransientFailure
from resources.providers.request import AnswerRequest, Picture, Words
from tests.resources.claude.far_end import FarEnd, Says, far_end

FRAME = "f" * 64
FACE = "c" * 64


class Score(BaseModel):
    """How good one scene is."""

    scene: Literal["desk", "street"]
    points: int = Field(ge=0, le=100, description="Of a hundred.")


class Report(BaseModel):
    """What was seen."""

    scores: list[Score]
    verdict: str | None


SCHEMA = json.dumps(Report.model_json_schema(), sort_keys=True, separators=(",", ":"))
GOLDEN = {
    "model": "claude-haiku-5-5",
    "max_tokens": 4_000,
    "system": [
        {"type": "text", "text": "You verify clips.", "cache_control": {"type": "ephemeral"}}
    ],
    "messages": [{"role": "user", "content": [
        {"type": "text", "text": "<concept>Rain</concept>"},
        {"type": "text", "text": "The face:"},
        {"type": "image", "source": {
            "type": "base64", "media_type": "image/png", "data": base64.b64encode(b"face").decode()}},
        {"type": "text", "text": "So far for all.", "cache_control": {"type": "ephemeral"}},
        {"type": "text", "text": "frame 1 at 0.5 s"},
        {"type": "image", "source": {
            "type": "base64", "media_type": "image/jpeg", "data": base64.b64encode(b"frame").decode()}},
        {"type": "text", "text": "How good is it?"},
    ]}],
    "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {
        "$defs": {"Score": {
            "type": "object", "title": "Score", "description": "How good one scene is.",
            "properties": {
                "scene": {"enum": ["desk", "street"], "title": "Scene"},
                "points": {"type": "integer", "title": "Points",
                           "description": "Of a hundred.\n\n{maximum: 100, minimum: 0}"}},
            "additionalProperties": False, "required": ["scene", "points"]}},
        "type": "object", "title": "Report", "description": "What was seen.",
        "properties": {
            "scores": {"type": "array", "title": "Scores", "items": {"$ref": "#/$defs/Score"}},
            "verdict": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Verdict"}},
        "additionalProperties": False, "required": ["scores", "verdict"]}}},
}  # fmt: skip


@pytest.fixture(scope="module")
def end() -> Iterator[FarEnd]:
    """The other end of the wire."""
    with far_end() as server:
        yield server


@pytest.fixture
def pictures(tmp_path: Path) -> Any:
    """The files of two pictures."""
    (tmp_path / FRAME).write_bytes(b"frame")
    (tmp_path / FACE).write_bytes(b"face")
    return lambda digest: tmp_path / digest


def question(**fields: Any) -> AnswerRequest:
    """A verifier's question about one frame; any field can be given."""
    content = (
        Words(text="<concept>Rain</concept>"),
        Words(text="The face:"),
        Picture(digest=FACE, media_type="image/png", width=100, height=100),
        Words(text="So far for all.", keep=True),
        Words(text="frame 1 at 0.5 s"),
        Picture(digest=FRAME, media_type="image/jpeg", width=768, height=432),
        Words(text="How good is it?"),
    )
    said = {
        "model": "claude-haiku-5-5",
        "role": "qa_verifier",
        "system": "You verify clips.",
        "effort": "low",
    }
    return AnswerRequest(
        **{**said, "content": content, "answer_schema": SCHEMA, "max_tokens": 4_000, **fields}
    )


def test_a_question_is_sent_word_for_word_as_it_is_written_here(
    end: FarEnd, pictures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words, pictures, what is to be remembered, schema and effort are on the wire, and nothing else."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)
    sent = body(question(), pictures)
    assert json.loads(json.dumps(GOLDEN)) == json.loads(json.dumps(sent))
    end.says(Says())
    asyncio.run(Client("claude", f"{end.url}/answer/claude", "canary-key").message(sent))
    ((method, path, headers, data),) = end.heard
    assert ("POST", "/answer/claude/v1/messages") == (method, path)
    assert GOLDEN == json.loads(data)
    assert ("Bearer canary-key", "2026-10-21") == (headers["authorization"], headers["anthropic-version"])
    assert "x-api-key" not in headers


def test_the_same_question_asked_again_differs_outside_its_prompt(
    end: FarEnd, pictures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second asking goes out through the SDK as another request, word for word the same to the model."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)
    again = body(question(nth=2), pictures)
    assert {**json.loads(json.dumps(GOLDEN)), "metadata": {"user_id": "asking-2"}} == json.loads(
        json.dumps(again)
    )
    end.says(Says())
    asyncio.run(Client("claude", f"{end.url}/answer/claude", "canary-key").message(again))
    assert again["metadata"] == json.loads(end.heard[-1][3])["metadata"]


def test_what_is_not_said_is_left_to_the_model(pictures: Any) -> None:
    """Without an effort or a system text neither is sent, for an empty one would be refused."""
    sent = body(question(effort=None, system=" ", content=(Words(text="Well?"), Words(text=" "))), pictures)
    assert ["format"] == list(sent["output_config"])
    assert {"model", "max_tokens", "messages", "output_config"} == set(sent)
    assert [{"type": "text", "text": "Well?"}] == sent["messages"][0]["content"]


def test_a_model_that_takes_no_effort_gets_none(pictures: Any) -> None:
    """What an older model would refuse is not sent to it."""
    assert "effort" not in body(question(model="claude-haiku-4-5"), pictures)["output_config"]


def test_no_more_is_asked_to_be_remembered_than_the_api_takes(pictures: Any) -> None:
    """Of many places to remember up to the last ones are marked, for they reach furthest."""
    pieces = tuple(Words(text=f"part {one}", keep=True) for one in range(5))
    blocks = body(question(content=pieces), pictures)["messages"][0]["content"]
    assert [False, False, True, True, True] == ["cache_control" in block for block in blocks]


@pytest.mark.parametrize(
    "schema", ['{"properties": {}}', "[]", '{"type": "object", "properties": {"a": {}}}']
)
def test_a_schema_that_cannot_be_told_is_refused_before_anything_is_sent(pictures: Any, schema: str) -> None:
    """A wish for any shape at all ends in words, not in a lost submit."""
    with pytest.raises(Refused) as caught:
        body(question(answer_schema=schema), pictures)
    assert caught.value.mend


def test_a_picture_that_is_gone_is_no_lost_submit(tmp_path: Path) -> None:
    """A file that cannot be read means that nothing was sent."""
    with pytest.raises(TransientFailure, match="nothing was sent"):
        body(question(), lambda digest: tmp_path / "gone")


@pytest.mark.parametrize("said, usage", [
    ({"input_tokens": 5, "output_tokens": 7}, Usage(input=5, output=7)),
    ({"input_tokens": 5, "output_tokens": 7, "cache_creation_input_tokens": 30, "cache_read_input_tokens": 9},
     Usage(input=5, written_5m=30, read=9, output=7)),
    ({"input_tokens": 5, "output_tokens": 7, "cache_creation_input_tokens": 30,
      "cache_read_input_tokens": None,
      "cache_creation": {"ephemeral_5m_input_tokens": 10, "ephemeral_1h_input_tokens": 20}},
     Usage(input=5, written_5m=10, written_1h=20, output=7)),
    ({"output_tokens": 7}, None),
    ({"input_tokens": True, "output_tokens": 7}, None),
    ({"input_tokens": -1, "output_tokens": 7}, None),
    ("many", None),
    (None, None),
])  # fmt: skip
def test_the_tokens_are_read_as_they_are_billed(said: object, usage: Usage | None) -> None:
    """Each way of reading is told apart, and a Message that does not say both ends is not taken for free."""
    assert usage == usage_of({"usage": said})
