"""The media resource, as assets use it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import ValidationError

from resources.media.cache import FolderCache
from resources.media.measure import Order
from resources.media.resource import Media
from resources.media.timeline import Timeline
from tests.resources.media.marker_clips import FORM, shot


def test_a_clip_is_probed_measured_compared_and_rendered(
    clip_file: Callable[..., Path], tmp_path: Path
) -> None:
    """One resource says what a clip is, how good it is, whether pictures match, and makes a film of it."""
    clip, media = clip_file(1, 40), Media()
    order = Order(duration=Fraction(40, 24), width=128, height=96, fps=Fraction(24))
    timeline = Timeline(shots=(shot(clip, 40, 0, 10),), format=FORM)

    async def use() -> tuple[int, int, int, int]:
        probed = await media.probe(clip)
        measured = await media.measure(clip, order, frames=3)
        made = await media.render(timeline, tmp_path / "film.mp4", cache=FolderCache(tmp_path / "cache"))
        (tmp_path / "last.png").write_bytes(measured.last_frame)
        (tmp_path / "still.jpg").write_bytes(measured.stills[-1].picture)
        alike = await media.likeness(tmp_path / "last.png", tmp_path / "still.jpg")
        return probed.frames, len(measured.stills), made.probe.frames, alike.distance

    assert (40, 3, 10, 0) == asyncio.run(use())


def test_settings_out_of_range_are_refused() -> None:
    """A setting that x264 does not know is refused where it is made."""
    with pytest.raises(ValidationError):
        Media(crf=99)
