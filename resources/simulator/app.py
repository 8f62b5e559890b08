"""The simulator's API site: every dialect below its `/<kind>/<name>`, and the simulator's own pages."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from resources.errors import NotConfigured
from resources.http.simulator import is_loopback
from resources.simulator.answer.answers import Answers
from resources.simulator.cut import Cut
from resources.simulator.far_side import FarSide, Seen, Withheld
from resources.simulator.media import leaks
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.parts import check_providers, parts
from resources.simulator.scenario import Fault, Scenario

__all__ = ["api_app", "parts"]

_BEFORE: Mapping[str, Callable[[Fault], Failure]] = {
    "rate_limit": lambda fault: Failure("rate", "Too many requests.", retry_after=fault.retry_after),
    "error_before": lambda fault: Failure("server", "Something went wrong.", status=fault.status),
    "outage": lambda fault: Failure("server", "The service is unavailable.", status=503),
    "unauthorised": lambda fault: Failure("auth", "The key is not valid."),
    "unpaid": lambda fault: Failure("unpaid", "The balance is used up."),
    "spend_limit": lambda fault: Failure("unpaid", "The spend limit is reached.", code="spend_limit"),
    "moderate": lambda fault: Failure("moderated", "The prompt was blocked by content moderation."),
}
_SHOWN = 100_000
"""Characters of a request's body that `GET /requests` shows."""


def api_app(far: FarSide, classes: Sequence[type[Part]] | None = None) -> Starlette:
    """The providers' API: `/<kind>/<name>` for each dialect, and the simulator's own pages.

    `GET /` says what this is, `GET /invoice` what was charged, `GET /requests` what came in, word for
    word, `PUT /scenario` takes a scenario as JSON, and `PUT /answers` what a language model shall say.

    Args:
        far: the memory.
        classes: the dialects; all that are found unless given.

    Raises:
        NotConfigured: two dialects have one name, or an installed one cannot be imported.
    """
    chosen = [cls(far) for cls in (parts() if classes is None else classes)]
    mounts = [
        Mount(
            f"/{part.word}",
            routes=[
                *(Route(call.path, _answering(part, call), methods=[call.method]) for call in part.calls()),
                Route("/{rest:path}", _astray(part), methods=_METHODS),
            ],
        )
        for part in chosen
    ]
    return Starlette(routes=[*_pages(far, chosen), *mounts], middleware=[Middleware(_LoopbackOnly)])


_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def _pages(far: FarSide, chosen: Sequence[Part]) -> Sequence[Route]:
    async def about(request: Request) -> Response:
        return JSONResponse(
            {
                "simulated": True,
                "says": "Studio's simulator: nothing here is real and nothing is billed.",
                "providers": [part.word for part in chosen],
                "media": far.media_url,
                "credentials_at_media": len(leaks(far)),
            }
        )

    async def invoice(request: Request) -> Response:
        return JSONResponse({"simulated": True, "charges": far.invoice()})

    async def requests(request: Request) -> Response:
        return JSONResponse([_shown(seen) for seen in list(far.seen)])

    async def change(request: Request) -> Response:
        try:
            wanted = Scenario.model_validate_json(await request.body())
            check_providers(wanted, [part.word for part in chosen])
        except (ValidationError, ValueError) as wrong:
            return PlainTextResponse(f"The scenario does not fit: {wrong}", 422)
        far.scenario = wanted
        return JSONResponse({"faults": len(wanted.faults)})

    async def say(request: Request) -> Response:
        try:
            far.answers = Answers.read(await request.body())
        except ValidationError as wrong:
            return PlainTextResponse(f"The answers do not fit: {wrong}", 422)
        return JSONResponse({"answers": len(far.answers.rules)})

    return [
        Route("/", about),
        Route("/invoice", invoice),
        Route("/requests", requests),
        Route("/scenario", change, methods=["PUT"]),
        Route("/answers", say, methods=["PUT"]),
    ]


def _shown(seen: Seen) -> dict[str, object]:
    # Headers as they came: a test reads here that a key stood nowhere but in its own header.
    fields = {name: getattr(seen, name) for name in ("part", "does", "method", "path", "query")}
    return {**fields, "headers": dict(seen.headers), "body": seen.body.decode("utf-8", "replace")[:_SHOWN]}


def _answering(part: Part, call: Call) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await _answer(part, call, request)

    return endpoint


def _astray(part: Part) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        seen = _seen(part, request, await request.body(), "")
        part.far.note(seen)
        return part.fail(Failure("missing", f"There is no {seen.method} {seen.path}."))

    return endpoint


def _seen(part: Part, request: Request, body: bytes, does: str) -> Seen:
    headers = {name.lower(): value for name, value in request.headers.items()}
    path = request.url.path.partition(f"/{part.word}")[2]
    return Seen(part.word, request.method, path, request.url.query, headers, body, does)


async def _answer(part: Part, call: Call, request: Request) -> Response:
    far, body = part.far, await request.body()
    seen = _seen(part, request, body, call.does)
    far.note(seen)
    key = part.key(seen.headers, request.query_params)
    if not key:
        return part.fail(Failure("auth", "There is no key."))
    number = far.count(part.word, _counted(seen))
    words = body.decode("utf-8", "replace") if far.scenario.reads else ""
    fault = far.fault(call.does, part.word, number, words)
    what = fault.what if fault is not None else ""
    if fault is not None and what in _BEFORE:
        return part.fail(_BEFORE[what](fault))
    if what == "drop_before":
        return Cut()
    if fault is not None and what == "slow":
        await asyncio.sleep(fault.seconds)
    try:
        response = await call.handler(Asked(request, body, key, number if call.does == "submit" else 0, part))
    except Turned as turned:
        return part.fail(turned.failure)
    except NotConfigured as unknown:
        # A price that nobody told: nothing was accepted, so it is no failure inside.
        return part.fail(Failure("invalid", f"The simulator cannot price this: {unknown}"))
    except Withheld as none:
        moderated = none.job.verdict == "moderated"
        return part.fail(Failure("moderated" if moderated else "server", none.job.reason))
    if what == "drop_after":
        return Cut()
    if fault is not None and what == "error_after":
        return part.fail(Failure("server", "Something went wrong.", status=fault.status))
    return response


def _counted(seen: Seen) -> str:
    """Submits are counted for each provider, other calls for whatever they ask about."""
    if seen.does == "submit":
        return "submit"
    if seen.does == "list":
        return f"list {seen.path}"
    # Some dialects name the generation in the query or in the body.
    return f"{seen.does} {seen.path}?{seen.query} {hashlib.sha256(seen.body).hexdigest()}"


class _LoopbackOnly:
    """Answers only who calls this machine by a loopback name, so that no web page gets in by DNS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode() for name, value in scope.get("headers", []) if name == b"host"]
        if scope["type"] == "http" and not all(is_loopback(f"http://{host}") for host in hosts):
            await PlainTextResponse("Call it as 127.0.0.1.", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)
