"""Every error says what happened, where, and the mend."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from resources import errors
from resources.errors import (
    OutcomeUnknown,
    ProviderFailure,
    Refused,
    SpecFaults,
    StudioError,
    TransientFailure,
)

KINDS = [getattr(errors, name) for name in errors.__all__ if name != "SpecFaults"]


def drawn() -> Iterator[str]:
    """The names of the tree at the top of the module."""
    for line in (errors.__doc__ or "").splitlines():
        words = line.replace("│", " ").replace("├──", " ").replace("└──", " ").split()
        if words and words[0] in errors.__all__:
            yield words[0]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_says_what_where_and_the_mend(kind: type[StudioError]) -> None:
    """An error reads `where: what. mend.`"""
    assert "coffee.yaml: It broke. Mend it." == str(kind("It broke.", mend="Mend it.", where="coffee.yaml"))


def test_an_error_without_a_place_begins_with_what_happened() -> None:
    """An error that happened nowhere in particular has no stray colon."""
    assert "It broke. Mend it." == str(StudioError("It broke.", mend="Mend it."))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_crosses_processes(kind: type[StudioError]) -> None:
    """A run worker's error arrives as it was raised, with its mend."""
    sent = kind("It broke.", mend="Mend it.", where="here")
    arrived = pickle.loads(pickle.dumps(sent))
    assert (kind, str(sent), "Mend it.") == (type(arrived), str(arrived), arrived.mend)


def test_faults_cross_processes() -> None:
    """The faults of a spec keep their lines between processes."""
    arrived = pickle.loads(pickle.dumps(SpecFaults(["a.yaml:1:2: bad. mend"])))
    assert ("a.yaml:1:2: bad. mend",) == arrived.lines


@pytest.mark.parametrize(
    ("expected", "lines"), [("1 fault in the spec:", ["a"]), ("2 faults in the spec:", ["a", "b"])]
)
def test_faults_are_counted_and_listed(expected: str, lines: list[str]) -> None:
    """All faults of a spec are told at once, one a line."""
    assert [expected, *lines] == str(SpecFaults(lines)).splitlines()[:-1]


def test_the_tree_of_errors_is_complete() -> None:
    """The tree at the top of the module names every error."""
    assert sorted(errors.__all__) == sorted(drawn())


def test_a_providers_answer_says_whether_asking_again_pays_twice() -> None:
    """Free to ask again, useless to ask again and dangerous to ask again are three different failures."""
    kinds = {TransientFailure, Refused, OutcomeUnknown}
    assert kinds == set(ProviderFailure.__subclasses__())
    assert not any(issubclass(one, other) for one in kinds for other in kinds - {one})
