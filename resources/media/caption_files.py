"""Captions as files that players and platforms read: SubRip and WebVTT."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

import pysubs2

from resources.media.caption import Cue
from resources.media.right_to_left import directed

__all__ = ["CaptionFormat", "caption_file", "caption_name"]

CaptionFormat = Literal["srt", "vtt"]

_JOINER = "\u2060"  # word joiner: no player draws it, and it parts what would be read as a tag
_BACKSLASH = "\ufdd0"  # a code point that is never a letter: pysubs2 reads `\N` and `\h` as its own tags


def caption_file(cues: Sequence[Cue], form: CaptionFormat) -> bytes:
    """Write captions so that every reader shows the very letters.

    Args:
        cues: in film order.
        form: `srt` or `vtt`.

    Returns:
        The file's bytes, UTF-8 with line feeds.
    """
    guarded = _GUARDS[form]
    subs = pysubs2.SSAFile()
    for cue in cues:
        lines = directed([re.sub(r"[\r\n]+", " ", line) for line in cue.lines])
        text = "\\N".join(guarded(line).replace("\\", _BACKSLASH) for line in lines)
        subs.append(pysubs2.SSAEvent(start=cue.start, end=cue.end, text=text))
    written = subs.to_string(form, keep_ssa_tags=True, apply_styles=False)
    return written.replace(_BACKSLASH, "\\").encode()


def caption_name(film: str, language: str, form: str) -> str:
    """A file name from which players learn the language, for example `coffee.en.srt`.

    Args:
        film: what the film's file is called, without suffix.
        language: ISO 639-1.
        form: the suffix without its dot, for example `srt`.
    """
    return f"{film}.{language}.{form}"


def _srt(line: str) -> str:
    # SubRip has no escapes. Readers take `<b`, `<1>`, `{\`, `{Y:i}` and `\N` for markup wherever they stand,
    # even `a < b`.
    line = re.sub(r"<(?=\s*[A-Za-z/]|\w)", f"<{_JOINER}", line)
    line = re.sub(r"\\(?=[A-Za-z])|\{(?=\\|[A-Za-z]:)", lambda found: found[0] + _JOINER, line)
    return line.replace("-->", f"--{_JOINER}>")


def _vtt(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_GUARDS: dict[CaptionFormat, Callable[[str], str]] = {"srt": _srt, "vtt": _vtt}
