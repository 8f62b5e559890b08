"""Runs the simulator: the API and the media host on two loopback ports of one process."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette

from resources.errors import NotConfigured
from resources.simulator.app import api_app
from resources.simulator.far_side import FarSide
from resources.simulator.media import media_app
from resources.simulator.part import Part

__all__ = ["Simulator", "address", "bound", "running", "serve"]


@dataclass(frozen=True)
class Simulator:
    """A simulator that runs.

    Args:
        url: of the API, for STUDIO_SIMULATOR_URL.
        media_url: of the media host.
        far: its memory: invoice, jobs, requests, scenario.
    """

    url: str
    media_url: str
    far: FarSide


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it: two servers in one process would fight over them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(
    far: FarSide, api: socket.socket, media: socket.socket, parts: Sequence[type[Part]] | None = None
) -> None:
    """Serve until the task is cancelled.

    Args:
        far: the memory.
        api: a bound socket for the API.
        media: a bound socket for the media host.
        parts: the dialects; all that are found where None.

    Raises:
        NotConfigured: see `resources.simulator.parts.parts`.
    """
    await _serve(_apps(far, api, media, parts))


_Apps = Sequence[tuple[Starlette, socket.socket]]


def _apps(
    far: FarSide, api: socket.socket, media: socket.socket, parts: Sequence[type[Part]] | None
) -> _Apps:
    far.media_url = address(media)
    return [(media_app(far), media), (api_app(far, parts), api)]


async def _serve(apps: _Apps) -> None:
    # h11 for all: what a cut connection looks like must not depend on what else is installed.
    servers = [
        _Server(
            uvicorn.Config(
                app, http="h11", ws="none", lifespan="off", log_level="warning", timeout_graceful_shutdown=1
            )
        )
        for app, _ in apps
    ]
    tasks = [
        asyncio.ensure_future(server.serve(sockets=[listening]))
        for server, (_, listening) in zip(servers, apps, strict=True)
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def running(far: FarSide, parts: Sequence[type[Part]] | None = None) -> Iterator[Simulator]:
    """A simulator in a thread of this process, on free ports.

    Args:
        far: its memory; `far.clock` may be a ManualClock.
        parts: the dialects; all that are found where None.

    Raises:
        NotConfigured: see `resources.simulator.parts.parts`.
    """
    api, media = bound(0), bound(0)
    try:
        apps = _apps(far, api, media, parts)
    except BaseException:
        api.close()
        media.close()
        raise
    loop = asyncio.new_event_loop()
    task = loop.create_task(_serve(apps))

    def work() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(task)
        except asyncio.CancelledError:
            logging.getLogger(__name__).debug("The simulator has ended.")
        finally:
            loop.close()

    thread = threading.Thread(target=work, name="simulator", daemon=True)
    thread.start()
    try:
        # The sockets listen already: a first request waits in their backlog until the servers are up.
        yield Simulator(address(api), address(media), far)
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join(timeout=10)


def bound(port: int) -> socket.socket:
    """A listening socket on loopback.

    Args:
        port: 0 takes a free one.

    Raises:
        NotConfigured: another program has the port.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except (OSError, OverflowError) as taken:
        listening.close()
        raise NotConfigured(
            f"Port {port} cannot be used: {getattr(taken, 'strerror', None) or taken}.",
            mend="Stop the other program, or choose another port.",
        ) from taken
    return listening


def address(listening: socket.socket) -> str:
    """The http address of a bound socket.

    Args:
        listening: as `bound` gives it.
    """
    return f"http://127.0.0.1:{listening.getsockname()[1]}"
