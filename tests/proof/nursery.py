"""Forks workers from one process that has imported everything, kills them in time, and tells how they ended.

`python -m tests.proof.nursery` reads an order a line: `{"id", "target", "order", "life"}`. For each it
forks a process; with a `life` it sends SIGKILL after so many seconds. It answers `{"id", "code"}` a line,
-9 for a killed one. Its workers end with it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LATE = 120.0
"""Seconds after which a worker has hung; it is killed and its code is 124."""


class Nursery:
    """Workers on order, as the test sees them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._orders = 0

    def begin(self, target: str, order: Mapping[str, Any], life: float | None = None) -> int:
        """Start a worker.

        Args:
            target: `worker`, or `warm` for a first life that the nursery lives itself.
            order: its fields.
            life: seconds after which it is killed; None leaves it alone.

        Returns:
            Its number.
        """
        self._orders += 1
        line = {"id": self._orders, "target": target, "order": order, "life": life}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return self._orders

    def ended(self) -> tuple[int, int]:
        """Wait for the next worker that ends: its number and exit code."""
        assert self._process.stdout is not None
        told = json.loads(self._process.stdout.readline())
        return told["id"], told["code"]

    def all(self, target: str, orders: list[Mapping[str, Any]], at_once: int = 4) -> list[int]:
        """Run workers, a few at once; their exit codes in their order."""
        numbers: dict[int, int] = {}
        codes: dict[int, int] = {}
        left = list(enumerate(orders))
        while left or len(codes) < len(orders):
            while left and len(numbers) - len(codes) < at_once:
                place, order = left.pop(0)
                numbers[self.begin(target, order)] = place
            number, code = self.ended()
            codes[numbers[number]] = code
        return [codes[place] for place in range(len(orders))]


@contextmanager
def nursery() -> Iterator[Nursery]:
    """A nursery for a test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.proof.nursery"],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Nursery(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


def main() -> None:
    """Serve until nobody orders any more."""
    from tests.proof import worker

    targets: dict[str, Callable[[Any], int]] = {
        "warm": lambda order: worker.warm(worker.Order(**order)),
        "worker": lambda order: worker.live(worker.Order(**order)),
    }
    children: dict[int, tuple[int, float, int]] = {}  # pid -> its number, when it is killed, the code then
    rest, reading = b"", True
    while reading:
        due = min((when for _, when, _ in children.values()), default=time.monotonic() + 1)
        pause = min(max(due - time.monotonic(), 0.0), 0.005 if children else 1.0)
        if select.select([0], [], [], pause)[0]:
            reading = bool(data := os.read(0, 1 << 20))
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                _bear(json.loads(line), targets, children)
        _bury(children)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _bear(
    line: dict[str, Any], targets: Mapping[str, Any], children: dict[int, tuple[int, float, int]]
) -> None:
    if line["target"] == "warm":  # in this process, so that whoever is forked later has done it before
        code = targets["warm"](line["order"])
        print(json.dumps({"id": line["id"], "code": code}), flush=True)
        return
    pid = os.fork()
    if pid:
        life = line["life"]
        code = 124 if life is None else -signal.SIGKILL
        children[pid] = line["id"], time.monotonic() + (LATE if life is None else life), code
        return
    code = 70
    try:
        os.dup2(2, 1)  # the pipe of answers is the nursery's own
        code = targets[line["target"]](line["order"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _bury(children: dict[int, tuple[int, float, int]]) -> None:
    for pid, (number, due, killed) in list(children.items()):
        late = time.monotonic() >= due
        if late:
            os.kill(pid, signal.SIGKILL)
        ended, status = os.waitpid(pid, 0 if late else os.WNOHANG)
        if not ended:
            continue
        del children[pid]
        code = os.waitstatus_to_exitcode(status)
        print(
            json.dumps({"id": number, "code": killed if late and code == -signal.SIGKILL else code}),
            flush=True,
        )


if __name__ == "__main__":
    main()
