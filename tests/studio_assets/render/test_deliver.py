"""Forms of the film: whole, labelled, and never of things that do not belong together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.call_sheet import Made
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import PictureLock
from studio_assets.render.assets import deliver, render
from studio_assets.spec.delivery import Deliverable, Poster
from studio_assets.spec.production import Mix, MusicCue
from studio_assets.timeline.film_timeline import FilmTimeline
from tests.resources.media.marker_clips import HEIGHT, WIDTH, read_frames
from tests.studio_assets.render.deliverables import MASTER, SECONDS, Film, film

SOUND = Deliverable(name="listen", width=160, height=90, captions="none", sound_only=True)
TALL = Deliverable(name="tall", width=90, height=160, fit="crop", quality="preview", captions="burned")
SONG = MusicCue(provider="simulated", model="music", mood="warm")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any) -> Callable[..., Film]:
    """Makes a run whose film is fitted."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    return lambda *forms, **changes: film(tmp_path, production, *forms, **changes)


def forms(film: Film, kind: Any = "master") -> list[Any]:
    """The forms of that kind, each made."""
    stage = render if kind == "master" else deliver
    sheet = replace(film.sheet, wanted=film.sheet.graph.of_kind(kind))

    async def all_of() -> list[Made]:
        return [one async for one in stage(sheet)]

    return asyncio.run(all_of())


def test_the_master_is_the_timeline(made: Any) -> None:
    """Card and clips frame by frame, chapters, captions, tags, the poster; red as partial."""
    film = made(metadata={"artist": 'A=b;"#'}, poster=Poster(scene="b", at=Fraction(1, 2)))
    [one] = forms(film)
    master = one.document
    assert ("rendered", 24, WIDTH, HEIGHT, "soft", 2, True) == (
        master.state, master.frames, master.width, master.height, master.captions, master.chapters,
        master.partial,
    )  # fmt: skip
    assert {"complete": False, "invariants": True} == {check.name: check.passed for check in one.checks}
    path = film.sheet.doers.artifacts.path(master.media)
    seen = read_frames(path)[4:]
    assert [(1, n) for n in range(10)] + [(2, n) for n in range(10)] == seen
    assert master.poster is not None
    with av.open(str(path)) as file:
        assert {"title": "coffee", "artist": 'A=b;"#'}.items() <= file.metadata.items()
        assert ["Start", "A"] == [chapter["metadata"]["title"] for chapter in file.chapters()]
        assert 1 == len(file.streams.subtitles)


def test_other_forms_are_of_the_same_length(made: Any) -> None:
    """A tall picture has its captions drawn in and no track; sound alone has no picture and no poster."""
    film = made(MASTER, TALL, SOUND)
    tall, sound = (one.document for one in forms(film, "deliverable"))
    assert ("tall", 24, 90, 160, "burned") == (
        tall.deliverable, tall.frames, tall.width, tall.height, tall.captions
    )  # fmt: skip
    assert ("listen", 24, 0, 0, "none", None) == (
        sound.deliverable, sound.frames, sound.width, sound.height, sound.captions, sound.poster
    )  # fmt: skip
    for one in (tall, sound):
        with av.open(str(film.sheet.doers.artifacts.path(one.media))) as file:
            assert 0 == len(file.streams.subtitles)
            assert (one is tall) == bool(file.streams.video)
            assert abs(Fraction(file.duration, av.time_base) - SECONDS) < Fraction(1, 20)


@pytest.mark.parametrize(
    ("kind", "newer", "expected"),
    [
        ("picture_lock", PictureLock(state="waiting: a person picks", cut=None, picked_by="", reason=""),
         "held: the timeline is of another picture lock; materialise it first"),
        ("narration", Narration(state="silent", voice="Adam", provider="simulated"),
         "held: the timeline is of another narration; materialise it first"),
        ("music", Music(state="silent", timeline="older"),
         "held: the music is of another timeline; materialise it first"),
        ("captions", Captions(state="silent", timeline="older"),
         "held: the captions are of another timeline; materialise them first"),
        ("timeline", FilmTimeline(state="held: no picture lock"), "held: no picture lock"),
    ],
    ids=["lock", "narration", "music", "captions", "no-lock"],
)  # fmt: skip
def test_nothing_is_rendered_of_two_films(kind: Any, newer: Any, expected: str, made: Any) -> None:
    """A form that is selected alone is held while something that it is made from is of another film."""
    film = made(**({"mix": Mix(music=(SONG,))} if kind == "music" else {}))
    if kind == "timeline":
        lock = PictureLock(state="waiting", cut=None, picked_by="", reason="")
        film.write("picture_lock", lock)
        newer = newer.model_copy(update={"lock": lock.identity})
        film.write("captions", Captions(state="held: no picture lock", timeline=newer.identity))
    film.write(kind, newer)
    [one] = forms(film)
    assert (expected, None, True) == (one.document.state, one.document.media, one.document.partial)
    assert not any(check.passed for check in one.checks)
