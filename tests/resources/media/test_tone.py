"""Footage with a high dynamic range looks in the film as it did on the telephone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest

from resources.media import ffmpeg
from resources.media.probe import probe
from resources.media.timeline import Fit, Format, Timeline
from tests.resources.media.marker_clips import picture, shot

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "grey": (128, 128, 128), "white": (255, 255, 255)}


def filmed(path: Path, colour: tuple[int, int, int], curve: str) -> Path:
    """Three frames of one colour, with 100 cd/m2 for white, as a telephone codes them with this curve."""
    coded = f"zscale=tin=709:pin=709:min=709:rin=tv:t={curve}:p=2020:m=2020_ncl:npl=100"
    source = f"color=0x{bytes(colour).hex()}:s=128x96:r=24,format=gbrp,scale=out_color_matrix=bt709"
    source = f"{source},format=yuv444p,{coded},format=yuv420p10le"
    tags = f"colorprim=bt2020:transfer={curve}:colormatrix=bt2020nc:log-level=error"
    args = ["-f", "lavfi", "-i", source, "-frames:v", "3"]
    args += ["-c:v", "libx265", "-x265-params", tags, str(path)]
    asyncio.run(ffmpeg.run(args, timeout=60, where="test"))
    return path


@pytest.mark.parametrize("fit", ["pad", "crop", "blur"])
@pytest.mark.parametrize("curve", ["arib-std-b67", "smpte2084"], ids=["hlg", "pq"])
def test_colours_of_a_high_range_are_not_pale(tmp_path: Path, curve: str, fit: Fit) -> None:
    """HLG and PQ come out near the colours that were filmed, and the film says BT.709."""
    form = Format(width=96, height=96, fps=24, fit=fit)
    for name, colour in COLOURS.items():
        clip = filmed(tmp_path / f"{name}.mp4", colour, curve)
        film = picture(Timeline(shots=(shot(clip, 3, 0, 3),), format=form), tmp_path)
        with av.open(str(film)) as container:
            frame = next(container.decode(video=0))
            shown = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
            middle = shown[40:56, 40:56].reshape(-1, 3).mean(axis=0)
        assert (1, 1) == (int(frame.color_primaries), int(frame.color_trc)), name
        assert np.abs(middle - colour).max() < 45, (name, middle)


@pytest.mark.parametrize("fit", ["pad", "crop", "blur"])
@pytest.mark.parametrize("curve", ["arib-std-b67", "smpte2084"], ids=["hlg", "pq"])
def test_woven_see_through_footage_of_a_high_range_is_toned(tmp_path: Path, curve: str, fit: Fit) -> None:
    """Interlaced, half see-through and of a high range at once: its colour beside white, in every frame."""
    whole = filmed(tmp_path / "whole.mp4", COLOURS["red"], curve)
    veiled = "setfield=tff,format=yuva444p10,geq=lum='p(X,Y)':cb='p(X,Y)':cr='p(X,Y)':a='1023*lt(X,64)'"
    args = ["-i", str(whole), "-vf", veiled, "-c:v", "prores_ks", "-flags", "+ildct"]
    args += ["-color_trc", curve, "-color_primaries", "bt2020", "-colorspace", "bt2020nc"]
    asyncio.run(ffmpeg.run([*args, str(tmp_path / "clip.mov")], timeout=60, where="test"))
    clip = probe(tmp_path / "clip.mov")
    assert (True, True, True) == (clip.interlaced, clip.see_through, clip.signature.colour[1] in (16, 18))
    form = Format(width=128, height=96, fps=24, fit=fit)
    film = picture(Timeline(shots=(shot(tmp_path / "clip.mov", 3, 0, 3),), format=form), tmp_path)
    with av.open(str(film)) as container:
        frames = list(container.decode(video=0))
    assert len(frames) == 3
    for frame in frames:
        shown = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
        assert np.abs(shown[40:56, 20:40].reshape(-1, 3).mean(axis=0) - COLOURS["red"]).max() < 45
        assert shown[40:56, 80:110].min() > 230
