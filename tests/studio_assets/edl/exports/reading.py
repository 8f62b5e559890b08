"""Reads exports back: what every frame of the film shows, according to each format's text alone."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

import opentimelineio as otio
import pycmx
from lxml import etree

from studio_assets.edl.exports.program import Program

CARD = "card"
HOUR = 3600


@dataclass(frozen=True)
class Item:
    """A clip's part in the film: film frames, its transitions included, and the clip's frame at each."""

    path: str
    at: int
    end: int
    shows: Callable[[int], int]
    transition: str = ""
    overlap: int = 0

    @property
    def points(self) -> tuple[int, int]:
        """First frame of the clip, and the frame after its last."""
        return self.shows(self.at), self.shows(self.end - 1) + 1


def film(items: list[Item]) -> list[list[tuple[str, int]]]:
    """For each film frame the (file, frame) that are seen; two in a transition."""
    frames: list[list[tuple[str, int]]] = [[] for _ in range(max(item.end for item in items))]
    for item in items:
        for frame in range(item.at, item.end):
            frames[frame].append((item.path, 0 if item.path == CARD else item.shows(frame)))
    return frames


def expected(program: Program) -> list[list[tuple[str, int]]]:
    """The same from the cut itself, by the rule in `resources.media.timeline.Shot`."""
    frames: list[list[tuple[str, int]]] = [[] for _ in range(program.frames)]
    for event in program.events:
        used, moving = event.source_out - event.source_in, event.frames - event.hold
        for number in range(event.frames):
            shown = event.source_in + number * used // moving if number < moving else event.source_out - 1
            path = CARD if event.card else program.media[event.clip]
            frames[event.record_in + number].append((path, 0 if event.card else shown))
    return frames


def joins(items: list[Item]) -> list[tuple[int, int, str]]:
    """(film frame, length, name) of every transition."""
    return [(item.at, item.overlap, item.transition) for item in items if item.overlap]


def expected_joins(program: Program, name: Callable[[str], str] = str) -> list[tuple[int, int, str]]:
    """The same from the cut itself; `name` says what the format calls a transition."""
    return [
        (event.record_in, event.transition_frames, name(event.transition))
        for event in program.events
        if event.transition_frames
    ]


def read_otio(text: str, program: Program) -> list[Item]:
    """From OpenTimelineIO JSON."""
    timeline = otio.adapters.read_from_string(text, "otio_json")
    return list(_track(timeline.tracks[0], _path))


def read_cmx_by_otio(text: str, program: Program) -> list[Item]:
    """From CMX 3600, by OpenTimelineIO's reader; files are known by their reels."""
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=program.fps)
    reels = {digest[:8].upper(): path for digest, path in program.media.items()}
    picture = next(track for track in timeline.tracks if track.name == "V")

    def path(clip: Any) -> str:
        return reels.get(clip.metadata.get("cmx_3600", {}).get("reel", ""), CARD)

    return list(_track(picture, path))


def read_fcp7(text: str, program: Program) -> list[Item]:
    """From Final Cut Pro 7 XML, by OpenTimelineIO's reader."""
    timeline = otio.adapters.read_from_string(text, "fcp_xml")
    return list(_track(timeline.tracks[0], _path))


def read_cmx_by_pycmx(text: str, program: Program) -> list[Item]:
    """From CMX 3600, by pycmx; speeds are left to the other reader."""
    found: list[Item] = []
    for one in pycmx.parse_cmx3600(io.StringIO(text)).events:
        edit = one.edits[-1]
        if not edit.channels.video:
            continue
        at, end = (_frames(tc, program.fps) - HOUR * program.fps for tc in (edit.record_in, edit.record_out))
        first = _frames(edit.source_in, program.fps)
        overlap, name = 0, ""
        if len(one.edits) == 2:
            overlap = edit.transition.effect_duration
            name = (edit.transition.name or "dissolve").lower()
            assert found[-1].end == at
            found[-1] = Item(**found[-1].__dict__ | {"end": at + overlap})
        path = CARD if edit.black else edit.source_file
        found.append(Item(path, at, end, lambda frame, a=at, s=first: s + frame - a, name, overlap))
    return found


def read_fcpxml(text: str, program: Program) -> list[Item]:
    """From FCPXML, by lxml: offsets, starts and time maps as the format defines them."""
    root = etree.fromstring(text.encode())
    sources = {one.get("id"): one.find("media-rep").get("src") for one in root.iter("asset")}
    parts = list(root.find(".//spine"))
    found = []
    for number, part in enumerate(parts):
        if part.tag == "transition":
            continue
        at, frames, start = (_time(part.get(name), program.fps) for name in ("offset", "duration", "start"))
        lead, trail = (
            parts[near] if 0 <= near < len(parts) and parts[near].tag == "transition" else None
            for near in (number - 1, number + 1)
        )
        begin = at if lead is None else _time(lead.get("offset"), program.fps)
        end = at + frames
        if trail is not None:
            end = sum(_time(trail.get(name), program.fps) for name in ("offset", "duration"))
        shows = _mapped(part.find("timeMap"), program.fps)
        path = sources[part.get("ref")] if part.tag == "asset-clip" else CARD
        found.append(
            Item(
                path,
                int(begin),
                int(end),
                lambda frame, a=at, s=start, m=shows: floor(m(s + frame - a)),
                "" if lead is None else lead.get("name"),
                0 if lead is None else int(_time(lead.get("duration"), program.fps)),
            )
        )
    return found


def _track(track: Any, path_of: Callable[[Any], str]) -> Iterator[Item]:
    parts = list(track)
    at = 0
    for number, clip in enumerate(parts):
        if isinstance(clip, otio.schema.Transition):
            continue
        lead, trail = (
            parts[near]
            if 0 <= near < len(parts) and isinstance(parts[near], otio.schema.Transition)
            else None
            for near in (number - 1, number + 1)
        )
        frames = clip.source_range.duration.to_frames()
        start, rate = _motion(clip)
        yield Item(
            path_of(clip),
            at - (lead.in_offset.to_frames() if lead else 0),
            at + frames + (trail.out_offset.to_frames() if trail else 0),
            lambda frame, a=at, s=start, r=rate: floor(s + (frame - a) * r),
            lead.name if lead else "",
            lead.in_offset.to_frames() + lead.out_offset.to_frames() if lead else 0,
        )
        at += frames


def _motion(clip: Any) -> tuple[Fraction, Fraction]:
    """The clip's frame at its first film frame, and how many each film frame goes on."""
    start = Fraction(clip.source_range.start_time.value).limit_denominator(1000)
    old = clip.metadata.get("fcp_xml", {})
    if old.get("stillframe") == "TRUE":
        return Fraction(int(old["stillframeoffset"])), Fraction(0)
    for effect in clip.effects:
        if isinstance(effect, otio.schema.FreezeFrame):
            return start, Fraction(0)
        if isinstance(effect, otio.schema.LinearTimeWarp):
            return start, Fraction(effect.time_scalar).limit_denominator(1000)
        if effect.name == "Time Remap":
            values = {one["parameterid"]: one["value"] for one in effect.metadata["fcp_xml"]["parameter"]}
            # Points of a retimed clip count in its slowed or hastened frames.
            rate = (Fraction(values["speed"]) / 100).limit_denominator(1000)
            return start * rate, rate
    return start, Fraction(1)


def _mapped(time_map: Any, fps: int) -> Callable[[Fraction], Fraction]:
    if time_map is None:
        return lambda frame: frame
    points = [(_time(one.get("time"), fps), _time(one.get("value"), fps)) for one in time_map]

    def shows(frame: Fraction) -> Fraction:
        after = min(max(bisect_right([at for at, _ in points], frame), 1), len(points) - 1)
        (left, low), (right, high) = points[after - 1], points[after]
        return low + (frame - left) * (high - low) / (right - left)

    return shows


def _path(clip: Any) -> str:
    return getattr(clip.media_reference, "target_url", None) or CARD


def _time(text: str, fps: int) -> Fraction:
    return Fraction(text.removesuffix("s")) * fps


def _frames(timecode: str, fps: int) -> int:
    hours, minutes, seconds, frames = map(int, timecode.split(":"))
    return ((hours * 60 + minutes) * 60 + seconds) * fps + frames
