"""Values as a person writes them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from resources.media.transitions import TRANSITIONS
from resources.money import dollars, micros, usd
from studio_assets.script.scene import Transition
from studio_assets.spec import labels, levels, values


def said(kind: Any, value: object) -> str:
    """The fault of a value, message and mend."""
    with pytest.raises(ValidationError) as found:
        TypeAdapter(kind).validate_python(value)
    context = found.value.errors()[0]["ctx"]
    return f"{context['message']}. {context['mend']}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5s", 5),
        ("1m30s", 90),
        ("7.5s", Fraction(15, 2)),
        ("10m", 600),
        ("1h", 3600),
        ("0.000001s", Fraction(1, 10**6)),
    ],
)
def test_durations_are_exact(text: str, expected: Fraction) -> None:
    """A duration becomes exactly the seconds that are written."""
    assert Fraction(expected) == TypeAdapter(values.Duration).validate_python(text)


@given(st.integers(1, 24 * 3600 * 10**6).map(lambda micro: Fraction(micro, 10**6)))
@settings(deadline=None)
def test_a_duration_survives_being_written(seconds: Fraction) -> None:
    """A duration that is written and read again is the same."""
    assert seconds == TypeAdapter(values.Duration).validate_python(values.duration_text(seconds))


@given(st.integers(1, 10**12))
@settings(deadline=None)
def test_money_survives_being_written(micro: int) -> None:
    """An amount that is written and read again is the same to the micro-dollar."""
    assert micro == micros(TypeAdapter(values.Money).validate_python(dollars(usd(micro))))


@given(st.integers(0, 10**6))
@settings(deadline=None)
def test_a_share_survives_being_written(part: int) -> None:
    """A percentage that is written and read again is the same."""
    share = Decimal(part) / 10**6
    assert share == TypeAdapter(values.Percent).validate_python(values.percent_text(share))


@given(st.text())
@settings(deadline=None)
def test_no_text_breaks_a_value(text: str) -> None:
    """Whatever is written where a value belongs is taken or is a fault, never a crash."""
    for kind in (
        values.Duration,
        values.Money,
        values.Percent,
        values.Part,
        values.Ratio,
        values.TransitionWord,
        levels.Decibels,
        levels.Loudness,
        labels.Colour,
        labels.Language,
        labels.Tag,
    ):
        try:
            TypeAdapter(kind).validate_python(text)
        except ValidationError as found:
            assert found.errors()[0]["ctx"]["mend"]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (values.Duration, 5, "the duration 5 has no unit. Write `5s`."),
        (values.Duration, Decimal("2.5"), "the duration 2.5 has no unit. Write `2.5s`."),
        (
            values.Duration,
            "5 sec",
            "`sec` is not a unit of time in `5 sec`. Write h, m or s without spaces, such as `5s`.",
        ),
        (
            values.Duration,
            "5min",
            "`min` is not a unit of time in `5min`. Write h, m or s without spaces, such as `5m`.",
        ),
        (
            values.Duration,
            "30s1m",
            "`30s1m` is not a duration. Write h, m and s in this order, such as `5s` or `1m30s`.",
        ),
        (values.Duration, "0s", "a duration of 0s films nothing. Write more than `0s`."),
        (values.Duration, "25h", "`25h` is longer than 24h. Write a shorter duration."),
        (values.Money, 12, 'the amount 12 has no currency. Write "$12".'),
        (values.Money, Decimal("12.50"), 'the amount 12.50 has no currency. Write "$12.50".'),
        (values.Money, "$0", "`$0` is out of bounds. Write more than $0 and at most $1000000.00."),
        (
            values.Money,
            "$1.1234567",
            "`$1.1234567` is not an amount of money. "
            'Write dollars without commas, such as "$12.50", to 6 decimals.',
        ),
        (values.Percent, 40, "the share 40 has no `%`. Write `40%`."),
        (values.Percent, "140%", "`140%` is more than 100%. Write 0% to 100%."),
        (values.Part, 40, 'the allotment 40 has no unit. Write `40%` of the budget or "$40".'),
        (values.Ratio, "16x9", '`16x9` is not an aspect ratio. Write width:height, such as "16:9".'),
        (values.Resolution, 720, "`720` is not a resolution. Write `720p`."),
        (
            values.Name,
            "Desk At Night",
            "`Desk At Night` is not a name. Use a-z, 0-9 and single _, beginning with a letter, "
            "at most 63 characters.",
        ),
        (values.TransitionWord, "wype 1s", "`wype 1s` is not a transition. Did you mean `wipe`?"),
        (
            values.TransitionWord,
            "wipe",
            "the transition `wipe` has no length. Write one, such as `wipe 0.5s`.",
        ),
        (values.TransitionWord, "cut 1s", "a cut has no length. Write `cut` alone."),
        (
            values.TransitionWord,
            "wipe 1s slowly",
            "`wipe 1s slowly` is not a transition. Write its name and its length, such as `dissolve 0.5s`.",
        ),
        (levels.Decibels, -3, "the gain -3 has no unit. Write `-3dB`."),
        (
            levels.Decibels,
            "-3 dB",
            "`-3 dB` is not a gain. Write decibels without spaces, such as `-3dB`.",
        ),
        (levels.Decibels, "-41dB", "`-41dB` is out of bounds. Write -40dB to +20dB."),
        (levels.Loudness, 14, "a loudness of 14 LUFS is louder than anything. Write `-14`."),
        (levels.Loudness, -31, "a loudness of -31 LUFS is out of bounds. Write -30 to -8."),
        (
            levels.Loudness,
            "-14 LUFS",
            "`-14 LUFS` is not a loudness. Write LUFS as a number, such as `-14`.",
        ),
        (
            labels.Colour,
            "red",
            '`red` is not a colour. Write red, green and blue in hex, such as "#1a1a2e".',
        ),
        (
            labels.Colour,
            None,
            'there is no colour here: `#` begins a comment. Write it in quotes: "#1a1a2e".',
        ),
        (
            labels.Language,
            "deu",
            "`deu` is not a language. Write its two letters of ISO 639-1, such as `en`.",
        ),
        (labels.Tag, "title", "Studio itself writes the tag `title`. Remove it, or name the tag otherwise."),
        (
            labels.Tag,
            "encoder",
            "Studio itself writes the tag `encoder`. Remove it, or name the tag otherwise.",
        ),
        (
            labels.Tag,
            "Artist",
            "`Artist` is not the name of a tag. Use a-z and _, at most 30, such as `artist`.",
        ),
        (
            values.Cron,
            "every day",
            "`every day` is not a cron line. Write minute, hour, day, month and weekday, "
            'such as "0 6 * * 1" for each Monday at 6.',
        ),
        (values.Owner, "ada", "`ada` is not an owner. Write `team:NAME` or an e-mail address."),
    ],
)
def test_a_wrong_value_says_its_mend(kind: Any, value: object, expected: str) -> None:
    """A value that is not understood names what is wrong with it and how it is written."""
    assert expected == said(kind, value)


@pytest.mark.parametrize("name", ["a" * 64, "../up", "a/b", "a b", "9lives", "_a", "a__b", "é", "", "a\n"])
def test_unsafe_names_are_refused(name: str) -> None:
    """No name can leave its folder, its asset key or its database column."""
    assert "is not a name" in said(values.Name, name)


def test_transitions_hold_their_exact_length() -> None:
    """`dissolve 0.5s` is a dissolve of exactly half a second."""
    expected = Transition(kind="dissolve", duration=Fraction(1, 2))
    assert expected == TypeAdapter(values.TransitionWord).validate_python("dissolve 0.5s")


@pytest.mark.parametrize("name", [name for name in TRANSITIONS if name != "cut"])
def test_every_transition_is_a_word(name: str) -> None:
    """Whatever can be drawn between two scenes can be written, and is written back as it was."""
    kind = TypeAdapter(values.TransitionWord)
    found = kind.validate_python(f"{name} 0.5s")
    assert Transition(kind=name, duration=Fraction(1, 2)) == found
    assert f"{name} 0.5s" == kind.dump_python(found)


@pytest.mark.parametrize(
    ("text", "expected"), [("-3dB", "-3"), ("+2.50dB", "2.5"), ("0dB", "0"), ("-0dB", "0"), ("10dB", "10")]
)
def test_a_gain_is_one_number_however_it_is_written(text: str, expected: str) -> None:
    """The same gain is the same text in a snapshot, so that zeros and signs are no edits."""
    assert expected == str(TypeAdapter(levels.Decibels).validate_python(text))


@pytest.mark.parametrize("line", ["0 6 * * 1", "@daily", "*/15 * * * *"])
def test_cron_lines_that_dagster_takes_are_taken(line: str) -> None:
    """A schedule that Dagster would run is accepted as it is written."""
    assert line == TypeAdapter(values.Cron).validate_python(line)
