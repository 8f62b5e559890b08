"""A text as it is sent to a voice: no markup, no signs, numbers in words. Pure."""

from __future__ import annotations

import re
from re import Match

from studio_assets.audio.spoken_numbers import spoken_numbers
from studio_assets.audio.tongues import TONGUES, Tongue
from studio_assets.audio.unmarked import unmarked

__all__ = ["speakable"]

_ROUNDS = 50
"""What one reading uncovers (a link in bold, an escaped star) the next one reads; texts need two or three."""

_PAUSE = re.compile(r"(<break\b[^<>]*>)")
"""Some voices take a pause as a tag: it is the user's own word to the voice."""

_EMOJI = re.compile(
    r"\s*(?:[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u2190-\u21FF]"
    r"[\uFE0F\u20E3\u200D\U000E0020-\U000E007F]*)+|[\uFE0F\u20E3]"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b")
_TOP = "com|org|net|edu|gov|io|ai|dev|app|tv|info|film|studio|eu|uk|de|fr|es|ch|at|example"
_URL = re.compile(
    rf"(?:https?://|www\.)[^\s<>\"“”()]*[^\s<>\"“”().,;:!?'’]"
    rf"|(?<![\w@.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:{_TOP})\b(?:/[\w./-]*\w)?"
)
_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+|\s{2,}")


def speakable(text: str, language: str) -> str:
    """A text as a voice shall say it.

    Args:
        text: as it was written, with or without Markdown.
        language: ISO 639-1. Figures, units and abbreviations are written out in English, German, French and
            Spanish; in other languages they are left to the voice.

    Returns:
        One paragraph. A text without markup, figures and signs comes back as it is, and so does what this
        gave: saying it again changes nothing. A stored recipe follows from it: changing the rules lets
        new lines be spoken otherwise, while what is bought stays.
    """
    tongue = TONGUES.get(language.lower().split("-")[0])
    for _ in range(_ROUNDS):
        pieces = _PAUSE.split(text)
        said = (piece if _PAUSE.fullmatch(piece) else _once(piece, tongue) for piece in pieces)
        whole = " ".join(piece for piece in said if piece)
        if whole == text:
            break
        text = whole
    return text


def _once(text: str, tongue: Tongue | None) -> str:
    text = _EMAIL.sub(lambda found: _address(found[0], tongue), text)
    text = _URL.sub(lambda found: _link(found, tongue), unmarked(text))
    text = _EMOJI.sub(_dropped, text)
    if tongue is not None:
        for short, whole in tongue.short.items():
            text = re.sub(short, whole, text)
        text = spoken_numbers(text, tongue)
        text = re.sub(r"\s*&\s*", f" {tongue.both} ", text)
        text = re.sub(r"(?<=\w)\s?%", f" {tongue.percent}", text)
    text = re.sub(r"``|''(?!\w)|(?<!\w)''", '"', text)
    text = re.sub(r"(?<=\w)[`´](?=\w)", "'", text)
    return _SPACE.sub(" ", text).strip()


def _dropped(found: Match[str]) -> str:
    """Nothing; a space where words would run together."""
    after = found.string[found.end() : found.end() + 1]
    return " " if after.isalnum() and found.start() else ""


def _link(found: Match[str], tongue: Tongue | None) -> str:
    whole = re.sub(r"^(?:https?://)?(?:www\.)?", "", found[0])
    return _address(re.split(r"[?#]", whole)[0].rstrip("/."), tongue)


def _address(address: str, tongue: Tongue | None) -> str:
    if tongue is None:
        return address
    for sign, word in {
        "@": tongue.at, ".": tongue.dot, "/": tongue.slash, "-": tongue.dash, "_": tongue.underscore,
        "+": tongue.plus,
    }.items():  # fmt: skip
        address = address.replace(sign, f" {word} ")
    return " ".join(address.split())
