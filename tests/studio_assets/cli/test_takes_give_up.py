"""`studio takes give-up`: a person's word, asked twice and never against what the provider says."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest

from resources.providers.simulated_side import SimulatedSide
from tests.studio_assets.cli.left_behind import LeftBehind


@pytest.fixture
def left(studio: Any, monkeypatch: pytest.MonkeyPatch) -> LeftBehind:
    """A run of `boat` that nobody makes any more."""
    return LeftBehind.begun(monkeypatch)


def test_what_was_not_accepted_frees_its_money(studio: Any, left: LeftBehind) -> None:
    """With a person's word an unknown take is cancelled at $0 and its scene may be filmed again."""
    take = left.lost()
    left.forget()
    said = studio("takes", "give-up", take.slate, "--yes")
    assert (0, True) == (said.code, "`studio run boat --run monday` films its scene again." in said.out)
    assert ("cancelled", ("0.00", "0.00")) == (left.now(take).state, left.money)
    assert "Given up by " in left.now(take).reason


def test_what_was_charged_without_a_result_is_spent(studio: Any, left: LeftBehind) -> None:
    """With `--charged` that much is booked and the rest of the reservation is free."""
    take = left.lost()
    left.forget()
    said = studio("takes", "give-up", take.slate, "--charged", "$1.25", "--yes")
    assert (0, True) == (said.code, "$1.25 charged, $0.75 of its reservation released" in said.out)
    assert ("cancelled", ("0.00", "1.25")) == (left.now(take).state, left.money)


def answered(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """A person at the keyboard who types this."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(words))


@pytest.mark.parametrize(("words", "state"), [("y\n", "cancelled"), ("n\n", "unknown"), ("\n", "unknown")])
def test_it_is_asked_first(
    studio: Any, left: LeftBehind, monkeypatch: pytest.MonkeyPatch, words: str, state: str
) -> None:
    """Without `--yes` the money at stake is named and only a yes changes anything."""
    take = left.lost()
    left.forget()
    answered(monkeypatch, words)
    said = studio("takes", "give-up", take.slate)
    assert (0, True) == (said.code, "charges nothing ($2.00 of play money held)?" in said.out)
    assert state == left.now(take).state


def test_where_nobody_answers_nothing_changes(
    studio: Any, left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a script without `--yes` the command ends with 2 and leaves the take as it is."""
    take = left.lost()
    left.forget()
    answered(monkeypatch, "")
    said = studio("takes", "give-up", take.slate)
    assert (2, True) == (said.code, "Add `--yes` where you are sure." in said.err)
    assert ("unknown", ("2.00", "0.00")) == (left.now(take).state, left.money)


def test_what_can_be_claimed_is_not_given_up(studio: Any, left: LeftBehind) -> None:
    """A take that the provider has finished is fetched instead, and the word is refused."""
    take = left.lost()
    said = studio("takes", "give-up", take.slate, "--yes")
    assert (2, True) == (said.code, "The claim has settled it: fetched." in said.err)
    assert ("fetched", ("0.00", "2.00")) == (left.now(take).state, left.money)


def test_a_generation_under_way_is_stopped_first(studio: Any, left: LeftBehind) -> None:
    """A generation that still runs is cancelled at the provider, which then charges nothing."""
    take = left.take(latency=9000)
    assert 0 == studio("takes", "give-up", take.slate, "--yes").code
    (invoice,) = SimulatedSide("video").invoices()
    assert ("cancelled", "0", ("0.00", "0.00")) == (left.now(take).state, str(invoice.price), left.money)


def test_what_may_still_be_charged_is_not_given_up_for_nothing(
    studio: Any, left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A generation that its provider does not stop keeps its money, unless a person says what it cost."""
    take = left.take(latency=9000)
    provider = type(left.who.providers["video", "simulated"])

    async def goes_on(*_: Any) -> bool:
        return False

    monkeypatch.setattr(provider, "cancel", goes_on)
    said = studio("takes", "give-up", take.slate, "--yes")
    assert (2, True) == (said.code, "may charge it: it did not stop it." in said.err)
    assert ("generating", ("2.00", "0.00")) == (left.now(take).state, left.money)
    assert 0 == studio("takes", "give-up", take.slate, "--yes", "--charged", "2").code
    assert ("cancelled", ("0.00", "2.00")) == (left.now(take).state, left.money)


def test_a_worker_at_work_is_not_overruled(studio: Any, left: LeftBehind) -> None:
    """While a worker may be at a take its outcome is not decided by anybody else."""
    take = left.take(ago=20)
    said = studio("takes", "give-up", take.slate, "--yes")
    assert (2, True) == (said.code, "a worker may be at it. Wait " in said.err)
    assert take == left.now(take)


def test_what_is_settled_stays(studio: Any, left: LeftBehind) -> None:
    """A fetched take cannot be given up: its money is spent and its clip is here."""
    take = left.take()
    studio("takes", "claim")
    said = studio("takes", "give-up", take.slate, "--yes")
    assert (2, True) == (said.code, "The take is fetched. There is nothing to give up." in said.err)
    assert ("0.00", "2.00") == left.money


@pytest.mark.parametrize("amount", ["", "two", "-1", "$1.2345678", "NaN", "1e3"])
def test_an_amount_must_be_money(studio: Any, left: LeftBehind, amount: str) -> None:
    """An amount that is no money ends with 2 before anything is asked."""
    said = studio("takes", "give-up", "a/b/c/d/e/t1", "--charged", amount)
    assert (2, True) == (said.code, "Write dollars such as `$1.25` or `$0`." in said.err)
