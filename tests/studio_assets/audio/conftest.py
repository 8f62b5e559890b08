"""A film whose cut is locked, in real stores, so that its lines are spoken and its music is made."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from resources.money import ZERO
from resources.providers.simulated_side import SimulatedSide
from studio_assets.audio.assets import narrate
from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.audio.score import score
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.document import Document
from studio_assets.edl.cut import Cut, Event, PictureLock
from studio_assets.graph import Graph, Kind
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production, SceneSpec
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.wiring import doers

FPS = 24


@dataclass
class Stage:
    """One run of a film of one pilot.

    Args:
        sheet: of its narration and music.
        scene: builds scenes.
    """

    sheet: CallSheet
    scene: Callable[..., Scene]
    lines: dict[str, str] = field(default_factory=dict)

    def lock(self, lines: dict[str, str], seconds: dict[str, Fraction] | None = None) -> None:
        """Lock a cut of these scenes, each of so many seconds, where these lines are spoken."""
        at, events = 0, []
        for name, text in lines.items():
            frames = int((seconds or {}).get(name, Fraction(5)) * FPS)
            events.append(event(name, at, frames))
            self.write("scene", self.scene(name, narration=text), name)
            at += frames
        cut = cut_of(events)
        self.write("picture_lock", PictureLock(state="locked", cut=cut, picked_by="policy", reason=""))
        self.write("timeline", FilmTimeline(state="fitted", cut=cut))

    def write(self, kind: Kind, document: Document, scene: str | None = None) -> None:
        """Store a document of the run."""
        key = self.sheet.graph.key(kind, "ink" if scene else None, scene)
        self.sheet.doers.artifacts.write_document(self.sheet.path(key), document.model_dump_json())

    def of(self, kind: Kind, **changes: Any) -> CallSheet:
        """A call sheet for the asset of that kind."""
        return replace(self.sheet, wanted=self.sheet.graph.of_kind(kind), **changes)

    def narrate(self, **changes: Any) -> Made:
        """Speak the lines."""
        return asyncio.run(only(narrate, self.of("narration", **changes)))

    def narration(self, **changes: Any) -> Narration:
        """The narration's document."""
        document = self.narrate(**changes).document
        assert isinstance(document, Narration)
        return document

    def score(self, **changes: Any) -> Made:
        """Make the music."""
        return asyncio.run(only(score, self.of("music", **changes)))

    def music(self, **changes: Any) -> Music:
        """The music's document."""
        document = self.score(**changes).document
        assert isinstance(document, Music)
        return document

    @property
    def takes(self) -> Sequence[Any]:
        """All takes of the run."""
        return self.sheet.doers.takes.of_run(self.sheet.production.name, self.sheet.run)

    def check_money(self) -> Decimal:
        """The books agree with the takes and with the simulated providers' bills; what was spent."""
        ledger = self.sheet.doers.ledger
        balance = ledger.balance(self.sheet.budget)
        assert () == ledger.audit(self.sheet.budget)
        assert balance.spent == sum((take.cost for take in self.takes), ZERO)
        assert balance.spent <= balance.limit
        bills = [one for kind in ("speech", "music") for one in SimulatedSide(kind).invoices()]
        assert balance.spent == sum((one.price for one in bills), ZERO)
        assert len({one.slate for one in bills}) == len(bills)
        return balance.spent


async def only(stage: Any, sheet: CallSheet) -> Made:
    """What a stage makes of one asset."""
    [made] = [one async for one in stage(sheet)]
    return made  # type: ignore[no-any-return]


def event(scene: str, at: int, frames: int, **changes: Any) -> Event:
    """A clip in the cut that is used as a whole."""
    given: dict[str, Any] = {
        "pilot": "ink", "scene": scene, "clip": f"ink-{scene}", "suffix": ".mp4", "slate": "", "reason": "",
        "clip_frames": frames, "source_in": 0, "source_out": frames, "record_in": at,
    }  # fmt: skip
    return Event(**(given | changes))


def cut_of(events: Sequence[Event]) -> Cut:
    """A cut of these events, without overlaps."""
    frames = sum(one.frames for one in events)
    return Cut(name="safe", events=tuple(events), fps=FPS, frames=frames, estimated_quality=None, reason="")


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A studio's state whose database is there and empty; making one takes a second."""
    home = tmp_path_factory.mktemp("sound") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(home))
        patch.setenv("STUDIO_ENV", "simulated")
        patch.delenv("STUDIO_DATABASE_URL", raising=False)
        assert () == doers().runs.productions()
    return home


@pytest.fixture
def stage(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    empty_home: Path,
    production: Any,
    pilot: Any,
    scene: Any,
) -> Callable[..., Stage]:
    """Sets a stage: `stage("desk", "rain", limit="5", mix=..., ...)`, nobody's own words."""
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    monkeypatch.delenv("STUDIO_ARTIFACTS", raising=False)
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    play(monkeypatch)

    def set_up(*names: str, limit: str = "5", **changes: Any) -> Stage:
        home = tmp_path / uuid4().hex
        shutil.copytree(empty_home, home)
        monkeypatch.setenv("STUDIO_HOME", str(home))
        slots = tuple(SceneSpec(name=name) for name in names)
        film: Production = production(**({"pilots": (pilot("ink"),), "scenes": slots} | changes))
        sheet = CallSheet(Graph(film), "monday", (), doers(), "launch", "worker")
        sheet.doers.ledger.open(sheet.budget, Decimal(limit))
        return Stage(sheet, scene)

    return set_up


def play(monkeypatch: pytest.MonkeyPatch, **knobs: Any) -> None:
    """Let the simulated voice and composer work at once, with such faults."""
    for kind in ("SPEECH", "MUSIC"):
        fields = {"latency": 0, "interval": 0.01} | knobs
        monkeypatch.setenv(f"STUDIO_{kind}_SIMULATED", json.dumps(fields))
