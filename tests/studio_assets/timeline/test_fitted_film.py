"""What gives way to a long line, measured on the rendered film: decoded frames, decoded samples."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from resources.artifacts.artifact import Artifact
from resources.media.cache import FolderCache
from resources.media.master import render
from studio_assets.render.film import film
from studio_assets.spec.delivery import Deliverable
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.timeline.fit import How, fit
from tests.resources.media.marker_clips import HEIGHT, RATE, WIDTH, read_frames, samples, write_clip
from tests.resources.media.sounds import tone, write_wav
from tests.studio_assets.timeline.reels import cut_of, event

FPS, PICTURE, LINE = 10, 52, Fraction(13)
AAC = 1024
"""Samples by which a decoded track may be longer than its film: the code's smallest unit."""

SHOWN: dict[How, list[int]] = {
    "shortest": list(range(PICTURE)),
    "longest": [frame * 4 // 5 for frame in range(65)] + [PICTURE - 1] * 65,
    "stretch": [frame * 2 // 5 for frame in range(130)],
}
"""The clip's frame at each of the film's: as it is; slowed to 4/5 and then held; slowed all along."""


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who speaks for 13.0 s and is louder in the last half second."""
    parts = tone(float(LINE) - 0.5, 0.1), tone(0.5, 0.4)
    return write_wav(tmp_path_factory.mktemp("voice") / "line.wav", np.concatenate(parts))


@pytest.mark.parametrize("how", SHOWN)
def test_a_long_line_over_a_short_picture_is_a_film_of_that_length(
    how: How, voice: Path, tmp_path: Path, production: Callable[..., Production]
) -> None:
    """13.0 s of voice over 5.2 s of picture give films of 5.2, 13.0 and 13.0 s, frame by frame."""
    clip = write_clip(tmp_path / "clip.mp4", 7, PICTURE, fps=FPS)
    fitted = fit(cut_of(event("desk", PICTURE), fps=FPS), {("ink", "desk"): LINE}, how, audio_led=False)
    said = Artifact(digest="aa" * 32, suffix=".wav", size=voice.stat().st_size)
    lines = tuple(SpokenAt(media=said, **vars(one)) for one in fitted.lines)
    timeline = film(
        production(fps=FPS),
        Deliverable(width=WIDTH, height=HEIGHT, quality="preview"),
        FilmTimeline(state="fitted", cut=fitted.cut, lines=lines, unfit=fitted.unfit),
        music=None,
        captions=None,
        clips={"desk-clip": clip},
        cards={},
        focus={},
        file_of=lambda _: voice,
        digest_file=Path,
    )
    made = tmp_path / "film.mp4"
    asyncio.run(render(timeline, made, cache=FolderCache(tmp_path / "cache"), timeout=60))
    assert [(7, frame) for frame in SHOWN[how]] == read_frames(made)
    heard = samples(made)
    assert 0 <= len(heard) - len(SHOWN[how]) * RATE // FPS < AAC
    early, late = (np.abs(part).max() for part in (heard[RATE : 2 * RATE], heard[-RATE // 4 - AAC : -AAC]))
    # Only where all of the line is heard is its end louder than its beginning.
    assert (how != "shortest") == bool(late > 2 * early), (early, late)
