"""A scene slot: given by the user, or empty for the writer to fill."""

from __future__ import annotations

from studio_assets.document import Seconds, Value
from studio_assets.script.scene import Overlay, Transition
from studio_assets.spec.delivery import CardSpec
from studio_assets.spec.file_input import FileInput

__all__ = ["SceneSpec"]


class SceneSpec(Value):
    """A scene slot: given by the user, or empty for the writer to fill.

    Args:
        name: a part of its asset keys.
        description: what is seen; empty in a slot that the writer fills.
        duration: seconds, None leaves it to the writer.
        direction: None leaves it to the writer.
        narration: what is said, or empty.
        overlay: text over the picture, or None.
        transition: None leaves it to pilot and production.
        continues: the scene whose last frame opens this one, or None.
        seed_asset: id of the seed picture that it shows, or None.
        first_frame: that picture where its role is `first_frame`, or None.
        footage: own footage instead of a generation, or None.
        takes: None leaves it to pilot and production.
        keep: number of the take that is locked, or None.
        move: camera move over a still picture, or None for one that suits it.
        chapter: title of the chapter that begins with it, or empty.
        card: a card before it, or None.
    """

    name: str
    description: str = ""
    duration: Seconds | None = None
    direction: str | None = None
    narration: str = ""
    overlay: Overlay | None = None
    transition: Transition | None = None
    continues: str | None = None
    seed_asset: str | None = None
    first_frame: FileInput | None = None
    footage: FileInput | None = None
    takes: int | None = None
    keep: int | None = None
    move: str | None = None
    chapter: str = ""
    card: CardSpec | None = None

    @property
    def given(self) -> bool:
        """Whether the user described it; else the writer does."""
        return bool(self.description)
