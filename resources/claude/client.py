"""The way to Claude's API for what is paid: sent once, heard out, its tokens metered, its failures typed.

| what was seen                                        | is                                    |
|------------------------------------------------------|---------------------------------------|
| no connection                                        | Unreachable: nothing was sent         |
| 429; 529 overloaded                                  | RateLimited, with the seconds it asks |
| 429 with a spend limit's code, 401, 402, 403,        | AccountRefused: a person mends it     |
| 400 for an empty balance                             |                                       |
| 404                                                  | Refused; it names the model           |
| 400, 413, 422 and any other 4xx                      | Refused                               |
| no answer in time, or the connection lost            | OutcomeUnknown                        |
| a redirection; 408, 499; any other 5xx               | OutcomeUnknown                        |
| 200 with a body that is no JSON object, or a stream  | OutcomeUnknown                        |
| that breaks off, ends early or tells of an error     |                                       |

Nothing is sent a second time here: the journal decides that. The SDK reads no key, profile or address
of its own: it gets ours. Free questions go through `resources.http.call.Api.ask`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx

from resources.claude.verdict import OVERLOADED, judge
from resources.errors import OutcomeUnknown, ProviderFailure, Refused, TransientFailure, Unreachable
from resources.http.call import CONNECT, check_sendable, without_secrets
from resources.http.simulator import is_simulator
from resources.http.verdict import said

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types.messages import MessageBatch

__all__ = ["VERSION", "Client", "Reply", "bearer"]

VERSION = "2026-10-21"
"""Of the API, as `anthropic` 2.11 sends it; what is asked without the SDK says the same."""

_ANSWER = 100.0
"""Seconds for an answer, or between two parts of a streamed one."""

_WHOLE = 4096
"""Tokens of an answer that is awaited whole. A longer one is streamed: a connection on which nothing
moves for minutes is cut on its way, and the answer is lost and paid."""

_MAYBE_TAKEN = (408, 499)
"""Statuses of the 400s that say nothing about whether the request was taken."""


@dataclass(frozen=True)
class Reply:
    """An answer with status 200.

    Args:
        data: its body as it came.
        json: the same, read.
        request_id: the API's name of the request, for a person who asks its support; may be empty.
    """

    data: bytes
    json: Mapping[str, Any]
    request_id: str


@dataclass
class _Metered:
    """What came with status 200, whatever became of it later: that much is paid."""

    data: bytes | None = None
    request_id: str = ""


_METER: ContextVar[_Metered | None] = ContextVar("meter", default=None)

_SDKS: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str], AsyncAnthropic]] = (
    WeakKeyDictionary()
)
"""One client for each address and key in each loop: making one takes tens of milliseconds."""


@dataclass(frozen=True)
class Client:
    """Claude's API at one address with one key.

    Args:
        provider: the provider's name, for messages.
        base_url: where its paths begin, without a slash at the end.
        key: sent to this address only, never shown.
    """

    provider: str
    base_url: str
    key: str = field(repr=False)

    async def message(self, body: Mapping[str, Any]) -> Reply:
        """Ask one question, exactly once.

        Args:
            body: see `resources.claude.message.body`.

        Returns:
            The Message, whatever it stopped for: a refusal and a cut answer are paid like any other.

        Raises:
            NotConfigured: the address or the key cannot be used; nothing was sent.
            Unreachable, RateLimited, AccountRefused, Refused: nothing was taken.
            OutcomeUnknown: the answer was lost; it may be paid.
        """
        whole = int(body["max_tokens"]) <= _WHOLE
        call = _created if whole else _streamed
        return await self._sent(lambda sdk: call(sdk, body), str(body.get("model")))

    async def batch(self, requests: Sequence[Mapping[str, Any]]) -> Reply:
        """Submit a batch, exactly once.

        Args:
            requests: each with its `custom_id` and `params`.

        Returns:
            The batch as it was taken.

        Raises:
            NotConfigured, Unreachable, RateLimited, AccountRefused, Refused, OutcomeUnknown: as `message`.
        """

        def create(sdk: AsyncAnthropic) -> Awaitable[MessageBatch]:
            return sdk.messages.batches.create(requests=list(requests))  # type: ignore[arg-type]

        return await self._sent(create, "")

    async def _sent(self, call: Callable[[AsyncAnthropic], Awaitable[object]], model: str) -> Reply:
        check_sendable(self.provider, self.base_url, bearer(self.key))
        sdk = self._sdk()
        from anthropic import APIConnectionError, APIStatusError

        meter, failure = _Metered(), None
        token = _METER.set(meter)
        try:
            await call(sdk)
        except APIStatusError as no:
            # With status 200 it is an error event in a stream that had begun: what came before may be paid.
            began = no.response.status_code == 200
            failure = (
                self._unknown(f"broke off: {no.message}")
                if began
                else self._turned_away(_heard(no.response), model)
            )
        except APIConnectionError as lost:
            failure = self._not_heard(lost)
        except Exception as broken:  # for example a body that the SDK cannot read
            failure = self._unknown(f"was lost ({type(broken).__name__}: {broken})")
        finally:
            _METER.reset(token)
        # Raised here and not above: the SDK's error repeats what the API said, a wrong key included.
        if meter.data is None and failure is not None:
            raise failure
        return self._reply(meter)

    def _reply(self, meter: _Metered) -> Reply:
        try:
            found = json.loads(meter.data or b"")
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._unknown(f"has {len(meter.data or b'')} bytes that are no JSON object")
        return Reply(meter.data or b"", found, meter.request_id)

    def _turned_away(self, response: httpx.Response, model: str) -> ProviderFailure:
        status = response.status_code
        failure = judge(response)
        if failure is None or status < 400 or status in _MAYBE_TAKEN:
            return self._unknown(f"is HTTP {status}: {said(response)}")
        if status >= 500 and status != OVERLOADED:
            return self._unknown(f"is HTTP {status}: {failure.what}")
        if status == 404 and model and isinstance(failure, Refused):
            failure = Refused(
                f"{self.provider} does not offer the model {model!r} to this key: {said(response)}",
                mend="Name another model in the settings, or see to the key's workspace.",
                where=response.url.host,
            )
        return without_secrets(failure, bearer(self.key))

    def _not_heard(self, lost: Exception) -> ProviderFailure:
        import httpx2

        cause = lost.__cause__ or lost
        unsent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError, httpx2.PoolTimeout)
        if isinstance(cause, unsent):
            nothing: TransientFailure = Unreachable(
                f"There is no connection to {self.provider} ({cause or type(cause).__name__}).",
                mend="See to the network or wait until it is back; nothing was sent.",
                where=self.base_url,
            )
            return nothing
        return self._unknown(f"was lost ({type(cause).__name__})")

    def _unknown(self, what: str) -> ProviderFailure:
        lost = OutcomeUnknown(
            f"The answer of {self.provider} to a submit {what}.",
            mend="Look the take up before any other submit: it may be paid.",
            where=self.base_url,
        )
        return without_secrets(lost, bearer(self.key))

    def _sdk(self) -> AsyncAnthropic:
        of_loop = _SDKS.setdefault(asyncio.get_running_loop(), {})
        found = of_loop.get((self.base_url, self.key))
        if found is None:
            found = of_loop[self.base_url, self.key] = self._made()
        return found

    def _made(self) -> AsyncAnthropic:
        import httpx2
        from anthropic import AsyncAnthropic  # here: it takes seconds to import

        patience = httpx2.Timeout(_ANSWER, connect=CONNECT)
        return AsyncAnthropic(
            api_key=self.key,
            base_url=self.base_url,
            max_retries=0,
            timeout=patience,
            middleware=[_meter],
            open_telemetry=False,
            http_client=httpx2.AsyncClient(
                timeout=patience,
                follow_redirects=False,
                trust_env=not is_simulator(self.base_url),
                # A connection that the other end has closed meanwhile would look like a lost answer.
                limits=httpx2.Limits(max_keepalive_connections=0),
            ),
        )


def bearer(key: str) -> dict[str, str]:
    """The headers that carry the key and the API's version.

    Args:
        key: of the account.
    """
    return {"authorization": f"Bearer {key}", "anthropic-version": VERSION}


async def _meter(request: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
    """Keep every body with status 200 before anybody tries to read it."""
    response = await call_next(request)
    meter = _METER.get()
    streamed = "event-stream" in (response.headers.get("content-type") or "")
    if meter is not None and response.status_code == 200 and not streamed:
        meter.data = await response.read()
        meter.request_id = response.headers.get("request-id") or ""
    return response


async def _created(sdk: AsyncAnthropic, body: Mapping[str, Any]) -> None:
    await sdk.messages.create(**body)


async def _streamed(sdk: AsyncAnthropic, body: Mapping[str, Any]) -> None:
    async with sdk.messages.stream(**body) as stream:
        message = await stream.get_final_message()
        # A stream that ends early without a word is no error to the SDK; its tokens are those of the start.
        if message.stop_reason is None:
            raise EOFError("the stream ended before the message did")
        meter = _METER.get()
        if meter is not None:
            meter.data = message.to_json(indent=None, warnings=False).encode()
            meter.request_id = stream.response.headers.get("request-id") or ""


def _heard(response: Any) -> httpx.Response:
    """An answer of the SDK's HTTP library as one of ours, so that one dialect judges both."""
    kept = {"retry-after", "retry-after-ms", "content-type", "location"}
    return httpx.Response(
        response.status_code,
        headers={name: value for name, value in response.headers.items() if name.lower() in kept},
        content=response.content,
        request=httpx.Request(response.request.method, str(response.request.url)),
    )
