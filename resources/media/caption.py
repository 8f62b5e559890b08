"""Captions: what is said, cut into pieces that can be read while they stand."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["Burn", "CaptionStyle", "Cue", "SpokenWord"]

CaptionStyle = Literal["plain", "karaoke"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SpokenWord(_Value):
    """One word and when it is spoken.

    Args:
        text: the word as it is written, with what follows it without a space.
        start: milliseconds from the start of the sound or film that it belongs to.
        end: milliseconds, more than `start`.
    """

    text: str
    start: int
    end: int


class Cue(_Value):
    """One caption.

    Args:
        start: milliseconds from the film's start.
        end: milliseconds, more than `start`, at most the film's length.
        lines: one or two lines.
        words: when each of its words is spoken, in film milliseconds; empty where nobody knows.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    words: tuple[SpokenWord, ...] = ()


class Burn(_Value):
    """Captions that are drawn into the picture.

    Args:
        cues: in film order, none over another.
        style: `plain`, or `karaoke`, which lights up each word as it is spoken.
    """

    cues: tuple[Cue, ...]
    style: CaptionStyle = "plain"
