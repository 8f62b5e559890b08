"""The simulated Claude through Anthropic's own client: what that reads is what the real API says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from pydantic import BaseModel, Field

from resources.claude.answer import Usage
from resources.claude.prices import price
from resources.clock import ManualClock
from resources.simulator.far_side import hashed
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator
from tests.resources.simulator.answer.asking import MODEL, PATH, drawn, question, shown

if TYPE_CHECKING:
    from anthropic import Anthropic


class Entry(BaseModel):
    """One scene."""

    scene: Literal["desk", "rain", "victory"]
    score: int = Field(ge=0, le=100)
    why: str = Field(min_length=1, max_length=60)
    elements: list[str] = Field(min_length=2, max_length=5)
    share: float = Field(gt=0, lt=1)


class Review(BaseModel):
    """All scenes."""

    scenes: list[Entry]
    passed: bool
    remedy: str | None
    best: Entry


HI: list[Any] = [{"role": "user", "content": "How good are they?"}]
ASK: dict[str, Any] = {"model": MODEL, "max_tokens": 4000, "messages": HI}


@pytest.fixture
def client(sim: Simulator, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Anthropic]:
    """Anthropic's client with a key of its own, and nothing of this machine's profiles or proxies."""
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    import httpx2
    from anthropic import Anthropic

    plain = httpx2.Client(trust_env=False, verify=False)
    with Anthropic(api_key=key, base_url=sim.url + PATH, max_retries=0, http_client=plain) as made:
        yield made


def charged(sim: Simulator, key: str) -> Decimal:
    """All that an account is charged."""
    now = sim.far.clock.now()
    return sum((job.charged(now) for job in sim.far.jobs() if job.key == hashed(key)), Decimal(0))


def due(used: Any, *, batch: bool = False) -> Decimal:
    """The price of what the client read as usage."""
    return price(MODEL, Usage(input=used.input_tokens, output=used.output_tokens), batch=batch)


def test_a_question_is_answered_in_its_shape(sim: Simulator, key: str, client: Anthropic) -> None:
    """A pydantic model comes back filled: one entry a scene, all bounds kept, charged by its tokens."""
    message = client.messages.parse(**ASK, output_format=Review)
    review = message.parsed_output
    assert review is not None
    assert ["desk", "rain", "victory"] == [one.scene for one in review.scenes]
    assert ("end_turn", MODEL, "standard") == (
        message.stop_reason,
        message.model,
        message.usage.service_tier,
    )
    assert message.usage.output_tokens_details is not None
    assert charged(sim, key) == due(message.usage) > 0
    counted = client.messages.count_tokens(model=MODEL, messages=HI, output_format=Review)
    assert message.usage.input_tokens == counted.input_tokens


def test_a_stream_says_the_same_as_one_piece(sim: Simulator, key: str, client: Anthropic) -> None:
    """Events come in the API's order, and their text and usage are those of the whole answer."""
    whole = client.messages.parse(**ASK, output_format=Review)
    with client.messages.stream(**ASK, output_format=Review) as stream:
        kinds = [event.type for event in stream]
        streamed = stream.get_final_message()
    assert whole.parsed_output == streamed.parsed_output
    assert whole.usage.output_tokens == streamed.usage.output_tokens
    assert ["message_start", "content_block_start", "message_delta", "message_stop"] == [
        one for one in dict.fromkeys(kinds) if one in ("content_block_start",) or one.startswith("message")
    ]
    assert charged(sim, key) == 2 * due(whole.usage)


def test_many_questions_at_once_are_all_answered(
    sim: Simulator, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No question waits for another, however many there are, and each is charged."""
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    import httpx2
    from anthropic import AsyncAnthropic

    async def all_of_them() -> Decimal:
        plain = httpx2.AsyncClient(trust_env=False, verify=False)
        async with AsyncAnthropic(
            api_key=key, base_url=sim.url + PATH, max_retries=0, http_client=plain
        ) as client:
            asked = [client.messages.create(**question(f"Scene {one}?")) for one in range(25)]
            return sum((due(one.usage) for one in await asyncio.gather(*asked)), Decimal(0))

    total = asyncio.run(all_of_them())
    assert charged(sim, key) == total > 0


@pytest.mark.parametrize(
    "fault, name",
    [
        ({"what": "unauthorised"}, "AuthenticationError"),
        ({"what": "unpaid"}, "PaymentRequiredError"),
        ({"what": "rate_limit", "retry_after": 2}, "RateLimitError"),
        ({"what": "spend_limit"}, "EnforcedSpendLimitReachedError"),
        ({"what": "moderate"}, "BadRequestError"),
        ({"what": "error_before", "status": 529}, "OverloadedError"),
        ({"what": "error_before", "status": 504}, "GatewayTimeoutError"),
        ({"what": "error_after", "status": 500}, "InternalServerError"),
        ({"what": "outage"}, "ServiceUnavailableError"),
        ({"what": "drop_after"}, "APIConnectionError"),
    ],
)
def test_each_failure_is_the_clients_own_error(
    sim: Simulator, client: Anthropic, fault: dict[str, Any], name: str
) -> None:
    """What goes wrong is raised as the class that the client has for it, with the request's id."""
    from anthropic import APIError, APIStatusError

    sim.far.scenario = Scenario(faults=(Fault(at="submit", **fault),))
    with pytest.raises(APIError) as caught:
        client.messages.create(**question())
    assert name == type(caught.value).__name__
    if isinstance(caught.value, APIStatusError):
        assert str(caught.value.request_id).startswith("req_")


def test_a_stream_that_breaks_off_is_an_error(sim: Simulator, key: str, client: Anthropic) -> None:
    """Half a stream is never taken for an answer, and it is charged."""
    import httpx2

    sim.far.scenario = Scenario(faults=(Fault(at="end", what="break_off"),))
    with pytest.raises(httpx2.HTTPError), client.messages.stream(**ASK, output_format=Review) as stream:
        stream.get_final_message()
    assert charged(sim, key) > 0


def test_models_are_told_with_what_they_can(client: Anthropic) -> None:
    """Each model tells its limits and what it supports; one that is not there is not found."""
    from anthropic import NotFoundError

    names = [one.id for one in client.models.list(limit=3)]
    assert len(names) == len(set(names)) and MODEL in names
    haiku = client.models.retrieve(MODEL)
    assert (1_000_000, 128_000) == (haiku.max_input_tokens, haiku.max_tokens)
    assert haiku.capabilities is not None and haiku.capabilities.structured_outputs.supported
    with pytest.raises(NotFoundError):
        client.models.retrieve("claude-2")


def _results(client: Anthropic, id: str) -> dict[str, Any]:
    return {one.custom_id: one.result for one in client.messages.batches.results(id)}


def test_a_batch_is_answered_at_half_the_price(sim: Simulator, key: str, client: Anthropic) -> None:
    """Its results come once all are over, in any order, each as if asked alone; errors cost nothing."""
    assert isinstance(sim.far.clock, ManualClock)
    wanted: list[Any] = [{"custom_id": f"s{one}", "params": question(f"{one}?")} for one in range(4)]
    wanted.append({"custom_id": "wrong", "params": question(colour="red")})
    batch = client.messages.batches.create(requests=wanted)
    assert ("in_progress", 5, None) == (
        batch.processing_status,
        batch.request_counts.processing,
        batch.results_url,
    )
    sim.far.clock.advance(11)
    batch = client.messages.batches.retrieve(batch.id)
    counts = batch.request_counts
    assert ("ended", 4, 1, 0) == (
        batch.processing_status,
        counts.succeeded,
        counts.errored,
        counts.processing,
    )
    found = _results(client, batch.id)
    assert list(found) != sorted(found) == sorted(one["custom_id"] for one in wanted)
    messages = [found[f"s{one}"].message for one in range(4)]
    assert "invalid_request_error" == found["wrong"].error.error.type
    assert {"batch"} == {one.usage.service_tier for one in messages}
    assert charged(sim, key) == sum(due(one.usage, batch=True) for one in messages)
    alone = client.messages.create(**question("2?"))
    assert alone.content[-1] == messages[2].content[-1]
    assert [batch.id] == [one.id for one in client.messages.batches.list()]


def test_a_batch_that_is_cancelled_keeps_what_was_answered(
    sim: Simulator, key: str, client: Anthropic
) -> None:
    """What is over when it is cancelled is charged, the rest is not; nobody else sees it."""
    assert isinstance(sim.far.clock, ManualClock)
    wanted: list[Any] = [{"custom_id": f"s{one}", "params": question(f"{one}?")} for one in range(4)]
    batch = client.messages.batches.create(requests=wanted)
    sim.far.clock.advance(6)
    assert "canceling" == client.messages.batches.cancel(batch.id).processing_status
    sim.far.clock.advance(1)
    kinds = {name: one.type for name, one in _results(client, batch.id).items()}
    assert {"s0": "succeeded", "s1": "succeeded", "s2": "canceled", "s3": "canceled"} == kinds
    prices = [job.price for job in sim.far.jobs() if job.key == hashed(key)]
    assert charged(sim, key) == sum(prices[:2])
    assert [] == list(client.with_options(api_key="another").messages.batches.list())


def test_a_batch_needs_names_of_its_questions(client: Anthropic) -> None:
    """A name twice or one that the API does not take turns the whole batch away."""
    from anthropic import BadRequestError

    one: Any = {"custom_id": "a", "params": question()}
    wrong: list[list[Any]] = [[one, one], [{**one, "custom_id": "a/b"}], []]
    for wanted in wrong:
        with pytest.raises(BadRequestError):
            client.messages.batches.create(requests=wanted)


def test_a_file_is_uploaded_shown_and_deleted(sim: Simulator, client: Anthropic) -> None:
    """A picture that was uploaded once counts like one that is sent along; then it is gone."""
    from anthropic import NotFoundError

    data = drawn(280, 280)
    file = client.files.upload(file=("desk.png", data, "image/png"), expires_in_seconds=3600)
    assert ("desk.png", len(data), "image/png") == (file.filename, file.size_bytes, file.mime_type)
    assert [file.id] == [one.id for one in client.files.list()]
    assert file == client.files.retrieve_metadata(file.id)
    named: Any = {"type": "image", "source": {"type": "file", "file_id": file.id}}
    sent = [
        client.messages.create(**question([picture, {"type": "text", "text": "What is it?"}]))
        for picture in (named, shown(data))
    ]
    assert sent[0].usage.input_tokens == sent[1].usage.input_tokens > 100
    assert file.id == client.files.delete(file.id).id
    with pytest.raises(NotFoundError):
        client.messages.create(**question([named]))
    assert [] == list(client.files.list())


def test_every_request_is_kept(sim: Simulator, client: Anthropic) -> None:
    """What the client sent can be read again, word for word."""
    client.messages.create(**question("Who is it?"))
    (seen,) = sim.far.seen
    assert ("submit", "/v1/messages") == (seen.does, seen.path)
    assert question("Who is it?") == json.loads(seen.body)
