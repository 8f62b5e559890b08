"""Where and when a short text stands over a scene that nobody placed."""

from __future__ import annotations

from fractions import Fraction

from studio_assets.script.pace import words
from studio_assets.script.scene import Overlay
from studio_assets.script.shorten import shorten

__all__ = ["LONGEST", "placed"]

LONGEST = 48
"""Characters that can be read at a glance, in two lines of the smallest deliverable."""

_WAIT = Fraction(1, 2)
_SHORTEST = Fraction(2)
_PER_WORD = Fraction(1, 2)


def placed(text: str, seconds: Fraction) -> Overlay | None:
    """A text in the lower third: half a second in, for as long as it takes to read it twice.

    Args:
        text: any text; cut at a word after `LONGEST` characters.
        seconds: the scene's length; the text never outlasts it.

    Returns:
        The overlay, or None where there is no text or no time.
    """
    shown = shorten(text, LONGEST)
    if not shown or seconds <= 0:
        return None
    start = _WAIT if seconds >= _WAIT + _SHORTEST else Fraction(0)
    end = min(seconds, start + max(_SHORTEST, words(shown) * _PER_WORD * 2))
    return Overlay(text=shown, position="lower_third", start=start, end=end)
