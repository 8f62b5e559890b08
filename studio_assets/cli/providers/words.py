"""Lengths and sizes as they are written on the command line."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from resources.artifacts.port import ArtifactStore
from resources.providers.port import Provider
from resources.providers.signature import is_media
from studio_assets.cli.mistake import Mistake

__all__ = ["FirstFrame", "first_frame_of", "seconds_of", "size_of"]


@dataclass(frozen=True)
class FirstFrame:
    """A picture that opens a clip; an empty one where none was given.

    Args:
        data: a whole PNG file, or nothing.
    """

    data: bytes = b""

    @property
    def digest(self) -> str:
        """The name that its bytes have in the artifact store; empty where there is none."""
        return hashlib.sha256(self.data).hexdigest() if self.data else ""

    def keep(self, artifacts: ArtifactStore) -> None:
        """Put it where providers find it."""
        if self.data:
            artifacts.keep_bytes(self.data, ".png")

    def check(self, provider: Provider, model: str) -> None:
        """See that it is there where the model films nothing without one, and only where it opens a clip.

        Raises:
            Mistake: it is missing, or has nothing to open.
        """
        name = model or (*provider.models(), "any")[0]
        if self.data and provider.kind != "video":
            raise Mistake("Only a clip is opened by a key frame.", mend="Leave --first-frame out.")
        if not self.data and provider.capabilities(name).needs_first_frame:
            raise Mistake(
                f"{provider.name} {name} films nothing without a key frame.",
                mend="Add --first-frame FILE, a PNG in one of its sizes.",
            )


def seconds_of(ctx: click.Context, param: click.Parameter, value: str | None) -> Fraction | None:
    """An exact positive number of seconds; a callback of click.

    Raises:
        click.BadParameter: it is none.
    """
    if value is None:
        return None
    try:
        seconds = Fraction(value)
    except (ValueError, ZeroDivisionError):
        seconds = Fraction(0)
    if seconds <= 0:
        raise click.BadParameter(f"{value!r} is no length. Write seconds, such as 5 or 7.5.")
    return seconds


def size_of(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """Width and height in pixels; a callback of click.

    Raises:
        click.BadParameter: it is no size.
    """
    if value is None:
        return None
    found = re.fullmatch(r"([1-9]\d{1,4})x([1-9]\d{1,4})", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no size. Write width and height, such as 1280x720.")
    return int(found[1]), int(found[2])


def first_frame_of(ctx: click.Context, param: click.Parameter, value: Path | None) -> FirstFrame:
    """The picture of a file; a callback of click.

    Raises:
        click.BadParameter: it is no PNG.
    """
    if value is None:
        return FirstFrame()
    try:
        data = value.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{value} cannot be read: {error.strerror}. Name a PNG file.") from error
    if not is_media(data, ".png"):
        raise click.BadParameter(f"{value} is no PNG file. Name one.")
    return FirstFrame(data)
