"""Final Cut Pro 7 XML: what OpenTimelineIO's reader finds in a whole film."""

from __future__ import annotations

from typing import Any

import opentimelineio as otio
import pytest
from lxml import etree

from studio_assets.edl.exports.fcp7xml import write
from tests.studio_assets.edl.exports.programs import DIGESTS, LENGTH, placed, whole_film


@pytest.fixture(scope="module")
def timeline() -> Any:
    """The whole film, read back."""
    return otio.adapters.read_from_string(write(whole_film()).text, "fcp_xml")


def test_sounds_have_tracks_of_their_own(timeline: Any) -> None:
    """Each sound lies on an audio track at its film frames, with its level."""
    found = {}
    for track in timeline.tracks:
        if track.kind == otio.schema.TrackKind.Audio:
            for clip in track.find_clips():
                span = track.trimmed_range_of_child(clip)
                found[clip.name] = (
                    clip.source_range.start_time.to_frames(),
                    span.start_time.to_frames(),
                    span.end_time_exclusive().to_frames(),
                )
    assert {one.label: (one.source_in, one.at, one.end) for one in whole_film().sounds} == found
    levels = [one for clip in timeline.find_clips() for one in clip.effects if one.name == "Audio Levels"]
    assert ["0.7079"] == [one.metadata["fcp_xml"]["parameter"]["value"] for one in levels]


def test_titles_are_generators_on_a_track_of_their_own(timeline: Any) -> None:
    """Overlays and the letters of cards are text generators over the picture, at their film frames."""
    second = timeline.tracks[1]
    spans = [second.trimmed_range_of_child(clip) for clip in second.find_clips()]
    assert [(one.at, one.end) for one in whole_film().titles] == [
        (one.start_time.to_frames(), one.end_time_exclusive().to_frames()) for one in spans
    ]
    assert {"Text"} == {clip.media_reference.generator_kind for clip in second.find_clips()}


def test_chapters_are_markers(timeline: Any) -> None:
    """Chapters and notes are markers of the sequence."""
    assert [(one.text, one.at) for one in whole_film().marks] == [
        (one.name, one.marked_range.start_time.to_frames()) for one in timeline.tracks.markers
    ]


def test_a_card_keeps_its_colour() -> None:
    """A card is a colour of its own, not a hole in the film."""
    root = etree.fromstring(write(whole_film()).text.encode())
    (colour,) = root.xpath("//effect[effectid='Color']//value")
    assert [("red", "16"), ("green", "32"), ("blue", "48")] == [(one.tag, one.text) for one in colour[1:]]


def test_a_clip_inside_transitions_names_all_its_frames() -> None:
    """In and out points hold the frames that both transitions need; ends inside one are -1."""
    first, second, third = DIGESTS
    program = placed(
        [{"clip": first, "source": (0, 20)},
         {"clip": second, "source": (5, 30), "transition": "dissolve", "transition_frames": 7},
         {"clip": third, "source": (0, 20), "transition": "wipe", "transition_frames": 4}]
    )  # fmt: skip
    root = etree.fromstring(write(program).text.encode())
    middle = root.findall(".//clipitem")[1]
    assert ["-1", "-1", "5", "30"] == [middle.findtext(name) for name in ("start", "end", "in", "out")]
    spans = [(one.findtext("start"), one.findtext("end")) for one in root.iter("transitionitem")]
    assert [("13", "20"), ("34", "38")] == spans
    assert "1" == root.findall(".//transitionitem")[1].findtext("effect/wipecode")
    # A file is told once and meant by its id after that.
    assert 3 == len(root.findall(".//pathurl"))


@pytest.mark.parametrize("spread", [5, 16, 31, 60])
def test_no_slowed_clip_is_used_beyond_its_length(spread: int) -> None:
    """Used to its end, slow or fast, a clip has its out point within the length it has at that speed."""
    parts = [{"clip": DIGESTS[0], "source": (begin, LENGTH), "spread": spread} for begin in range(LENGTH)]
    root = etree.fromstring(write(placed(parts)).text.encode())
    points = [[int(clip.findtext(name, "")) for name in ("in", "out", "duration")]
              for clip in root.iter("clipitem")]  # fmt: skip
    assert [] == [(begin, end, whole) for begin, end, whole in points if not 0 <= begin < end <= whole]
