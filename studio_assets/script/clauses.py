"""Split a concept into as many parts as there are scenes to write, without a new fact."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["FRAMINGS", "Slot", "clauses", "dealt", "fill"]

FRAMINGS = (
    "wide shot",
    "medium shot",
    "close-up",
    "detail shot",
    "wide shot from above",
    "medium shot from the side",
    "close-up from the side",
    "detail shot from above",
    "wide shot from behind",
    "medium shot from behind",
    "close-up from below",
    "detail shot from the side",
)
"""Views of one thing, from the whole to the part; camera words only, so that none adds a fact."""

Slot = tuple[str, str]
"""A description and its framing."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_CLAUSE = re.compile(r"[;:]\s+|,\s+(?:and\s+)?(?:then\s+)?|\s+(?:and\s+)?then\s+|\s+[–—]\s+")


def clauses(concept: str, wanted: int) -> list[str]:
    """The concept's sentences, or its clauses where the sentences are too few.

    Args:
        concept: the user's paragraph.
        wanted: how many parts are wanted.

    Returns:
        Parts in the concept's order, perhaps fewer or more than wanted; never empty.
    """
    sentences = _clean(_SENTENCE.split(concept))
    if len(sentences) < wanted:
        parts = _clean(part for sentence in sentences for part in _CLAUSE.split(sentence))
        # A scrap of a word or two ("and", "tired") says too little to be filmed by itself.
        if parts and all(len(part.split()) > 2 for part in parts):
            sentences = parts
    return sentences or [concept.strip()]


def fill(concept: str, slots: int) -> list[Slot]:
    """A description and a framing for each empty slot.

    With more parts than slots, neighbours share a slot. With fewer, a part is seen again in another
    framing: wide, medium, close, detail.

    Args:
        concept: the user's paragraph.
        slots: how many scenes are to be written.

    Returns:
        One pair per slot, in the concept's order.
    """
    filled: list[Slot] = []
    parts = dealt(concept, slots)
    repeated = any(again for _, again in parts)
    for index, (part, again) in enumerate(parts):
        if repeated:
            framing = FRAMINGS[again % len(FRAMINGS)]
            filled.append((f"{framing[0].upper()}{framing[1:]}: {part}", framing))
        else:
            filled.append((part, FRAMINGS[index % 4]))
    return filled


def dealt(concept: str, slots: int) -> list[tuple[str, int]]:
    """The part of the concept that each empty slot shows.

    Args:
        concept: the user's paragraph.
        slots: how many scenes are to be written.

    Returns:
        For each slot, in the concept's order: its sentences, and how many slots before it show the same.
    """
    if slots == 0:
        return []
    parts = clauses(concept, slots)
    count = len(parts)
    if count >= slots:
        groups = [parts[index * count // slots : (index + 1) * count // slots] for index in range(slots)]
        return [(" ".join(_sentence(part) for part in group), 0) for group in groups]
    shared: list[tuple[str, int]] = []
    for index in range(slots):
        part = index * count // slots
        first = -(-part * slots // count)
        shared.append((_sentence(parts[part]), index - first))
    return shared


def _clean(parts: Iterable[str]) -> list[str]:
    return [text for part in parts if (text := " ".join(part.split()).strip(" ,;"))]


def _sentence(part: str) -> str:
    whole = part[0].upper() + part[1:] if part else part
    return whole if whole.endswith((".", "!", "?", "…")) else whole + "."
