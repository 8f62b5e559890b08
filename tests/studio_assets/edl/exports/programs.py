"""Programs for the tests of exports: made by hand, and at random."""

from __future__ import annotations

import hashlib
from typing import Any

from hypothesis import strategies as st

from studio_assets.edl.cut import CardText, Event
from studio_assets.edl.exports.program import Heard, Mark, Program
from studio_assets.script.scene import Overlay

LENGTH = 40
DIGESTS = tuple(hashlib.sha256(name.encode()).hexdigest() for name in ("desk", "rain", "end"))
PATHS = {digest: f"media/{number:02}_clip.mp4" for number, digest in enumerate(DIGESTS, start=1)}
CARD = ""


def event(clip: str, source: tuple[int, int], record: int, **more: Any) -> Event:
    """An event of a clip that has 40 frames; a card where the clip is empty."""
    given: dict[str, Any] = {
        "pilot": "one",
        "scene": f"scene_{record}",
        "clip": clip,
        "suffix": ".mp4",
        "slate": f"slate/{record}",
        "clip_frames": LENGTH,
        "source_in": source[0],
        "source_out": source[1],
        "record_in": record,
        "reason": "It is the best.",
    }
    if clip == CARD:
        given["card"] = CardText(text="The end", subtitle="of it", background="#102030")
    return Event(**given | more)


def placed(parts: list[dict[str, Any]], fps: int = 24, **more: Any) -> Program:
    """The program of events without record times."""
    at, events = 0, []
    for part in parts:
        one = event(record=0, **part)
        at -= one.transition_frames
        events.append(one.model_copy(update={"record_in": at, "scene": f"scene_{len(events) + 1}"}))
        at += one.frames
    return Program(
        name="boat", fps=fps, width=160, height=90, frames=at, events=tuple(events), media=PATHS, **more
    )


@st.composite
def programs(draw: st.DrawFn, retimed: bool = False) -> Program:
    """One to six events of three clips and of cards, trimmed and joined at random.

    Retimed ones have slow or fast motion, and holds that outlast the transitions beside them.
    """
    parts: list[dict[str, Any]] = []
    room = 0
    for _ in range(draw(st.integers(1, 6))):
        clip = draw(st.sampled_from((*DIGESTS, CARD)))
        begin = draw(st.integers(0, 30)) if clip else 0
        part: dict[str, Any] = {"clip": clip, "source": (begin, draw(st.integers(begin + 1, LENGTH)))}
        moving = frames = part["source"][1] - begin
        if retimed and clip:
            moving = frames = part["spread"] = draw(st.integers(2, 60))
        kind = draw(st.sampled_from(["cut", "dissolve", "fade", "wipe", "pixelize"])) if parts else "cut"
        most = min(room, moving // 2 if retimed else moving)
        if kind != "cut" and most:
            part["transition"], part["transition_frames"] = kind, draw(st.integers(1, most))
        room = frames - part.get("transition_frames", 0)
        if retimed and clip and draw(st.booleans()):
            part["hold"] = draw(st.integers(1, 30))
            room = part["hold"] - 1
        parts.append(part)
    return placed(parts, draw(st.sampled_from((24, 25, 30))))


def whole_film() -> Program:
    """A film with everything: slow motion and a hold, a card, sounds of all roles, marks and overlays."""
    overlay = Overlay(text='100% "done": it\'s été & <so>', position="lower_third", start=0, end=1)
    first, second, third = DIGESTS
    sounds = (
        Heard(label="scene_1", role="clip", media=first, length=LENGTH, at=0, end=20),
        Heard(label="line", role="narration", media="aa" * 32, length=30, at=2, end=32),
        Heard(label="line 2", role="narration", media="bb" * 32, length=30, at=40, end=60, gain_db=-3.0),
        Heard(label="music 1", role="music", media="cc" * 32, length=500, at=0, end=60),
        Heard(label="music 2", role="music", media="dd" * 32, length=500, at=50, end=100, source_in=24),
        Heard(label="rain", role="effect", media="ee" * 32, length=10, at=25, end=35),
    )
    program = placed(
        [
            {"clip": first, "source": (4, 30), "overlay": overlay},
            {"clip": second, "source": (0, 10), "spread": 20, "hold": 15, "transition": "dissolve",
             "transition_frames": 7},
            {"clip": third, "source": (5, 40), "transition": "iris", "transition_frames": 6},
            {"clip": CARD, "source": (0, 24), "transition": "fade", "transition_frames": 8},
        ]
    )  # fmt: skip
    paths = {one.media: f"media/{one.role}_{one.at:02}.wav" for one in sounds if one.role != "clip"}
    return program.model_copy(
        update={
            "sounds": sounds,
            "media": PATHS | paths,
            "marks": (
                Mark(kind="chapter", text="Beginning", at=0),
                Mark(kind="note", text="scene_3: the line is longer than the picture", at=48),
            ),
            "reason": "Every filmed clip.",
            "missing": {"rain": "refused"},
        }
    )
