"""`studio dev`: Dagster's UI with its daemon, and the artifacts served read-only beside it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from resources.errors import NotConfigured
from resources.project import DEV_STARTED, project_root, specs_folder, studio_home
from studio_assets.cli.home import dagster_home
from studio_assets.render.dailies import index
from studio_assets.render.dailies_gather import rows
from studio_assets.wiring import doers

__all__ = ["dev"]

LOOPBACK = "127.0.0.1"
PATIENCE = 20.0
"""Seconds that the children get to end by themselves."""


class _Stop(Exception):
    """Somebody asked us to end."""


@click.command()
@click.option("--port", default=3000, show_default=True, help="Of the UI, on loopback.")
@click.option("--media-port", default=3010, show_default=True, help="Of the artifacts, on loopback.")
def dev(port: int, media_port: int) -> None:
    """Start the Dagster UI, its daemon and the artifact server; Ctrl-C ends all of them."""
    # Dagster runs in its own home, where its settings are: those in the project are for `dagster dev`.
    home, root = dagster_home(), project_root()
    with _alone(studio_home()):
        _free(port, "--port")
        _free(media_port, "--media-port")
        os.environ.update(
            {
                "STUDIO_UI_URL": f"http://{LOOPBACK}:{port}",
                "STUDIO_MEDIA_URL": f"http://{LOOPBACK}:{media_port}",
                "STUDIO_HOME": str(studio_home()),
                "STUDIO_SPECS": str(specs_folder()),
                "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
                DEV_STARTED: str(time.time()),
            }
        )
        _index()
        server = [sys.executable, "-m", "resources.artifacts.server", "--port", str(media_port)]
        ui = [sys.executable, "-m", "dagster", "dev", "-w", str(root / "workspace.yaml")]
        ui += ["-h", LOOPBACK, "-p", str(port)]
        click.echo(f"UI       http://{LOOPBACK}:{port}  (answers in a moment)")
        click.echo(f"Dailies  http://{LOOPBACK}:{media_port}/dailies/index.html")
        raise click.exceptions.Exit(_together([server, ui], home))


def _index() -> None:
    """The address that we print leads somewhere, even before the first run."""
    who = doers()
    who.artifacts.write_page("index.html", index(list(rows(who))))


def _together(commands: Sequence[Sequence[str]], folder: Path) -> int:
    """Run the commands until one of them ends or somebody stops us; then end them all.

    Returns:
        0 after a stop, else the exit code of the command that ended by itself.
    """

    def stop(*_: object) -> None:
        raise _Stop

    former = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    running: list[subprocess.Popen[bytes]] = []
    ended = 0
    try:
        # Each in a session of its own: a terminal's Ctrl-C reaches us alone, and we end each group once.
        for command in commands:
            running.append(subprocess.Popen(command, cwd=folder, start_new_session=True))
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        ended = next((process.returncode for process in running if process.returncode), 1)
    except _Stop:
        click.echo("Stopping.")
    finally:
        for number in former:
            signal.signal(number, signal.SIG_IGN)
        _end(running)
        for number, handler in former.items():
            signal.signal(number, handler)
    return ended


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        # Not SIGINT: a shell that starts us in the background lets our children ignore it.
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in running:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        # Whatever is left of the group: code servers and runs that the parent did not wait for.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Two daemons in one home would launch everything twice."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "dev.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotConfigured(
                "`studio dev` runs already for this home.",
                mend="Use that one, end it first, or set STUDIO_HOME to another folder.",
                where=str(home),
            ) from None
        yield


def _free(port: int, option: str) -> None:
    """Look before anything is started: half a house is worse than none."""
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError as error:
        raise NotConfigured(
            f"Port {port} cannot be used: {os.strerror(error.errno or 0)}.",
            mend=f"End what uses it, or choose another with {option}.",
            where=LOOPBACK,
        ) from error
