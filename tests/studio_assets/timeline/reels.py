"""Cuts to fit: events written as short as a test needs, and cuts that hypothesis draws."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from resources.media.timeline import Format, Shot, Timeline
from studio_assets.edl.cut import CardText, Cut, Event
from studio_assets.edl.splice import length

Lines = Mapping[tuple[str, str], Fraction]
Drawn = tuple[Cut, Lines, dict[str, str | None]]


def event(scene: str, frames: int, *, clip: int | None = None, begin: int = 0, **changes: Any) -> Event:
    """So many frames of a clip that has no others, unless it says how many it has in all."""
    given: dict[str, Any] = {
        "pilot": "ink",
        "scene": scene,
        "clip": f"{scene}-clip",
        "suffix": ".mp4",
        "slate": f"slate/{scene}",
        "clip_frames": begin + frames if clip is None else clip,
        "source_in": begin,
        "source_out": begin + frames,
        "record_in": 0,
        "reason": "It is the best.",
    }
    return Event(**(given | changes))


def card(scene: str, frames: int) -> Event:
    """A card of so many frames."""
    bare = {"pilot": "", "clip": "", "suffix": "", "slate": "", "card": CardText(text="Later")}
    return event(scene, frames).model_copy(update=bare)


def dissolved(scene: str, frames: int, overlap: int, **changes: Any) -> Event:
    """An event that begins by a dissolve."""
    kind = "dissolve" if overlap else "cut"
    return event(scene, frames, transition=kind, transition_frames=overlap, **changes)


def cut_of(*events: Event, fps: int = 24) -> Cut:
    """A cut of these events, with their record times."""
    record, placed = 0, []
    for one in events:
        placed.append(one.model_copy(update={"record_in": record - one.transition_frames}))
        record += one.frames - one.transition_frames
    return Cut(
        name="safe",
        events=tuple(placed),
        fps=fps,
        frames=length(placed),
        estimated_quality=None,
        reason="It is safe.",
    )


def faults(cut: Cut) -> list[str]:
    """What the renderer would say against a cut."""
    shots = tuple(
        Shot(
            file=Path("clip.mp4"),
            digest=one.clip,
            clip_frames=one.clip_frames,
            source_in=one.source_in,
            source_out=one.source_out,
            spread=one.spread,
            hold=one.hold,
            transition=one.transition,
            transition_frames=one.transition_frames,
        )
        for one in cut.events
    )
    timeline = Timeline(shots=shots, format=Format(width=160, height=90, fps=cut.fps))
    assert timeline.record_ins == tuple(one.record_in for one in cut.events)
    assert timeline.frames == cut.frames
    return list(timeline.faults())


@st.composite
def cuts(draw: st.DrawFn) -> Drawn:
    """Cuts that can be rendered, a line for most scenes, and scenes that go on from the one before."""
    events: list[Event] = []
    free, continues = 0, {}
    for number in range(draw(st.integers(1, 6))):
        name, frames = f"scene_{number}", draw(st.integers(1, 60))
        if events and draw(st.integers(0, 5)) == 0:
            events.append(card(name, frames))
            free = 0
            continue
        begin, handle = draw(st.integers(0, 12)), draw(st.integers(0, 40))
        overlap = draw(st.integers(0, min(free, frames))) if free else 0
        if events and not overlap and draw(st.booleans()):
            continues[name] = events[-1].scene
        events.append(dissolved(name, frames, overlap, begin=begin, clip=begin + frames + handle))
        free = frames - overlap
    spoken = [one for one in events if one.card is None and draw(st.integers(0, 3))]
    lines = {(one.pilot, one.scene): Fraction(draw(st.integers(1, 9000)), 1000) for one in spoken}
    return cut_of(*events, fps=draw(st.sampled_from([1, 10, 24]))), lines, continues
