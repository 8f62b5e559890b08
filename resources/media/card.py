"""A card: letters on one colour, as a silent clip."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pysubs2
from PIL import ImageFont

from resources.errors import MediaFailed, StudioError
from resources.media import ffmpeg, libass
from resources.media.encoder import Encoder
from resources.media.font import demand
from resources.media.font import font as shipped
from resources.media.lettering import lines
from resources.media.probe import Probe, probe
from resources.media.right_to_left import directed, is_shaped, paired
from resources.media.timeline import Format
from resources.media.whole_file import whole

__all__ = ["card", "ink"]

_LARGE, _SMALL = 1 / 8, 1 / 20  # heights of letters, as shares of the picture's shorter side
_LARGE_ROOM, _SMALL_ROOM = 0.5, 0.25  # shares of the picture's height that each of them may fill
_EVER = 9 * 3600 * 1000  # milliseconds: ASS writes no longer time, and no card stands longer
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
        picture = _drawn(picture, _placed(text, subtitle, form, font or shipped()), form, colour, Path(name))
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


@dataclass(frozen=True)
class _Line:
    """One line of a card: its letters' height, and pixels from the picture's top to the line's."""

    text: str
    font: Path
    size: int
    top: int


def _placed(text: str, subtitle: str, form: Format, font: Path) -> list[_Line]:
    """Every line is drawn by itself at a height reckoned here: nothing depends on what ffmpeg measures."""
    placed: list[_Line] = []
    top = 0
    for words, height, share in ((text, _LARGE, _LARGE_ROOM), (subtitle, _SMALL, _SMALL_ROOM)):
        if not words.strip():
            continue
        size, broken = lines(words, form, font, height=height, share=share)
        ascent, descent = ImageFont.truetype(font, size).getmetrics()
        top += round(size * _GAP) if placed else 0
        for line in directed(broken) if is_shaped(words) else broken:
            placed.append(_Line(line, font, size, top))
            top += ascent + descent
    above = (form.height - top) // 2
    return [replace(line, top=above + line.top) for line in placed if line.text]


def _drawn(picture: Any, placed: list[_Line], form: Format, colour: str, folder: Path) -> Any:
    shaped = [line for line in placed if is_shaped(line.text)]
    for number, line in enumerate(placed):
        if line in shaped:
            continue
        file = folder / f"line{number}.txt"
        file.write_text(line.text, encoding="utf-8")
        picture = picture.filter(
            "drawtext", textfile=str(file), expansion="none", fontfile=str(line.font), fontsize=line.size,
            x="(w-text_w)/2", y=line.top, y_align="font", fontcolor=colour,
        )  # fmt: skip
    if not shaped:
        return picture
    ink = pysubs2.Color(255, 255, 255) if colour == "white" else pysubs2.Color(0, 0, 0)
    style = pysubs2.SSAStyle(fontname=libass.NAME, primarycolor=ink, outline=0, shadow=0, encoding=-1)
    subs = libass.canvas(form, style)
    for line in shaped:
        words = libass.escaped("".join(paired(line.text)))
        place = f"\\an8\\pos({form.width / 2:g},{line.top})\\fs{libass.height(line.size, line.font):g}"
        subs.append(pysubs2.SSAEvent(start=0, end=_EVER, text=f"{{{place}}}{words}"))
    return picture.filter("ass", **libass.written(subs, shaped[0].font, folder, "card"))
