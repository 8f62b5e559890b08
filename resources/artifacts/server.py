"""Serves the store's media, pages and documents on this machine only, read-only, with Range answers.

`python -m resources.artifacts.server --port 8090` starts it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import ipaddress
import re
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from resources.artifacts.chosen import artifact_store
from resources.artifacts.media_types import media_type
from resources.artifacts.port import ArtifactStore
from resources.artifacts.store import Artifacts
from resources.errors import NotConfigured, StoreFailed, StudioError

__all__ = ["application", "main", "serve"]

_FILES = {"sha256": "", "documents": ".json", "dailies": ".html"}
"""The folders that are served, and the only suffix that they hold (empty: any)."""

_STILL = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
_PAGE = (
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; "
    "script-src {scripts}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def application(artifacts: ArtifactStore) -> Starlette:
    """The web application of a store.

    Only `sha256`, `dailies` and `documents` are served. There is no listing, links are not followed,
    and requests that name another host are refused, so that no web page can reach it by DNS rebinding.

    Args:
        artifacts: the store.
    """

    def file(request: Request) -> Response:
        return _answer(artifacts, request.path_params["path"])

    def home(request: Request) -> Response:
        return RedirectResponse("/dailies/index.html")

    return Starlette(routes=[Route("/", _local(home)), Route("/{path:path}", _local(file))])


def _local(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        if not _is_loopback(host):
            return PlainTextResponse("Open it as http://127.0.0.1.", status_code=403)
        # In a thread: a bucket may take its time, and other requests go on.
        response = await run_in_threadpool(answer, request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return endpoint


def _answer(artifacts: ArtifactStore, name: str) -> Response:
    tree, _, _ = name.partition("/")
    try:
        path = artifacts.file(name) if tree in _FILES else None
    except StoreFailed as failure:
        return PlainTextResponse(f"{failure.what} {failure.mend}", status_code=502)
    if path is None or (_FILES[tree] and path.suffix != _FILES[tree]):
        return PlainTextResponse("There is no such file.", status_code=404)
    response = FileResponse(path, media_type=media_type(name))
    policy = _PAGE.format(scripts=_scripts(path)) if tree == "dailies" else _STILL
    response.headers["Content-Security-Policy"] = policy
    if tree == "sha256":
        # Dagster's UI shows these pictures from another port; who knows a file's hash knows the file.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable" if tree == "sha256" else "no-cache"
    )
    return response


def _scripts(page: Path) -> str:
    """The page's own inline scripts by their hashes; event attributes of injected HTML stay dead."""
    hashes = [hashlib.sha256(script).digest() for script in _SCRIPT.findall(page.read_bytes())]
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes) or "'none'"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(artifacts: ArtifactStore, host: str = "127.0.0.1", port: int = 8090) -> None:
    """Serve a store until interrupted.

    Args:
        artifacts: the store.
        host: an address of this machine's loopback.
        port: TCP port; 0 takes a free one.

    Raises:
        NotConfigured: the host is not loopback or the port is taken; choose another.
    """
    if not _is_loopback(host):
        raise NotConfigured(
            f"The artifact server has no login, so it does not serve on {host!r}.",
            mend="Use 127.0.0.1, and an SSH tunnel to look from elsewhere.",
        )
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise NotConfigured(
            f"Port {port} cannot be used: {error.strerror}.", mend="Choose another port.", where=host
        ) from error
    with listening:
        sys.stderr.write(f"Artifacts: http://{host}:{listening.getsockname()[1]}/\n")
        config = uvicorn.Config(application(artifacts), log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def main(arguments: list[str] | None = None) -> int:
    """The command line: serve this environment's store.

    Args:
        arguments: words after the program's name; those of the process unless given.

    Returns:
        0, or 2 after a mistake that was told.
    """
    parser = argparse.ArgumentParser(description="Serve the artifact store on this machine, read-only.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument(
        "--root",
        default="",
        help="folder of a local store; what STUDIO_ARTIFACTS says, else the one in STUDIO_HOME, unless given",
    )
    chosen = parser.parse_args(arguments)
    try:
        store = Artifacts(root=chosen.root) if chosen.root else artifact_store()
        serve(store, chosen.host, chosen.port)
    except StudioError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
