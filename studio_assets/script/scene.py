"""One scene of a pilot's script, as the writer leaves it."""

from __future__ import annotations

from typing import Literal

from resources.media.transitions import TransitionKind
from studio_assets.document import Document, Seconds, Value, late

__all__ = ["Overlay", "Scene", "Transition"]


class Overlay(Value):
    """A text over the picture.

    Args:
        text: any characters.
        position: where it stands.
        start: seconds from the scene's start.
        end: seconds from the scene's start, at most the scene's duration.
    """

    text: str
    position: Literal["lower_third", "center", "top", "bottom"]
    start: Seconds
    end: Seconds


class Transition(Value):
    """How this scene begins after the one before it.

    Args:
        kind: `cut`, `dissolve` (mix of both), `fade` (through black) or another name in
            `resources.media.transitions.TRANSITIONS`.
        duration: seconds; 0 for a cut.
    """

    kind: TransitionKind
    duration: Seconds


class Scene(Document):
    """State `written`, or `not_filmed: ...` for a pilot that is not planned.

    `asked` is one question for the scenes of a pilot that were written together: each of them shows it,
    and its price was paid once.

    Args:
        name: the scene's name, a part of its asset keys.
        number: 1 for the first scene.
        description: what is seen, in the user's or the writer's words.
        direction: the text that tells the provider what to film.
        duration: seconds in the film.
        film_duration: seconds that the provider films, >= duration.
        narration: what is said, or empty.
        overlay: text over the picture, or None.
        transition: how it begins.
        continues: the scene whose last frame opens this one, or None.
        first_frame: digest of a seed image that opens it, or None.
        footage: digest of own footage that replaces a generation, or None.
        takes: how many takes are wanted.
        keep: number of the take that is locked, or None.
        test: whether it is filmed before the greenlight.
        elements: people, things and places that must be seen; empty where nobody named them.
        continuity: what must stay the same as in the scenes beside it, or empty.
    """

    name: str
    number: int
    description: str
    direction: str
    duration: Seconds
    film_duration: Seconds
    narration: str = ""
    overlay: Overlay | None = None
    transition: Transition
    continues: str | None = None
    first_frame: str | None = None
    footage: str | None = None
    takes: int = 1
    keep: int | None = None
    test: bool = False
    elements: tuple[str, ...] = late(())
    continuity: str = late("")
