"""The film's captions: what is said, cut into pieces that can be read."""

from __future__ import annotations

from resources.artifacts.artifact import Artifact
from resources.media.caption import Cue
from studio_assets.document import Document

__all__ = ["Captions"]


class Captions(Document):
    """State `captioned`, or `silent` where nothing is said.

    Args:
        language: ISO 639-1.
        cues: in film order, none over another.
        files: format -> the file, for example `srt`.
        timing: how words were placed: `provider` (it gave each word's time), `pauses` (aligned to the
            measured pauses), `even` (spread over the line), or several of them.
        fast: cues that must be read faster than the rule allows, a sentence each.
        timeline: identity of the timeline that they were made for.
    """

    language: str = "en"
    cues: tuple[Cue, ...] = ()
    files: dict[str, Artifact] = {}
    timing: tuple[str, ...] = ()
    fast: tuple[str, ...] = ()
    timeline: str = ""
