"""Fetches finished media from an address that a provider named: whole, checked, and without credentials."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from resources.clock import Clock, SystemClock
from resources.errors import Refused, TransientFailure
from resources.http.guard import GuardedTransport, Resolver, resolve
from resources.http.media_answer import Cut, Expired, Order, checked
from resources.http.page import HEAD
from resources.http.partial import Partial

__all__ = ["MEDIA", "Downloaded", "Expired", "Patience", "download"]

MEDIA = ("video/*", "audio/*", "image/*", "application/octet-stream", "binary/octet-stream")
"""Content types that media come with; object stores name the last two where nobody told them better."""

_LIMIT = 2 * 2**30
_REDIRECTS = 5


@dataclass(frozen=True)
class Downloaded:
    """What was fetched.

    Args:
        size: bytes.
        sha256: of all bytes, in hex.
        content_type: as the server named it, in lower case without parameters; may be empty.
    """

    size: int
    sha256: str
    content_type: str


@dataclass(frozen=True)
class Patience:
    """How long a download may take.

    Args:
        total: seconds for all of it, pauses included.
        stall: seconds in which at least `pace` bytes must come.
        pace: bytes.
        connect: seconds for a connection.
        attempts: how often it is asked for; each one goes on from where the last one was cut.
    """

    total: float = 1800.0
    stall: float = 30.0
    pace: int = 64 * 1024
    connect: float = 10.0
    attempts: int = 4


async def download(
    url: str,
    into: Path,
    *,
    what: str,
    types: Sequence[str] = MEDIA,
    limit: int = _LIMIT,
    allow_loopback: bool = False,
    clock: Clock | None = None,
    patience: Patience = Patience(),
    resolver: Resolver = resolve,
) -> Downloaded:
    """Fetch one file. Free, and safe to repeat.

    No key, cookie or proxy setting is ever used, and messages name the host only: the rest of such an
    address is often a key by itself.

    Args:
        url: an https address; where loopback is allowed, an http one of this machine too.
        into: the file's final name; it is written last, in one step.
        what: what it is, for messages, for example `media of luma`.
        types: content types that are taken, with `*` for any part.
        limit: most bytes.
        allow_loopback: take addresses of this machine, for the simulator.
        clock: how to wait between two attempts; None means the machine's.
        patience: time limits.
        resolver: where the addresses of a host come from.

    Returns:
        The size, hash and content type of what is now at `into`.

    Raises:
        Expired: the server does not give it under this address, or no longer.
        TransientFailure: no answer, half a file, or a page in its place; nothing is left at `into`.
        Refused: the address, its host, the type or the size is not allowed.
        StoreFailed: the disk did not take it.
    """
    order = Order(checked(url, what), what, types, limit)
    transport = GuardedTransport(allow_loopback=allow_loopback, resolver=resolver)
    part = Partial(into)
    try:
        fetch = _Fetch(order, part, transport, patience)
        async with asyncio.timeout(patience.total):
            content_type = await fetch.run(clock or SystemClock())
        await part.finish()
        return Downloaded(part.size, part.sha256, content_type)
    except TimeoutError as late:
        raise TransientFailure(
            f"The {what} did not come within {patience.total:g} s.",
            mend="Go on with the same run; it is free.",
            where=order.url.host,
        ) from late
    finally:
        part.discard()
        await transport.aclose()


@dataclass
class _Fetch:
    order: Order
    part: Partial
    transport: GuardedTransport
    patience: Patience

    async def run(self, clock: Clock) -> str:
        last = Cut("no attempt was made")
        for attempt in range(self.patience.attempts):
            if attempt:
                await clock.sleep(2.0 ** (attempt - 1) if last.wait is None else last.wait)
            try:
                return await self._attempt()
            except httpx.TransportError as lost:
                last = Cut(f"the connection was lost ({type(lost).__name__})")
            except Cut as cut:
                last = cut
        raise TransientFailure(
            f"The {self.order.what} did not come in {self.patience.attempts} attempts; at last: {last}.",
            mend="Go on with the same run; it is free.",
            where=self.order.url.host,
        )

    async def _attempt(self) -> str:
        part = self.part
        headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "studio"}
        if not part.validator and part.total is None:
            part.restart()  # nothing would tell whether the rest is of the same file
        if part.size:
            headers["Range"] = f"bytes={part.size}-"
            if part.validator:
                headers["If-Range"] = part.validator
        response = await self._follow(headers)
        try:
            content_type = self.order.accept(response, part)
            await self._read(response)
        finally:
            await response.aclose()
        if part.total not in (None, part.size):
            raise Cut(f"it ended after {part.size:,} of {part.total:,} bytes")
        self.order.look(part)
        return content_type

    async def _follow(self, headers: dict[str, str]) -> httpx.Response:
        stall = self.patience.stall
        timeout = {"connect": self.patience.connect, "read": stall, "write": stall, "pool": stall}
        url = self.order.url
        for _ in range(_REDIRECTS + 1):
            request = httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout})
            response = await self.transport.handle_async_request(request)
            if response.status_code not in (301, 302, 303, 307, 308):
                return response
            await response.aclose()
            url = checked(response.headers.get("location", ""), self.order.what, url)
        raise Refused(
            f"The {self.order.what} is behind more than {_REDIRECTS} redirects.",
            mend="Ask the provider for a direct address.",
            where=self.order.url.host,
        )

    async def _read(self, response: httpx.Response) -> None:
        now = asyncio.get_running_loop().time
        since, came, looked = now(), 0, False
        async for data in response.aiter_raw():
            self.part.write(data)
            self.order.measure(self.part.size)
            if not looked and len(self.part.head) == HEAD:
                self.order.look(self.part)
                looked = True
            came += len(data)
            if now() - since >= self.patience.stall:
                if came < self.patience.pace:
                    raise Cut(f"only {came:,} bytes came in {self.patience.stall:g} s")
                since, came = now(), 0
