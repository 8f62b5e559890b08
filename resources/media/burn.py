"""Captions drawn into the picture, exact to the frame, with a font that is there on every machine."""

from __future__ import annotations

import re
from pathlib import Path

import pysubs2
from PIL import ImageFont

from resources.media.caption import Burn, Cue, SpokenWord
from resources.media.font import demand
from resources.media.font import font as shipped
from resources.media.libass import NAME, canvas, escaped, tick, written
from resources.media.right_to_left import directed, paired
from resources.media.timeline import Format

__all__ = ["burnt", "subtitles"]

_WIDTH = 0.86  # share of the picture's width that text may fill: inside the 90 % title-safe area
_FLOOR = 0.07  # share of the picture's height below the text
_HEIGHT = 1 / 15  # of a line, as a share of the picture's shorter side; its letters are about 1/18
_LINE = 42  # letters that a line may have
_LETTER = 0.5  # of a usual letter's width, as a share of the line's height
_WHITE, _GREY, _BLACK = pysubs2.Color(255, 255, 255), pysubs2.Color(150, 150, 150), pysubs2.Color(0, 0, 0)


def burnt(burn: Burn, first: int, frames: int, fps: int) -> tuple[Cue, ...]:
    """What of the captions a segment shows: all that decides its pixels, wherever it stands in the film.

    Args:
        burn: the film's captions.
        first: the segment's first film frame.
        frames: its length.
        fps: frames per second.

    Returns:
        The cues that touch it, cut to it. Times are milliseconds from the segment's start, rounded down
        from whole frames. Words are kept for karaoke only; one that is spoken before the segment begins
        with it.
    """
    within = []
    for cue in burn.cues:
        start, end = (_frame(at, fps) - first for at in (cue.start, cue.end))
        if end <= 0 or start >= frames or start >= end:
            continue
        words = cue.words if burn.style == "karaoke" else ()
        within.append(
            Cue(
                start=_ms(start, frames, fps),
                end=_ms(end, frames, fps),
                lines=cue.lines,
                words=tuple(
                    SpokenWord(
                        text=word.text,
                        start=_ms(_frame(word.start, fps) - first, frames, fps),
                        end=_ms(_frame(word.end, fps) - first, frames, fps),
                    )
                    for word in words
                ),
            )
        )
    return tuple(within)


def subtitles(
    burn: Burn, first: int, frames: int, form: Format, font: Path | None, folder: Path
) -> dict[str, object]:
    """The arguments of ffmpeg's `ass` filter, which draws the captions of one segment.

    The filter's input must have one tick or more a frame and begin at 0. A font of the machine is never
    taken.

    Args:
        burn: the film's captions.
        first: the segment's first film frame.
        frames: its length.
        form: the film's format.
        font: the font file; None is the one that ships.
        folder: where the captions' file and the font are put.

    Returns:
        Argument name -> value, for `stream.filter("ass", **arguments)`; empty where nothing is to be drawn.

    Raises:
        StudioError: the font lacks letters of a caption; name another one in the spec.
        MediaFailed: the font file is none; name another one in the spec.
    """
    cues = burnt(burn, first, frames, form.fps)
    if not cues:
        return {}
    file, size = font or shipped(), _size(form)
    subs = canvas(form, _style(form, size))
    for given in cues:
        lines = directed([re.sub(r"[\r\n]+", " ", one) for one in given.lines])
        cue = given.model_copy(update={"lines": lines})
        demand("".join(cue.lines), file, where=f"caption {' '.join(cue.lines)!r}")
        text = _smaller(cue, form, size, file) + (_karaoke(cue, form.fps) or _plain(cue))
        start, end = (10 * tick(_frame(at, form.fps), form.fps) for at in (cue.start, cue.end))
        subs.append(pysubs2.SSAEvent(start=start, end=end, text=text))
    return written(subs, file, folder, "captions")


def _frame(at: int, fps: int) -> int:
    """The first frame at or after so many milliseconds."""
    return -(-at * fps // 1000)


def _ms(frame: int, frames: int, fps: int) -> int:
    return min(max(frame, 0), frames) * 1000 // fps


def _size(form: Format) -> int:
    usual = min(min(form.width, form.height) * _HEIGHT, form.width * _WIDTH / (_LINE * _LETTER))
    return max(8, round(usual))


def _style(form: Format, size: int) -> pysubs2.SSAStyle:
    side = round(form.width * (1 - _WIDTH) / 2)
    return pysubs2.SSAStyle(
        fontname=NAME,
        fontsize=size,
        primarycolor=_WHITE,
        secondarycolor=_GREY,  # of words that are not spoken yet
        outlinecolor=_BLACK,
        backcolor=_BLACK,
        outline=max(1.0, round(size / 16, 1)),
        shadow=0,
        alignment=pysubs2.Alignment.BOTTOM_CENTER,
        marginl=side,
        marginr=side,
        marginv=round(form.height * _FLOOR),
        encoding=-1,  # the text's own first letter says whether it runs from right to left
    )


def _smaller(cue: Cue, form: Format, size: int, file: Path) -> str:
    """The tag that shrinks a caption whose line is wider than the picture."""
    # A line's height holds more than its letters, so this measures them too wide rather than too narrow.
    widest = max(ImageFont.truetype(str(file), size).getlength(line) for line in cue.lines)
    room = form.width * _WIDTH
    return f"{{\\fs{max(1, int(size * room / widest))}}}" if widest > room else ""


def _plain(cue: Cue) -> str:
    return "\\N".join(escaped("".join(paired(line))) for line in cue.lines)


def _karaoke(cue: Cue, fps: int) -> str:
    """The text with the time at which each word lights up; empty where the times are not known."""
    begins = tick(_frame(cue.start, fps), fps)
    text, number = "", 0
    for line, broken in zip(cue.lines, ("", "\\N"), strict=False):
        text, place, seen = text + broken, 0, paired(line)
        while number < len(cue.words) and (found := line.find(cue.words[number].text, place)) >= 0:
            word = cue.words[number]
            lit = max(0, tick(_frame(word.start, fps), fps) - begins)
            # `\kt` counts from the caption's start. Words that are lit already have their tag too: letters
            # are spaced anew at each tag, and would move where a film is parted.
            text += escaped("".join(seen[place:found])) + f"{{\\kt{lit}\\k1}}"
            place, number = found + len(word.text), number + 1
            text += escaped("".join(seen[found:place]))
        text += escaped("".join(seen[place:]))
    return text if cue.words and number == len(cue.words) else ""
