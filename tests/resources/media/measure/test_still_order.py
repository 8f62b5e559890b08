"""A still is judged as a picture: what does not move is meant, what is black or soft is not."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from resources.media.ken_burns import move
from resources.media.measure import Measurement, Order, measure
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


def _of_pixels(folder: Path, pixels: tuple[int, int]) -> Measurement:
    """A noisy picture of so many pixels, which is as sharp as one can be."""
    Image.effect_noise(pixels, 60).save(folder / "picture.png")
    form, clip = Format(width=SIZE[0], height=SIZE[1], fps=8), folder / "clip.mp4"
    asyncio.run(move(folder / "picture.png", clip, move="push_in", frames=8, form=form, timeout=30))
    wanted = Order(duration=Fraction(1), width=SIZE[0], height=SIZE[1], fps=Fraction(8), still=True)
    return measure(clip, replace(wanted, pixels=pixels))


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


@pytest.mark.parametrize(
    ("pixels", "note"),
    [
        ((64, 36), "The picture is 80% too small."),
        ((8000, 20), "The picture is 89% too small."),
        ((90, 900), "The picture is 72% too small."),
    ],
    ids=["both-sides", "strip", "pillar"],
)
def test_a_still_that_is_far_too_small_fails(tmp_path: Path, pixels: tuple[int, int], note: str) -> None:
    """A clip in the film's size hides that its picture was enlarged; the picture's own pixels tell it."""
    found = _of_pixels(tmp_path, pixels)
    assert (note, True) == (found.parts["size"].note, found.score < THRESHOLD)


@pytest.mark.parametrize("pixels", [SIZE, (400, 225), (320, 2000)])
def test_a_still_with_the_film_s_pixels_is_not_too_small(tmp_path: Path, pixels: tuple[int, int]) -> None:
    """What has at least the film's pixels, in whatever shape, was not enlarged."""
    assert 1 == _of_pixels(tmp_path, pixels).parts["size"].score


def test_a_picture_s_pixels_change_no_kept_look() -> None:
    """What was measured of a clip is found under its order's name, which stays what it was."""
    order = Order(duration=Fraction(1), width=320, height=180, fps=Fraction(8))
    assert "Order(duration=Fraction(1, 1), width=320, height=180, fps=Fraction(8, 1))" == repr(order)
    assert repr(order) == repr(replace(order, still=True, pixels=(64, 36)))
