"""A spoken line in fewer words: one question, checked, and cut by rule where there is no good answer."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.errors import TransientFailure
from studio_assets.script.claude import ClaudeWriter
from studio_assets.script.overlong import Overlong, Shortened, cut_by_rule
from studio_assets.script.pace import words
from studio_assets.script.rules import RulesWriter
from tests.studio_assets.golden import same
from tests.studio_assets.script.run_desk import RunDesk, lost

GOLDEN = Path(__file__).parent / "golden" / "shorter_line.md"
TEXT = "It was two. The lamp hummed over the cold coffee & nobody came to <see> it."
LINE = Overlong("ink", TEXT, spoken=Fraction(10), room=Fraction(6))


@pytest.fixture
def shorten(tmp_path: Path, production: Any, scene: Any) -> Any:
    """Shortens the line at a desk that says what it is told."""

    def ask(*says: Any, line: Overlong = LINE) -> tuple[Shortened, RunDesk]:
        desk: Any = RunDesk(
            [one if isinstance(one, Exception) else {"narration": one} for one in says], tmp_path
        )
        done = asyncio.run(ClaudeWriter(desk).shorten(production(style="storyboard"), scene("desk"), line))
        return done, desk

    return ask


def test_room_is_counted_at_the_voices_own_pace() -> None:
    """Words are allowed at the pace at which this voice spoke the line, with a margin."""
    assert 15 == words(TEXT)
    assert 8 == LINE.allowed


def test_the_rules_cut_whole_sentences(production: Any, scene: Any) -> None:
    """Without Claude the line ends with a sentence that fits, and says so."""
    done = asyncio.run(RulesWriter().shorten(production(), scene("desk"), LINE))
    assert done == cut_by_rule(LINE)
    assert "It was two." == done.text
    assert ("It had 15 words and was cut by rule: 8 fit its picture.",) == done.notes


def test_one_question(shorten: Any) -> None:
    """A good answer is taken as it is; the contingency pays before the pilot."""
    done, desk = shorten("Nobody came to see the cold coffee.")
    assert "Nobody came to see the cold coffee." == done.text
    assert ("It had 15 words; the writer shortened it to 7.",) == done.notes
    [question] = desk.questions
    assert (("contingency", "ink"), "ink", "desk") == (question.accounts, question.pilot, question.scene)
    assert ["answered"] == [one.outcome for one in done.asked]


def test_too_long_again_is_told_then_cut(shorten: Any) -> None:
    """The model hears once that its line is too long; then it is cut at a sentence."""
    long = "It was two at night. Nobody came to see the coffee."
    done, _ = shorten(long, long)
    assert "It was two at night." == done.text
    assert "invalid: The line has 11 words; 8 are allowed." == done.asked[0].outcome
    assert "The answer had 11 words and was cut by rule: 8 fit its picture." == done.notes[1]


@pytest.mark.parametrize("says", [(lost("refused: no"),), (" ", " ")], ids=["refused", "empty"])
def test_without_an_answer_the_rules_cut(shorten: Any, says: Any) -> None:
    """An answer that does not come, or is empty, is paid and told, and the rules' own line stands in."""
    done, _ = shorten(*says)
    assert ("It was two.", True) == (done.text, bool(done.asked))


def test_a_retry_heals(shorten: Any) -> None:
    """What a retry heals fails the step instead of cutting the line."""
    with pytest.raises(TransientFailure):
        shorten(TransientFailure("busy", mend="Wait."))


def test_nothing_fits(shorten: Any) -> None:
    """Where not a word fits nobody is asked."""
    done, desk = shorten(line=Overlong("ink", TEXT, Fraction(10), Fraction(1, 2)))
    assert ("", []) == (done.text, desk.questions)


def test_what_the_model_is_told(shorten: Any) -> None:
    """The prompt stands in a file; what the line says is material and never markup."""
    _, desk = shorten("Nobody came.")
    same(GOLDEN, desk.prompts[0])
