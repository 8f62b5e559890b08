"""A simulator of toy dialects on a clock that nobody waits for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.clock import ManualClock
from resources.simulator.far_side import FarSide
from resources.simulator.server import Simulator, running
from tests.resources.simulator.toy import Patient, Toy


@pytest.fixture
def clock() -> ManualClock:
    """The simulator's time: it begins at midnight UTC."""
    return ManualClock()


@pytest.fixture
def sim(tmp_path: Path, clock: ManualClock) -> Iterator[Simulator]:
    """A simulator with a latency of ten seconds and two generations at once."""
    far = FarSide(tmp_path / "far", clock=clock, latency=10, limit=2, thumbnail=True)
    with running(far, [Toy, Patient]) as simulator:
        yield simulator
