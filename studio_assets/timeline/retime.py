"""One event made longer or shorter: unused frames first, then slow motion, then a still."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from studio_assets.edl.cut import Event
from studio_assets.script.scene import Overlay

__all__ = ["SLOWEST", "Seams", "held_to", "lengthened", "seconds_text", "shortened"]

SLOWEST = Fraction(5, 4)
"""How much longer slow motion may make a picture before it stands still instead: 4/5 of the speed still
looks like life, at less walking looks like wading and the repeated frames of 24 fps are seen."""

Seams = tuple[bool, bool]
"""Whether the event goes on from the picture before it, and whether the next one opens on its last frame."""


def lengthened(event: Event, frames: int, fps: int, seams: Seams, *, evenly: bool) -> Event:
    """The event over more film frames.

    It gets the frames that its clip has beyond those in use: after them, and before them where its own end
    opens the next scene. The overlap of a following transition is part of the event already, so that
    all of the clip's remaining frames are free.

    Args:
        event: as it was cut.
        frames: film frames that it shall last, at least as many as it has.
        fps: frames per second of the film.
        seams: its seams.
        evenly: whether all of it is slowed alike; else it is slowed to `SLOWEST`, and its last frame stands.
    """
    more = frames - event.frames
    if event.spread is not None or event.hold:
        # Its speed was chosen before; only a still leaves it as it is.
        return _told(event, frames, fps, {"hold": event.hold + more})
    tail = min(more, event.clip_frames - event.source_out)
    head = min(more - tail, event.source_in) if seams == (False, True) else 0
    used = event.frames + tail + head
    moving = frames if evenly else min(frames, floor(used * SLOWEST))
    changes = {
        "source_in": event.source_in - head,
        "source_out": event.source_out + tail,
        "spread": None if moving == used else moving,
        "hold": frames - moving,
    }
    return _told(event, frames, fps, changes)


def shortened(event: Event, frames: int, fps: int, seams: Seams) -> Event:
    """The event over fewer film frames: its end is left out, or its start where its end opens the next scene.

    Args:
        event: as it was cut.
        frames: film frames that it shall last, 1 to as many as it has.
        fps: frames per second of the film.
        seams: its seams.

    Returns:
        The event; unchanged where a seam at both ends, or a speed that was chosen before, forbids it.
    """
    less = event.frames - frames
    if seams == (True, True) or event.spread is not None or event.hold:
        return event
    end = {"source_in": event.source_in + less} if seams[1] else {"source_out": event.source_out - less}
    return _told(event, frames, fps, end)


def held_to(overlay: Overlay | None, old: Fraction, new: Fraction) -> Overlay | None:
    """A text over an event whose length changed.

    One that stood to the event's end stays to its new end. One that would reach beyond the new end comes
    earlier, so that it can be read as long as before.

    Args:
        overlay: the text, or None.
        old: seconds that the event lasted.
        new: seconds that it lasts now.
    """
    if overlay is None or (overlay.end < old and overlay.end <= new):
        return overlay
    begin = overlay.start if new >= old else max(Fraction(0), overlay.start - (overlay.end - new))
    return overlay.model_copy(update={"start": begin, "end": new})


def _told(event: Event, frames: int, fps: int, changes: Mapping[str, int | None]) -> Event:
    overlay = held_to(event.overlay, Fraction(event.frames, fps), Fraction(frames, fps))
    done = event.model_copy(update={**changes, "overlay": overlay})
    return done.model_copy(update={"reason": f"{event.reason} {_sentence(event, done, fps)}"})


def _sentence(before: Event, after: Event, fps: int) -> str:
    used = after.source_out - after.source_in
    told = []
    if (more := used - (before.source_out - before.source_in)) > 0:
        told.append(f"runs on for {seconds_text(more, fps)} of its clip")
    if after.spread is not None and before.spread is None:
        told.append(f"is slowed to {used * 100 // after.spread} % of its speed")
    if (still := after.hold - before.hold) > 0:
        told.append(f"stands still for its last {seconds_text(still, fps)}")
    if after.frames < before.frames:
        told.append(f"is {seconds_text(before.frames - after.frames, fps)} shorter")
    return f"For its line it {' and '.join(told)}."


def seconds_text(frames: int, fps: int) -> str:
    """Frames as seconds in words, for example `1.5 s`.

    Args:
        frames: film frames.
        fps: frames per second.
    """
    return f"{frames / fps:.3f}".rstrip("0").rstrip(".") + " s"
