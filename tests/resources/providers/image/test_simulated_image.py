"""The simulated pictures."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import Refused
from resources.providers.image.simulated import SimulatedImage


def made(request: Any, into: Path, media: Any = None) -> Any:
    """Order a picture without waiting; give its pixels, rows by columns by colours."""
    clock = ManualClock()
    provider = SimulatedImage().at(clock)
    remote_id = asyncio.run(provider.submit("a/b/1", request, media or (lambda digest: into)))
    clock.advance(1)
    asyncio.run(provider.fetch(remote_id, into))
    with Image.open(into) as picture:
        return np.asarray(picture.convert("RGB")).astype(float)


def apart(one: Any, two: Any) -> float:
    """Mean difference of two pictures from 0 to 255."""
    return float(np.abs(one - two).mean())


def test_a_seed_and_a_direction_make_another_picture(image: Any, tmp_path: Path) -> None:
    """Takes of one direction differ, and so do directions."""
    first = made(image(seed=1), tmp_path / "one.png")
    assert apart(first, made(image(seed=2), tmp_path / "two.png")) > 3
    assert apart(first, made(image(seed=1, direction="A sunny desert."), tmp_path / "three.png")) > 20


@pytest.mark.parametrize("size", [(1024, 1024), (1536, 1024), (321, 181), (16, 16)])
def test_the_size_is_the_ordered_one(image: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    """A picture has exactly the ordered pixels, odd sizes too."""
    pixels = made(image(width=size[0], height=size[1]), tmp_path / "one.png")
    assert (size[1], size[0], 3) == pixels.shape


def test_the_label_and_the_direction_can_be_seen(image: Any, tmp_path: Path) -> None:
    """Nobody takes a simulated picture for a real one: white letters stand above and below."""
    words = image(width=640, height=360)
    bare = made(image(width=640, height=360, direction="."), tmp_path / "bare.png")
    pixels = made(words, tmp_path / "one.png")
    white = (pixels > 240).all(axis=2)
    assert white[: 360 // 5].sum() > 200
    assert white[360 * 4 // 5 :].sum() > 200
    assert (bare[: 360 // 5] > 240).all(axis=2).sum() > 200


def test_any_letters_may_stand_in_a_direction(image: Any, tmp_path: Path) -> None:
    """Signs that ffmpeg reads as commands, and letters that the font lacks, do no harm."""
    made(image(direction="100 %{pts}: 'it\\'s', [0:v]; \U0001f98a 猫 " + "word " * 400), tmp_path / "one.png")


def test_a_reference_shows_through(image: Any, tmp_path: Path) -> None:
    """A picture that is made after a red reference is redder than one without it."""
    red = tmp_path / "red"
    Image.new("RGB", (64, 64), (255, 0, 0)).save(red, "PNG")
    plain = made(image(), tmp_path / "plain.png")
    tinted = made(image(references=("ab" * 32,)), tmp_path / "tinted.png", lambda digest: red)
    assert tinted[..., 0].mean() > plain[..., 0].mean() + 40
    assert tinted[..., 1].mean() < plain[..., 1].mean()


@pytest.mark.parametrize(
    "fields", [{"width": 8}, {"height": 9000}, {"direction": "x" * 4001}, {"references": ("a",) * 5}]
)
def test_what_cannot_be_made_is_refused_free(image: Any, tmp_path: Path, fields: dict[str, Any]) -> None:
    """A picture outside the capabilities is refused with a mend and never charged."""
    with pytest.raises(Refused) as caught:
        made(image(**fields), tmp_path / "one.png")
    assert caught.value.mend
    assert [] == SimulatedImage().invoices()


def test_a_picture_has_its_price(image: Any) -> None:
    """The quote is the price of a picture."""
    quote = SimulatedImage().quote(image())
    assert (Decimal("0.04"), "1 picture x $0.04 (320x180, simulated)") == (quote.amount, quote.basis)
