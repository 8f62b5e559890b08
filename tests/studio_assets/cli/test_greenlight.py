"""`studio greenlight`: a person's word over the rule, from the command line to the stored decision."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from studio_assets.greenlight.decision import Greenlight
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.wiring import doers

CANCEL = ("greenlight", "boat", "still", "cancel")


@pytest.fixture
def finished(studio: Any, film: Any) -> Any:
    """`studio` in a copy of the house in which the film was made."""
    home = studio.house.place / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(Path(film.house.place) / "home", home)
    return studio


def decision(pilot: str) -> Any:
    """What the newest run's greenlight says of a pilot."""
    who = doers()
    newest = who.runs.newest("boat")
    assert newest is not None
    return sheet_of(who, newest).need("greenlight", Greenlight).decision(pilot)


def test_before_a_run_there_is_nothing_to_decide(studio: Any) -> None:
    """Without a run the command says how to make one."""
    said = studio(*CANCEL, "--reason", "x")
    assert (2, True) == (said.code, "`studio run boat` makes one." in said.err)


def test_a_persons_word_reaches_the_film(finished: Any) -> None:
    """A slip is refused in words; a word with its reason stands beside the rule's, and the film follows."""
    for slip, mend in (
        (CANCEL, "Write `reason:` beside `override:`"),
        (("greenlight", "boat", "stil", "go", "--reason", "x"), "Override one of: drawn, still."),
    ):
        said = finished(*slip)
        assert (2, True) == (said.code, mend in said.err)
    assert "go" == decision("still").verdict
    done = finished(*CANCEL, "--reason", "It does not move.", "--json")
    assert (0, "rendered") == (done.code, json.loads(done.out)["state"])
    one = decision("still")
    assert ("cancel", "go", "It does not move.") == (one.verdict, one.rule, one.override.reason)
