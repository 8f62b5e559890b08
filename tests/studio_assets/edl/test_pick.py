from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from resources.errors import StudioError
from resources.runs.run import Pick
from studio_assets.edl.cut import Cut, Edl, Event
from studio_assets.edl.pick import locked, pick


def candidate(name: Any, quality: Any, scenes: int = 2) -> Any:
    """A cut of so many one-second scenes."""
    events = tuple(
        Event(
            pilot="one",
            scene=f"s{index}",
            clip="ab",
            suffix=".mp4",
            slate="",
            clip_frames=24,
            source_in=0,
            source_out=24,
            record_in=24 * index,
            reason="It is there.",
        )
        for index in range(scenes)
    )
    score = None if quality is None else Decimal(quality)
    return Cut(name=name, events=events, fps=24, frames=24 * scenes, estimated_quality=score, reason="")


def edl(*cuts: Any) -> Any:
    """An EDL of these cuts."""
    state = "cut" if cuts else "held: no clip can be cut"
    return Edl(state=state, crew="rules", winners=("one",), ranking={}, cuts=cuts)


@pytest.mark.parametrize(
    ("cuts", "expected"),
    [
        ((candidate("safe", "80"), candidate("balanced", "81")), "balanced"),
        ((candidate("safe", "99", 1), candidate("balanced", "81")), "balanced"),
        ((candidate("creative", "80"), candidate("safe", "80")), "creative"),
        ((candidate("safe", None), candidate("balanced", "1")), "balanced"),
    ],
    ids=["quality", "more-scenes", "spec-order", "judged"],
)
def test_auto(cuts: Any, expected: Any) -> None:
    """`auto` locks the cut with more scenes, then the better quality, then the spec's first."""
    locked = pick(edl(*cuts), "auto", None)
    assert locked.cut is not None
    assert ("locked", expected, "policy") == (locked.state, locked.cut.name, locked.picked_by)


def test_transitions_that_the_policy_leaves_out_are_told() -> None:
    """Where another candidate shows the same scenes with more transitions, the lock says how to keep them."""
    hard, soft = candidate("safe", "80"), candidate("balanced", "80")
    mixed = soft.events[1].model_copy(update={"transition": "dissolve", "transition_frames": 6})
    soft = soft.model_copy(update={"events": (soft.events[0], mixed)})
    (note,) = pick(edl(hard, soft), "auto", None).notes
    assert note.startswith("safe has 0 transitions beside the cut, balanced has 1: pick it")
    assert () == pick(edl(soft, hard), "auto", None).notes
    assert () == pick(edl(hard, soft), "safe", None).notes


def test_named_wish() -> None:
    """A cut that the spec names is locked even where another is better."""
    answer = pick(edl(candidate("safe", "80"), candidate("balanced", "99")), "safe", None)
    assert answer.cut is not None
    assert ("safe", "the spec asks for safe") == (answer.cut.name, answer.reason)


def test_person_wins() -> None:
    """A person's choice wins over the spec, and the lock says who chose and why."""
    both = edl(candidate("safe", "80"), candidate("balanced", "99"))
    answer = pick(both, "balanced", ("safe", "ada", "calmer"))
    assert answer.cut is not None
    assert ("safe", "ada", "calmer") == (answer.cut.name, answer.picked_by, answer.reason)


def test_ask_waits() -> None:
    """`ask` waits, and names what can be picked."""
    answer = pick(edl(candidate("safe", "80"), candidate("balanced", "99")), "ask", None)
    assert ("waiting: a person picks one of safe, balanced", None) == (answer.state, answer.cut)


def test_wish_that_is_not_offered() -> None:
    """A cut that the spec asks for but no clip can make waits for a person instead of guessing."""
    answer = pick(edl(candidate("balanced", "99")), "safe", None)
    assert "waiting: the spec asks for safe, which has no clip; a person picks one of balanced" == (
        answer.state
    )


def test_unknown_choice() -> None:
    """A choice that is no candidate is refused with the names of those that are."""
    with pytest.raises(StudioError, match="'director' is not a candidate") as refused:
        pick(edl(candidate("safe", "80")), "auto", ("director", "ada", ""))
    assert "Pick one of: safe." == refused.value.mend


def test_nothing_to_lock() -> None:
    """Without a candidate the lock says what the EDL says."""
    assert "held: no clip can be cut" == pick(edl(), "auto", None).state


@pytest.mark.parametrize(
    ("by", "wish", "cuts", "state"),
    [
        ("ada", "auto", ("balanced",), "waiting: ada picked safe, which is not there now; "
         "pick one of balanced"),
        ("spec", "safe", ("balanced",), "waiting: the spec asks for safe, which has no clip; "
         "a person picks one of balanced"),
        ("ada", "auto", (), "held: no clip can be cut"),
        ("ada", "auto", ("balanced", "safe"), "locked"),
    ],
    ids=["person", "spec", "nothing", "there"],
)  # fmt: skip
def test_a_kept_pick_whose_cut_is_gone_is_a_state(by: Any, wish: Any, cuts: Any, state: Any) -> None:
    """What was picked may be a candidate no more after an edit; no retry heals that, so nothing fails."""
    kept = Pick(
        production="boat", run="monday", version=2, cut="safe", picked_by=by, reason="", at=datetime.now(UTC)
    )
    found = locked(edl(*(candidate(name, "80") for name in cuts)), wish, kept)
    assert (state, 2) == (found.state, found.version)
    assert (found.cut is not None) == (state == "locked")
