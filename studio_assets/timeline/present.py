"""What the Dagster UI shows of the film's timeline."""

from __future__ import annotations

from typing import Any

from studio_assets.edl.cut import Event
from studio_assets.figures import said, seconds, table
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["timeline_metadata"]


def timeline_metadata(timeline: FilmTimeline) -> dict[str, Any]:
    """Every event with where it is seen and how it was fitted, every line, the chapters and what is unfit.

    Args:
        timeline: the timeline's document.
    """
    shown: dict[str, Any] = {"state": timeline.state}
    if timeline.cut is None:
        return shown
    fps = timeline.cut.fps
    shown |= {"cut": timeline.cut.name, **seconds("duration", timeline.cut.duration)}
    shown["events"] = table([_event(event, fps) for event in timeline.cut.events])
    shown["lines"] = table(
        [
            {
                "scene": line.scene,
                "pilot": line.pilot,
                "heard from": _at(line.at, fps),
                "to": _at(line.end, fps),
            }
            for line in timeline.lines
        ]
    )
    shown["chapters"] = said(f"{_at(one.at, fps)}: {one.title}" for one in timeline.chapters)
    shown["unfit"] = said(f"{scene}: {why}" for scene, why in timeline.unfit.items())
    return shown


def _event(event: Event, fps: int) -> dict[str, str]:
    used = event.source_out - event.source_in
    return {
        "scene": event.scene,
        "pilot": event.pilot or "card",
        "film in (frame)": str(event.record_in),
        "film out (frame)": str(event.record_in + event.frames),
        "in (frame)": str(event.source_in),
        "out (frame)": str(event.source_out),
        "speed": "100 %" if event.spread is None else f"{used / event.spread:.0%}".replace("%", " %"),
        "stands still": f"{event.hold / fps:.3g} s" if event.hold else "",
        "begins by": event.transition,
        "why": event.reason,
    }


def _at(frame: int, fps: int) -> str:
    return f"{frame / fps:.3f} s"
