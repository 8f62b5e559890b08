"""Every durable write and network boundary that a worker passes: written down, and deadly where told."""

from __future__ import annotations

import functools
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import httpcore
from sqlalchemy import Connection, Engine, event

from resources.artifacts.store import Artifacts
from resources.database.database import Database
from resources.http.partial import Partial
from resources.providers.port import Provider
from resources.takes.journal import Takes

STEPS = (
    "intend", "submitted", "unknown", "lapse", "resubmittable", "absent", "renew", "turned_away", "again",
    "watch", "settle_ready", "fetched", "refused", "failed", "cancelled",
)  # fmt: skip
"""The journal's methods that write; each is one transaction."""

NETWORK = {
    "connection.connect_tcp.started": "connect",
    "connection.connect_tcp.complete": "connected",
    "http11.send_request_headers.complete": "head sent",
    "http11.send_request_body.complete": "sent",
    "http11.receive_response_headers.complete": "answer begins",
    "http11.receive_response_body.complete": "answered",
}
"""What the HTTP client tells of itself -> our word."""

WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM) (\w+)")


class Boundaries:
    """What a worker passed, in order, each name once; it is dead at the one that it shall die at.

    Args:
        log: a file that gets a line for each; it survives the worker.
        die_at: a name, or empty.
        api: address of the simulator's API; any other host serves media.
        providers: classes whose calls are watched.
    """

    def __init__(self, log: Path, die_at: str, api: str, providers: tuple[type[Provider], ...]) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._die_at = die_at
        self._api = api.rpartition(":")[2]
        self._seen: set[str] = set()
        self._files: Counter[str] = Counter()
        self._doing: ContextVar[str] = ContextVar("doing", default="")
        for step in STEPS:
            setattr(Takes, step, self._step(step, getattr(Takes, step)))
        Artifacts.keep = self._step("keep", Artifacts.keep)  # type: ignore[method-assign]
        for cls in providers:
            for call in ("submit", "poll", "fetch", "list"):
                setattr(cls, call, self._call(call, getattr(cls, call)))
        self._watch_database()
        self._watch_network()
        self._watch_files()

    def passed(self, what: str) -> None:
        """Pass a boundary of what is being done now."""
        name = f"{self._doing.get()}: {what}"
        if name in self._seen or not self._doing.get():
            return
        self._seen.add(name)
        os.write(self._log, f"{name}\n".encode())
        if name == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(60)  # never: nothing of this process runs on

    def _passed_file(self, what: str) -> None:
        step = f"{self._doing.get()}: {what}"
        self._files[step] += 1
        self.passed(what if self._files[step] == 1 else f"{what} {self._files[step]}")

    @contextmanager
    def _as(self, name: str) -> Iterator[None]:
        token = self._doing.set(name)
        try:
            yield
        finally:
            self._doing.reset(token)

    def _step(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def step(*args: Any, **named: Any) -> Any:
            with self._as(name):
                return method(*args, **named)

        return step

    def _call(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @functools.wraps(method)
        async def call(*args: Any, **named: Any) -> Any:
            with self._as(name):
                return await method(*args, **named)

        return call

    def _watch_database(self) -> None:
        transaction, passed = Database.transaction, self.passed

        @contextmanager
        def watched(database: Database) -> Iterator[Connection]:
            with transaction(database) as tx:
                passed("begun")
                yield tx
                passed("before commit")
            passed("committed")

        Database.transaction = watched  # type: ignore[method-assign,assignment]

        @event.listens_for(Engine, "after_cursor_execute")
        def executed(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if found := WRITE.match(statement):
                passed(f"{found[1].split()[0].lower()} {found[2].removeprefix('studio_')}")

    def _watch_network(self) -> None:
        request, api = httpcore.AsyncConnectionPool.handle_async_request, self._api

        async def watched(pool: httpcore.AsyncConnectionPool, asked: httpcore.Request) -> httpcore.Response:
            media = self._doing.get() == "fetch" and str(asked.url.port) != api

            async def trace(name: str, info: dict[str, Any]) -> None:
                if what := NETWORK.get(name):
                    with self._as("download") if media else self._as(self._doing.get()):
                        self.passed(what)

            asked.extensions = {**asked.extensions, "trace": trace}
            return await request(pool, asked)

        httpcore.AsyncConnectionPool.handle_async_request = watched  # type: ignore[method-assign,assignment]

    def _watch_files(self) -> None:
        write, sync, rename = Partial.write, os.fsync, Path.replace

        def written(part: Partial, data: bytes) -> None:
            write(part, data)
            self.passed("some written" if part.total is None or part.size < part.total else "all written")

        def synced(descriptor: int) -> None:
            sync(descriptor)
            self._passed_file("synced")

        def renamed(file: Path, target: Path) -> Path:
            done = rename(file, target)
            self._passed_file("renamed")
            return done

        Partial.write = written  # type: ignore[method-assign,assignment]
        os.fsync = synced  # type: ignore[assignment]
        Path.replace = renamed  # type: ignore[assignment,method-assign]
