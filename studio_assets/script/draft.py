"""What a writer decided of a scene, before code makes its document of it."""

from __future__ import annotations

from dataclasses import dataclass

from resources.claude.answer import Asked
from studio_assets.script.scene import Overlay, Transition

__all__ = ["Draft"]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A scene in words.

    Args:
        description: what is seen.
        camera: how it is filmed, or empty.
        transition: how it begins.
        narration: what is said, or empty.
        overlay: text over the picture, or None; perhaps not yet inside the scene.
        elements: people, things and places that must be seen.
        continuity: what must stay the same as in the scenes beside it.
        asked: what Claude was asked for it.
        notes: what was mended by rule, or why the rules wrote it.
    """

    description: str
    camera: str
    transition: Transition
    narration: str = ""
    overlay: Overlay | None = None
    elements: tuple[str, ...] = ()
    continuity: str = ""
    asked: tuple[Asked, ...] = ()
    notes: tuple[str, ...] = ()
