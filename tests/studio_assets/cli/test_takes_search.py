"""`studio takes search` and `show`: every take can be found and says where it comes from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.resources.claude.oracle import Oracle
from tests.studio_assets.cli.left_behind import BUDGET, LeftBehind, question_of


@pytest.fixture
def left(studio: Any, monkeypatch: pytest.MonkeyPatch) -> LeftBehind:
    """A run of `boat` that nobody makes any more."""
    return LeftBehind.begun(monkeypatch)


def found(studio: Any, *words: str) -> list[dict[str, Any]]:
    """What search finds."""
    said = studio("takes", "search", *words, "--json")
    assert 0 == said.code, said.err
    listed: list[dict[str, Any]] = json.loads(said.out)
    return listed


def test_a_take_is_found_by_what_was_asked_for(made: Any, film: Any) -> None:
    """Words of the direction, the scene or the provider find a clip, in any case, in any order."""
    assert {"drawn", "still"} == {one["pilot"] for one in found(made, "PUDDLE", "launch")}
    assert ["drawn"] == [one["pilot"] for one in found(made, "simulated", "/drawn/")]
    assert [] == found(made, "puddle", "submarine")


def test_a_line_holds_all_that_one_needs_to_use_it(made: Any, film: Any) -> None:
    """Each line has the whole slate, scene, provider, price, play money and the file, unbroken in a pipe."""
    (one,) = found(made, "/drawn/")
    said = film.house.program("takes", "search", "/drawn/", COLUMNS="40")
    row = next(line for line in said.out.splitlines() if one["slate"] in line)
    assert all(word in row for word in ("launch", "simulated animated", "$1.25", one["file"])), row
    assert (film.house.home / "artifacts" / one["file"]).is_file()


def test_clips_that_the_cut_does_not_use_are_outtakes(made: Any) -> None:
    """The locked cut tells which clip is in the film; the loser's is an outtake, and found as one."""
    uses = {one["pilot"]: one["use"] for one in found(made, "launch")}
    assert {"in the film", "outtake"} == set(uses.values())
    (loser,) = found(made, "--outtakes")
    assert "outtake" == uses[loser["pilot"]] == loser["use"]


def test_without_a_locked_cut_nothing_is_an_outtake(studio: Any, left: LeftBehind) -> None:
    """A clip of a run that was not cut yet is neither in the film nor an outtake."""
    left.take()
    studio("takes", "claim")
    assert [""] == [one["use"] for one in found(studio)]
    assert [] == found(studio, "--outtakes")


def test_the_newest_take_comes_first(studio: Any, left: LeftBehind) -> None:
    """What was begun last stands first; states and productions narrow the search."""
    old, new = left.take(ago=7200), left.take(direction="A raft.")
    assert [new.slate, old.slate] == [one["slate"] for one in found(studio, "--state", "generating")]
    assert [old.slate] == [one["slate"] for one in found(studio, "a boat", "--state", "any")]
    assert [] == found(studio)
    assert 2 == len(found(studio, "--production", "boat", "--state", "any"))


def test_questions_are_no_footage(studio: Any, left: LeftBehind) -> None:
    """A question to Claude is found with --questions alone, and never beside the clips."""
    clip, who = left.take(), left.who
    asked, _ = who.takes.intend(question_of("boat", BUDGET), Oracle(), who.clock, "worker")
    both = "boat", "--state", "any"
    assert [clip.slate] == [one["slate"] for one in found(studio, *both)]
    assert [asked.slate] == [one["slate"] for one in found(studio, *both, "--questions")]


def test_a_production_that_was_never_made_is_a_mistake(made: Any) -> None:
    """A misspelt production ends with 2 and the nearest name."""
    said = made("takes", "search", "--production", "boot")
    assert (2, True) == (said.code, "Did you mean boat?" in said.err)


def test_nothing_found_is_said(studio: Any) -> None:
    """Where no take fits, words say so, and it is no failure."""
    assert (0, "No take has all these words.\n") == (
        studio("takes", "search", "whale").code, studio("takes", "search", "whale").out)  # fmt: skip


def test_show_tells_all_of_a_take(made: Any, film: Any) -> None:
    """A take's request, times, provider, money entries and its file on this disk are shown."""
    (one,) = found(made, "/drawn/")
    said = made("takes", "show", f"take:{one['slate']}")
    assert 0 == said.code
    for words in (one["slate"], "fetched", "$1.25", "direction", "paper boat", "reserve", "commit", "UTC"):
        assert words in said.out, words
    assert str(film.house.home / "artifacts" / one["file"]) in said.out


def test_show_as_json_has_exact_money(made: Any) -> None:
    """--json has the request as it was sent and every money entry with exact amounts."""
    (one,) = found(made, "/drawn/")
    shown = json.loads(made("takes", "show", one["slate"], "--json").out)
    assert [("reserve", "1.25"), ("commit", "1.25")] == [
        (entry["kind"], entry["amount"]) for entry in shown["entries"]
    ]
    assert "direction" in shown["request"]


def test_a_file_that_is_gone_is_told(studio: Any, left: LeftBehind) -> None:
    """Where the stored file is missing, show says so instead of failing."""
    take = left.take()
    studio("takes", "claim")
    artifact = left.now(take).artifact
    assert artifact is not None
    left.who.artifacts.path(artifact).unlink()
    said = studio("takes", "show", take.slate)
    assert (0, True) == (said.code, f"{artifact.path} (" in said.out)


def test_the_group_lists_its_commands(studio: Any) -> None:
    """`studio takes --help` names every command with a sentence."""
    said = studio("takes", "--help")
    assert 0 == said.code
    assert all(f"\n  {name} " in said.out for name in ("search", "show", "claim", "give-up"))
