from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import opentimelineio as otio
import pytest

from resources.artifacts.artifact import Artifact
from studio_assets.edl.cut import Cut, Event
from studio_assets.edl.exports import otio as exported
from studio_assets.edl.exports.program import picture
from studio_assets.script.scene import Overlay
from tests.studio_assets.edl.exports.programs import whole_film

PATHS = {"aa": "../aa/aa.mp4", "bb": "../bb/bb.mp4", "cc": "../cc/cc.mp4"}


def event(
    scene: Any,
    clip: Any,
    source: Any,
    record: Any,
    transition: str = "cut",
    frames: int = 0,
    overlay: Any = None,
) -> Any:
    """An event of a clip that has 130 frames."""
    return Event(
        pilot="one",
        scene=scene,
        clip=clip,
        suffix=".mp4",
        slate=f"slate/{scene}",
        clip_frames=130,
        source_in=source[0],
        source_out=source[1],
        transition=transition,
        transition_frames=frames,
        record_in=record,
        overlay=overlay,
        reason="It is the best.",
    )


OVERLAY = Overlay(text="2:00 AM “late”", position="lower_third", start=Fraction(1), end=Fraction(3))
CUT = Cut(
    name="balanced",
    events=(
        event("desk", "aa", (10, 130), 0, overlay=OVERLAY),
        event("rain", "bb", (0, 120), 108, "dissolve", 12),
        event("end", "cc", (0, 96), 203, "fade", 25),
    ),
    fps=24,
    frames=299,
    estimated_quality=None,
    reason="Every filmed clip.",
)


def otio_text(cut: Cut, paths: dict[str, str]) -> str:
    """The text of a candidate cut."""
    return exported.write(picture(cut, paths, 1280, 720)).text


@pytest.fixture(scope="module")
def track() -> Any:
    """The picture track, read back from the text."""
    timeline = otio.adapters.read_from_string(otio_text(CUT, PATHS), "otio_json")
    assert "balanced" == timeline.name
    return timeline.tracks[0]


def frames(span: Any) -> Any:
    """First frame and the frame after the last."""
    return (span.start_time.to_frames(), span.end_time_exclusive().to_frames())


def test_length(track: Any) -> None:
    """An editor opens a film that is exactly as long as ours."""
    assert CUT.frames == track.duration().to_frames()
    assert 24 == track.duration().rate


def test_points(track: Any) -> None:
    """Each clip is trimmed up to the middle of its transitions."""
    clips = list(track.find_clips())
    assert ["desk", "rain", "end"] == [clip.name for clip in clips]
    assert [(10, 124), (6, 107), (12, 96)] == [frames(clip.source_range) for clip in clips]


def test_media(track: Any) -> None:
    """Each clip finds its file by a relative path, and knows all frames that the file has."""
    found = [clip.media_reference for clip in track.find_clips()]
    assert list(PATHS.values()) == [one.target_url for one in found]
    assert [(0, 130)] * 3 == [frames(one.available_range) for one in found]


def test_transitions(track: Any) -> None:
    """Dissolve and fade reach as far into both clips as in our cut, and inside their media."""
    made = [one for one in track if isinstance(one, otio.schema.Transition)]
    assert [("dissolve", 6, 6), ("fade", 12, 13)] == [
        (one.name, one.in_offset.to_frames(), one.out_offset.to_frames()) for one in made
    ]
    assert ["SMPTE_Dissolve", "Custom_Transition"] == [one.transition_type for one in made]
    for before, one, after in zip(track[0::2], made, track[2::2], strict=False):
        reach = frames(before.source_range)[1] + one.out_offset.to_frames()
        assert reach <= frames(before.media_reference.available_range)[1]
        assert frames(after.source_range)[0] - one.in_offset.to_frames() >= 0


def test_overlay_is_a_marker(track: Any) -> None:
    """A text over the picture is a marker at the frames at which it is seen."""
    (marker,) = next(iter(track.find_clips())).markers
    assert ("2:00 AM “late”", (34, 82)) == (marker.name, frames(marker.marked_range))
    assert "lower_third" == marker.metadata["studio"]["overlay"]


def test_same_text_each_time() -> None:
    """The same cut gives the same file, so that nothing downstream is made anew."""
    assert otio_text(CUT, PATHS) == otio_text(CUT, PATHS)


def test_nothing_of_ours_is_lost() -> None:
    """The metadata give back every event of the cut as it was, speeds, holds and cards included."""
    program = whole_film()
    timeline = otio.adapters.read_from_string(exported.write(program).text, "otio_json")
    clips = timeline.tracks[0].find_clips()
    told = [json.dumps(clip.metadata["studio"]["event"], default=dict) for clip in clips]
    assert list(program.events) == [Event.model_validate_json(one) for one in dict.fromkeys(told)]
    assert {"rain": "refused"} == dict(timeline.metadata["studio"]["missing"])


def test_a_cut_of_before_is_still_read() -> None:
    """Cuts that were stored with one `.otio` file have it among their files."""
    file = {"digest": "ab", "suffix": ".otio", "size": 1}
    old = CUT.model_dump(mode="json", exclude={"files"}) | {"otio": file}
    assert {"otio": Artifact(**file)} == Cut.model_validate(old).files
    assert {} == Cut.model_validate(old | {"otio": None}).files
