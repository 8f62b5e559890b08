"""One provider's API host: a submit is sent once and its failure is typed; a question is asked again.

| what was seen                          | submit          | ask              |
|----------------------------------------|-----------------|------------------|
| no connection                          | Unreachable     | Unreachable      |
| connection lost, or no answer in time  | OutcomeUnknown  | TransientFailure |
| more bytes than any answer has         | OutcomeUnknown  | TransientFailure |
| status 5xx                             | OutcomeUnknown  | TransientFailure |
| a redirection                          | OutcomeUnknown  | as judged        |
| any other answer                       | the provider's dialect judges it, see `verdict`    |
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from resources.errors import (
    AccountRefused,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    TransientFailure,
    Unreachable,
)
from resources.http.bounded import bounded
from resources.http.simulator import is_simulator
from resources.http.verdict import standard
from resources.project import environment

__all__ = ["CONNECT", "Api", "Judge", "check_sendable", "without_secrets"]

Judge = Callable[[httpx.Response], ProviderFailure | None]
"""A provider's dialect: what an answer means; None means that it is what was asked for."""

CONNECT = 10.0
"""Seconds for a connection; nothing is sent before it stands."""

_ANSWER = 100.0
"""Seconds for an answer to a submit: under the 120 after which its worker stops waiting."""

_ASK = 30.0
"""Seconds for an answer to a question."""


@dataclass(frozen=True)
class Api:
    """One provider's API host with its credentials.

    Args:
        provider: the provider's name, for messages.
        base_url: where its paths begin, without a slash at the end.
        headers: credentials and version headers; sent to this host only, never shown.
        judge: the provider's dialect.
    """

    provider: str
    base_url: str
    headers: Mapping[str, str] = field(repr=False)
    judge: Judge = field(default=standard, repr=False)

    async def submit(
        self, method: str, path: str, *, timeout: float = _ANSWER, **content: Any
    ) -> httpx.Response:
        """Send what may cost money, exactly once.

        Args:
            method: of HTTP.
            path: below the base URL, or a whole URL on the same host.
            timeout: seconds for the answer; never above 110, after which the take's worker gives up.
            content: `json`, `data`, `files`, `params` or `headers` as httpx takes them.

        Returns:
            The answer, read whole, that the dialect found nothing wrong with.

        Raises:
            NotConfigured: the address or the key cannot be used; nothing was sent.
            Unreachable: nothing was sent.
            RateLimited: it was explicitly turned away for now.
            AccountRefused: the account was turned away.
            Refused: the request was judged and refused.
            OutcomeUnknown: the answer was lost, is a server's failure or leads elsewhere; it may be paid.
        """
        try:
            response = await self._send(method, path, min(timeout, 110.0), content)
        except TransientFailure:
            raise
        except httpx.HTTPError as lost:
            raise OutcomeUnknown(
                f"The answer of {self.provider} to a submit was lost ({type(lost).__name__}).",
                mend="Look the take up before any other submit: it may be paid.",
                where=self.base_url,
            ) from lost
        failure = self._judged(response)
        if failure is None:
            return response
        explicit = isinstance(failure, RateLimited | AccountRefused) or not isinstance(
            failure, TransientFailure
        )
        # A redirection is no verdict on what was sent: a `303` says that it was taken.
        if explicit and not response.is_redirect and response.status_code < 500:
            raise failure
        raise OutcomeUnknown(
            f"{self.provider} answered a submit with HTTP {response.status_code}: {failure.what}",
            mend="Look the take up before any other submit: it may be paid.",
            where=self.base_url,
        ) from failure

    async def ask(
        self, method: str, path: str, *, timeout: float = _ASK, attempts: int = 3, **content: Any
    ) -> httpx.Response:
        """Ask what is free: a state, a list, a balance. Asked again where no answer came.

        Args:
            method: of HTTP.
            path: below the base URL, or a whole URL on the same host.
            timeout: seconds for the answer.
            attempts: how often it is asked at most.
            content: `json`, `data`, `files`, `params` or `headers` as httpx takes them.

        Returns:
            The answer, read whole, that the dialect found nothing wrong with.

        Raises:
            TransientFailure: no useful answer this time; with `retry_after` where it is a RateLimited.
            Refused: what is asked about is not there.
        """
        trying = AsyncRetrying(
            retry=retry_if_exception_type(_Again),
            stop=stop_after_attempt(attempts),
            wait=wait_random_exponential(multiplier=0.1, max=1.0),
            reraise=True,
        )
        try:
            async for attempt in trying:
                with attempt:
                    return await self._asked(method, path, timeout, content)
        except _Again as again:
            raise again.failure from again
        raise AssertionError("tenacity returns or raises")

    def _judged(self, response: httpx.Response) -> ProviderFailure | None:
        """The dialect's word, without our key: some hosts repeat a wrong key in their answer."""
        failure = self.judge(response)
        return None if failure is None else without_secrets(failure, self.headers)

    async def _asked(
        self, method: str, path: str, timeout: float, content: Mapping[str, Any]
    ) -> httpx.Response:
        try:
            response = await self._send(method, path, timeout, content)
        except Unreachable as nothing:
            raise _Again(nothing) from nothing
        except httpx.HTTPError as lost:
            failure = TransientFailure(
                f"{self.provider} gave no answer ({type(lost).__name__}).",
                mend="Ask again later; it is free.",
                where=self.base_url,
            )
            raise _Again(failure) from lost
        found = self._judged(response)
        if found is None:
            return response
        if response.status_code >= 500:
            raise _Again(found)
        raise found

    async def _send(
        self, method: str, path: str, timeout: float, content: Mapping[str, Any]
    ) -> httpx.Response:
        url = path if path.startswith(("http://", "https://")) else self.base_url + path
        if httpx.URL(url).host != httpx.URL(self.base_url).host:
            raise NotConfigured(
                f"{self.provider} named another host for its API: {httpx.URL(url).host}.",
                mend="Credentials go to the API host only; see the provider's `base_url`.",
                where=self.base_url,
            )
        headers = {**self.headers, **(content.get("headers") or {})}
        check_sendable(self.provider, url, headers)
        rest = {name: value for name, value in content.items() if name != "headers"}
        async with httpx.AsyncClient(
            verify=_tls(),
            timeout=httpx.Timeout(timeout, connect=CONNECT),
            trust_env=not is_simulator(url),
            follow_redirects=False,
            event_hooks={"response": [bounded]},
        ) as client:
            try:
                return await client.request(method, url, headers=headers, **rest)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as nothing:
                raise Unreachable(
                    f"There is no connection to {self.provider} ({nothing or type(nothing).__name__}).",
                    mend="See to the network or wait until it is back; nothing was sent.",
                    where=self.base_url,
                ) from nothing


def check_sendable(provider: str, url: str, headers: Mapping[str, str]) -> None:
    """See that credentials may go to an address now.

    Args:
        provider: the provider's name, for messages.
        url: where they would go.
        headers: that carry them.

    Raises:
        NotConfigured: this is not the live environment, the address is neither https nor the simulator,
            or no header can carry the key; nothing was sent.
    """
    if environment() != "live":
        raise NotConfigured(
            f"{provider} is a live provider, and this is the {environment()} environment.",
            mend="Set STUDIO_ENV=live to let it be asked.",
        )
    if not url.startswith("https://") and not is_simulator(url):
        raise NotConfigured(
            f"The address of {provider} is not https.",
            mend="Set its `base_url` to an https address.",
            where=httpx.URL(url).host,
        )
    if not all(word.isascii() and word.isprintable() for word in headers.values()):
        raise NotConfigured(
            f"The key of {provider} holds characters that no header can carry.",
            mend="Copy the key once more, without quotes, line ends and dots; nothing was sent.",
            where=httpx.URL(url).host,
        )


def without_secrets(failure: ProviderFailure, headers: Mapping[str, str]) -> ProviderFailure:
    """A failure whose words repeat no credentials.

    Args:
        failure: changed in place.
        headers: that carry the credentials.
    """
    words = [part for value in headers.values() for part in value.split()]
    for secret in sorted((word for word in words if len(word) >= 8), key=len, reverse=True):
        failure.what = failure.what.replace(secret, "***")
        failure.mend = failure.mend.replace(secret, "***")
    failure.args = (failure.what,)
    return failure


class _Again(Exception):
    def __init__(self, failure: ProviderFailure) -> None:
        super().__init__(failure.what)
        self.failure = failure


@cache
def _tls() -> ssl.SSLContext:
    # One for all: reading the certificates takes some 20 ms of processor time.
    return httpx.create_ssl_context()
