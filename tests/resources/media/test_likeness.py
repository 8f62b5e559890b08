"""Whether one picture may follow another within a shot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from resources.errors import MediaFailed
from resources.media.likeness import COLOUR, DISTANCE, Likeness, likeness, matches


def scene(seed: int) -> Image.Image:
    """A picture with large soft shapes, fine texture and its own palette."""
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(30, 220, (5, 8, 3), np.uint8))
    shapes = np.asarray(coarse.resize((640, 360), Image.Resampling.BICUBIC), float)
    return Image.fromarray(np.clip(shapes + chance.normal(0, 8, shapes.shape), 0, 255).astype(np.uint8))


def sky(seed: int) -> Image.Image:
    """A clear sky: hardly any shape, only a little noise."""
    height = np.linspace(120, 160, 360)[:, None, None] * np.array([0.6, 0.8, 1.0])
    noise = np.random.default_rng(seed).normal(0, 2, (360, 640, 3))
    return Image.fromarray(np.clip(height + noise, 0, 255).astype(np.uint8))


def warmer(image: Image.Image) -> Image.Image:
    """The same picture under another lamp."""
    return Image.fromarray(np.clip(np.asarray(image, int) + np.array([20, 0, -20]), 0, 255).astype(np.uint8))


def saved(image: Image.Image, path: Path, **how: int) -> Path:
    """The picture as a file."""
    image.save(path, **how)  # type: ignore[arg-type]
    return path


def compared(before: Image.Image, after: Image.Image, folder: Path) -> Likeness:
    """Likeness of a lossless picture and one that went through a provider: smaller, and JPEG."""
    small = after.resize((480, 270))
    return likeness(saved(before, folder / "before.png"), saved(small, folder / "after.jpg", quality=60))


@pytest.mark.parametrize("image", [scene(1), scene(2), sky(3)], ids=["scene", "another scene", "clear sky"])
def test_a_frame_that_was_shrunk_and_encoded_anew_matches(image: Image.Image, tmp_path: Path) -> None:
    """A key frame is found again in the clip that opens with it, though size and coding are others."""
    found = compared(image, image, tmp_path)
    assert matches(found)
    assert found.distance <= 4


def test_a_sky_filmed_twice_matches(tmp_path: Path) -> None:
    """Noise in a flat picture is no change of framing."""
    assert matches(compared(sky(1), sky(2), tmp_path))


def test_another_picture_does_not_match(tmp_path: Path) -> None:
    """A jump to another place is seen in framing and in colour."""
    found = compared(scene(1), scene(2), tmp_path)
    assert (True, True) == (found.distance > DISTANCE, found.colour > COLOUR)
    assert not matches(found)


@pytest.mark.parametrize(
    "graded",
    [warmer, lambda image: ImageEnhance.Brightness(image).enhance(1.4), ImageOps.grayscale],
    ids=["warmer", "brighter", "without colour"],
)
def test_a_change_of_grade_alone_does_not_match(graded: object, tmp_path: Path) -> None:
    """The same framing under another light is a jump to the eye, and only the colours tell."""
    assert callable(graded)
    found = compared(scene(1), graded(scene(1)), tmp_path)
    assert (True, True) == (found.distance <= DISTANCE, found.colour > COLOUR)
    assert not matches(found)


def test_a_change_of_framing_alone_does_not_match(tmp_path: Path) -> None:
    """Where hardly a colour differs, only the framing tells."""
    stripes = np.tile(np.where(np.arange(640) // 80 % 2, 120, 126).astype(np.uint8)[:, None], (360, 1, 3))
    image = Image.fromarray(stripes)
    found = compared(image, ImageOps.mirror(image), tmp_path)
    assert (True, True) == (found.distance > DISTANCE, found.colour <= COLOUR)
    assert not matches(found)


def test_the_order_of_two_pictures_does_not_matter(tmp_path: Path) -> None:
    """Likeness is the same in both directions, and nothing for a picture and itself."""
    one, two = saved(scene(1), tmp_path / "one.png"), saved(scene(2), tmp_path / "two.png")
    assert likeness(one, two) == likeness(two, one)
    assert Likeness(0, 0.0) == likeness(one, one)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    """Rubbish has no likeness, and the error names the file."""
    (tmp_path / "rubbish.jpg").write_bytes(b"rubbish")
    with pytest.raises(MediaFailed, match=r"rubbish\.jpg: The file is no picture"):
        likeness(tmp_path / "rubbish.jpg", saved(scene(1), tmp_path / "one.png"))
