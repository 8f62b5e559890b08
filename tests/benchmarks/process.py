"""Run a command as a whole process tree and read what the operating system says of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "measured"]


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Args:
        wall: seconds from start to end.
        cpu: user and system seconds of it and of all its children that it waited for.
        peak: largest resident memory of any single process of it, in MB.
        output: what it printed.
    """

    wall: float
    cpu: float
    peak: float
    output: str


def measured(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments; `python` means this interpreter.
        environment: variables beside this process's own.
        folder: the working folder.

    Raises:
        SystemExit: it failed; its output is shown.
    """
    arguments = [sys.executable if word == "python" else word for word in command]
    began = time.monotonic()
    process = subprocess.Popen(
        arguments,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    chunks: list[str] = []
    assert process.stdout is not None
    reading = threading.Thread(target=lambda: chunks.append(process.stdout.read()))  # type: ignore[union-attr]
    reading.start()
    _, status, usage = os.wait4(process.pid, 0)
    reading.join()
    wall = time.monotonic() - began
    output = "".join(chunks)
    if status != 0:
        raise SystemExit(f"{' '.join(arguments)} failed ({status}):\n{output[-4000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)
