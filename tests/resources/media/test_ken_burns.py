"""Clips of stills: smooth to a part of a pixel, exact in length, of whatever picture there is."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageCms

from resources.errors import MediaFailed
from resources.media.ken_burns import move
from resources.media.moves import Move, boxes
from resources.media.probe import Probe
from resources.media.timeline import Format

FORM = Format(width=160, height=90, fps=12)

Shoot = Callable[[Path, Move, int], Probe]
Levels = np.ndarray[Any, np.dtype[np.float64]]


@pytest.fixture
def shoot(tmp_path: Path) -> Shoot:
    """Makes `clip.mp4` of a picture."""

    def shoot(picture: Path, how: Move, frames: int) -> Probe:
        into = tmp_path / "clip.mp4"
        return asyncio.run(move(picture, into, move=how, frames=frames, form=FORM, timeout=30))

    return shoot


def _frames(clip: Path) -> list[Levels]:
    with av.open(str(clip)) as container:
        return [frame.to_ndarray(format="rgb24").astype(float) for frame in container.decode(video=0)]


def _dots(file: Path, width: int, height: int) -> list[tuple[float, float]]:
    """A black picture with soft white dots; where their middles are."""
    middles = [(width * x, height * y) for x in (0.4, 0.6) for y in (0.4, 0.6)]
    across, down = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    spread = 2 * (width / 60) ** 2
    light = np.sum([np.exp(-((across - x) ** 2 + (down - y) ** 2) / spread) for x, y in middles], axis=0)
    Image.fromarray(np.clip(255 * light, 0, 255).astype(np.uint8)).convert("RGB").save(file)
    return middles


@pytest.mark.parametrize("how", ["push_in", "pan_left", "tilt_down"])
def test_a_move_is_smooth(tmp_path: Path, shoot: Shoot, how: Move) -> None:
    """What is seen goes where the box says, to a tenth of a pixel in every frame: nothing shakes."""
    middles = _dots(tmp_path / "dots.png", 220, 140)
    shoot(tmp_path / "dots.png", how, 18)
    seen, shown = _frames(tmp_path / "clip.mp4"), boxes(how, 220, 140, FORM, 18)
    for image, box in zip(seen, shown, strict=True):
        scale = FORM.width / (box.right - box.left)
        for x, y in middles:
            wanted = ((x - box.left) * scale, (y - box.top) * scale)
            assert pytest.approx(wanted, abs=0.1) == _middle(image.mean(axis=2), wanted)


def _middle(light: Levels, near: tuple[float, float]) -> tuple[float, float]:
    """The middle of the light around a place."""
    left, top = round(near[0]) - 8, round(near[1]) - 8
    part = np.clip(light[top : top + 17, left : left + 17] - 8, 0, None)
    across, down = np.meshgrid(np.arange(17) + left + 0.5, np.arange(17) + top + 0.5)
    return float((part * across).sum() / part.sum()), float((part * down).sum() / part.sum())


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path, shoot: Shoot) -> None:
    """A clip that is made again is the same file, exactly as long and large as it was ordered."""
    _dots(tmp_path / "dots.png", 301, 203)
    digests = set()
    for _ in range(2):
        made = shoot(tmp_path / "dots.png", "pull_out", 7)
        assert (7, 160, 90, 12, True) == (made.frames, made.width, made.height, made.fps, made.constant)
        digests.add(hashlib.sha256((tmp_path / "clip.mp4").read_bytes()).hexdigest())
    assert 1 == len(digests)


def _half(mode: str = "RGB", size: tuple[int, int] = (64, 36)) -> Image.Image:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image.convert(mode)


def _quarter_turn() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    return exif


def _deep() -> Image.Image:
    levels = np.zeros((36, 64), dtype=np.uint16)
    levels[:, 32:] = 50_000
    return Image.fromarray(levels)


def _clear() -> Image.Image:
    image = _half("RGBA")
    image.paste((0, 0, 0, 0), (32, 0, 64, 36))
    return image


def _odd_cases() -> Iterator[Any]:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    turned = _half().transpose(Image.Transpose.ROTATE_90)
    for name, image, suffix, more, expected in (
        ("plain", _half(), ".png", {}, ("red", "blue")),
        ("one-pixel", Image.new("RGB", (1, 1), "red"), ".png", {}, ("red", "red")),
        ("odd-sides", _half(size=(61, 33)), ".png", {}, ("red", "blue")),
        ("palette", _half("P"), ".png", {}, ("red", "blue")),
        ("turned", turned, ".jpg", {"exif": _quarter_turn()}, ("red", "blue")),
        ("see-through", _clear(), ".png", {}, ("red", "white")),
        ("inks", _half("CMYK"), ".jpg", {}, ("red", "blue")),
        ("deep-grey", _deep(), ".png", {}, ("black", "#c3c3c3")),
        ("profile", _half(), ".webp", {"icc_profile": srgb, "lossless": True}, ("red", "blue")),
        ("broken-profile", _half(), ".png", {"icc_profile": b"nonsense"}, ("red", "blue")),
    ):
        yield pytest.param(image, suffix, more, expected, id=name)


@pytest.mark.parametrize(("image", "suffix", "more", "expected"), list(_odd_cases()))
def test_pictures_of_every_kind_are_shown_as_people_see_them(
    tmp_path: Path, shoot: Shoot, image: Image.Image, suffix: str, more: Any, expected: tuple[str, str]
) -> None:
    """Whatever is in the file, its left and right half have their colours in the clip."""
    file = tmp_path / f"picture{suffix}"
    image.save(file, **more)
    shoot(file, "still", 1)
    (seen,) = _frames(tmp_path / "clip.mp4")
    for side, colour in zip((seen[:, 20:50], seen[:, 110:140]), expected, strict=True):
        wanted = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
        assert pytest.approx(wanted, abs=12) == tuple(side.mean(axis=(0, 1)))


@pytest.mark.parametrize("data", [b"", b"no picture", None], ids=["empty", "words", "cut"])
def test_what_is_no_picture_is_a_fault(tmp_path: Path, shoot: Shoot, data: bytes | None) -> None:
    """A file that does not decode, or half of one, is a fault, and no clip is left behind."""
    whole = BytesIO()
    Image.effect_noise((300, 200), 90).save(whole, "PNG")
    file = tmp_path / "picture.png"
    file.write_bytes(whole.getvalue()[: whole.tell() // 2] if data is None else data)
    with pytest.raises(MediaFailed) as found:
        shoot(file, "push_in", 3)
    assert "picture.png" == found.value.where
    assert [file] == list(tmp_path.iterdir())
