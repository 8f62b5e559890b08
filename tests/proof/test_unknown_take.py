"""The one case that needs a person: the answer is lost, and the provider has no list to look in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from resources.money import ZERO
from resources.providers.speech.inworld import Inworld
from resources.takes.tables import TAKES
from studio_assets.cli.app import studio
from tests.proof.matrix import AT_ONCE, KILLED, SCENE, UNLISTED
from tests.proof.world import World

PRICE = Decimal("0.60")


@pytest.fixture
def command(stage: World, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """`studio` in the environment of the workers."""
    for name, value in stage.environment.items():
        monkeypatch.setenv(name, value)
    for name in ("RUNWAYML_API_SECRET", Inworld.key_variable):
        monkeypatch.setenv(name, "a-key-of-the-proof")
    monkeypatch.setenv("STUDIO_SPECS", str(stage.folder))
    monkeypatch.setenv("DAGSTER_HOME", str(stage.folder))
    return CliRunner()


def _left_unknown(stage: World, run: str, killed_at: str, provider: str = UNLISTED) -> str:
    """Kill a worker there, let another one find it; the take's slate."""
    stage.open(run)
    assert [KILLED] == stage.live([stage.order(run, [(provider, SCENE)], killed_at)])
    with stage.database.transaction() as tx:  # the command line goes by the machine's clock
        tx.execute(update(TAKES).where(TAKES.c.run == run).values(lease_until=datetime.now(UTC)))
    assert [3] == stage.live([stage.order(run, [(provider, SCENE)])])
    (take,) = stage.of_run(run)
    return take.slate


def _said(result: Result, code: int = 0) -> str:
    assert code == result.exit_code, (result.output, result.exception)
    return result.output


def test_a_charged_take_is_shown_and_kept_until_a_person_names_its_id(
    stage: World, command: CliRunner
) -> None:
    """It is shown, keeps its reservation, is not sent again, and is fetched by the id that a person found."""
    slate = _left_unknown(stage, "charged", "submit: answered")
    shown = json.loads(_said(command.invoke(studio, ["status", "--json"])))["unsettled"]
    assert [(slate, "unknown")] == [(one["slate"], one["state"]) for one in shown if one["slate"] == slate]
    assert slate in _said(command.invoke(studio, ["takes", "claim", slate]), 3)
    assert [3] == stage.live([stage.order("charged", [(UNLISTED, SCENE)])])
    before = stage.facts("charged")
    assert (1, 1, PRICE, ZERO) == (before.submits, before.accepted, before.held, before.spent)
    found = stage.seen_on_the_site(stage.takes.take(slate))
    assert "fetched" in _said(command.invoke(studio, ["takes", "claim", slate, "--as", found]))
    after = stage.facts("charged")
    assert (("fetched",), ZERO, PRICE, PRICE, 1) == (
        after.states, after.held, after.spent, after.charged, after.submits
    )  # fmt: skip


def test_a_take_that_was_never_accepted_is_given_up_and_bought_again(
    stage: World, command: CliRunner
) -> None:
    """It keeps its reservation until a person gives it up; then the next run buys it, once."""
    slate = _left_unknown(stage, "lost", "intend: committed")
    before = stage.facts("lost")
    assert (("unknown",), 0, PRICE, ZERO) == (before.states, before.submits, before.held, before.charged)
    _said(command.invoke(studio, ["takes", "give-up", slate, "--yes"]))
    assert (ZERO, ZERO) == (stage.facts("lost").held, stage.facts("lost").spent)
    assert [0] == stage.live([stage.order("lost", [(UNLISTED, SCENE)])])
    after = stage.facts("lost")
    assert (("cancelled", "fetched"), 1, ZERO, PRICE, PRICE) == (
        after.states, after.submits, after.held, after.spent, after.charged
    )  # fmt: skip


def test_a_charge_without_media_is_booked_by_a_person(stage: World, command: CliRunner) -> None:
    """A voice whose answer was lost is charged once, and a person books that charge when giving it up."""
    slate = _left_unknown(stage, "voice", "submit: answered", AT_ONCE)
    before = stage.facts("voice")
    assert (1, before.charged, ZERO) == (before.submits, before.held, before.spent)
    words = ["takes", "give-up", slate, "--charged", f"${before.charged:f}", "--yes"]
    _said(command.invoke(studio, words))
    after = stage.facts("voice")
    assert (("cancelled",), ZERO, before.charged) == (after.states, after.held, after.spent)
    assert after.charged == after.spent > ZERO
