"""The clip of a still: made here for nothing, once for each picture, move, length and size."""

from __future__ import annotations

from dataclasses import dataclass

from resources.artifacts.artifact import Artifact
from resources.media.ken_burns import ENCODER, MOVES, VERSION, Move, suits
from resources.media.pictures import look
from resources.media.timeline import Format
from studio_assets.call_sheet import CallSheet
from studio_assets.clips.gates import Gates
from studio_assets.script.lengths import frame_count
from studio_assets.script.scene import Scene
from studio_assets.spec.footage import is_still

__all__ = ["Moving", "is_picture"]


def is_picture(file: Artifact) -> bool:
    """Whether a stored file is a still: by its suffix, which says what was ordered or named."""
    return is_still(f"still{file.suffix}")


@dataclass(frozen=True)
class Moving:
    """Where the camera is moved over the stills of one scene.

    Args:
        sheet: what is made today.
        gates: how much is rendered at once.
        scene: whose length the clip gets.
    """

    sheet: CallSheet
    gates: Gates
    scene: Scene

    async def clip(self, still: Artifact) -> Artifact:
        """The clip of a still, in the film's size and as long as the scene is filmed.

        Args:
            still: a picture of any size and shape.

        Raises:
            MediaFailed: it is no picture that can be read.
        """
        artifacts, production = self.sheet.doers.artifacts, self.sheet.production
        picture = artifacts.path(still)
        form = Format(width=production.width, height=production.height, fps=production.fps)
        frames = max(1, frame_count(self.scene.film_duration, production.fps))
        facts = look(picture)
        move = self._wanted() or suits(*facts.upright, form, self.scene.number)
        size = f"{form.width}x{form.height}/{form.fps}"
        key = f"moved/{VERSION}/{still.digest}/{move}/{frames}/{size}/{ENCODER.model_dump_json()}"
        kept = artifacts.recall(key)
        if kept is not None:
            return kept
        async with self.gates.look():
            with artifacts.scratch() as folder:
                into = folder / "moved.mp4"
                await self.sheet.doers.media.move(picture, into, move=move, frames=frames, form=form)
                kept = artifacts.keep(into, ".mp4")
        artifacts.remember(key, kept)
        return kept

    def _wanted(self) -> Move | None:
        slot = self.sheet.production.scene(self.scene.name)
        return next((name for name in MOVES if slot is not None and slot.move == name), None)
