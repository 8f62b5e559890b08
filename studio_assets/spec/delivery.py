"""What a production delivers: its deliverables, captions, cards and poster."""

from __future__ import annotations

from typing import Literal

from studio_assets.document import Seconds, Value

__all__ = ["CaptionSpec", "CardSpec", "Deliverable", "Poster", "Titles"]


class CardSpec(Value):
    """A card: letters on one colour.

    Args:
        text: the large letters.
        subtitle: the small letters below, or empty.
        duration: seconds.
        background: colour, `#rrggbb`.
    """

    text: str
    subtitle: str = ""
    duration: Seconds
    background: str = "#000000"


class CaptionSpec(Value):
    """Captions of what is said.

    Args:
        burn_in: whether they are drawn into the master's picture; a track beside it is there anyway.
        formats: files that are written.
        style: `plain`, or `karaoke`, which lights up each word as it is spoken where they are burnt in.
    """

    burn_in: bool = False
    formats: tuple[Literal["srt", "vtt"], ...] = ("srt", "vtt")
    style: Literal["plain", "karaoke"] = "plain"


class Titles(Value):
    """Cards before and after the film.

    Args:
        opening: before the first scene, or None.
        closing: after the last scene, or None.
    """

    opening: CardSpec | None = None
    closing: CardSpec | None = None


class Poster(Value):
    """The picture that stands for the film.

    Args:
        scene: the scene that it is from.
        at: seconds from the scene's start.
    """

    scene: str
    at: Seconds


class Deliverable(Value):
    """A form of the film.

    Args:
        name: `master`, or the last part of its asset key.
        width: pixels.
        height: pixels.
        fit: how pictures of another shape fill the frame.
        codec: how the picture is coded.
        quality: `master`, or `preview`: small and fast, for looking at.
        captions: `soft` (a track), `burned` (in the picture; the track stays out) or `none`.
        sound_only: whether it has no picture: an `.m4a` file.
    """

    name: str = "master"
    width: int
    height: int
    fit: Literal["pad", "crop", "blur"] = "pad"
    codec: Literal["h264", "h265", "av1"] = "h264"
    quality: Literal["master", "preview"] = "master"
    captions: Literal["soft", "burned", "none"] = "soft"
    sound_only: bool = False
