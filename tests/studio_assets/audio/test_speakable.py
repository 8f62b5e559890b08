"""What a voice is given to say: no markup and no signs, and plain lines just as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio_assets.audio.speakable import speakable

MARKS = [
    "**",
    "_",
    "`",
    "#",
    ">",
    "[",
    "](http://a.example)",
    "!",
    "\\",
    "&amp;",
    "<b>",
    "<break/>",
    "|",
    "---",
    "~~",
    "*",
]
SIGNS = [
    "$5",
    "40%",
    "14:30",
    "2026-11-21",
    "1990s",
    "1/2",
    "½",
    "3-5",
    "#7",
    "-3°C",
    "e.g.",
    "etc.",
    "&",
    "ada@b.example",
    "www.b.example/x-y?z=1",
]
LOOSE = [
    "- ",
    "1. ",
    "\n",
    "\n\n",
    "12,50 €",
    "5 km",
    "21. Mai",
    "Dr. ",
    "z. B.",
    "No. ",
    "n° 5",
    "words ",
    " ",
]
PIECES = st.sampled_from([*MARKS, *SIGNS, *LOOSE, *"xA.,10é👋❤\ufe0f\u00a0`'"])
PLAIN = st.lists(
    st.sampled_from(["It", "was", "late", "über", "été", "don't", "珈琲", "“quoted”", "half-done"])
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Night\n\nIt was *very* **late**, `really`.", "Night. It was very late, really."),
        ("Read [the book](https://a.example) now.", "Read the book now."),
        ("He needs\n- milk\n- beans", "He needs. milk. beans"),
        ("1. Mix\n2. Bake", "Mix. Bake"),
        ("> A quote\n\nand ~~more~~", "A quote. and more"),
        ("| a | b |\n|--|--|\n| c | d |", "a, b. c, d"),
        ("<b>So</b>&amp; so \\*on\\*", "So and so on"),
        ("[Narrator]: hello", "[Narrator]: hello"),
        ("1986. The year of the comet.", "nineteen eighty-six. The year of the comet."),
    ],
    ids=["heading", "link", "bullets", "counted", "quote", "table", "html", "no-link", "no-list"],
)
def test_markdown_is_not_spoken(text: str, expected: str) -> None:
    """Emphasis, headings, lists, tables and links keep their words and lose their marks."""
    assert expected == speakable(text, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$12.50 or $0.99", "twelve dollars and fifty cents or ninety-nine cents"),
        ("€1.5 million, $5-10", "one point five million euros, five to ten dollars"),
        ("12.5% of 10–20 km", "twelve point five percent of ten to twenty kilometers"),
        ("-5°C, 1 kg, 60 km/h", "minus five degrees Celsius, one kilogram, sixty kilometers per hour"),
        ("at 2:00 AM, 14:05", "at two AM, fourteen oh five"),
        ("Nov 21, 2026", "November twenty-first, twenty twenty-six"),
        ("on 3 May", "on the third of May"),
        ("2026-11-21", "November twenty-first, twenty twenty-six"),
        ("the 1990s, the 80s", "the nineteen nineties, the eighties"),
        ("1914-1918 and 3-5", "nineteen fourteen to nineteen eighteen and three to five"),
        ("the 3rd of 1,250", "the third of one thousand, two hundred and fifty"),
        ("2½, 3/4, 24/7", "two and one half, three quarters, twenty-four seven"),
        ("1080p at 16:9", "ten eighty p at sixteen to nine"),
        ("007 and v2 MP3", "zero zero seven and v2 MP3"),
        ("a 24-hour day", "a twenty-four-hour day"),
        ("30s later", "thirty seconds later"),
    ],
)
def test_english_figures(text: str, expected: str) -> None:
    """Money, shares, measures, times, dates, years, ordinals and ranges are words; names are left alone."""
    assert expected == speakable(text, "en")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am 3. Mai um 14:30 Uhr", "Am dritten Mai um vierzehn Uhr dreißig"),
        ("de", "12,50 €, 1.250 km, z. B. 1 Stunde",
         "zwölf Euro und fünfzig Cent, eintausendzweihundertfünfzig Kilometer, zum Beispiel eine Stunde"),
        ("fr", "Le 1er mai à 14h30, 20 %", "Le premier mai à quatorze heures trente, vingt pour cent"),
        ("fr", "1 250,5 m", "mille deux cent cinquante virgule cinq mètres"),
        ("es", "2.ª, 12,50 €", "segunda, doce euros y cincuenta céntimos"),
        ("en-GB", "No. 5", "Number five"),
        ("ja", "2026年に **3** つ", "2026年に 3 つ"),
    ],
)  # fmt: skip
def test_languages(language: str, text: str, expected: str) -> None:
    """German, French and Spanish have their own signs; other languages keep figures and lose markup."""
    assert expected == speakable(text, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Mo vs. R&D, e.g. beans, etc.", "Doctor Mo versus R and D, for example beans, et cetera."),
        ("No. It is not.", "No. It is not."),
        ("See https://www.a.example/b-c?d=1.", "See a dot example slash b dash c."),
        ("Ask ada@films.example!", "Ask ada at films dot example!"),
        ("Hi 👋 there 🎉!", "Hi there!"),
        ("Wait <break time='1s'/> 1 s", "Wait <break time='1s'/> one second"),
        ("so\n  be ``it''", 'so be "it"'),
    ],
    ids=["short", "no", "address", "mail", "emoji", "pause", "tidy"],
)
def test_signs(text: str, expected: str) -> None:
    """Abbreviations and addresses are said, emoji are not, and white space is one space."""
    assert expected == speakable(text, "en")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "1.200.000 Bohnen", "eine Million zweihunderttausend Bohnen"),
        ("es", "1.234.567", "un millón doscientos treinta y cuatro mil quinientos sesenta y siete"),
        ("de", "Version 1.2.3", "Version eins Punkt zwei Punkt drei"),
        ("en", "Version 1.2.3", "Version one point two point three"),
        ("en", "The 1,000th cup.", "The one thousandth cup."),
        ("en", "2 1/2 cups, 24 24/7", "two and one half cups, twenty-four twenty-four seven"),
        ("de", "Um 12.30 Uhr", "Um zwölf Uhr dreißig"),
        ("de", "Der 3. Tag, im 21. Jahrhundert.", "Der 3. Tag, im 21. Jahrhundert."),
        ("de", "Es waren 3. Dann ging er.", "Es waren drei. Dann ging er."),
        ("de", "Im Jahr 2008. Danach", "Im Jahr zweitausendacht. Danach"),
    ],
    ids=[
        "million", "millón", "Version", "version", "thousandth", "mixed", "Uhr", "Tag", "drei", "Jahr",
    ],
)  # fmt: skip
def test_points_and_commas_in_numbers(language: str, text: str, expected: str) -> None:
    """A point parts thousands or versions, ends a sentence, or makes a place in a row."""
    assert expected == speakable(text, language)


@given(PLAIN, st.sampled_from(["en", "de", "fr", "es", "ja"]))
def test_plain_lines_stay(words: list[str], language: str) -> None:
    """A line of plain words is sent as it is written: its recipe, and so its take, stays."""
    text = " ".join(words) + ("." if words else "")
    assert text == speakable(text, language)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40),
    st.sampled_from(["en", "de", "fr", "es"]),
)
def test_saying_it_again_changes_nothing(text: str, language: str) -> None:
    """What is speakable stays as it is, whatever was written."""
    said = speakable(text, language)
    assert said == speakable(said, language)
