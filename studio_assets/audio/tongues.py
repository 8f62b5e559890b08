"""The words that a language has for what stands in a text as a sign: units, money, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["TONGUES", "Forms", "Tongue", "any_of"]

Forms = tuple[str, str]
"""For exactly one, with its number word; and for any other number, without one."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tongue:
    """One language.

    Args:
        code: ISO 639-1, as num2words knows it.
        comma: whether decimals are written with a comma (`3,5`), thousands with a point.
        point: said between a number and its decimals.
        minus: said before a negative number.
        plus: said for `50+`.
        to: said between the ends of a range and of a ratio.
        by: said between the sides of a size.
        times: said after a number for `3x`; empty leaves it.
        over: said between the parts of an unusual fraction.
        both: `and` for `&`, and between large and small money.
        number: said for `#5`.
        percent: said for `%`.
        at: said for `@` in an address.
        dot: said in an address.
        slash: said in an address.
        dash: said in an address.
        underscore: said in an address.
        months: January first.
        units: sign -> its words.
        money: sign -> its words and those of its hundredth.
        scales: sign after an amount -> its word.
        short: pattern of an abbreviation -> what it stands for.
    """

    code: str
    comma: bool
    point: str
    minus: str
    plus: str
    to: str
    by: str
    times: str
    over: str
    both: str
    number: str
    percent: str
    at: str
    dot: str
    slash: str
    dash: str
    underscore: str
    months: tuple[str, ...]
    units: Mapping[str, Forms]
    money: Mapping[str, tuple[Forms, Forms]]
    scales: Mapping[str, str]
    short: Mapping[str, str]


_END = r"(?=\s*$|\s+[A-ZÄÖÜÀ-Ý])"
"""Where a full stop behind an abbreviation also ends the sentence."""


def _metric(one: str, **names: tuple[str, str]) -> dict[str, Forms]:
    return {sign: (f"{one} {single}", many) for sign, (single, many) in names.items()}


def _alike(*names: str) -> dict[str, tuple[str, str]]:
    """Words that are the same for one and for many."""
    signs = ("km", "m", "cm", "mm", "kg", "g", "mg", "l", "ml", "GB", "MB", "kB", "TB", "Hz", "kHz",
             "MHz", "GHz", "W", "kW", "V")  # fmt: skip
    return {sign: (name, name) for sign, name in zip(signs, names, strict=True)}


def _plural(*names: str) -> dict[str, tuple[str, str]]:
    return {sign: (one, one if one == "hertz" or one.endswith("hertz") else f"{one}s")
            for sign, (one, _) in _alike(*names).items()}  # fmt: skip


ENGLISH = Tongue(
    code="en", comma=False, point="point", minus="minus", plus="plus", to="to", by="by", times="times",
    over="", both="and", number="number", percent="percent", at="at", dot="dot", slash="slash",
    dash="dash", underscore="underscore",
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December"),
    units=_metric("one", **_plural(
        "kilometer", "meter", "centimeter", "millimeter", "kilogram", "gram", "milligram", "liter",
        "milliliter", "gigabyte", "megabyte", "kilobyte", "terabyte", "hertz", "kilohertz", "megahertz",
        "gigahertz", "watt", "kilowatt", "volt",
    )) | {
        "°C": ("one degree Celsius", "degrees Celsius"),
        "°F": ("one degree Fahrenheit", "degrees Fahrenheit"),
        "°": ("one degree", "degrees"), "km/h": ("one kilometer per hour", "kilometers per hour"),
        "mph": ("one mile per hour", "miles per hour"), "m/s": ("one meter per second", "meters per second"),
        "fps": ("one frame per second", "frames per second"), "kWh": ("one kilowatt hour", "kilowatt hours"),
        "ft": ("one foot", "feet"), "lbs": ("one pound", "pounds"), "lb": ("one pound", "pounds"),
        "oz": ("one ounce", "ounces"), "h": ("one hour", "hours"), "min": ("one minute", "minutes"),
        "s": ("one second", "seconds"), "ms": ("one millisecond", "milliseconds"),
        "px": ("one pixel", "pixels"), "dB": ("one decibel", "decibels"),
    },
    money={
        "$": (("one dollar", "dollars"), ("one cent", "cents")),
        "€": (("one euro", "euros"), ("one cent", "cents")),
        "£": (("one pound", "pounds"), ("one penny", "pence")),
        "¥": (("one yen", "yen"), ("one sen", "sen")),
    },
    scales={"k": "thousand", "K": "thousand", "M": "million", "m": "million", "bn": "billion", "B": "billion",
            "thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion"},
    short={
        r"\bDr\.(?=\s+[A-Z])": "Doctor", r"\bMr\.": "Mister", r"\bMrs\.": "Missus",
        r"\bProf\.(?=\s+[A-Z])": "Professor", r"(?<=[A-Z][a-z]\s)St\.": "Street",
        r"(?<=[a-z]{3}\s)St\.(?=\s+[a-z]|,|$)": "Street", r"\bSt\.(?=\s+[A-Z])": "Saint",
        r"\b[Ee]\.\s?g\.": "for example", r"\b[Ii]\.\s?e\.": "that is",
        rf"\betc\.{_END}": "et cetera.", r"\betc\.": "et cetera", r"\bvs\b\.?": "versus",
        r"\bapprox\.": "approximately", r"\bNo\.(?=\s?\d)": "Number", r"\bno\.(?=\s?\d)": "number",
        r"\bNos\.(?=\s?\d)": "Numbers", r"\bFig\.(?=\s?\d)": "Figure", r"\bVol\.(?=\s?\d)": "Volume",
        r"\bCh\.(?=\s?\d)": "Chapter", r"\bpp\.(?=\s?\d)": "pages", r"\bp\.(?=\s?\d)": "page",
        r"\bJr\.(?!\w)": "Junior", r"\bSr\.(?!\w)": "Senior", r"\bw/o(?!\w)": "without",
        r"\bw/(?=\s)": "with",
    },
)  # fmt: skip

GERMAN = Tongue(
    code="de", comma=True, point="Komma", minus="minus", plus="plus", to="bis", by="mal", times="mal",
    over="durch", both="und", number="Nummer", percent="Prozent", at="ät", dot="Punkt",
    slash="Schrägstrich", dash="Bindestrich", underscore="Unterstrich",
    months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember"),
    units=_metric("ein", **_alike(
        "Kilometer", "Meter", "Zentimeter", "Millimeter", "Kilogramm", "Gramm", "Milligramm", "Liter",
        "Milliliter", "Gigabyte", "Megabyte", "Kilobyte", "Terabyte", "Hertz", "Kilohertz", "Megahertz",
        "Gigahertz", "Watt", "Kilowatt", "Volt",
    )) | {
        "°C": ("ein Grad Celsius", "Grad Celsius"), "°": ("ein Grad", "Grad"),
        "km/h": ("ein Kilometer pro Stunde", "Kilometer pro Stunde"), "h": ("eine Stunde", "Stunden"),
        "min": ("eine Minute", "Minuten"), "s": ("eine Sekunde", "Sekunden"),
        "kWh": ("eine Kilowattstunde", "Kilowattstunden"), "dB": ("ein Dezibel", "Dezibel"),
    },
    money={
        "$": (("ein Dollar", "Dollar"), ("ein Cent", "Cent")),
        "€": (("ein Euro", "Euro"), ("ein Cent", "Cent")),
        "£": (("ein Pfund", "Pfund"), ("ein Penny", "Pence")), "¥": (("ein Yen", "Yen"), ("ein Sen", "Sen")),
    },
    scales={"Mio.": "Millionen", "Millionen": "Millionen", "Million": "Million", "Mrd.": "Milliarden",
            "Milliarden": "Milliarden", "Tsd.": "tausend", "k": "tausend"},
    short={
        r"\bDr\.": "Doktor", r"\bProf\.": "Professor", r"\bHr\.": "Herr", r"\bFr\.(?=\s+[A-ZÄÖÜ])": "Frau",
        r"\b[Zz]\.\s?B\.": "zum Beispiel", r"\b[Dd]\.\s?h\.": "das heißt", r"\b[Uu]\.\s?a\.": "unter anderem",
        r"\busw\.(?=\s*$)": "und so weiter.", r"\busw\.": "und so weiter", r"\bbzw\.": "beziehungsweise",
        r"\bca\.": "circa", r"\bNr\.": "Nummer", r"\bvs\b\.?": "versus", r"\bevtl\.": "eventuell",
        r"\bggf\.": "gegebenenfalls", r"\binkl\.": "inklusive", r"\bStr\.(?=\s?\d)": "Straße",
    },
)  # fmt: skip

FRENCH = Tongue(
    code="fr", comma=True, point="virgule", minus="moins", plus="plus", to="à", by="par", times="fois",
    over="sur", both="et", number="numéro", percent="pour cent", at="arobase", dot="point",
    slash="barre oblique", dash="tiret", underscore="tiret bas",
    months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre"),
    units=_metric("un", **_plural(
        "kilomètre", "mètre", "centimètre", "millimètre", "kilogramme", "gramme", "milligramme", "litre",
        "millilitre", "gigaoctet", "mégaoctet", "kilooctet", "téraoctet", "hertz", "kilohertz", "mégahertz",
        "gigahertz", "watt", "kilowatt", "volt",
    )) | {
        "°C": ("un degré Celsius", "degrés Celsius"), "°": ("un degré", "degrés"),
        "km/h": ("un kilomètre à l'heure", "kilomètres à l'heure"), "min": ("une minute", "minutes"),
        "s": ("une seconde", "secondes"), "h": ("une heure", "heures"), "dB": ("un décibel", "décibels"),
        "Go": ("un gigaoctet", "gigaoctets"), "Mo": ("un mégaoctet", "mégaoctets"),
    },
    money={
        "$": (("un dollar", "dollars"), ("un cent", "cents")),
        "€": (("un euro", "euros"), ("un centime", "centimes")),
        "£": (("une livre", "livres"), ("un penny", "pence")), "¥": (("un yen", "yens"), ("un sen", "sen")),
    },
    scales={"million": "million", "millions": "millions", "milliards": "milliards", "M": "millions",
            "Md": "milliards", "k": "mille"},
    short={
        r"\bM\.(?=\s+[A-ZÀ-Ý])": "Monsieur", r"\bMme\b\.?": "Madame", r"\bMlle\b\.?": "Mademoiselle",
        r"\bDr\b\.?(?=\s+[A-ZÀ-Ý])": "Docteur", r"\bp\.\s?ex\.": "par exemple",
        r"\bc\.?-à-d\.?": "c'est-à-dire", rf"\betc\.{_END}": "et cetera.", r"\betc\.": "et cetera",
        r"\b[nN][°º]\s?(?=\d)": "numéro ", r"\bvs\b\.?": "contre", r"\benv\.": "environ",
    },
)  # fmt: skip

SPANISH = Tongue(
    code="es", comma=True, point="coma", minus="menos", plus="más", to="a", by="por", times="veces",
    over="sobre", both="y", number="número", percent="por ciento", at="arroba", dot="punto",
    slash="barra", dash="guion", underscore="guion bajo",
    months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre"),
    units=_metric("un", **_plural(
        "kilómetro", "metro", "centímetro", "milímetro", "kilogramo", "gramo", "miligramo", "litro",
        "mililitro", "gigabyte", "megabyte", "kilobyte", "terabyte", "hertz", "kilohertz", "megahertz",
        "gigahertz", "vatio", "kilovatio", "voltio",
    )) | {
        "°C": ("un grado Celsius", "grados Celsius"), "°": ("un grado", "grados"),
        "km/h": ("un kilómetro por hora", "kilómetros por hora"), "min": ("un minuto", "minutos"),
        "s": ("un segundo", "segundos"), "h": ("una hora", "horas"), "dB": ("un decibelio", "decibelios"),
    },
    money={
        "$": (("un dólar", "dólares"), ("un centavo", "centavos")),
        "€": (("un euro", "euros"), ("un céntimo", "céntimos")),
        "£": (("una libra", "libras"), ("un penique", "peniques")),
        "¥": (("un yen", "yenes"), ("un sen", "sen")),
    },
    scales={"millón": "millón de", "millones": "millones de", "M": "millones de", "mil": "mil", "k": "mil"},
    short={
        r"\bDr\.": "Doctor", r"\bDra\.": "Doctora", r"\bSr\.": "Señor", r"\bSra\.": "Señora",
        r"\bSrta\.": "Señorita", r"\bp\.\s?ej\.": "por ejemplo", rf"\betc\.{_END}": "etcétera.",
        r"\betc\.": "etcétera", r"\b[Uu]ds\.": "ustedes", r"\b[Uu]d\.": "usted",
        r"\b[nN](?:úm\.|\.?º)\s?(?=\d)": "número ", r"\bvs\b\.?": "contra", r"\baprox\.": "aproximadamente",
        r"\bEE\.\s?UU\.": "Estados Unidos",
    },
)  # fmt: skip

TONGUES: Mapping[str, Tongue] = {one.code: one for one in (ENGLISH, GERMAN, FRENCH, SPANISH)}
"""The languages whose signs are written out. Others have cases that a rule without grammar would get wrong;
their voices read figures better than that."""


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first.

    Args:
        words: as they stand in a text.
    """
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
