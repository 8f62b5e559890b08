"""One clock for the simulator and all workers, in a file: a test lets minutes pass for everybody at once."""

from __future__ import annotations

import asyncio
import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAP = 0.02
"""Seconds that a wait really takes at most: a poll's five seconds teach nothing here."""


class WorldClock:
    """The machine's clock plus what the test has let pass.

    Args:
        file: made where it is missing; whoever has it open sees the same time.
    """

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.write_bytes(bytes(8))
        with file.open("r+b") as opened:
            self._passed = mmap.mmap(opened.fileno(), 8)

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC) + timedelta(seconds=struct.unpack("d", self._passed[:8])[0])

    def advance(self, seconds: float) -> None:
        """Let time pass for everybody."""
        self._passed[:8] = struct.pack("d", struct.unpack("d", self._passed[:8])[0] + seconds)

    async def sleep(self, seconds: float) -> None:
        """Wait for a short while, however long was asked for."""
        await asyncio.sleep(min(seconds, NAP))
