"""A card: letters on one colour, as a silent clip."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from PIL import ImageFont

from resources.errors import MediaFailed, StudioError
from resources.media import ffmpeg
from resources.media.encoder import Encoder
from resources.media.font import demand
from resources.media.font import font as shipped
from resources.media.lettering import lines
from resources.media.probe import Probe, probe
from resources.media.timeline import Format
from resources.media.whole_file import whole

__all__ = ["card", "ink"]

_LARGE, _SMALL = 1 / 8, 1 / 20  # heights of letters, as shares of the picture's shorter side
_LARGE_ROOM, _SMALL_ROOM = 0.5, 0.25  # shares of the picture's height that each of them may fill
_GAP = 0.7  # between the two, in heights of the small letters


async def card(
    text: str,
    subtitle: str,
    background: str,
    *,
    frames: int,
    form: Format,
    font: Path | None,
    into: Path,
    encoder: Encoder,
    timeout: float,
) -> Probe:
    """Make a card: large letters, smaller ones below, all in the middle of one colour.

    Args:
        text: the large letters; its own line breaks are kept.
        subtitle: the small letters, or empty.
        background: colour, `#rrggbb`.
        frames: how many, 1 or more.
        form: size and frames per second.
        font: the font file; None is the one that ships.
        into: the file to make; nothing is left there after a failure or a cancellation.
        encoder: the encoder's settings.
        timeout: seconds that ffmpeg may take.

    Returns:
        What the finished file's packets say.

    Raises:
        StudioError: the colour is none, or the font lacks letters; mend the card.
        MediaFailed: ffmpeg failed; run again and report its words.
        StoreFailed: the disk is full; make room and run again.
    """
    colour = ink(background)
    for letters in (text, subtitle):
        demand(letters, font, where=f"card {text!r}")
    with tempfile.TemporaryDirectory() as name, whole(into) as beside:
        plain = f"color=c=0x{background[1:]}:s={form.width}x{form.height}:r={form.fps}"
        picture = ffmpeg.graphs().input(f"{plain},trim=end_frame={frames},format=rgb24", f="lavfi")["v:0"]
        picture = picture.filter("scale", out_color_matrix="bt709", out_range="tv").filter(
            "format", "yuv420p"
        )
        picture = picture.filter(
            "setparams", range="tv", color_primaries="bt709", color_trc="bt709", colorspace="bt709"
        )
        for drawn in _lines(text, subtitle, form, font or shipped(), Path(name)):
            picture = picture.filter("drawtext", **drawn, fontcolor=colour)
        picture = picture.filter("settb", f"1/{form.fps}")
        graph = ffmpeg.graphs().output(picture, str(beside), **encoder.options(form))
        await ffmpeg.run(ffmpeg.compile(graph), timeout=timeout, where=into.name)
        made = await asyncio.to_thread(probe, beside)
        if made.frames != frames:
            raise MediaFailed(
                f"The card {text!r} has {made.frames} frames instead of {frames}.",
                mend="Run again; if it stays so, report these words.",
                where=into.name,
            )
        return made


def ink(background: str) -> str:
    """The colour of letters that stands out more from a background (WCAG 2.1, relative luminance).

    Args:
        background: colour, `#rrggbb`.

    Returns:
        `white` or `black`.

    Raises:
        StudioError: it is no colour; write six hexadecimal digits after a `#`.
    """
    if not re.fullmatch("#[0-9a-fA-F]{6}", background):
        raise StudioError(
            f"{background!r} is no colour.",
            mend="Write it as `#rrggbb`, for example `#1a2b3c`.",
            where="card",
        )
    shares = [int(background[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    light = sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return "white" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "black"


def _lines(text: str, subtitle: str, form: Format, font: Path, folder: Path) -> list[dict[str, object]]:
    """Every line is drawn by itself at a height reckoned here: nothing depends on what ffmpeg measures."""
    placed: list[tuple[int, str, int]] = []  # letters' height, line, top
    top = 0
    for words, height, share in ((text, _LARGE, _LARGE_ROOM), (subtitle, _SMALL, _SMALL_ROOM)):
        if not words.strip():
            continue
        size, broken = lines(words, form, font, height=height, share=share)
        ascent, descent = ImageFont.truetype(font, size).getmetrics()
        top += round(size * _GAP) if placed else 0
        for line in broken:
            placed.append((size, line, top))
            top += ascent + descent
    drawn: list[dict[str, object]] = []
    for number, (size, line, at) in enumerate(placed):
        if line:
            file = folder / f"line{number}.txt"
            file.write_text(line, encoding="utf-8")
            y = (form.height - top) // 2 + at
            drawn.append(
                {"textfile": str(file), "expansion": "none", "fontfile": str(font), "fontsize": size}
                | {"x": "(w-text_w)/2", "y": y, "y_align": "font"}
            )
    return drawn
