from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.greenlight.decide import decide, grants
from studio_assets.spec.rubrics import RUBRICS

NAMES = ("a", "b", "c")
D = Decimal


def golden(
    planned: Any, plan_of: Any, rubric: str = "default", scores: Any = (72, 85, 58), **changes: Any
) -> Any:
    """The founding example: allotments 40/60/50, test spend 10/20/15."""
    pilots = [planned(name, amount) for name, amount in zip(NAMES, ("40", "60", "50"), strict=True)]
    spends = changes.pop("spends", (10, 20, 15))
    return decide(
        plan_of(*pilots, contingency=changes.pop("contingency", "0")),
        RUBRICS[rubric],
        changes.pop("policy", "rubric"),
        dict(zip(NAMES, (None if one is None else D(str(one)) for one in scores), strict=True)),
        dict(zip(NAMES, (D(one) for one in spends), strict=True)),
        test_scenes=changes.pop("test_scenes", 1),
    )


def test_founding_example(planned: Any, plan_of: Any) -> None:
    """72 keeps half, 85 keeps all and gets what the cancelled 58 leaves: $15, $75 and $0."""
    answer = golden(planned, plan_of, "seed_example")
    assert [D(15), D(75), D(0)] == [one.granted for one in answer.decisions]
    assert ["go", "go", "cancel"] == [one.verdict for one in answer.decisions]
    assert (D(40), D(35), D(15)) == (answer.decisions[1].kept, answer.decisions[1].received, answer.withheld)


def test_default_rubric(planned: Any, plan_of: Any) -> None:
    """Under the default rubric the 85 keeps $30 and gets $35; $25 join the contingency."""
    answer = golden(planned, plan_of)
    assert (D(30), D(35), D(25)) == (answer.decisions[1].kept, answer.decisions[1].received, answer.withheld)
    moves = [(move.source, move.target, move.amount) for move in answer.transfers]
    assert [("a", "contingency", D(15)), ("b", "contingency", D(10)), ("c", "b", D(35))] == moves


def test_grants_of_accounts(planned: Any, plan_of: Any) -> None:
    """Afterwards each account holds what its pilot spent and may still spend; the rest is contingency."""
    assert {"a": D(25), "b": D(85), "c": D(15), "contingency": D(25)} == grants(golden(planned, plan_of))


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("64.9", None),
        ("65", "0.5"),
        ("74.9", "0.5"),
        ("75", "0.75"),
        ("89.9", "0.75"),
        ("90", "1"),
        ("100", "1"),
    ],
)
def test_edges(planned: Any, plan_of: Any, rubric: Any, score: Any, expected: Any) -> None:
    """Each band of the default rubric begins exactly at its score."""
    (one,) = decide(
        plan_of(planned("a")), rubric, "rubric", {"a": D(score)}, {"a": D(2)}, test_scenes=1
    ).decisions
    assert ("cancel", D(0)) == (one.verdict, one.keeps) if expected is None else D(expected) == one.keeps


def test_reason_names_score_and_band(planned: Any, plan_of: Any) -> None:
    """The decision says which score met which band."""
    assert "scored 72.00; default rubric 65-74: keeps 50 %" == golden(planned, plan_of).decisions[0].reason


def test_unjudged_is_cancelled(planned: Any, plan_of: Any) -> None:
    """A pilot that nobody could judge does not go on; its rest goes to the best of the others."""
    answer = golden(planned, plan_of, scores=(None, 92, 91))
    assert ("cancel", "unjudged: nothing passes unseen") == (
        answer.decisions[0].verdict,
        answer.decisions[0].reason,
    )
    assert D(30) == answer.decisions[1].received


@pytest.mark.parametrize("scores", [(None, None, None), (10, 20, 30)], ids=["unjudged", "bad"])
def test_all_cancelled(planned: Any, plan_of: Any, scores: Any) -> None:
    """Where no pilot may go on, all that is left joins the contingency and nothing is granted."""
    answer = golden(planned, plan_of, scores=scores, contingency="5")
    assert ("decided", D(0), D(105)) == (answer.state, answer.granted, answer.withheld)
    assert D(110) == grants(answer)["contingency"]


@pytest.mark.parametrize(
    ("scores", "spends", "best"),
    [((90, 95, 10), (1, 9, 1), "b"), ((90, 90, 10), (9, 1, 1), "b"), ((90, 90, 10), (1, 1, 1), "a")],
    ids=["score", "spend", "order"],
)
def test_ties(planned: Any, plan_of: Any, scores: Any, spends: Any, best: Any) -> None:
    """The best is the higher score, then the lower spend, then the first in the plan."""
    answer = golden(planned, plan_of, scores=scores, spends=spends)
    assert [best] == [one.pilot for one in answer.decisions if one.received]


def test_overrun(planned: Any, plan_of: Any) -> None:
    """Test scenes that cost more than the allotment leave nothing; the contingency pays the difference."""
    answer = golden(planned, plan_of, scores=(95, 95, 95), spends=(43, 20, 15), contingency="5")
    assert (D(0), D(-3)) == (answer.decisions[0].granted, answer.decisions[0].withheld)
    assert D(2) == grants(answer)["contingency"]
    assert ("contingency", "a", D(3)) == (
        answer.transfers[-1].source,
        answer.transfers[-1].target,
        answer.transfers[-1].amount,
    )


def test_overrun_beyond_the_contingency(planned: Any, plan_of: Any) -> None:
    """An overrun that the contingency cannot pay is taken from the worst pilot that goes on."""
    answer = golden(planned, plan_of, scores=(95, 96, 94), spends=(43, 20, 15))
    assert [D(0), D(40), D(32)] == [one.granted for one in answer.decisions]
    assert D(0) == grants(answer)["contingency"]


def test_policy_all(planned: Any, plan_of: Any) -> None:
    """Policy `all` lets every pilot keep what it has, whatever it scored."""
    answer = golden(planned, plan_of, scores=(10, None, 99), policy="all")
    assert ("decided", [D(30), D(40), D(35)]) == (answer.state, [one.granted for one in answer.decisions])


def test_no_competition(planned: Any, plan_of: Any) -> None:
    """Without test scenes there is nothing to decide, and everyone keeps everything."""
    answer = golden(planned, plan_of, scores=(None, None, None), spends=(0, 0, 0), test_scenes=0)
    assert ("not_needed: no competition", D(150)) == (answer.state, answer.granted)


def test_nobody_planned(plan_of: Any, rubric: Any) -> None:
    """A plan without pilots needs no greenlight."""
    answer = decide(plan_of(contingency="5"), rubric, "rubric", {}, {}, test_scenes=1)
    assert ("not_needed: no pilot is planned", {"contingency": D(5)}) == (answer.state, grants(answer))


amounts = st.decimals(0, 100, places=6)
pilots_any = st.lists(
    st.tuples(amounts, amounts, st.one_of(st.none(), st.decimals(0, 100, places=3))), max_size=8
)


@given(pilots_any, amounts, st.sampled_from(["rubric", "all"]), st.integers(0, 2))
def test_money_is_conserved(
    planned: Any, plan_of: Any, rubric: Any, pilots: Any, contingency: Any, policy: Any, test_scenes: Any
) -> None:
    """Spent, granted, withheld and the contingency are the budget, always, and no grant is negative."""
    plan = plan_of(
        *(planned(f"p{index}", str(allotment)) for index, (allotment, _, _) in enumerate(pilots)),
        contingency=str(contingency),
    )
    scores = {f"p{index}": score for index, (_, _, score) in enumerate(pilots)}
    spends = {f"p{index}": spent for index, (_, spent, _) in enumerate(pilots)}
    answer = decide(plan, rubric, policy, scores, spends, test_scenes=test_scenes)
    assert plan.limit == answer.spent + answer.granted + answer.withheld + answer.contingency
    assert plan.limit == sum(grants(answer).values())
    assert all(one.granted >= 0 and one.kept >= 0 and one.received >= 0 for one in answer.decisions)
    assert all(move.amount > 0 for move in answer.transfers)
    if answer.spent <= plan.limit:
        assert grants(answer)["contingency"] >= 0
