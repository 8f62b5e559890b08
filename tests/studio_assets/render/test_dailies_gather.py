"""What the dailies read of a run: the documents that its production has."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from studio_assets.audio.music import Music
from studio_assets.call_sheet import CallSheet
from studio_assets.captions.captions import Captions
from studio_assets.render.dailies_gather import gather, sheet_of
from studio_assets.render.master_document import Master
from studio_assets.spec.delivery import CaptionSpec, Deliverable
from studio_assets.spec.sound import Mix, MusicCue
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.wiring import doers
from tests.studio_assets.cli.conftest import House, live_in
from tests.studio_assets.render import made_up_run

FORMS = (
    Deliverable(width=640, height=360),
    Deliverable(name="vertical", width=360, height=640),
    Deliverable(name="sound", width=640, height=360, sound_only=True),
)
SOUND = {"mix": Mix(music=(MusicCue(mood="warm"),)), "captions": CaptionSpec(), "deliverables": FORMS}


def made(name: str) -> Master:
    """A form that is rendered."""
    return Master(
        state="rendered", deliverable=name, fps=24, width=640, height=360, spend=Decimal(1), simulated=True
    )


def sheet(changes: dict[str, object]) -> CallSheet:
    """The made-up production, changed, with a document of every kind under the run."""
    who, production = doers(), made_up_run.production().model_copy(update=changes)
    who.runs.start(production.name, "first", production.model_dump_json())
    for name, document in {
        "timeline": FilmTimeline(state="held: no picture lock"),
        "music": Music(state="silent"),
        "captions": Captions(state="silent"),
        "master": made("master"),
        "sound": made("sound"),
    }.items():
        who.artifacts.write_document(f"{production.name}/first/{name}", document.model_dump_json())
    return sheet_of(who, who.runs.get(production.name, "first"))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live_in(House(tmp_path), monkeypatch)


def test_what_the_production_has_is_read() -> None:
    """Timeline, music, captions and the forms that are made so far are on the page; others are absent."""
    found = gather(sheet(SOUND))
    assert ("held", "silent", "silent") == (
        found.timeline.happened, found.music.happened, found.captions.happened,
    )  # fmt: skip
    assert ("master", ["sound"]) == (
        found.master.deliverable,
        [one.deliverable for one in found.deliverables],
    )


def test_what_the_spec_left_out_is_not_read() -> None:
    """After an edit took music and captions out, what they once were is not shown as the film's."""
    found = gather(sheet({}))
    assert (None, None, ()) == (found.music, found.captions, found.deliverables)
