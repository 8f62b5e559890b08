"""What the simulated Claude refuses, as the real one does, so that a mistake shows before it is live."""

from __future__ import annotations

from typing import Any

import pytest

from resources.simulator.server import Simulator
from tests.resources.simulator.answer.asking import (
    VERDICT,
    ask,
    call,
    drawn,
    headers,
    question,
    shaped,
    shown,
    text,
)

OPEN = {name: value for name, value in VERDICT.items() if name != "additionalProperties"}
KEPT = {"type": "text", "text": "Kept.", "cache_control": {"type": "ephemeral"}}


def field(**schema: Any) -> dict[str, Any]:
    """A question whose answer has one field."""
    return question(output_config=shaped({**VERDICT, "properties": {**VERDICT["properties"], "x": schema}}))


@pytest.mark.parametrize(
    "body, status, words",
    [
        (question(temperature=1), 400, "temperature"),
        (question(top_p=0.5), 400, "top_p"),
        (question(top_k=5), 400, "top_k"),
        (question(colour="red"), 400, "colour: Extra inputs are not permitted"),
        (question(output_format={}), 400, "output_format: Extra inputs"),
        (question(model="claude-2"), 404, "model: claude-2"),
        (question(model=None), 400, "model: Field required"),
        (question(max_tokens=None), 400, "max_tokens: Field required"),
        (question(max_tokens=0), 400, "greater than or equal to 1"),
        (question(max_tokens=128_001), 400, "128001 > 128000"),
        (question(messages=[]), 400, "at least one message"),
        (question(ask=[]), 400, "messages.0.content: Field required"),
        (question(ask=""), 400, "text content blocks must be non-empty"),
        (
            question(ask=[{"type": "text", "text": "a", "colour": "red"}]),
            400,
            "messages.0.content.0.text.colour",
        ),
        (question(ask=[{"type": "video"}]), 400, "'video'"),
        (question(messages=[{"role": "system", "content": "a"}]), 400, "messages.0.role"),
        (question(messages=[{"role": "assistant", "content": "a"}]), 400, "first message"),
        (
            question(messages=[{"role": "user", "content": "a"}, {"role": "assistant", "content": "{"}]),
            400,
            "prefill",
        ),
        (question(system=[{"type": "text", "text": ""}]), 400, "non-empty"),
        (question(system=[KEPT] * 5), 400, "A maximum of 4 blocks"),
        (
            question(system=[KEPT, {**KEPT, "cache_control": {"type": "ephemeral", "ttl": "1h"}}]),
            400,
            "must not come after",
        ),
        (
            question(system=[{**KEPT, "cache_control": {"type": "ephemeral", "ttl": "2h"}}]),
            400,
            "cache_control",
        ),
        (question(thinking={"type": "enabled", "budget_tokens": 10}), 400, "budget_tokens"),
        (question(output_config={"effort": "huge"}), 400, "output_config.effort"),
        (
            question(model="claude-haiku-4-5", output_config={"effort": "low"}),
            400,
            "does not support the effort",
        ),
        (question(tools=[]), 400, "no tools"),
        (question(output_config=shaped(OPEN)), 400, "'additionalProperties' must be explicitly set to false"),
        (field(type="integer", minimum=0, maximum=9), 400, "properties maximum, minimum are not supported"),
        (field(type="string", maxLength=9), 400, "property maxLength is not supported"),
        (
            field(type="array", items={"type": "string"}, maxItems=3),
            400,
            "property maxItems is not supported",
        ),
        (field(type="array", items={"type": "string"}, minItems=2), 400, "other than 0 or 1"),
        (field(type="string", format="colour"), 400, "format 'colour'"),
        (field(oneOf=[{"type": "string"}]), 400, "Schema type None is not supported"),
        (field(**{"$ref": "#/$defs/Nobody"}), 400, "points nowhere"),
        (field(enum=[]), 400, "An enum must be"),
        (question(ask=[shown(b"no picture")]), 400, "Could not process image"),
        (question(ask=[shown(drawn(600, 400)[:-200])]), 400, "Could not process image"),
        (question(ask=[shown(drawn(form="JPEG"))]), 400, "it is image/jpeg"),
        (
            question(ask=[{**shown(b""), "source": {"type": "url", "url": "http://x"}}]),
            400,
            "fetches nothing",
        ),
        (question(ask=[{**shown(b""), "source": {"type": "file", "file_id": "file_00"}}]), 404, "file_00"),
        (question(ask=[shown(drawn(8001, 1))]), 400, "max allowed size: 8000 pixels"),
        (question(ask=[shown(drawn(2001, 1))] * 21), 400, "many-image requests: 2000 pixels"),
    ],
)
def test_what_the_api_refuses_is_refused(
    sim: Simulator, key: str, body: dict[str, Any], status: int, words: str
) -> None:
    """A wrong field, schema or picture is told by its place, with the API's error, and costs nothing."""
    before = len(sim.far.jobs())
    answer = ask(sim, key, body)
    error = answer.json()["error"]
    kind = {400: "invalid_request_error", 404: "not_found_error"}[status]
    assert (status, kind) == (answer.status_code, error["type"])
    assert words in error["message"]
    assert answer.headers["request-id"] == answer.json()["request_id"]
    assert before == len(sim.far.jobs())


def test_what_the_api_takes_is_taken(sim: Simulator, key: str) -> None:
    """Twenty large pictures, memory in the right order and every field of today are no mistakes."""
    hour = {**KEPT, "cache_control": {"type": "ephemeral", "ttl": "1h"}}
    body = question(
        ask=[*[shown(drawn(2001, 1))] * 20, {"type": "text", "text": "Which?"}],
        system=[hour, KEPT],
        thinking={"type": "adaptive"},
        metadata={"user_id": "someone"},
        service_tier="standard_only",
        output_config={**shaped(VERDICT), "effort": "low"},
    )
    assert text(ask(sim, key, body))


def test_a_key_and_a_version_are_wanted(sim: Simulator, key: str) -> None:
    """Either header of a key will do; without one, or without a known version, nothing is answered."""

    def status(**sent: str) -> int:
        return call(sim, "GET", "/v1/models", key, headers=sent).status_code

    version = headers(key)["anthropic-version"]
    assert 200 == status(**{"x-api-key": key, "anthropic-version": version})
    assert 401 == status(**{"anthropic-version": version})
    assert 400 == status(authorization=f"Bearer {key}")
    assert 400 == status(**{"x-api-key": key, "anthropic-version": "yesterday"})


def test_a_question_that_is_too_large_is_told_so(sim: Simulator, key: str) -> None:
    """32 MB are the most, and a million tokens what a model reads."""
    body = b'{"model": "' + b"a" * (32 * 1024 * 1024)
    answer = call(sim, "POST", "/v1/messages", key, content=body)
    assert (413, "request_too_large") == (answer.status_code, answer.json()["error"]["type"])
    long = ask(sim, key, question("word " * 900_000))
    assert (400, True) == (long.status_code, "prompt is too long" in long.json()["error"]["message"])


def test_a_model_without_a_price_is_refused(sim: Simulator, key: str) -> None:
    """What nobody wrote a price down for is never answered for nothing."""
    answer = ask(sim, key, question(model="claude-fable-5-2"))
    assert (400, True) == (answer.status_code, "price" in answer.json()["error"]["message"])
