"""A look at a clip is taken once and kept with the pictures that judges see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from resources.artifacts.store import Artifacts
from resources.errors import MediaFailed
from resources.media.measure import Order
from resources.media.resource import Media
from studio_assets.qa.measured import Measured, measured
from tests.resources.media.marker_clips import write_clip

ORDER = Order(duration=Fraction(40, 24), width=128, height=96, fps=Fraction(24))


@pytest.fixture
def look(tmp_path: Path) -> Callable[[int], Measured]:
    """Looks at one clip of 40 frames with so many stills."""
    artifacts, media = Artifacts(root=str(tmp_path / "store")), Media()
    clip = artifacts.keep(write_clip(tmp_path / "clip.mp4", 1, 40), ".mp4")

    def take(frames: int) -> Measured:
        return asyncio.run(measured(clip, order=ORDER, frames=frames, artifacts=artifacts, media=media))

    return take


def test_a_look_keeps_the_stills_that_the_spec_asks_for(
    look: Callable[[int], Measured], tmp_path: Path
) -> None:
    """`qa.frames: 3` keeps the first, the middle and the last frame, with their exact times."""
    stills = look(3).stills
    assert [(0, Fraction(0)), (20, Fraction(20, 24)), (39, Fraction(39, 24))] == [
        (one.frame, one.at) for one in stills
    ]
    store = Artifacts(root=str(tmp_path / "store"))
    for one in stills:
        picture = Image.open(BytesIO(store.path(one.picture).read_bytes()))
        assert ("JPEG", (one.width, one.height)) == (picture.format, picture.size)


def test_uneven_footage_lasts_as_long_as_it_is_shown(tmp_path: Path) -> None:
    """Ten frames of a telephone that stand for 22 frames' time are as long as those: none of it is lost."""
    times = [0, 1, 2, 6, 7, 12, 13, 14, 20, 21]
    artifacts = Artifacts(root=str(tmp_path / "store"))
    clip = artifacts.keep(write_clip(tmp_path / "uneven.mp4", 5, len(times), times=times), ".mp4")
    look = measured(clip, order=ORDER, frames=2, artifacts=artifacts, media=Media())
    picture = asyncio.run(look).picture
    assert (10, 22) == (picture.frames, round(picture.duration * 24))


def test_a_look_is_recalled_with_all_its_pictures(
    look: Callable[[int], Measured], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file is measured once; its look comes back whole, exact times included."""
    first = look(2)

    async def refuse(*_: object, **__: object) -> None:
        raise MediaFailed("It was decoded again.", mend="Recall the first look.")

    monkeypatch.setattr(Media, "measure", refuse)
    assert first == look(2)
    with pytest.raises(MediaFailed, match="decoded again"):
        look(3)
