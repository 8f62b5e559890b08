"""`studio dev` as a program, on free ports, and what Dagster says of itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.studio_assets.cli.conftest import PROGRAM, House

T = TypeVar("T")

RUNS = """{ runsOrError { ... on Runs { results {
  runId status tags { key value } assetSelection { path } } } } }"""
LOADED = """{ workspaceOrError { ... on Workspace { locationEntries {
  loadStatus locationOrLoadError { __typename } } } } }"""


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def wait_for(what: Callable[[], T | None], seconds: float, label: str) -> T:
    """Ask until there is an answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"after {seconds:.0f} s still no {label}")


@dataclass(frozen=True)
class Dev:
    """A running `studio dev`."""

    house: House
    process: subprocess.Popen[bytes]
    port: int
    media_port: int
    log: Path

    @property
    def ui(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def media(self) -> str:
        return f"http://127.0.0.1:{self.media_port}"

    def ask(self, query: str) -> Any:
        """What Dagster answers to a GraphQL query; None while it does not answer."""
        body = json.dumps({"query": query}).encode()
        request = urllib.request.Request(f"{self.ui}/graphql", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)["data"]
        except OSError:
            return None

    def runs(self) -> list[dict[str, Any]]:
        """All runs, newest first, with their tags as a dictionary."""
        data = self.ask(RUNS)
        found = data["runsOrError"]["results"] if data else []
        return [one | {"tags": {tag["key"]: tag["value"] for tag in one["tags"]}} for one in found]

    def children(self) -> list[int]:
        """Every living process that this `studio dev` started, however deep."""
        mark = f"STUDIO_HOME={self.house.home}".encode()
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                state = (process / "stat").read_text().rpartition(")")[2].split()[0]
                ours = mark in (process / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if ours and state != "Z" and int(process.name) != self.process.pid:
                found.append(int(process.name))
        return found

    def _loaded(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        data = self.ask(LOADED)
        return bool(data) and [
            "RepositoryLocation"
        ] == [
            entry["locationOrLoadError"]["__typename"]
            for entry in data["workspaceOrError"]["locationEntries"]
            if entry["loadStatus"] == "LOADED"
        ]  # fmt: skip


@contextmanager
def dev_in(house: House, **extra: str) -> Iterator[Dev]:
    """`studio dev` in a house, ready to answer; ended afterwards. `extra` are more variables."""
    port, media_port, log = free_port(), free_port(), house.place / "dev.log"
    environment = {key: value for key, value in os.environ.items() if key != "DAGSTER_HOME"}
    words = ["dev", "--port", str(port), "--media-port", str(media_port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*PROGRAM, *words], env=environment | house.environment | extra, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
        dev = Dev(house, process, port, media_port, log)
        try:
            wait_for(dev._loaded, 180, "Dagster UI")
            yield dev
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(60)
