"""The stage that fits the locked cut to its narration."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.artifact import Artifact
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.document import Document
from studio_assets.edl.cut import Cut, PictureLock
from studio_assets.graph import Graph, Kind
from studio_assets.spec.delivery import CardSpec, Titles
from studio_assets.spec.production import Mix, Production, SceneSpec
from studio_assets.timeline.assets import lay_out
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline
from studio_assets.wiring import doers
from tests.studio_assets.timeline.reels import cut_of, event

CUT = cut_of(event("desk", 50), event("rain", 40), fps=10)
VOICE = Artifact(digest="ab" * 32, suffix=".mp3", size=9)
SCENES = (SceneSpec(name="desk", chapter="At the desk"), SceneSpec(name="rain"))


def line(scene: str, seconds: int, media: Artifact | None = VOICE) -> NarrationLine:
    """A line of so many seconds."""
    state = "spoken" if media else "held: budget"
    return NarrationLine(
        pilot="ink", scene=scene, text="Late.", state=state, media=media, seconds=Fraction(seconds)
    )


@dataclass
class House:
    """A run whose documents a test writes."""

    production: Production

    @property
    def sheet(self) -> CallSheet:
        """A call sheet for the timeline alone."""
        graph = Graph(self.production)
        return CallSheet(graph, "one", graph.of_kind("timeline"), doers(), "launch", "worker")

    def has(self, kind: Kind, document: Document) -> None:
        """Write a document of the run."""
        sheet = self.sheet
        sheet.doers.artifacts.write_document(sheet.path(sheet.graph.key(kind)), document.model_dump_json())

    def locks(self, cut: Cut | None, *lines: NarrationLine) -> PictureLock:
        """Lock a cut and speak lines."""
        state = "locked" if cut else "waiting: a person picks one of safe"
        locked = PictureLock(state=state, cut=cut, picked_by="ada", reason="calm")
        self.has("picture_lock", locked)
        self.has("narration", Narration(state="spoken", voice="Lily", provider="simulated", lines=lines))
        return locked

    def fits(self) -> tuple[FilmTimeline, Made]:
        """What the stage makes."""

        async def all_of() -> list[Made]:
            return [made async for made in lay_out(self.sheet)]

        [made] = asyncio.run(all_of())
        assert isinstance(made.document, FilmTimeline)
        return made.document, made


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Callable[..., Production]) -> Any:
    """Builds a house of a production with these changes."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    return lambda **changes: House(production(scenes=SCENES, fps=10, **changes))


def test_the_locked_cut_is_fitted_to_its_lines(house: Any) -> None:
    """The timeline has the cut with its cards, as long as its lines, with their sounds and its chapters."""
    opening = CardSpec(text="Coffee", duration=Fraction(2))
    film = house(titles=Titles(opening=opening))
    locked = film.locks(CUT, line("desk", 6), line("rain", 3, media=None))
    timeline, made = film.fits()
    assert timeline.cut is not None
    assert ("fitted", locked.identity, 120) == (timeline.state, timeline.lock, timeline.cut.frames)
    assert [20, 60, 40] == [one.frames for one in timeline.cut.events]
    assert [("desk", VOICE, 20, 80)] == [(one.scene, one.media, one.at, one.end) for one in timeline.lines]
    assert (Chapter(title="Coffee", at=0), Chapter(title="At the desk", at=20)) == timeline.chapters
    assert [("fits", True)] == [(check.name, check.passed) for check in made.checks]
    assert FilmTimeline.model_validate_json(timeline.model_dump_json()) == timeline


def test_what_does_not_fit_is_red(house: Any) -> None:
    """A scene whose line and picture do not meet turns the check red, which says why."""
    film = house(mix=Mix(fit="shortest"))
    film.locks(CUT, line("desk", 6))
    timeline, made = film.fits()
    assert timeline.cut is not None and CUT.frames == timeline.cut.frames
    [check] = made.checks
    assert not check.passed
    assert "desk: Its line is 1 s longer than its picture and is cut off there." == check.detail


def test_speech_leads_where_the_style_says_so(house: Any) -> None:
    """In a lecture the picture is trimmed to its line and a breath."""
    film = house(style="lecture")
    film.locks(CUT, line("desk", 2))
    timeline, _ = film.fits()
    assert timeline.cut is not None
    assert [25, 40] == [one.frames for one in timeline.cut.events]


@pytest.mark.parametrize(
    ("cut", "state"),
    [
        pytest.param(None, "held: a person picks one of safe", id="waiting"),
        pytest.param(cut_of(), "held: the cut is empty", id="empty"),
    ],
)
def test_without_a_cut_there_is_nothing_to_fit(house: Any, cut: Cut | None, state: str) -> None:
    """While no cut is locked, or an empty one, the timeline is held and says why."""
    film = house()
    locked = film.locks(cut)
    timeline, made = film.fits()
    assert (state, None, locked.identity) == (timeline.state, timeline.cut, timeline.lock)
    assert ["fits", False, state] == [made.checks[0].name, made.checks[0].passed, made.checks[0].detail]
