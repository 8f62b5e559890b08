"""What the page's script needs to play a cut from its clips: the event list, nothing rendered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from studio_assets.edl.cut import Cut, Event

__all__ = ["ROOT", "play_list", "seen_frames"]

ROOT = "../../"
"""The artifact store's root as a run's page names it: `dailies/<production>/<run>.html` lies two below."""


def seen_frames(cut: Cut, index: int) -> int:
    """Film frames from an event's beginning to the next one's, or to the film's end.

    Args:
        cut: the cut.
        index: the event's place in it, from 0.
    """
    events = cut.events
    end = events[index + 1].record_in if index + 1 < len(events) else cut.frames
    return end - events[index].record_in


def play_list(cuts: Sequence[Cut]) -> list[dict[str, Any]]:
    """The cuts as plain data for the script.

    Args:
        cuts: in the order of the page's players.

    Returns:
        Per cut `fps`, `frames` and `events`; all points in film frames, overlay times in seconds.
    """
    return [
        {"fps": cut.fps, "frames": cut.frames, "events": [_event(event) for event in cut.events]}
        for cut in cuts
    ]


def _event(event: Event) -> dict[str, Any]:
    overlay = event.overlay
    return {
        "name": f"{event.pilot} / {event.scene}",
        "src": f"{ROOT}sha256/{event.clip[:2]}/{event.clip}{event.suffix}",
        "in": event.source_in,
        "out": event.source_out,
        "at": event.record_in,
        "kind": event.transition,
        "overlap": event.transition_frames,
        "overlay": overlay
        and {
            "text": overlay.text,
            "position": overlay.position,
            "start": float(overlay.start),
            "end": float(overlay.end),
        },
    }
