"""Long answers come in parts, so that no connection falls asleep; what they cost is known all the same."""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from resources.claude.client import Client, Reply
from resources.claude.message import usage_of
from resources.claude.prices import price
from resources.errors import OutcomeUnknown, ProviderFailure, RateLimited
from resources.money import ZERO
from resources.simulator.answer.answers import Answers, Rule
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from tests.resources.claude.far_end import Says, far_end

MODEL = "claude-sonnet-5-5"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """The simulator's Claude."""
    folder = tmp_path_factory.mktemp("streamed")
    with running(FarSide(folder, latency=0.0, answer_latency=0.0)) as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def live(site: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live environment whose world is the simulator, calm again."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", site.url)
    site.far.scenario, site.far.answers = Scenario(), Answers()
    site.far.seen.clear()


def ask(site: Simulator, words: str, max_tokens: int) -> Reply:
    """Ask one question."""
    body = {"model": MODEL, "max_tokens": max_tokens, "messages": [{"role": "user", "content": words}]}
    return asyncio.run(Client("claude", f"{site.url}/answer/claude", "key-of-mine").message(body))


def charged(site: Simulator) -> list[Decimal]:
    """What each question was billed, oldest first."""
    return [Decimal(line["charged"]) for line in site.far.invoice()]


@pytest.mark.parametrize("max_tokens, streamed", [(4096, False), (12_000, True)])
def test_a_long_answer_is_streamed_and_its_price_known(
    site: Simulator, max_tokens: int, streamed: bool
) -> None:
    """Either way one request is sent, and its tokens come to what the invoice has."""
    reply = ask(site, f"Tell me a story of {max_tokens}.", max_tokens)
    assert [streamed] == [b'"stream":true' in one.body.replace(b" ", b"") for one in site.far.seen]
    usage = usage_of(reply.json)
    assert usage is not None
    assert charged(site)[-1] == price(MODEL, usage)
    assert ("message", "end_turn", True) == (
        reply.json["type"],
        reply.json["stop_reason"],
        bool(reply.request_id),
    )


def test_a_refusal_in_the_middle_is_an_answer_that_is_paid(site: Simulator) -> None:
    """A streamed answer that ends in a refusal comes back as one, with its tokens."""
    site.far.answers = Answers([Rule(text="Once upon", stop_reason="refusal")])
    reply = ask(site, "Tell me what you must not.", 12_000)
    usage = usage_of(reply.json)
    assert usage is not None
    assert ("refusal", charged(site)[-1]) == (reply.json["stop_reason"], price(MODEL, usage))


@pytest.mark.parametrize(
    "fault, kind",
    [
        (Fault(at="end", what="break_off", provider="answer/claude"), OutcomeUnknown),
        (Fault(at="submit", what="drop_after", provider="answer/claude"), OutcomeUnknown),
        (Fault(at="submit", what="error_after", provider="answer/claude"), OutcomeUnknown),
        (Fault(at="submit", what="rate_limit", provider="answer/claude"), RateLimited),
    ],
    ids=lambda one: one.what if isinstance(one, Fault) else one.__name__,
)
def test_each_ending_of_a_stream_has_its_name(
    site: Simulator, fault: Fault, kind: type[ProviderFailure]
) -> None:
    """A stream that breaks off may be paid and is never asked for again; one that never began is not paid."""
    site.far.scenario = Scenario(faults=(fault,))
    before = len(charged(site))
    with pytest.raises(kind):
        ask(site, f"Tell me of {fault.what}.", 12_000)
    assert (1, kind is RateLimited) == (len(site.far.seen), sum(charged(site)[before:], ZERO) == 0)


def event(name: str, **data: Any) -> str:
    """An event of a stream."""
    return f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n"


USAGE = {"input_tokens": 5, "output_tokens": 1}
START = event("message_start", message={
    "id": "msg_1", "type": "message", "role": "assistant", "model": MODEL, "content": [],
    "stop_reason": None, "stop_sequence": None, "usage": USAGE,
})  # fmt: skip
END = event("message_delta", delta={"stop_reason": "a_new_one"}, usage={"output_tokens": 7}) + event(
    "message_stop"
)
STRANGE = event("content_block_start", index=0, content_block={"type": "a_new_one"}) + event(
    "content_block_stop", index=0
)
BUSY = event("error", error={"type": "overloaded_error", "message": "Overloaded"})


def streamed(monkeypatch: pytest.MonkeyPatch, events: str) -> Reply:
    """What comes of a stream of these events, asked for once."""
    body = {"model": MODEL, "max_tokens": 12_000, "messages": [{"role": "user", "content": "Well?"}]}
    with far_end() as end:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)
        end.says(Says(200, events.encode(), {"content-type": "text/event-stream"}))
        try:
            return asyncio.run(Client("claude", end.url, "canary-0123456789").message(body))
        finally:
            assert ["POST /v1/messages"] == list(end.paths)


@pytest.mark.parametrize(
    ("events", "says"),
    [
        (START, "ended before the message did"),
        (START + STRANGE, "ended before the message did"),
        (BUSY, "Overloaded"),
        (START + BUSY, "Overloaded"),
        ("", ""),
    ],
    ids=["ends-early", "ends-in-the-middle", "busy-at-once", "busy-in-the-middle", "empty"],
)
def test_half_a_stream_is_never_taken_for_an_answer(
    monkeypatch: pytest.MonkeyPatch, events: str, says: str
) -> None:
    """Where the end is missing the tokens are not known: it may be paid, and is not settled by its start."""
    with pytest.raises(OutcomeUnknown) as caught:
        streamed(monkeypatch, events)
    assert says in caught.value.what


def test_a_stream_of_a_shape_that_nobody_knows_is_kept_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A block and an ending of later versions come back with their tokens, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        reply = streamed(monkeypatch, START + STRANGE + END)
    assert ("a_new_one", 7) == (reply.json["stop_reason"], reply.json["usage"]["output_tokens"])
