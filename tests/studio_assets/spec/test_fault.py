"""How a fault reads."""

from __future__ import annotations

from pathlib import Path

from studio_assets.spec.fault import Fault, gathered, nearest


def test_a_fault_reads_as_editors_and_people_expect() -> None:
    """A fault is one line: file, line, column, message and mend."""
    fault = Fault("specs/a.yaml", 3, 7, "unknown key `tkes`", "Did you mean `takes`?")
    expected = "specs/a.yaml:3:7: unknown key `tkes`. Did you mean `takes`?"
    assert expected == str(fault)


def test_a_fault_stays_one_line() -> None:
    """Whatever a user wrote, its fault is one line of a readable length."""
    line = str(Fault("a.yaml", 1, 1, "`" + "x\n" * 5000 + "` is odd", "Mend it."))
    assert "\n" not in line
    assert len(line) < 500


def test_faults_are_gathered_in_file_order() -> None:
    """The error of a file lists its faults from top to bottom, each once."""
    low, high = Fault("a.yaml", 9, 1, "b", "B."), Fault("a.yaml", 2, 4, "a", "A.")
    expected = ("a.yaml:2:4: a. A.", "a.yaml:9:1: b. B.")
    assert expected == gathered(Path("a.yaml"), [low, high, low]).lines


def test_an_unknown_word_gets_the_nearest_one() -> None:
    """A misspelt word is met with the word that was probably meant, else with all of them."""
    expected = ("Did you mean `takes`?", "Use one of: takes, keep.")
    assert expected == (nearest("tkes", ["takes", "keep"]), nearest("zzz", ["takes", "keep"]))
