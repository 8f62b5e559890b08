"""The frames that a judge sees: which ones, how large, and exactly those."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from resources.media.measure import Measurement, Order, measure
from resources.media.measure.stills import LONG_EDGE, spread
from tests.benchmarks.damages import make
from tests.resources.media.marker_clips import lumas, read_frame


def seen(clip: Path, frames: int, *, fps: int = 24) -> Measurement:
    """A measurement for its pictures alone; the order does not matter to them."""
    return measure(clip, Order(duration=Fraction(2), width=128, height=96, fps=Fraction(fps)), frames=frames)


@pytest.mark.parametrize("count", range(1, 9))
def test_the_first_and_the_last_frame_are_always_seen(count: int) -> None:
    """Two stills and more show where a clip begins and ends, the others lie evenly between."""
    numbers = spread(100, count)
    assert count == len(numbers)
    assert ((0, 99) if count > 1 else (50, 50)) == (numbers[0], numbers[-1])
    steps = {after - before for before, after in pairwise(numbers)}
    assert not steps or max(steps) - min(steps) <= 1


def test_a_clip_shorter_than_its_stills_shows_each_frame_once() -> None:
    """A clip of three frames has three stills, a clip of one frame one."""
    assert ((0, 1, 2), (0,), (0,)) == (spread(3, 8), spread(1, 6), spread(1, 1))


@pytest.mark.parametrize("frames", [1, 2, 6])
def test_a_still_is_exactly_the_frame_that_it_says(clip_file: Callable[..., Path], frames: int) -> None:
    """Each picture shows the frame of its number, and its time is that frame's, to the tick."""
    stills = seen(clip_file(7, 40), frames).stills
    shown = [read_frame(np.asarray(Image.open(BytesIO(one.picture)).convert("L"))) for one in stills]
    assert [(7, number) for number in spread(40, frames)] == shown
    assert [Fraction(number, 24) for _, number in shown] == [one.at for one in stills]
    assert shown == [(7, one.frame) for one in stills]


def test_the_last_frame_is_lossless(clip_file: Callable[..., Path]) -> None:
    """What opens the next clip is the true last frame, in full size."""
    clip = clip_file(7, 40)
    last = Image.open(BytesIO(seen(clip, 2).last_frame))
    assert ((128, 96), "PNG") == (last.size, last.format)
    assert np.abs(np.asarray(last.convert("L"), float) - lumas(clip)[-1]).mean() < 6


@pytest.mark.parametrize(
    ("size", "expected"),
    [("1280x720", (768, 432)), ("720x1280", (432, 768)), ("320x180", (320, 180))],
    ids=["wide", "tall", "small"],
)
def test_a_still_is_small_enough_for_a_judge_and_never_enlarged(
    size: str, expected: tuple[int, int], tmp_path: Path
) -> None:
    """A large frame is shrunk to 768 pixels on its long side, a small one is left as it is."""
    source = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r=8:d=1", "-c:v", "libx264", "-preset", "ultrafast"]
    stills = seen(make([*source, "-pix_fmt", "yuv420p"], tmp_path / "clip.mp4"), 2, fps=8).stills
    pictures = [Image.open(BytesIO(one.picture)) for one in stills]
    assert ["JPEG", "JPEG"] == [picture.format for picture in pictures]
    assert [expected] * 2 == [picture.size for picture in pictures]
    assert [expected] * 2 == [(one.width, one.height) for one in stills]
    assert LONG_EDGE >= max(expected)
