"""Footage that was cut where no key frame stands is as long as what of it can be seen."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from resources.errors import MediaFailed
from resources.media.measure import Measurement, Order, measure
from resources.media.probe import probe
from resources.media.timeline import Timeline
from tests.benchmarks.damages import make
from tests.resources.media.marker_clips import (
    FORM,
    FPS,
    HEIGHT,
    WIDTH,
    beep,
    picture,
    read_frames,
    shot,
    write_clip,
)

GROUP = 24  # frames from key frame to key frame
CODED = {
    "h264": ["-c:v", "libx264", "-bf", "2"],
    "h264-open-groups": ["-c:v", "libx264", "-bf", "2", "-x264-params", "open-gop=1"],
    "hevc": ["-c:v", "libx265", "-x265-params", f"keyint={GROUP}:scenecut=0:log-level=none"],
    "mpeg2": ["-c:v", "mpeg2video", "-bf", "2", "-q:v", "2"],
}


def _footage(folder: Path, coded: str, suffix: str, sound: NDArray[np.float32] | None = None) -> Path:
    """60 frames whose first 10 packets are lost: only those from the next key frame on can be seen."""
    whole = write_clip(folder / "clip.mp4", 3, 60, sound=sound)
    picture_codec = [*CODED[coded], "-g", str(GROUP), "-sc_threshold", "0", "-crf", "4"]
    whole = make(["-i", str(whole), *picture_codec, "-c:a", "copy"], folder / "groups.mkv")
    cut = folder / f"cut{suffix}"
    with av.open(str(whole)) as source, av.open(str(cut), "w") as into:
        streams = {stream.index: into.add_stream_from_template(stream) for stream in source.streams}
        lost = 10
        for packet in source.demux():
            if packet.size == 0:
                continue
            if packet.stream.type == "video" and lost:
                lost -= 1
                continue
            packet.stream = streams[packet.stream.index]
            into.mux(packet)
    return cut


def _measured(clip: Path) -> Measurement:
    return measure(clip, Order(duration=Fraction(60, FPS), width=WIDTH, height=HEIGHT, fps=Fraction(FPS)))


@pytest.mark.parametrize(
    ("coded", "suffix"),
    [("h264", ".ts"), ("h264-open-groups", ".mkv"), ("hevc", ".ts"), ("hevc", ".mkv"), ("mpeg2", ".ts")],
)
def test_a_film_of_it_has_each_frame_that_decodes(tmp_path: Path, coded: str, suffix: str) -> None:
    """As many frames are measured as a film can show, and an in point counts from the first of them."""
    clip = _footage(tmp_path, coded, suffix)
    found = _measured(clip).probe
    assert (36, Fraction(36, FPS)) == (found.frames, found.duration)
    film = Timeline(format=FORM, shots=(shot(clip, found.frames, 5, found.frames),))
    assert [(3, frame) for frame in range(29, 60)] == read_frames(picture(film, tmp_path))


def test_what_is_lost_costs(tmp_path: Path) -> None:
    """The frames that never come are told, and the clip is short of its order."""
    parts = _measured(_footage(tmp_path, "h264", ".mkv")).parts
    assert ("30% of the frames are missing or damaged.", "The length is -40% off the order.") == (
        parts["integrity"].note,
        parts["duration"].note,
    )


def test_with_sound_it_is_refused(tmp_path: Path) -> None:
    """A sound that would lie beside pictures that nobody sees is no clip's; the mend keeps both together."""
    clip = _footage(tmp_path, "h264", ".mkv", beep(2.5, 1))
    with pytest.raises(MediaFailed, match=r"cannot be decoded.*sound") as refused:
        _measured(clip)
    assert "ffmpeg -i FILE whole.mp4" in refused.value.mend
    mended = make(["-i", str(clip)], tmp_path / "whole.mp4")
    assert 36 == _measured(mended).probe.frames


def test_a_clip_that_decodes_whole_is_what_its_packets_say(tmp_path: Path) -> None:
    """Nothing is counted anew where every packet becomes a frame, even at uneven times."""
    for name, times in (("even", None), ("uneven", [0, 1, 2, 6, 7, 12, 13, 14, 20, 21])):
        clip = write_clip(tmp_path / f"{name}.mp4", 5, 10, times=times, sound=beep(0.4, 0.1))
        assert probe(clip) == _measured(clip).probe
