"""The media host: another port than the API, expiring addresses, and no credentials ever."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from resources.simulator.cut import Cut
from resources.simulator.far_side import FarSide, Seen

__all__ = ["CREDENTIALS", "leaks", "media_app"]

CREDENTIALS = (
    "access-token", "api-key", "authorization", "cookie", "customer-id", "key", "proxy-authorization",
    "token", "x-api-key", "x-goog-api-key", "xi-api-key",
)  # fmt: skip
"""Headers, and names in a query, that must never reach a media host."""

_CHUNK = 64 * 1024
_TYPES = {
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".wav": "audio/wav",
    ".webp": "image/webp",
}


def media_app(far: FarSide) -> Starlette:
    """Serves finished media at the addresses that `FarSide.url` gives.

    Args:
        far: the memory.
    """

    async def media(request: Request) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        seen = Seen("media", request.method, request.url.path, request.url.query, headers, b"")
        far.note(seen)
        if _leaks(seen):
            return PlainTextResponse("Credentials do not belong here.", 400)
        job, now = far.of_address(request.path_params["id"]), far.clock.now()
        if job is None or job.state(now) != "succeeded":
            return PlainTextResponse("There is no such file.", 404)
        fault = far.fault("media", job.part, far.count(job.part, f"media {job.id}"))
        what = fault.what if fault is not None else ""
        if what == "missing":
            return PlainTextResponse("There is no such file.", 404)
        if what == "expired" or now.timestamp() * 1000 > request.path_params["expires"]:
            return PlainTextResponse("The address has expired.", 403)
        file = await far.media(job, Path(request.path_params["name"]).suffix)
        kind = _TYPES.get(file.suffix, "application/octet-stream")
        if what in ("truncate", "corrupt"):
            data = file.read_bytes()
            # The whole length is promised, so that half a body is seen as half.
            return (
                Cut(data[: len(data) // 2], len(data), kind)
                if what == "truncate"
                else Response(_spoilt(data), media_type=kind)
            )
        if fault is not None and what == "slow":
            data = file.read_bytes()
            return StreamingResponse(
                _trickle(data, fault.seconds), headers={"content-length": str(len(data))}, media_type=kind
            )
        return FileResponse(file, media_type=kind)

    return Starlette(routes=[Route("/{id}/{expires:int}/{name}", media)])


def leaks(far: FarSide) -> Sequence[Seen]:
    """Requests that brought credentials to the media host.

    Args:
        far: the memory.
    """
    return [seen for seen in list(far.seen) if seen.part == "media" and _leaks(seen)]


def _leaks(seen: Seen) -> bool:
    told = {*seen.headers, *(pair.partition("=")[0].lower() for pair in seen.query.split("&"))}
    return any(name in told or name.replace("-", "_") in told for name in CREDENTIALS)


def _spoilt(data: bytes) -> bytes:
    """The same length and the same first bytes, so that only a decoder or a hash can tell."""
    return data[:64] + bytes(byte ^ 0x5A for byte in data[64:])


async def _trickle(data: bytes, seconds: float) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        await asyncio.sleep(seconds)
        yield data[start : start + _CHUNK]
