"""One simulated Claude for each module, and an account of its own for each test."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from resources.clock import ManualClock
from resources.simulator.answer.answers import Answers
from resources.simulator.answer.claude import ClaudePart
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """A simulator of Claude on a clock that nobody waits for."""
    far = FarSide(tmp_path_factory.mktemp("far"), clock=ManualClock(), latency=10)
    with running(far, [ClaudePart]) as simulator:
        yield simulator


@pytest.fixture
def sim(shared: Simulator) -> Simulator:
    """The same with nothing going wrong, no rules and nothing seen."""
    shared.far.scenario = Scenario()
    shared.far.answers = Answers()
    shared.far.seen.clear()
    return shared


@pytest.fixture
def key() -> str:
    """An account that nobody else has."""
    return f"key-{uuid.uuid4().hex}"
