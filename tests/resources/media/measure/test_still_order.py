"""A still is judged as a picture: what does not move is meant, what is black or soft is not."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from resources.media.ken_burns import move
from resources.media.measure import Order, measure
from resources.media.moves import Move
from resources.media.timeline import Format

SIZE = (320, 180)
THRESHOLD = 70
"""The lowest of the tiers that ship."""


def _picture(kind: str) -> Image.Image:
    image = Image.new("RGB", (400, 225), "gold")
    for x in range(0, 400, 40):
        for y in range(0, 225, 45):
            image.paste((x % 256, y, 160), (x, y, x + 20, y + 30))
    if kind == "soft":
        return image.filter(ImageFilter.GaussianBlur(6))
    return image.point(lambda level: level // 12) if kind == "black" else image


def _score(folder: Path, kind: str, how: Move, *, still: bool) -> Fraction:
    _picture(kind).save(folder / "picture.png")
    form = Format(width=SIZE[0], height=SIZE[1], fps=8)
    clip = folder / "clip.mp4"
    asyncio.run(move(folder / "picture.png", clip, move=how, frames=8, form=form, timeout=30))
    order = Order(duration=Fraction(1), width=SIZE[0], height=SIZE[1], fps=Fraction(8), still=still)
    return Fraction(measure(clip, order).score)


@pytest.mark.parametrize("how", ["push_in", "still"])
def test_a_good_still_passes(tmp_path: Path, how: Move) -> None:
    """A sharp picture passes, however little it moves; as a filmed clip one that stands would not."""
    assert _score(tmp_path, "good", how, still=True) >= 90
    assert how != "still" or _score(tmp_path, "good", how, still=False) < THRESHOLD


@pytest.mark.parametrize("kind", ["soft", "black"])
def test_a_bad_still_does_not(tmp_path: Path, kind: str) -> None:
    """A picture that is out of focus or black is told as such, though it is a still."""
    assert _score(tmp_path, kind, "push_in", still=True) < THRESHOLD
