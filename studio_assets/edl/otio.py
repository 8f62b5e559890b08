"""Write a cut as OpenTimelineIO JSON, the trade's own interchange format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio_assets.edl.cut import Cut, Event

__all__ = ["otio_text"]


def otio_text(cut: Cut, media_paths: Mapping[str, str]) -> str:
    """A cut as the text of an `.otio` file.

    Our events overlap during a transition; OTIO's clips abut and a transition reaches into the
    frames beside them. So the cut point lies in the middle of the overlap: each clip is trimmed up to it,
    and the transition's offsets name the frames that were trimmed. A fade through black has no
    name of its own in OTIO; it is a custom transition named `fade`.

    Args:
        cut: the candidate.
        media_paths: digest of each clip -> its path, relative to where the file will lie.

    Returns:
        JSON; the same cut gives the same text.
    """
    # Imported here: it loads a native library, which only a cut's writer needs.
    import opentimelineio as otio

    def at(frames: int) -> Any:
        return otio.opentime.RationalTime(frames, cut.fps)

    def span(begin: int, frames: int) -> Any:
        return otio.opentime.TimeRange(at(begin), at(frames))

    track = otio.schema.Track(name="picture", kind=otio.schema.TrackKind.Video)
    for index, event in enumerate(cut.events):
        following = cut.events[index + 1] if index + 1 < len(cut.events) else None
        head, _ = _halves(event)
        _, tail = _halves(following)
        if event.transition_frames:
            track.append(_transition(otio, event, at))
        clip = otio.schema.Clip(
            name=event.scene,
            media_reference=otio.schema.ExternalReference(
                target_url=media_paths[event.clip], available_range=span(0, event.clip_frames)
            ),
            source_range=span(event.source_in + head, event.frames - head - tail),
            metadata={"studio": {"pilot": event.pilot, "slate": event.slate, "reason": event.reason}},
        )
        if event.overlay is not None:
            clip.markers.append(_marker(otio, event, cut.fps, span))
        track.append(clip)
    timeline = otio.schema.Timeline(name=cut.name, global_start_time=at(0))
    timeline.metadata["studio"] = {"reason": cut.reason, "missing": dict(cut.missing)}
    timeline.tracks.append(track)
    return str(otio.adapters.write_to_string(timeline, "otio_json"))


def _halves(event: Event | None) -> tuple[int, int]:
    """Frames of an event's transition: those trimmed from its head, those from the tail before it."""
    overlap = event.transition_frames if event else 0
    return overlap // 2, overlap - overlap // 2


def _transition(otio: Any, event: Event, at: Any) -> Any:
    head, tail = _halves(event)
    kinds = otio.schema.TransitionTypes
    return otio.schema.Transition(
        name=event.transition,
        transition_type=kinds.SMPTE_Dissolve if event.transition == "dissolve" else kinds.Custom,
        in_offset=at(head),
        out_offset=at(tail),
    )


def _marker(otio: Any, event: Event, fps: int, span: Any) -> Any:
    overlay = event.overlay
    assert overlay is not None, "only events with an overlay are marked"
    begin, end = round(overlay.start * fps), round(overlay.end * fps)
    return otio.schema.Marker(
        name=overlay.text,
        marked_range=span(event.source_in + begin, end - begin),
        metadata={"studio": {"overlay": overlay.position}},
    )
