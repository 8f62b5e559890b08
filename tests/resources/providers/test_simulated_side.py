"""The durable far side of simulated providers."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.providers.simulated_provider import among
from resources.providers.simulated_side import SimulatedSide
from resources.providers.video.simulated import SimulatedVideo

KILLED = """
import asyncio, os, signal
from decimal import Decimal
from fractions import Fraction
from resources.providers.port import VideoRequest
from resources.providers.video.simulated import SimulatedVideo
request = VideoRequest(model="animated", direction="night", duration=Fraction(5), width=640, height=360,
                       fps=24, rate=Decimal("0.25"))
asyncio.run(SimulatedVideo(latency=0).submit("a/b/1", request, None))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_generation_survives_kill_9(home: Path, tmp_path: Path) -> None:
    """A process that is killed right after a submit leaves a generation that the next one can fetch."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED], env={**os.environ, "STUDIO_HOME": str(home)}, check=False
    )
    assert -signal.SIGKILL == done.returncode
    provider = SimulatedVideo()
    (listed,) = asyncio.run(provider.list(datetime(2026, 1, 1, tzinfo=UTC)))
    assert "a/b/1" == listed.token
    asyncio.run(provider.fetch(listed.remote_id, tmp_path / "clip.mp4"))
    assert (tmp_path / "clip.mp4").stat().st_size > 10_000
    assert ["1.25"] == [str(invoice.price) for invoice in provider.invoices()]


def test_submits_are_numbered_without_gaps() -> None:
    """Submits at the same time each get a number of their own."""
    side = SimulatedSide("video")
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(side.count, [f"slate {n}" for n in range(200)]))
    assert list(range(1, 201)) == sorted(numbers)
    assert 1 == side.submits("slate 7")


@pytest.mark.parametrize(
    ("positions", "expected"),
    [("", []), ("*", [1, 2, 3, 4, 5]), ("2", [2]), ("1,3-4", [1, 3, 4]), ("4-9", [4, 5])],
)
def test_positions_name_submits(positions: str, expected: list[int]) -> None:
    """A knob such as `1,3-4` means exactly those submits."""
    assert expected == [number for number in range(1, 6) if among(number, positions)]


@given(st.sets(st.integers(1, 50), min_size=1))
def test_a_list_of_positions_names_its_members(numbers: set[int]) -> None:
    """Every number that is listed is meant, and no other."""
    assert numbers == {n for n in range(1, 60) if among(n, ",".join(map(str, numbers)))}
