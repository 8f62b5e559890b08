"""Every code and quality gives segments that join by copy, exact to the frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import pytest

from resources.media.encoder import Codec, Encoder, Quality
from resources.media.probe import probe
from resources.media.timeline import Timeline
from tests.resources.media.marker_clips import FORM, expected_frames, picture, read_frames, shot

TAGS: dict[Codec, tuple[str, str]] = {
    "h264": ("h264", "avc1"),
    "h265": ("hevc", "hvc1"),
    "av1": ("av1", "av01"),
}


@pytest.mark.parametrize("quality", ["master", "preview"])
@pytest.mark.parametrize("codec", TAGS)
def test_segments_of_a_code_join_by_copy(
    clip_file: Callable[..., Path], tmp_path: Path, codec: Codec, quality: Quality
) -> None:
    """One frame, two frames and many, of different clips, stand in one stream with every frame right."""
    cuts = ((1, 0, 1), (2, 5, 7), (1, 3, 40))
    timeline = Timeline(shots=tuple(shot(clip_file(clip, 40), 40, a, b) for clip, a, b in cuts), format=FORM)
    film = picture(timeline, tmp_path, encoder=Encoder(codec=codec, quality=quality))
    numbers = {one.digest: clip for one, (clip, *_) in zip(timeline.shots, cuts, strict=True)}
    made = probe(film)
    assert expected_frames(timeline, numbers) == read_frames(film)
    assert (40, True, True, 0, 24) == (made.frames, made.constant, made.monotone, made.start, made.fps)
    with av.open(str(film)) as container:
        context = container.streams.video[0].codec_context
        assert TAGS[codec] == (context.codec.canonical_name, context.codec_tag)


@pytest.mark.parametrize("codec", TAGS)
def test_a_preview_is_coarser_and_faster_whatever_the_preset(codec: Codec) -> None:
    """A preview has a higher rate factor and the fastest preset, with no word of the caller's."""
    master, preview = (
        Encoder(codec=codec, quality=quality, preset="slow").options(FORM)
        for quality in ("master", "preview")
    )
    fastest = Encoder(codec=codec, preset="ultrafast").options(FORM)
    assert int(str(preview["crf"])) == int(str(master["crf"])) + 10
    assert fastest["preset"] == preview["preset"] != master["preset"]
