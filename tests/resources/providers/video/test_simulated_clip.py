"""The simulated clips themselves: moving, marked, opened on key frames, defective on demand."""

from __future__ import annotations

import asyncio
import hashlib
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.errors import Refused
from resources.media.measure.measurement import measure
from resources.media.measure.order import Order
from resources.providers.video.defects import DEFECTS
from resources.providers.video.frame_markers import read_marker
from resources.providers.video.simulated import SimulatedVideo
from resources.providers.video.simulated_clip import clip_number

TIERS = ("static_images", "motion_graphics", "animated", "photorealistic")
Luma = npt.NDArray[np.uint8]


def frames(file: Path) -> list[Luma]:
    """The Y planes of all frames."""
    with av.open(str(file)) as container:
        return [np.asarray(frame.to_ndarray()[: frame.height]) for frame in container.decode(video=0)]


def filmed(request: Any, into: Path, slate: str = "a/b/1", media: Any = None, **fields: Any) -> list[Luma]:
    """Film a request without waiting; give its frames."""
    clock = ManualClock()
    provider = SimulatedVideo(**fields).at(clock)
    remote_id = asyncio.run(provider.submit(slate, request, media or (lambda digest: into)))
    clock.advance(1)
    asyncio.run(provider.fetch(remote_id, into))
    return frames(into)


def steps(pictures: list[Luma]) -> list[float]:
    """Mean absolute luma difference between neighbouring frames."""
    return [float(np.abs(a.astype(float) - b.astype(float)).mean()) for a, b in pairwise(pictures)]


@pytest.mark.parametrize("tier", TIERS)
def test_every_tier_moves_from_the_first_frame_to_the_last(tier: str, video: Any, tmp_path: Path) -> None:
    """No part of a simulated clip stands still (a freeze is a mean difference under 0.12) or flickers."""
    moved = steps(filmed(video(model=tier, fps=30, duration=Fraction(2)), tmp_path / "clip.mp4"))
    assert min(moved) > 0.2
    assert max(moved) < 8 * min(moved)


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("direction", ["night, dark space", "snow in the morning", "zzz", "Łódź — 東京"])
def test_no_clip_is_black_or_burnt_out(tier: str, direction: str, video: Any, tmp_path: Path) -> None:
    """Whatever the direction, the picture keeps away from black and white."""
    picture = filmed(video(model=tier, direction=direction), tmp_path / "clip.mp4")[6]
    assert np.mean(picture <= 32) < 0.5
    assert np.mean(picture >= 235) < 0.05
    assert np.percentile(picture, 95) - np.percentile(picture, 5) > 20


def test_tiers_seeds_and_directions_differ(video: Any, tmp_path: Path) -> None:
    """Another tier, take or direction is visibly another picture."""
    orders = [video(), video(seed=1), video(model="photorealistic"), video(direction="A beach at sunset.")]
    pictures = [filmed(order, tmp_path / f"{n}.mp4")[0] for n, order in enumerate(orders)]
    for other in pictures[1:]:
        assert steps([pictures[0], other])[0] > 4


def test_frame_markers_name_clip_and_frame(video: Any, tmp_path: Path) -> None:
    """Every frame says which clip and which frame it is."""
    request = video(width=640, height=360)
    expected = [(clip_number(request), number) for number in range(12)]
    assert expected == [
        read_marker(frame) for frame in filmed(request, tmp_path / "c.mp4", frame_markers=True)
    ]


def test_a_key_frame_opens_the_clip_and_dissolves(video: Any, tmp_path: Path) -> None:
    """The clip's first frame is the given picture; half a second later it is the clip's own."""
    image = tmp_path / "key.png"
    ramp = np.linspace(40, 200, 320, dtype=np.uint8)
    Image.fromarray(np.repeat(np.repeat(ramp[None, :, None], 180, 0), 3, 2)).save(image)
    digest = hashlib.sha256(image.read_bytes()).hexdigest()
    plain = filmed(video(), tmp_path / "plain.mp4")
    opened = filmed(video(first_frame=digest), tmp_path / "opened.mp4", media=lambda wanted: image)
    # The label and the direction stay on top, so the middle of the picture is compared.
    given = 16 + ramp.astype(float) * 219 / 255
    assert np.abs(opened[0][60:110].astype(float) - given).mean() < 2.5
    assert np.abs(opened[-1].astype(float) - plain[-1].astype(float)).mean() < 2.5
    assert len(plain) == len(opened)


def test_defects_can_be_ordered(video: Any, tmp_path: Path) -> None:
    """Each ordered defect is really in the clip."""
    request = video(duration=Fraction(2))
    clips = {
        defect: filmed(request, tmp_path / f"{defect or 'sound'}.mp4", defects=defect)
        for defect in ("", "freeze", "black", "flicker", "short", "blur")
    }
    sharp = {
        name: float(np.abs(np.diff(clip[2].astype(float), axis=0)).max()) for name, clip in clips.items()
    }
    assert min(steps(clips[""])) > 0.12 > float(np.median(steps(clips["freeze"])[10:]))
    assert 12 <= sum(int(picture.mean()) <= 20 for picture in clips["black"])
    assert max(steps(clips["flicker"])) > 5 * max(steps(clips[""]))
    assert (24, 14) == (len(clips[""]), len(clips["short"]))
    assert sharp["blur"] < sharp[""] / 2


@pytest.mark.parametrize("tier", TIERS)
def test_a_sound_clip_passes_the_quality_gate(tier: str, video: Any, tmp_path: Path) -> None:
    """The quality gate lets every tier's sound clip pass."""
    request = video(model=tier, width=640, height=360, fps=24, duration=Fraction(2))
    filmed(request, tmp_path / "clip.mp4")
    wanted = Order(duration=request.duration, width=640, height=360, fps=Fraction(24))
    assert measure(tmp_path / "clip.mp4", wanted).score >= 85


@pytest.mark.parametrize("defect", sorted(DEFECTS))
def test_a_defective_clip_fails_the_quality_gate(defect: str, video: Any, tmp_path: Path) -> None:
    """Whatever defect is ordered, measuring finds it (the gate is 80)."""
    request = video(width=640, height=360, fps=24, duration=Fraction(2))
    filmed(request, tmp_path / "clip.mp4", defects=defect)
    wanted = Order(duration=request.duration, width=640, height=360, fps=Fraction(24))
    assert measure(tmp_path / "clip.mp4", wanted).score < 80


def test_only_the_named_takes_are_defective(video: Any, tmp_path: Path) -> None:
    """A reshoot comes out sound where only the first take was to be bad."""
    bad = {"defects": "short", "defective_takes": "1"}
    lengths = [len(filmed(video(), tmp_path / f"{n}.mp4", slate=f"a/b/{n}", **bad)) for n in (1, 2)]
    assert [7, 12] == lengths


@pytest.mark.parametrize(("width", "height", "expected"), [(1280, 720, (72, 128)), (720, 1280, (128, 72))])
def test_thumbnails_are_tiny(
    video: Any, tmp_path: Path, width: int, height: int, expected: tuple[int, int]
) -> None:
    """A benchmark's clips keep their shape and length at 128 pixels."""
    clip = filmed(video(width=width, height=height), tmp_path / "clip.mp4", thumbnail=True)
    assert (expected, 12) == (clip[0].shape, len(clip))


def test_any_direction_can_be_written_on_the_picture(video: Any, tmp_path: Path) -> None:
    """Signs that mean something to ffmpeg are only letters on the picture."""
    odd = "50% off: 'quoted', \\back\\ [x]=y; %{pts} #hash\nnew line 🎬 " + "long " * 300
    assert 12 == len(filmed(video(direction=odd), tmp_path / "it's: a [clip].mp4"))


@pytest.mark.parametrize(
    "fields",
    [{"duration": Fraction(11)}, {"duration": Fraction(1, 2)}, {"width": 321}, {"direction": "x" * 2001}],
)
def test_what_cannot_be_made_is_refused_free(video: Any, tmp_path: Path, fields: dict[str, Any]) -> None:
    """An impossible order is refused with a mend and never charged."""
    with pytest.raises(Refused) as caught:
        filmed(video(**fields), tmp_path / "clip.mp4")
    assert caught.value.mend
    assert [] == SimulatedVideo().invoices()


def test_reference_pictures_are_seen_and_counted(video: Any, tmp_path: Path) -> None:
    """A picture that the clip shall resemble shows small in it; more than three are refused, for nothing."""
    image = tmp_path / "hero.png"
    Image.new("RGB", (64, 36), (255, 255, 255)).save(image)
    shown = filmed(video(references=("a" * 64,)), tmp_path / "clip.mp4", media=lambda wanted: image)
    plain = filmed(video(), tmp_path / "plain.mp4")
    changed = np.abs(shown[6].astype(float) - plain[6].astype(float)) > 20
    assert 0.01 < changed.mean() < 0.08
    with pytest.raises(Refused):
        filmed(video(references=("a" * 64,) * 4), tmp_path / "more.mp4", media=lambda wanted: image)
