"""What the script writer's question must be answered with: one entry for each scene that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

__all__ = ["SceneText", "ScriptText", "script_text"]


class SceneText(BaseModel):
    """One scene as the model wrote it."""

    scene: str
    description: str = Field(description="What is seen, in one to three sentences.")
    elements: list[str] = Field(description="People, things and places that must be seen, a few words each.")
    direction: str = Field(description="Framing, camera movement, lens and light; no subject matter.")
    narration: str = Field(description="What is said; empty for silence.")
    overlay: str | None = Field(description="A few words over the picture, or null.")
    transition: Literal["cut", "dissolve", "fade"] = Field(description="How the scene begins.")
    continuity: str = Field(description="What must stay the same as in the scenes beside it.")


class ScriptText(BaseModel):
    """The scenes, in the order of the script."""

    scenes: list[SceneText]

    def scene(self, name: str) -> SceneText | None:
        """The first entry of that scene, or None."""
        return next((one for one in self.scenes if one.scene == name), None)


def script_text(names: Sequence[str]) -> type[ScriptText]:
    """The answer's model for these scenes: the grammar allows no other name.

    Args:
        names: the scenes that are asked for, at least one.
    """
    known: Any = Literal[tuple(names)]
    entry: Any = create_model("SceneText", __base__=SceneText, scene=(known, ...))
    return create_model("ScriptText", __base__=ScriptText, scenes=(list[entry], ...))
