"""`studio dev`: Dagster's UI with its daemon, and the artifacts served read-only beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click

from resources.project import DEV_STARTED, project_root, specs_folder, studio_home
from studio_assets.cli.home import dagster_home

__all__ = ["dev"]


@click.command()
@click.option("--port", default=3000, show_default=True, help="Of the UI, on loopback.")
@click.option("--media-port", default=3010, show_default=True, help="Of the artifacts, on loopback.")
def dev(port: int, media_port: int) -> None:
    """Start the Dagster UI, its daemon and the artifact server; Ctrl-C ends all of them."""
    # Dagster runs in its own home, where its settings are; the project's are for a plain `dagster dev`.
    home, root = dagster_home(), project_root()
    os.environ.update(
        {
            "STUDIO_UI_URL": f"http://127.0.0.1:{port}",
            "STUDIO_MEDIA_URL": f"http://127.0.0.1:{media_port}",
            "STUDIO_HOME": str(studio_home()),
            "STUDIO_SPECS": str(specs_folder()),
            "PYTHONWARNINGS": "ignore:Function `dev_command` is superseded",
            DEV_STARTED: str(time.time()),
        }
    )
    server = [sys.executable, "-m", "resources.artifacts.server", "--port", str(media_port)]
    ui = [sys.executable, "-m", "dagster", "dev", "-w", str(root / "workspace.yaml")]
    ui += ["-h", "127.0.0.1", "-p", str(port)]
    click.echo(f"UI       http://127.0.0.1:{port}\nDailies  http://127.0.0.1:{media_port}/dailies/index.html")
    running = [subprocess.Popen(command, cwd=home) for command in (server, ui)]

    def stop(number: int, frame: FrameType | None) -> None:
        for process in running:
            # Not SIGINT: a shell that starts us in the background lets our children ignore it.
            process.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(process.poll() is None for process in running):
        time.sleep(0.2)
    stop(signal.SIGTERM, None)
    codes = [process.wait() for process in running]
    raise click.exceptions.Exit(max((code for code in codes if code > 0), default=0))
