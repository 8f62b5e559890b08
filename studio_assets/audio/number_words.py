"""Figures as words of one language."""

from __future__ import annotations

import re

from num2words import num2words

from studio_assets.audio.tongues import Forms, Tongue

__all__ = ["NumberWords"]

_DIGITS = 15
"""A longer row of digits is no amount: it is said digit by digit."""


class NumberWords:
    """Says figures in one language.

    Args:
        tongue: the language.
    """

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue
        self.group = group = {"en": ",", "fr": r"[ \u202f\u00a0]"}.get(tongue.code, r"[.\u202f\u00a0]")
        point = "[.,]" if tongue.comma else r"\."
        self.figures = rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:{point}\d+)?|\d+(?:{point}\d+)?"

    def words(self, figures: str) -> str:
        """A number.

        Args:
            figures: with the language's own signs; a zero at the front has it said digit by digit.
        """
        whole, rest = self.split(figures)
        if (len(whole) > 1 and whole[0] == "0") or len(whole) > _DIGITS:
            said = self._each(whole)
        else:
            said = self.say(int(whole))
        return f"{said} {self.tongue.point} {self._each(rest)}" if rest else said

    def say(self, number: int) -> str:
        """A whole number."""
        return str(num2words(number, lang=self.tongue.code))

    def ordinal(self, number: int) -> str:
        """A place in a row."""
        return str(num2words(number, lang=self.tongue.code, to="ordinal"))

    def year(self, year: int) -> str:
        """A year."""
        how = "year" if self.tongue.code in ("en", "de") else "cardinal"
        return str(num2words(year, lang=self.tongue.code, to=how))

    def pair(self, figures: str) -> str:
        """A whole number as sizes are said: `1080` is ten eighty."""
        if self.tongue.code == "en" and len(figures) in (3, 4) and figures[-2:] != "00" and figures[0] != "0":
            head, tail = int(figures[:-2]), int(figures[-2:])
            return f"{self.say(head)} {'oh ' if tail < 10 else ''}{self.say(tail)}"
        return self.words(figures)

    def counted(self, figures: str, forms: Forms) -> str:
        """A number of things."""
        return forms[0] if figures == "1" else f"{self.words(figures)} {forms[1]}"

    def split(self, figures: str) -> tuple[str, str]:
        """Whole digits and decimals."""
        point, group = (",", ".") if self.tongue.comma else (".", ",")
        figures = re.sub(r"[ \u202f\u00a0]", "", figures)
        if self.tongue.comma and "," not in figures and re.fullmatch(r"\d+\.(?!\d{3}$)\d+", figures):
            point, group = ".", ","  # a decimal as other languages write it
        whole, _, rest = figures.partition(point)
        return whole.replace(group, ""), rest

    def _each(self, digits: str) -> str:
        return " ".join(self.say(int(digit)) for digit in digits)
