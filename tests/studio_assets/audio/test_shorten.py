"""A line that its picture cannot carry is shortened once, by the writer; the user's own words never are."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest

from studio_assets.call_sheet import CallSheet
from studio_assets.script.overlong import Shortened
from studio_assets.script.rules import RulesWriter
from studio_assets.spec.production import Mix, SceneSpec
from tests.studio_assets.audio.conftest import Stage

LONG = {"desk": "It was two in the morning. The lamp hummed over the cold coffee and nobody came. Nobody."}
HALF = {"desk": Fraction(1)}


def writers(monkeypatch: pytest.MonkeyPatch, *texts: str) -> list[Any]:
    """Let a writer shorten lines to these texts; what it was asked."""
    asked: list[Any] = []

    class Writer(RulesWriter):
        async def shorten(self, production: Any, scene: Any, line: Any) -> Shortened:
            asked.append((scene.name, line))
            return Shortened(texts[len(asked) - 1], notes=("Shorter.",))

    cast = SimpleNamespace(script_writer=Writer())
    monkeypatch.setattr(CallSheet, "cast", property(lambda _: cast))
    return asked


def test_the_rules_cut_to_whole_sentences(stage: Any) -> None:
    """A line that its picture cannot carry is spoken again, shorter; both takes are paid and counted."""
    film: Stage = stage("desk")
    film.lock(LONG, HALF)
    document = film.narration()
    [line] = document.lines
    assert ("It was two in the morning.", LONG["desk"]) == (line.text, line.shortened_from)
    assert line.seconds <= Fraction(5, 2)
    assert 2 == len(film.takes)
    assert line.price == document.price == film.check_money()
    assert document.notes
    assert document == film.narration()


def test_the_writer_is_asked_once(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the writer made of a line is kept: another launch asks nobody, and pays for nothing."""
    asked = writers(monkeypatch, "It was very late that night in the house on the hill, and so very cold.")
    film: Stage = stage("desk")
    film.lock(LONG, HALF)
    first = film.narration()
    assert first == film.narration()
    [(name, line)] = asked
    assert ("desk", LONG["desk"], Fraction(5, 2)) == (name, line.text, line.room)
    assert 0 < line.allowed < 17
    made = film.narrate()
    # Still too long: it is not shortened again, and the check says so.
    assert [True, False] == [check.passed for check in made.checks]
    assert "which can be extended to 2.5 s" in made.checks[1].detail
    assert 2 == len(film.takes)


@pytest.mark.parametrize(
    "changes",
    [
        {"scenes": (SceneSpec(name="desk", narration=LONG["desk"]),)},
        {"mix": Mix(fit="stretch")},
        {"style": "documentary"},
    ],
    ids=["own-words", "stretch", "speech-leads"],
)
def test_who_is_never_shortened(stage: Any, monkeypatch: pytest.MonkeyPatch, changes: Any) -> None:
    """The user's own words stay to the letter, and so does every line where the picture need not carry it."""
    asked = writers(monkeypatch)
    film: Stage = stage("desk", **changes)
    film.lock(LONG, HALF)
    [line] = film.narration().lines
    assert (LONG["desk"], "", [], 1) == (line.text, line.shortened_from, asked, len(film.takes))


def test_a_short_line_that_cannot_be_paid_leaves_the_long_one(stage: Any) -> None:
    """Where the money ends with the long line, the film keeps it and says why."""
    film: Stage = stage("desk", limit="0.0014")
    film.lock(LONG, HALF)
    [line] = film.narration().lines
    assert ("spoken", LONG["desk"]) == (line.state, line.text)
    assert any("the long one stays: held" in note for note in line.notes)
    film.check_money()
