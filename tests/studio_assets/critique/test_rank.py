from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from studio_assets.critique.rank import rank
from studio_assets.critique.review import Critique, SceneReview


def critique(
    pilot: Any,
    passed: int = 2,
    score: str | None = "90",
    spent: str = "5",
    complete: bool = True,
    state: str = "reviewed",
) -> Any:
    """A critique of two filmed scenes."""
    scenes = tuple(
        SceneReview(scene=f"s{index}", filmed=True, overall=None, passed=index < passed) for index in range(2)
    )
    return Critique(
        state=state,
        pilot=pilot,
        crew="rules",
        score=None if score is None else Decimal(score),
        complete=complete,
        spent=Decimal(spent),
        scenes=scenes,
    )


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"score": "60"}, {"complete": False}),
        ({"score": "80"}, {"passed": 1, "score": "99"}),
        ({"score": "91", "spent": "9"}, {"score": "90"}),
        ({"score": "10"}, {"score": None}),
        ({"spent": "4"}, {"spent": "5"}),
    ],
    ids=["complete", "passed", "score", "judged", "spend"],
)
def test_order(better: Any, worse: Any) -> None:
    """A complete film wins, then more passed scenes, the higher score, the lower spend."""
    # The better one has the later name, so that the name cannot decide.
    assert ("z", "a") == rank([critique("a", **worse), critique("z", **better)])[0]


def test_name_decides_last() -> None:
    """Equal pilots are ranked by name, so that the order never changes by itself."""
    assert ("a", "b") == rank([critique("b"), critique("a")])[0]


def test_reasons() -> None:
    """Each pilot's place is given with the facts that it was ranked by."""
    order, ranking = rank(
        [critique("b"), critique("a", spent="4"), critique("c", state="not_filmed: too dear")]
    )
    assert ("a", "b") == order
    assert "place 1 of 2: 2 of 2 scenes filmed, 2 passed, score 90, $4.00 spent" == ranking["a"]
    assert "did not compete: not_filmed: too dear" == ranking["c"]


def test_no_clip_cannot_win() -> None:
    """A pilot without a clip cannot be cut from, so it cannot win."""
    bare = critique("a").model_copy(update={"scenes": ()})
    assert ((), {"a": "did not compete: not one clip was filmed"}) == rank([bare])
