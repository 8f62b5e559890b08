"""What the editor's question must be answered with: an ordered list of clips for each cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

__all__ = ["CutText", "EdlText", "Entry", "edl_text"]


class _Text(BaseModel):
    # No answer is a number that is none; JSON readers let `NaN` pass.
    model_config = ConfigDict(allow_inf_nan=False)


class Entry(_Text):
    """One clip in a cut."""

    # The reason comes first: fields are written in this order, and a choice follows from its reason.
    clip: str
    reason: str = Field(description="Why this clip, these points and this transition, in a sentence.")
    from_second: float | None = Field(description="Where it begins, in seconds of the clip; null: at 0.")
    to_second: float | None = Field(
        description="Where it ends, in seconds of the clip; null: after the scene's own length."
    )
    transition: Literal["cut", "dissolve", "fade"] = Field(description="How it begins.")
    transition_seconds: float = Field(description="Length of that transition; 0 for a cut.")
    title: str | None = Field(description="A few words over its picture, or null.")


class CutText(_Text):
    """One cut."""

    cut: str
    reason: str = Field(description="What this cut is for, in a sentence.")
    entries: list[Entry] = Field(description="Its clips, in film order.")


class EdlText(_Text):
    """The cuts."""

    cuts: list[CutText]


def edl_text(cuts: Sequence[str], clips: Sequence[str]) -> type[EdlText]:
    """The answer's model: the grammar allows no other cut and no other clip.

    Args:
        cuts: names of the cuts that are asked for, at least one.
        clips: `pilot/scene` of every clip that may be used, at least one.
    """
    known_cuts: Any = Literal[tuple(cuts)]
    known_clips: Any = Literal[tuple(clips)]
    entry: Any = create_model("Entry", __base__=Entry, clip=(known_clips, ...))
    cut: Any = create_model("CutText", __base__=CutText, cut=(known_cuts, ...), entries=(list[entry], ...))
    return create_model("EdlText", __base__=EdlText, cuts=(list[cut], ...))
