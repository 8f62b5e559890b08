"""Run a command as a whole tree of processes and read what the operating system says of it."""

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

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.25  # seconds between two looks at the processes


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Args:
        wall: seconds from start to end.
        cpu: user and system seconds of all its processes.
        peak: largest resident memory of any single process of it, in MB.
        output: what it printed.
    """

    wall: float
    cpu: float
    peak: float
    output: str


class _Watch(threading.Thread):
    """Sums the processor time of every process that carries a mark in its environment.

    A fork server's children are nobody's children in the end: `wait` never tells of them.
    """

    def __init__(self, mark: str) -> None:
        super().__init__(daemon=True)
        self.mark = mark.encode()
        self.cpu: dict[str, float] = {}
        self.peak = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        """Look until told that it is over."""
        while not self.done.wait(_EVERY):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    self._look(process)
                except OSError:
                    continue  # it ended while we looked

    def _look(self, process: Path) -> None:
        if self.mark not in (process / "environ").read_bytes():
            return
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        identity = f"{process.name}/{fields[19]}"  # with its start time: numbers are used again
        self.cpu[identity] = (int(fields[11]) + int(fields[12])) / _TICKS
        self.peak = max(self.peak, int(fields[21]) * _PAGE / 1e6)


def measured(command: Sequence[str], environment: Mapping[str, str], folder: Path, mark: str) -> Cost:
    """Run a command to its end.

    Args:
        command: program and arguments; `python` means this interpreter.
        environment: variables beside this process's own.
        folder: the working folder.
        mark: words in its environment that no other process has.

    Raises:
        SystemExit: it failed; its output is shown.
    """
    arguments = [sys.executable if word == "python" else word for word in command]
    watch = _Watch(mark)
    watch.start()
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
    wall = time.monotonic() - began
    watch.done.set()
    reading.join(timeout=30)
    output = "".join(chunks)
    if status != 0:
        raise SystemExit(f"{' '.join(arguments)} failed ({status}):\n{output[-4000:]}")
    cpu = max(usage.ru_utime + usage.ru_stime, sum(watch.cpu.values()))
    return Cost(wall, cpu, max(usage.ru_maxrss / 1024, watch.peak), output)
