"""No answer fills the memory: one that is larger than any that was asked for is broken off."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

__all__ = ["LARGEST", "TooLarge", "bounded"]

LARGEST = 512 * 1024 * 1024
"""Bytes of an answer. The largest that is asked for is 45 minutes of WAV as base64: 346 MB."""


class TooLarge(httpx.ReadError):
    """The answer has more than `LARGEST` bytes; what it was to a submit is not known."""


async def bounded(response: httpx.Response) -> None:
    """An event hook of httpx that counts an answer's bytes while they come.

    Args:
        response: an answer whose body was not read.

    Raises:
        TooLarge: it says so itself; the rest is found while its body is read.
    """
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdecimal() and int(length[:20]) > LARGEST:
        raise TooLarge(f"The answer is larger than {LARGEST} bytes.", request=response.request)
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _Counted(response.stream, response.request)


class _Counted(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, request: httpx.Request) -> None:
        self._stream, self._request = stream, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > LARGEST:
                raise TooLarge(f"The answer is larger than {LARGEST} bytes.", request=self._request)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
