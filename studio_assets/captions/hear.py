"""What the sound of a spoken line tells of its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from resources.media.caption import SpokenWord
from resources.media.speech_measure import silences
from resources.media.spoken_words import spoken_words
from studio_assets.captions.align import align, told

__all__ = ["Hear", "Heard", "hear", "placed"]


@dataclass(frozen=True)
class Heard:
    """What was measured in a sound. Times are milliseconds from its start.

    Args:
        ms: its length.
        words: the provider's times of its words; empty where it gave none.
        pauses: (start, end) of the silences within the speech.
        lead: silence before the first word.
        tail: silence after the last one.
    """

    ms: int
    words: tuple[SpokenWord, ...] = ()
    pauses: tuple[tuple[int, int], ...] = ()
    lead: int = 0
    tail: int = 0


Hear = Callable[[Path], Heard]
"""Measures a sound file."""


def hear(path: Path) -> Heard:
    """Measure a sound file.

    Args:
        path: the file.

    Raises:
        MediaFailed: it has no sound that decodes; speak the line again.
    """
    found = silences(path)
    return Heard(
        ms=int(found.seconds * 1000),
        words=spoken_words(path),
        pauses=found.pauses,
        lead=found.leading,
        tail=found.trailing,
    )


def placed(text: str, heard: Heard) -> tuple[tuple[SpokenWord, ...], str]:
    """When each word of a text is spoken.

    Args:
        text: what is said, as it is written.
        heard: what its sound tells.

    Returns:
        The words in order, in milliseconds from the sound's start, and how they were placed: `provider`,
        `pauses` or `even`.
    """
    words = told(text, heard.ms, heard.words)
    if words is not None:
        return words, "provider"
    return align(text, heard.ms, heard.pauses, heard.lead, heard.tail)
