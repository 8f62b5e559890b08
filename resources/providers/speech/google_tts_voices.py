"""Google's voice names: language, family and voice in one word, and the family decides the price."""

from __future__ import annotations

import re
from typing import NamedTuple

from resources.errors import Refused

__all__ = ["FAMILIES", "Voice", "family", "voice"]

FAMILIES = {
    "chirp3-hd": "Chirp3-HD",
    "neural2": "Neural2",
    "standard": "Standard",
    "studio": "Studio",
    "wavenet": "Wavenet",
}
"""Model in specs and prices -> the family's part of a voice's name."""

_NAME = re.compile(
    rf"([a-z]{{2,3}}-(?:[A-Za-z]{{2}}|\d{{3}}))-({'|'.join(FAMILIES.values())})-([A-Za-z0-9]+)"
)


class Voice(NamedTuple):
    """A voice as the wire names it.

    Args:
        language: BCP 47 tag such as `en-US`.
        name: whole name such as `en-US-Chirp3-HD-Kore`.
    """

    language: str
    name: str


def family(name: str) -> str:
    """The model that a whole voice name belongs to; empty where it is of none in `FAMILIES`.

    Args:
        name: such as `en-US-Chirp3-HD-Kore`.
    """
    found = _NAME.fullmatch(name)
    return next((model for model, word in FAMILIES.items() if found and word == found[2]), "")


def voice(model: str, word: str, language: str) -> Voice:
    """The voice that a spec's word means.

    Args:
        model: of `FAMILIES`.
        word: a whole name, or its last part such as `Kore` or `C`.
        language: BCP 47 tag for a word that is not a whole name.

    Raises:
        Refused: it is no voice name, or one of another family, which has another price.
    """
    whole = word if "-" in word else f"{language}-{FAMILIES[model]}-{word}"
    found = _NAME.fullmatch(whole)
    if found is None:
        raise Refused(
            f"{word!r} is no voice of Google's {', '.join(FAMILIES)}.",
            mend=f"Name it as in `Kore` or `en-US-{FAMILIES[model]}-Kore`, and set `language` to a tag.",
            where=whole,
        )
    if family(whole) != model:
        raise Refused(
            f"The voice {word!r} is of another model than {model}.",
            mend=f"Set the model to {family(whole)}, which has a price of its own, or take another voice.",
            where=whole,
        )
    return Voice(found[1], whole)
