"""A caption's one or two lines: broken where a reader would pause, and of much the same length."""

from __future__ import annotations

from collections.abc import Sequence

from studio_assets.captions.words import LETTER, Word, closes, joined, width

__all__ = ["LINE", "layout"]

LINE = 42 * LETTER
"""How wide a line may be: 42 Latin letters, 16 Chinese ones."""

_COMMA = 0.5  # how much of a line the halves may differ for a break behind a comma or a full stop


def layout(words: Sequence[Word]) -> tuple[tuple[str, ...], float] | None:
    """Lay words out.

    Args:
        words: at least one; the last one's space does not count.

    Returns:
        The lines and how bad they look (0 is good, about 1 is bad), or None where two lines are too few.
        Only a word that is wider than a line makes a line too wide.
    """
    wide = [width(word.text) + LETTER * word.space for word in words]
    whole = sum(wide) - LETTER * words[-1].space
    if whole <= LINE or len(words) == 1:
        return (joined(words),), 0.0
    best: tuple[int, float] | None = None
    left = 0
    for at in range(1, len(words)):
        left += wide[at - 1]
        first, second = left - LETTER * words[at - 1].space, whole - left
        if (first > LINE and at > 1) or (second > LINE and at < len(words) - 1):
            continue
        cost = abs(first - second) / LINE - _COMMA * bool(closes(words[at - 1]))
        if best is None or cost < best[1]:
            best = at, cost
    if best is None:
        return None
    return (joined(words[: best[0]]), joined(words[best[0] :])), best[1]
