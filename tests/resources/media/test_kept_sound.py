"""The film's sound is made once: for all its forms, and again only when something else is heard."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.media.cache import FolderCache
from resources.media.caption import Burn, Cue
from resources.media.kept_sound import sound_key
from resources.media.master import render
from resources.media.mux import Labels
from resources.media.sound_only import sound_only
from resources.media.timeline import Loudness, Shot, Sound, Text, Timeline
from tests.resources.media.marker_clips import FORM, samples, shot, write_clip
from tests.resources.media.sounds import tone, write_sound

MUTED = Shot(file=Path("muted"), digest="m", clip_frames=40, source_out=24, audio=False)
HEARD = Shot(file=Path("heard"), digest="h", clip_frames=40, source_in=4, source_out=28)
LAID = Sound(file=Path("laid"), digest="l", at=3)
FILM = Timeline(shots=(HEARD, MUTED), sounds=(LAID,), format=FORM, loudness=Loudness())


def film(first: Any = None, second: Any = None, laid: Any = None, **changes: Any) -> Timeline:
    """The film with changes of its shots, its sound and itself."""
    return FILM.model_copy(
        update={
            "shots": (HEARD.model_copy(update=first or {}), MUTED.model_copy(update=second or {})),
            "sounds": (LAID.model_copy(update=laid or {}),),
            **changes,
        }
    )


@pytest.mark.parametrize(
    "change",
    [
        {"first": {"texts": (Text(text="Hi", position="top", start=0, end=5),)}},
        {"first": {"focus": (Fraction(0), Fraction(1))}},
        {"first": {"file": Path("elsewhere")}},
        {"second": {"digest": "other", "source_in": 2, "source_out": 26}},
        {"second": {"spread": 20, "hold": 4}},
        {"format": FORM.model_copy(update={"width": 90, "fit": "blur"})},
        {"burn": Burn(cues=(Cue(start=0, end=900, lines=("Hi",)),))},
        {"font": Path("own.ttf")},
    ],
    ids=str,
)
def test_what_is_only_seen_makes_no_sound_anew(change: dict[str, Any]) -> None:
    """Another text, crop, size or caption, and another muted clip of the same length, sound the same."""
    assert sound_key(FILM) == sound_key(film(**change))


@pytest.mark.parametrize(
    "change",
    [
        {"first": {"digest": "other"}},
        {"first": {"source_in": 5, "source_out": 29}},
        {"first": {"source_out": 27}},
        {"first": {"hold": 1}},
        {"first": {"spread": 24}},
        {"first": {"source_out": 22, "hold": 6}},
        {"first": {"audio": False}},
        {"second": {"source_out": 25}},
        {"second": {"transition": "dissolve", "transition_frames": 4, "hold": 4}},
        {"laid": {"digest": "other"}},
        {"laid": {"at": 4}},
        {"laid": {"end": 20}},
        {"laid": {"gain_db": -3.0}},
        {"laid": {"fade_out": 2}},
        {"laid": {"bed": True}},
        {"sounds": ()},
        {"loudness": None},
        {"loudness": Loudness(integrated=-16)},
        {"format": FORM.model_copy(update={"fps": 25})},
    ],
    ids=str,
)
def test_what_is_heard_otherwise_is_made_anew(change: dict[str, Any]) -> None:
    """Another clip, trim, hold, speed, transition, line, level or rate is another sound."""
    assert sound_key(FILM) != sound_key(film(**change))


def test_one_sound_serves_every_form(tmp_path: Path) -> None:
    """A master, a tall form and the sound alone copy the same encoded sound, which is measured each time."""
    clip = write_clip(tmp_path / "a.mp4", 1, 48, sound=tone(2, 0.2, 200))
    laid = write_sound(tmp_path / "s.wav", tone(1, 0.1, 3000)).model_copy(update={"at": 12})
    wide = Timeline(shots=(shot(clip, 48, 0, 48),), sounds=(laid,), format=FORM, loudness=Loudness())
    tall = wide.model_copy(update={"format": FORM.model_copy(update={"width": 90, "height": 160})})
    cache = FolderCache(tmp_path / "cache")
    held = []
    for form, name in ((wide, "wide.mp4"), (tall, "tall.mp4"), (wide, "again.mp4")):
        held.append(asyncio.run(render(form, tmp_path / name, cache=cache, timeout=60)).invariants)
    asyncio.run(sound_only(wide, tmp_path / "alone.m4a", cache=cache, labels=Labels(), timeout=60))
    assert [sound_key(wide)] == [one.name.split(".")[0] for one in cache.folder.glob("*.m4a")]
    heard = [samples(tmp_path / name) for name in ("wide.mp4", "tall.mp4", "again.mp4", "alone.m4a")]
    assert all((heard[0] == one).all() for one in heard)
    assert held[0] == held[2]


def test_a_damaged_sound_is_mixed_again(tmp_path: Path) -> None:
    """A kept sound whose bytes changed on the disk gets into no film."""
    clip = write_clip(tmp_path / "a.mp4", 1, 24, sound=tone(1, 0.2, 200))
    timeline = Timeline(shots=(shot(clip, 24, 0, 24),), format=FORM)
    cache = FolderCache(tmp_path / "cache")
    asyncio.run(render(timeline, tmp_path / "one.mp4", cache=cache, timeout=60))
    [kept] = cache.folder.glob("*.m4a")
    kept.write_bytes(kept.read_bytes()[:-9] + b"\0" * 9)
    asyncio.run(render(timeline, tmp_path / "two.mp4", cache=cache, timeout=60))
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
