"""`python -m resources.simulator.storage --folder FOLDER --bucket NAME` serves a simulated S3 on loopback."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

import uvicorn

from resources.errors import NotConfigured, StudioError
from resources.simulator.storage.answers import Refusal
from resources.simulator.storage.buckets import Buckets
from resources.simulator.storage.s3 import s3_app

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted.

    Args:
        arguments: words after the program's name; those of the process unless given.

    Returns:
        0, or 2 after a mistake that was told.
    """
    parser = argparse.ArgumentParser(description="Serve a simulated S3 on this machine only.")
    parser.add_argument("--folder", type=Path, required=True, help="where buckets and objects lie")
    parser.add_argument("--bucket", action="append", default=[], help="make this bucket first")
    parser.add_argument("--port", type=int, default=9000)
    chosen = parser.parse_args(arguments)
    try:
        _serve(chosen.folder.expanduser().resolve(), chosen.bucket, chosen.port)
    except StudioError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _serve(folder: Path, buckets: list[str], port: int) -> None:
    shelf = Buckets(folder)
    for bucket in buckets:
        try:
            shelf.create(bucket)
        except Refusal as refusal:
            raise NotConfigured(
                f"No bucket may be called {bucket!r}.",
                mend="Use 3 to 63 small letters, digits and hyphens.",
            ) from refusal
    try:
        listening = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise NotConfigured(
            f"Port {port} cannot be used: {error.strerror}.", mend="Choose another port with --port."
        ) from error
    with listening:
        sys.stderr.write(f"S3, simulated: http://127.0.0.1:{listening.getsockname()[1]}\n")
        config = uvicorn.Config(s3_app(folder), log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    raise SystemExit(main())
