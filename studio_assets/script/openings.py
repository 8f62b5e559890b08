"""What of a scene is left to the writer: the user's own words are kept to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from resources.media.transitions import TransitionKind
from studio_assets.script.lengths import frame_count
from studio_assets.script.scene import Transition
from studio_assets.spec.production import PilotSpec, Production, SceneSpec

__all__ = ["CUT", "Field", "fitting", "openings", "speaks"]

Field = Literal["description", "elements", "direction", "narration", "overlay", "transition", "continuity"]

CUT = Transition(kind="cut", duration=Fraction(0))
MIX = Fraction(1, 2)
"""Seconds of a transition that the writer chose: the spec language's own example."""


def speaks(production: Production) -> bool:
    """Whether the form of the script is one that is spoken throughout."""
    return production.style != "storyboard"


def openings(production: Production, pilot: PilotSpec | None, slot: SceneSpec) -> tuple[Field, ...]:
    """The fields that the writer fills in.

    A storyboard adds no words of its own, spoken or shown, to a scene that the user wrote, and where
    nobody speaks none are written to be spoken. A plain cut is
    what a spec says that says nothing, so it is no word against another transition.

    Args:
        production: what is wanted.
        pilot: the pilot that the spec names, or None.
        slot: the scene.
    """
    wordless = slot.given and not speaks(production)
    unspoken = wordless or production.narrator is None
    own = slot.transition or (pilot.transition if pilot else None) or production.transition
    settled = {
        "description": slot.given,
        "elements": False,
        "direction": slot.direction is not None or slot.footage is not None,
        "narration": bool(slot.narration) or unspoken,
        "overlay": slot.overlay is not None or wordless,
        "transition": slot.transition is not None
        or own != CUT
        or slot.continues is not None
        or slot.name == production.scenes[0].name,
        "continuity": False,
    }
    fields: tuple[Field, ...] = (
        "description",
        "elements",
        "direction",
        "narration",
        "overlay",
        "transition",
        "continuity",
    )
    return tuple(field for field in fields if not settled[field])


def fitting(
    production: Production,
    slot: SceneSpec,
    kind: TransitionKind,
    seconds: Mapping[str, Fraction],
) -> Transition:
    """The transition that the writer chose, no longer than half of either scene.

    Args:
        production: its scenes and fps.
        slot: the scene that begins with it.
        kind: what was chosen.
        seconds: scene name -> length.
    """
    names = [one.name for one in production.scenes]
    place = names.index(slot.name)
    if kind == "cut" or place == 0:
        return CUT
    shorter = min(seconds[names[place - 1]], seconds[slot.name])
    frames = min(frame_count(MIX, production.fps), frame_count(shorter, production.fps) // 2)
    return Transition(kind=kind, duration=Fraction(frames, production.fps)) if frames else CUT
