"""The way to Claude's API: once on the wire, and each ending under its right name."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resources.claude import client as module
from resources.claude.client import Client, Reply
from resources.errors import (
    AccountRefused,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
    Unreachable,
)
from tests.resources.claude.far_end import FarEnd, Says, error, far_end, message

KEY = "canary-0123456789"
BODY = {"model": "claude-haiku-5-5", "max_tokens": 10, "messages": [{"role": "user", "content": "Well?"}]}
TURNED = "rate_limit_error"


@pytest.fixture(scope="module")
def end() -> Iterator[FarEnd]:
    """The other end of the wire."""
    with far_end() as server:
        yield server


@pytest.fixture(autouse=True)
def live(end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live environment whose world is the other end."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)


def ask(url: str) -> Reply:
    """Ask one question."""
    return asyncio.run(Client("claude", url, KEY).message(BODY))


def fails(end: FarEnd, kind: type[ProviderFailure], *script: Says) -> ProviderFailure:
    """The failure of a question, which was on the wire once and shows no key."""
    end.says(*script)
    with pytest.raises(kind) as caught:
        ask(end.url)
    found = caught.value
    assert kind is type(found)
    assert found.mend
    assert ["POST /v1/messages"] == list(end.paths)
    assert KEY not in f"{found} {found!r} {found.__cause__!r} {found.__context__!r}"
    return found


@pytest.mark.parametrize("says, kind", [
    (Says(401, error("authentication_error", f"invalid key {KEY}")), AccountRefused),
    (Says(402, error("billing_error", "Pay.")), AccountRefused),
    (Says(403, error("permission_error", "Not you.")), AccountRefused),
    (Says(400, error("invalid_request_error", "Your credit balance is too low.")), AccountRefused),
    (Says(429, error(TURNED, "Enough.", "enforced_spend_limit_reached")), AccountRefused),
    (Says(429, error(TURNED, "Enough.", "contract_spend_limit_reached")), AccountRefused),
    (Says(429, error(TURNED, "Slower.")), RateLimited),
    (Says(529, error("overloaded_error", "Overloaded")), RateLimited),
    (Says(400, error("invalid_request_error", "max_tokens: too many")), Refused),
    (Says(413, error("request_too_large", "Too large.")), Refused),
    (Says(422, error("invalid_request_error", "No.")), Refused),
    (Says(404, error("not_found_error", "model: claude-haiku-5-5")), Refused),
    (Says(408, error("timeout_error", "Too slow.")), OutcomeUnknown),
    (Says(500, error("api_error", "Oops.")), OutcomeUnknown),
    (Says(503, b"<html>busy</html>", {"content-type": "text/html"}), OutcomeUnknown),
    (Says(504, error("timeout_error", "Too slow.")), OutcomeUnknown),
    (Says(307, {}, {"location": "/elsewhere"}), OutcomeUnknown),
    (Says(303, {}), OutcomeUnknown),
    (Says(200, b"<html>hello</html>", {"content-type": "text/html"}), OutcomeUnknown),
    (Says(200, b'{"id": "msg_1", "usa'), OutcomeUnknown),
    (Says(200, b""), OutcomeUnknown),
    (Says(200, [1]), OutcomeUnknown),
    (Says(204, b""), OutcomeUnknown),
    (Says(hang_up=True), OutcomeUnknown),
], ids=lambda one: one.__name__ if isinstance(one, type) else f"{one.status}{'-lost' * one.hang_up}",
)  # fmt: skip
def test_each_ending_has_its_name(end: FarEnd, says: Says, kind: type[ProviderFailure]) -> None:
    """Whatever comes back, the submit is sent once, and what may have been taken is told as unknown."""
    fails(end, kind, says)


@pytest.mark.parametrize("headers, seconds", [
    ({}, None), ({"retry-after": "7"}, 7.0), ({"retry-after-ms": "1500"}, 1.5),
    ({"retry-after": "3600"}, 120.0),
])  # fmt: skip
def test_the_seconds_that_it_asks_to_wait_are_told(
    end: FarEnd, headers: dict[str, str], seconds: float | None
) -> None:
    """A busy API is asked again when it said, but nobody waits for an hour."""
    for status in (429, 529):
        busy = fails(end, RateLimited, Says(status, error(TURNED, "Slower."), headers))
        assert isinstance(busy, RateLimited)
        assert seconds == busy.retry_after


def test_a_model_that_is_not_offered_is_named(end: FarEnd) -> None:
    """A 404 says which model was asked."""
    assert "'claude-haiku-5-5'" in fails(end, Refused, Says(404, error("not_found_error", "No."))).what


@pytest.mark.parametrize("found", [
    message(stop_reason="max_tokens"), message(stop_reason="refusal", content=[]),
    message(stop_reason="a_new_one", content=[{"type": "a_new_one"}]),
    {"id": "msg_1", "usage": {"input_tokens": 1, "output_tokens": 2}},
], ids=["cut", "refusal", "unheard", "bare"])  # fmt: skip
def test_what_is_paid_is_never_lost(end: FarEnd, found: dict[str, Any]) -> None:
    """A cut answer, a refusal and even a shape that nobody knows come back with the tokens that they took."""
    end.says(Says(200, found))
    reply = ask(end.url)
    assert found == reply.json == json.loads(reply.data)
    assert "req_7" == reply.request_id


def test_tokens_are_known_even_where_the_sdk_breaks(end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once an answer is there, no fault of a library on this side makes its price unknown."""
    from anthropic._response import AsyncAPIResponse

    def broken(self: object, **how: object) -> object:
        raise ValueError("cannot read this")

    monkeypatch.setattr(AsyncAPIResponse, "parse", broken)
    end.says(Says())
    assert 1_000 == ask(end.url).json["usage"]["input_tokens"]


def test_without_a_connection_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers the door, the same may be sent again."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", url)
    with pytest.raises(Unreachable):
        ask(url)


def test_an_answer_that_takes_too_long_is_an_unknown_outcome(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that nobody answers in time may be paid all the same."""
    monkeypatch.setattr(module, "_ANSWER", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", url)
        with pytest.raises(OutcomeUnknown, match="ReadTimeout"):
            ask(url)


@pytest.mark.parametrize("fields, words", [
    ({"url": "http://192.0.2.1"}, "https"), ({"key": "ca\nnary"}, "header"),
    ({"env": "simulated"}, "simulated"),
])  # fmt: skip
def test_nothing_is_sent_where_it_must_not(
    end: FarEnd, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str], words: str
) -> None:
    """A key goes over https only, in a live environment only, and only where a header can carry it."""
    end.says(Says())
    monkeypatch.setenv("STUDIO_ENV", fields.get("env", "live"))
    way = Client("claude", fields.get("url", end.url), fields.get("key", KEY))
    with pytest.raises(NotConfigured, match=words):
        asyncio.run(way.message(BODY))
    assert [] == end.heard


def test_the_sdk_takes_nothing_from_this_machine(
    end: FarEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No key, token, profile, address or proxy of the environment comes in the way of ours."""
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "default.json").write_text("{broken")
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_PROFILE", "default")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "another-token")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "another-key")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    end.says(Says())
    ask(end.url)
    assert [f"Bearer {KEY}"] == [headers["authorization"] for _, _, headers, _ in end.heard]


def test_one_loop_has_one_sdk_and_no_connection_is_kept(end: FarEnd) -> None:
    """Many questions of a run share one client, and none goes over a connection that may be dead."""
    end.says(Says())

    async def many() -> int:
        way = Client("claude", end.url, KEY)
        for _ in range(5):
            await way.message(BODY)
        return len(module._SDKS[asyncio.get_running_loop()])

    assert 1 == asyncio.run(many())
    assert 5 == len(end.connections)


def test_the_library_is_imported_by_who_asks_only() -> None:
    """Loading the providers costs no one the seconds that the SDK takes."""
    code = "import resources.providers.answer.claude_batches, resources.providers.answer.claude, sys; "
    code += "print([name for name in ('anthropic', 'httpx2') if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == out.stdout.strip()
