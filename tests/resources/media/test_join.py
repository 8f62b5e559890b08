"""Joining finished pictures: copied where that is right, encoded where it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.media.conform import conform
from resources.media.encoder import Encoder
from resources.media.join import join
from resources.media.segments import plan
from resources.media.timeline import Timeline
from tests.resources.media.marker_clips import FORM, read_frames, shot


def part(clip: Path, folder: Path, name: str, encoder: Encoder) -> Path:
    """Twelve frames of a clip as a finished segment."""
    (segment,) = plan(Timeline(shots=(shot(clip, 40, 3, 15),), format=FORM))
    asyncio.run(conform(segment, FORM, folder / name, encoder=encoder, timeout=60))
    return folder / name


@pytest.mark.parametrize("same", [True, False], ids=["equal", "different"])
def test_parts_are_copied_only_when_their_set_up_is_equal(
    clip_file: Callable[..., Path], tmp_path: Path, same: bool
) -> None:
    """Parts of one set-up are copied, others encoded once more; every frame is there both ways."""
    one = part(clip_file(1, 40), tmp_path, "it's one.mp4", Encoder())
    two = part(clip_file(2, 40), tmp_path, "two.mp4", Encoder(preset="veryfast" if same else "ultrafast"))
    into = tmp_path / "joined.mp4"
    copied = asyncio.run(join([one, two], into, form=FORM, encoder=Encoder(), timeout=60))
    assert same == copied
    assert [(clip, number) for clip in (1, 2) for number in range(3, 15)] == read_frames(into)
