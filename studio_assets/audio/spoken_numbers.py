"""Numbers as they are spoken, with the money, units and dates that they stand in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from re import Match, Pattern

from studio_assets.audio.number_words import NumberWords
from studio_assets.audio.spoken_dates import Rule, spoken_dates
from studio_assets.audio.tongues import Tongue, any_of

__all__ = ["spoken_numbers"]

_YEAR = r"(?:1[1-9]|20)\d\d"
_YEAR_BEFORE = (
    r"(?i:in|since|from|until|till|to|by|year|years|of|before|after|during|around|circa|and|early|late|mid|"
    r"spring|summer|autumn|fall|winter|im|jahr|seit|von|bis|ab|vor|nach|um)"
)
_AGE = r"(?:the|early|mid|late|his|her|their|my|your|our)"
"""Before `30s` it means years, else seconds."""

_MIXED = re.compile(r"(?<![\w.,/])(\d+)\s(?=([1-9])/([2-9]|10)(?![\w/]))")
"""A whole number before a fraction, as in `2 1/2`."""

_PLACED = re.compile(
    r"\b(?:de[rnms]|das|die|im|am|ans?|zu[mr]|vom|beim|jede[rnms]?|diese[rnms]?|[dms]?eine?[rnms]?|"
    r"ihre?[rnms]?|unsere?[rnms]?|seit|ab)\s$",
    re.IGNORECASE,
)
"""What stands before a place in a row in German, whose full stop would else end a sentence."""

_HALVES = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}


def spoken_numbers(text: str, tongue: Tongue) -> str:
    """A text whose numbers are words.

    Args:
        text: without markup.
        tongue: its language.

    Returns:
        The text; what stands inside a name, such as `MP3` or `3D`, is left as it is.
    """
    for sign, parts in _HALVES.items():
        text = re.sub(rf"(?<=\d)\s?{sign}", f" {tongue.both} {parts}", text).replace(sign, parts)
    text = _MIXED.sub(lambda found: _mixed(found, tongue), text)
    for pattern, say in _rules(tongue):
        text = pattern.sub(say, text)
    return text


def _mixed(found: Match[str], tongue: Tongue) -> str:
    return f"{found[1]} {tongue.both} " if int(found[2]) < int(found[3]) else found[0]


@cache
def _rules(tongue: Tongue) -> tuple[tuple[Pattern[str], Callable[[Match[str]], str]], ...]:
    words = NumberWords(tongue)
    one, num = _Numbers(words), words.figures
    money, scales = any_of(tongue.money), any_of(tongue.scales)
    sign, start = r"(?P<sign>(?<![\w)\]])[-−+](?=\d))?", r"(?<![\w.,])"
    number = rf"{start}{sign}(?P<a>{num})(?:\s?[-–—]\s?(?P<b>{num}))?"
    # Where a point parts thousands, `1.234.567` is a number and no version.
    grouped = r"(?!\d{1,3}(?:\.\d{3})+(?!\.?\d))" if "." in words.group else ""
    rules: list[Rule] = [
        *spoken_dates(words),
        (
            rf"{start}(?P<sign>[-−])?(?:US)?(?P<cur>{money})\s?(?P<a>{num})"
            rf"(?:\s?[-–—]\s?(?:{money})?(?P<b>{num}))?(?:\s?(?P<scale>{scales}))?(?!\w)",
            one.money,
        ),
        (rf"{number}\s?(?:(?P<scale>{scales})\s?)?(?P<cur>{money})(?!\w)", one.money),
        (rf"{number}\s?%(?!\w)", one.percent),
        *one.ordinals(),
        (rf"{number}(?:\s?|-)(?P<unit>{any_of(tongue.units)})(?![\w/°])", one.unit),
        (rf"{start}(?P<a>\d+)\s?[x×]\s?(?P<b>\d+)(?!\w)", one.size),
        (rf"{start}(?P<a>{num})x(?!\w)", lambda found: f"{words.words(found['a'])} {tongue.times}"),
        (r"(?<![\w.,:])(?P<a>\d+):(?P<b>\d+)(?![\w:])", one.ratio),
        (r"(?<![\w.,/])(?P<a>\d+)/(?P<b>\d+)(?![\w/])", one.fraction),
        (rf"(?<![\w.]){grouped}\d+(?:\.\d+){{2,}}(?!\w)", one.version),
        (r"(?<![\w-])\+?\d{2,4}(?:-\d{2,4}){2,}(?![\w-])", one.telephone),
        (rf"#(?P<a>{num})(?!\w)", lambda found: f"{tongue.number} {words.words(found['a'])}"),
        (rf"{start}(?P<a>{num})k(?!\w)", lambda found: f"{words.words(found['a'])} {tongue.scales['k']}"),
        (rf"{start}(?P<a>{num})\+(?!\w)", lambda found: f"{words.words(found['a'])} {tongue.plus}"),
        (rf"(?P<before>\b{_YEAR_BEFORE}\s)(?P<a>{_YEAR})(?![\w–—-]|[.,]\d)", one.year),
        (rf"(?P<before>)(?<![\w.,–—-])(?P<a>{_YEAR})(?=[.,;:!?)](?!\d)|$)", one.year),
        (r"(?<![\w.,+−-])1(?=\s(?P<noun>[^\W\d_]+))", one.single),
        (rf"{number}(?!\w)", one.plain),
    ]
    return tuple((re.compile(pattern), say) for pattern, say in rules)


class _Numbers:
    """What is said for the patterns above; the groups are `a`, `b` (a range's end), `sign` and `scale`."""

    def __init__(self, words: NumberWords) -> None:
        self.words, self.tongue, self.code = words, words.tongue, words.tongue.code

    def plain(self, found: Match[str]) -> str:
        a, b = found["a"], found["b"]
        if self._placed(found):
            return found[0]
        if b and re.fullmatch(_YEAR, a) and re.fullmatch(_YEAR, b):
            return f"{self.words.year(int(a))} {self.tongue.to} {self.words.year(int(b))}"
        return self._range(found)

    def _placed(self, found: Match[str]) -> bool:
        """Whether it is a place in a row, such as `der 3. Tag`: only the voice knows how it ends there."""
        if self.code != "de" or found["b"]:
            return False
        before, after = found.string[: found.start()], found.string[found.end() :]
        if re.match(r"\.\s?(?:[a-zäöüß]|[-–])", after):
            return True
        return bool(re.match(r"\.\s?[A-ZÄÖÜ]", after) and _PLACED.search(before))

    def single(self, found: Match[str]) -> str:
        """`1` before what is counted: German, French and Spanish tell its gender, as far as its end does."""
        if self.code == "en":
            return self.words.say(1)
        he, she, end = {"de": ("ein", "eine", "e"), "fr": ("un", "une", "e")}.get(
            self.code, ("un", "una", "a")
        )
        return she if found["noun"].endswith(end) else he

    def year(self, found: Match[str]) -> str:
        return found["before"] + self.words.year(int(found["a"]))

    def money(self, found: Match[str]) -> str:
        (unit, part), scale = self.tongue.money[found["cur"]], found["scale"]
        if found["b"] or scale:
            amount = self._range(found) + (f" {self.tongue.scales[scale]}" if scale else "")
            return f"{amount} {unit[1]}"
        whole, rest = self.words.split(found["a"])
        sign = self._sign(found)
        if len(rest) != 2:
            return sign + self.words.counted(found["a"], unit)
        large, small = self.words.counted(whole, unit), self.words.counted(rest.lstrip("0") or "0", part)
        if not int(rest):
            return sign + large
        return sign + (small if not int(whole) else f"{large} {self.tongue.both} {small}")

    def percent(self, found: Match[str]) -> str:
        return f"{self._range(found)} {self.tongue.percent}"

    def unit(self, found: Match[str]) -> str:
        single, many = self.tongue.units[found["unit"]]
        if found["a"] == "1" and not found["b"]:
            return self._sign(found) + single
        return f"{self._range(found)} {many}"

    def size(self, found: Match[str]) -> str:
        return f"{self.words.pair(found['a'])} {self.tongue.by} {self.words.pair(found['b'])}"

    def ratio(self, found: Match[str]) -> str:
        return f"{self.words.words(found['a'])} {self.tongue.to} {self.words.words(found['b'])}"

    def fraction(self, found: Match[str]) -> str:
        """A fraction; other pairs such as `24/7` are said one after the other."""
        above, below = int(found["a"]), int(found["b"])
        if self.code == "en" and 1 <= above < below <= 10:
            named = {2: ("half", "halves"), 4: ("quarter", "quarters")}
            name = self.words.ordinal(below)
            return f"{self.words.say(above)} {named.get(below, (name, f'{name}s'))[above > 1]}"
        over = f" {self.tongue.over} " if above < below and self.tongue.over else " "
        return f"{self.words.words(found['a'])}{over}{self.words.words(found['b'])}"

    def version(self, found: Match[str]) -> str:
        point = self.tongue.dot if self.tongue.comma else self.tongue.point
        return f" {point} ".join(self.words.words(one) for one in found[0].split("."))

    def telephone(self, found: Match[str]) -> str:
        groups = found[0].lstrip("+").split("-")
        return ", ".join(" ".join(self.words.say(int(digit)) for digit in group) for group in groups)

    def ordinals(self) -> list[Rule]:
        start, row = r"(?<![\w.,])", r"(?P<a>\d{1,9})"
        match self.code:
            case "en":
                return [
                    (
                        rf"{start}(?P<a>\d{{1,3}}(?:,\d{{3}})+|\d{{1,9}})(?:st|nd|rd|th)(?!\w)",
                        lambda found: self.words.ordinal(int(found["a"].replace(",", ""))),
                    ),
                    (r"(?P<before>)(?<!\w)(?P<a>(?:1[1-9]|20)\d0)['’]?s(?!\w)", self._decade),
                    (rf"(?P<before>\b{_AGE}\s)['’]?(?P<a>[2-9]0)['’]?s(?!\w)", self._decade),
                    (r"(?P<before>)(?<!\w)['’](?P<a>[2-9]0)['’]?s(?!\w)", self._decade),
                    (
                        rf"{start}(?P<a>\d{{3,4}})(?P<end>[pi])(?!\w)",
                        lambda found: f"{self.words.pair(found['a'])} {found['end']}",
                    ),
                ]
            case "fr":
                return [(rf"{start}{row}(?P<end>er|re|ère|ème|e)(?!\w)", self._french)]
            case "es":
                return [(rf"{start}{row}\.?(?P<end>[ºª])(?!\w)", self._spanish)]
            case _:
                return []

    def _decade(self, found: Match[str]) -> str:
        said = self.words.year(int(found["a"]))
        return found["before"] + (said[:-1] + "ies" if said.endswith("y") else f"{said}s")

    def _french(self, found: Match[str]) -> str:
        first = found["a"] == "1" and found["end"] in ("re", "ère")
        return "première" if first else self.words.ordinal(int(found["a"]))

    def _spanish(self, found: Match[str]) -> str:
        said = self.words.ordinal(int(found["a"]))
        return said[:-1] + "a" if found["end"] == "ª" else said

    def _sign(self, found: Match[str]) -> str:
        sign = found["sign"]
        return f"{self.tongue.plus if sign == '+' else self.tongue.minus} " if sign else ""

    def _range(self, found: Match[str]) -> str:
        said = self._sign(found) + self.words.words(found["a"])
        return f"{said} {self.tongue.to} {self.words.words(found['b'])}" if found["b"] else said
