"""Dates and times of day as they are spoken."""

from __future__ import annotations

from collections.abc import Callable
from re import Match

from studio_assets.audio.number_words import NumberWords
from studio_assets.audio.tongues import any_of

__all__ = ["Rule", "spoken_dates"]

Rule = tuple[str, Callable[[Match[str]], str]]
"""A pattern, and what is said for it."""

_DAY, _YEAR = r"(?P<d>[12]\d|3[01]|0?[1-9])", r"(?P<y>[12]\d{3})"
_HOUR, _MINUTE = r"(?P<h>[01]?\d|2[0-3])", r"(?P<m>[0-5]\d)"


def spoken_dates(words: NumberWords) -> list[Rule]:
    """The patterns of dates and times in a language, with what is said for them.

    Args:
        words: the language.
    """
    one = _Dates(words)
    iso = r"(?<![\w-])(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?![\w-])"
    return [(iso, one.date), *one.dates(), *one.times()]


class _Dates:
    def __init__(self, words: NumberWords) -> None:
        self.words, self.tongue, self.code = words, words.tongue, words.tongue.code

    def date(self, found: Match[str]) -> str:
        return self._date(int(found["d"]), int(found["m"]), int(found["y"]))

    def dates(self) -> list[Rule]:
        months = any_of(self.tongue.months)
        if self.code == "en":
            months += r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
            th, name = "(?:st|nd|rd|th)?", rf"(?P<name>{months})"
            return [
                (rf"\b{name}\s{_DAY}{th}(?:,?\s{_YEAR})?(?![\w:/]|[.,]\d)", self._month_first),
                (
                    rf"(?P<the>\b[Tt]he\s)?(?<![\w.,]){_DAY}{th}\s(?:of\s)?{name}(?!\w)(?:,?\s{_YEAR}\b)?",
                    self._day_first,
                ),
                (rf"(?<![\w/])(?P<m>0?[1-9]|1[0-2])/{_DAY}/{_YEAR}(?![\w/])", self.date),
            ]
        if self.code == "de":
            before = r"(?P<before>\b(?i:am|zum|vom|beim|dem|den|des|der|die|das|bis)\s)?"
            day = rf"{before}(?<![\w.,]){_DAY}\.\s?"
            return [
                (rf"{day}(?P<name>{months})(?!\w)(?:\s{_YEAR}\b)?", self._german),
                (rf"{day}(?P<m>0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\w)", self._german),
            ]
        return [(rf"(?<![\w/]){_DAY}/(?P<m>0?[1-9]|1[0-2])/{_YEAR}(?![\w/])", self.date)]

    def times(self) -> list[Rule]:
        colon = rf"(?<![\w.,:]){_HOUR}:{_MINUTE}(?![\w:])"
        match self.code:
            case "en":
                half = r"\s?(?P<half>[AaPp]\.?[Mm]\b)"
                return [
                    (rf"(?<![\w.,:]){_HOUR}:{_MINUTE}(?:{half}|(?![\w:]))", self._clock),
                    (rf"(?<![\w.,:])(?P<h>1[0-2]|0?[1-9])(?P<m>){half}(?!\w)", self._clock),
                ]
            case "de":
                said = self._hours("Uhr", "ein Uhr")
                return [(rf"(?<![\w.,:]){_HOUR}(?:[:.]{_MINUTE})?\sUhr\b", said), (colon, said)]
            case "fr":
                said = self._hours("heures", "une heure")
                return [(rf"(?<![\w.,:]){_HOUR}\s?h\s?{_MINUTE}?(?!\w)", said), (colon, said)]
            case _:
                return [(colon, self._hours("", "una"))]

    def _date(self, day: int, month: int, year: int | None) -> str:
        name, joint = self.tongue.months[month - 1], " "
        match self.code:
            case "en":
                said, joint = f"{name} {self.words.ordinal(day)}", ", "
            case "de":
                said = f"{self.words.ordinal(day)}r {name}"
            case "fr":
                said = f"{'premier' if day == 1 else self.words.say(day)} {name}"
            case _:
                said, joint = f"{self.words.say(day)} de {name}", " de "
        return f"{said}{joint}{self.words.year(year)}" if year else said

    def _month_first(self, found: Match[str]) -> str:
        year = int(found["y"]) if found["y"] else None
        return self._date(int(found["d"]), self._month(found["name"]), year)

    def _day_first(self, found: Match[str]) -> str:
        name = self.tongue.months[self._month(found["name"]) - 1]
        year = f", {self.words.year(int(found['y']))}" if found["y"] else ""
        return f"{found['the'] or 'the '}{self.words.ordinal(int(found['d']))} of {name}{year}"

    def _month(self, name: str) -> int:
        return next(n for n, one in enumerate(self.tongue.months, 1) if one.startswith(name.rstrip(".")[:3]))

    def _german(self, found: Match[str]) -> str:
        groups, before = found.groupdict(), found["before"] or ""
        name = groups.get("name") or self.tongue.months[int(groups["m"] or 1) - 1]
        weak = before.strip().lower() in ("der", "die", "das")
        ending = "r" if not before else "" if weak else "n"
        year = f" {self.words.year(int(found['y']))}" if found["y"] else ""
        return f"{before}{self.words.ordinal(int(found['d']))}{ending} {name}{year}"

    def _clock(self, found: Match[str]) -> str:
        hour, minute, half = int(found["h"]), found["m"], found["half"] or ""
        if not minute or minute == "00":
            if half:
                return f"{self.words.say(hour)} {half}"
            return f"{self.words.say(hour)} o'clock" if 1 <= hour <= 12 else f"{self.words.say(hour)} hundred"
        low = "oh " if minute[0] == "0" else ""
        return f"{self.words.say(hour)} {low}{self.words.say(int(minute))} {half}".rstrip()

    def _hours(self, name: str, one: str) -> Callable[[Match[str]], str]:
        def said(found: Match[str]) -> str:
            hour, minute = int(found["h"]), int(found["m"] or 0)
            whole = one if hour == 1 else f"{self.words.say(hour)} {name}".rstrip()
            return f"{whole} {self.words.say(minute)}" if minute else whole

        return said
