"""`studio providers` for who answers questions: listed, shown, checked and tried like makers of media."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resources.clock import ManualClock
from resources.simulator.answer.claude import ClaudePart
from resources.simulator.far_side import FarSide
from resources.simulator.server import running
from studio_assets.wiring import doers

KEY = "canary-5f3b1c"
TRY = ("providers", "try", "answer/claude", "What is a kite made of?")


@pytest.fixture
def far(studio: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarSide]:
    """Claude at a simulator, with a key."""
    side = FarSide(tmp_path / "far", clock=ManualClock(), latency=0)
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    with running(side, [ClaudePart]) as simulator:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield side


def test_a_question_is_tried_under_a_cap_and_paid_by_its_tokens(studio: Any, far: FarSide) -> None:
    """The most that it can cost is said before, its answer and its true price after; again it is free."""
    said = studio(*TRY)
    assert (2, []) == (said.code, far.seen)
    assert re.search(r"answer/claude claude-haiku-5-5: \$0\.00\d+ \(simulated money\): at most", said.out)
    said = studio(*TRY, "--spend")
    assert 0 == said.code, said
    (charge,) = far.invoice()
    assert re.search(rf"paid   \${charge['charged']} \(simulated", said.out)
    assert re.search(r'  says   \{"answer":', said.out)
    assert 0 == studio(*TRY).code
    assert 1 == len(far.invoice())
    ledger = doers().ledger
    (budget,) = ledger.budgets()
    balance = ledger.balance(budget)
    assert (Decimal(charge["charged"]), 0) == (balance.spent, balance.held)
    assert () == ledger.audit(budget)


def test_its_key_is_checked_and_it_is_shown_with_prices_and_caveat(studio: Any, far: FarSide) -> None:
    """The free check is kept, and what is shown has every tier, the prices' age, the caveat and no key."""
    assert (
        "Anthropic accepts the key and offers claude-haiku-5-5" in studio("providers", "check", "claude").out
    )
    listed = studio("providers", "list").out
    assert re.search(r"answer +claude +(ready|changed|untested) +claude-haiku-5-5 \+5 +\d+ d old", listed)
    shown = studio("providers", "show", "claude").out
    assert "per 1m_text_tokens_in, prompt over 100,000 tokens (documented, 2026-11-21" in shown
    assert "memory: written for 5 min $0.125, for 1 h $0.2, read $0.01" in shown
    assert "refused and cut answers are paid too" in shown
    assert "$0.05 per 1m_text_tokens_in" in studio("providers", "show", "claude_batches").out
    assert KEY not in listed + shown


@pytest.mark.parametrize("words, told", [
    (("scale", "claude"), "limits: questions"), (("new", "answer", "acme"), "answer"),
])  # fmt: skip
def test_what_is_not_for_questions_says_so(
    studio: Any, far: FarSide, words: tuple[str, ...], told: str
) -> None:
    """Measuring how much goes at once, and beginning a new one from a template, end in words."""
    said = studio("providers", *words)
    assert (2, True, []) == (said.code, told in said.err, far.seen)


def test_in_the_simulated_environment_nobody_answers(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No answer is made up where nobody is asked."""
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    said = studio(*TRY)
    assert (1, True) == (said.code, "STUDIO_ENV=live" in said.err)
