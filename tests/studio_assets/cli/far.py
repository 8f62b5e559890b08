"""Live providers before a simulator of their own, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from resources.providers.video.luma import Luma
from resources.providers.video.runway import Runway
from resources.simulator.far_side import FarSide
from resources.simulator.image.dalle import DallePart
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import running
from resources.simulator.video.luma import LumaPart
from resources.simulator.video.runway import RunwayPart

KEY = "canary-5f3b1c"
KEYS = ("LUMA_AGENTS_API_KEY", "RUNWAYML_API_SECRET", "OPENAI_API_KEY")


@pytest.fixture
def live(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The live environment without any key."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    for name in KEYS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def far(live: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarSide]:
    """Luma, Runway and OpenAI's pictures at a simulator, with keys, and asked as often as tests like."""
    side = FarSide(tmp_path / "far", latency=0.2, thumbnail=True)
    for name in KEYS:
        monkeypatch.setenv(name, KEY)
    for provider in (Luma, Runway):
        monkeypatch.setattr(provider, "poll_interval", lambda self: 0.05)
    with running(side, [LumaPart, RunwayPart, DallePart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield side


def goes_wrong(side: FarSide, **fields: object) -> None:
    """From now on one thing goes wrong there."""
    side.scenario = Scenario(faults=(Fault.model_validate(fields),))


def submits(side: FarSide) -> int:
    """Submits that came in."""
    return sum(one.does == "submit" for one in side.seen)
