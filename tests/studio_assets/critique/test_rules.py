from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from studio_assets.critique.dossier import Dossier
from studio_assets.critique.rules import RulesCritic
from studio_assets.greenlight.decide import decide
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.report import Measure
from studio_assets.spec.production import SceneSpec

SCENES = ("desk", "rain")
BLACK = {"black": Measure(value=0.5, score=0.3, weight=0.9, note="half of it is black.")}


def critique(
    production: Any,
    planned: Any,
    plan_of: Any,
    scene: Any,
    clips: Any,
    reports: Any,
    test_score: str | None = "90",
    pilot: str = "one",
) -> Any:
    """The critique of pilot `one` after a greenlight on its test score."""
    made = production(scenes=tuple(SceneSpec(name=name) for name in SCENES))
    plan = plan_of(planned("one"), unplanned={"two": "too dear"})
    score = {"one": None if test_score is None else Decimal(test_score)}
    answer = decide(plan, made.competition.rubric, "rubric", score, {"one": Decimal("1.25")}, test_scenes=1)
    return asyncio.run(
        RulesCritic().review(
            Dossier(
                production=made,
                plan=plan,
                greenlight=answer,
                pilot=pilot,
                scenes={name: scene(name, number) for number, name in enumerate(SCENES, start=1)},
                clips={one.scene: one for one in clips},
                reports={one.scene: one for one in reports},
            )
        )
    )


def retaken(clip: Any, pilot: Any, scene: Any, *scores: Any) -> Any:
    """A clip with a take per score, the last one chosen."""
    made = clip(pilot, scene)
    takes = tuple(
        made.take.model_copy(update={"number": number, "score": score, "chosen": number == len(scores)})
        for number, score in enumerate(scores, start=1)
    )
    return made.model_copy(update={"take": takes[-1], "takes": takes, "price": Decimal("2.50")})


def test_whole_pilot(production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any) -> None:
    """A finished pilot gets the mean of its scenes, the rubric's band, its spend and an advice."""
    answer = critique(
        production,
        planned,
        plan_of,
        scene,
        [clip("one", "desk"), clip("one", "rain")],
        [report("one", "desk", "97.2"), report("one", "rain", "81.35")],
    )
    assert ("reviewed", Decimal("89.28"), "75-89: keeps 75 %", "continue", True, Decimal("2.50")) == (
        answer.state,
        answer.score,
        answer.band,
        answer.advice,
        answer.complete,
        answer.spent,
    )
    assert ("desk reached 97.2 with take 1", "rain reached 81.4 with take 1") == answer.strengths
    assert () == answer.gaps


def test_reshoot_is_told(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """A reshoot that helped stands among the strengths and the lessons with both scores."""
    answer = critique(
        production,
        planned,
        plan_of,
        scene,
        [retaken(clip, "one", "desk", 61.0, 97.2), retaken(clip, "one", "rain", 70.0, 60.0)],
        [report("one", "desk", "97.2"), report("one", "rain", "70")],
    )
    assert ("desk reached 97.2 with take 2 after a reshoot",) == answer.strengths
    assert (
        "a reshoot lifted desk (61.0, then 97.2)",
        "a reshoot did not lift rain (70.0, then 60.0)",
        "a delivered second of simulated/animated cost $0.50, reshoots included",
    ) == answer.lessons


def test_gaps(production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any) -> None:
    """What is missing or too weak is named with its figures."""
    answer = critique(
        production,
        planned,
        plan_of,
        scene,
        [clip("one", "desk"), clip("one", "rain", frames=0)],
        [
            report("one", "desk", "60.1", issues=("black cost 63 % of the score: half of it is black.",)),
            report("one", "rain", None, clip=None, state="not_filmed: refused: moderation"),
        ],
    )
    assert (
        "desk reached 60.1 of 80: black cost 63 % of the score: half of it is black.",
        "rain has no clip (refused: moderation)",
    ) == answer.gaps
    assert (False, "cancel", Decimal("60.10")) == (answer.complete, answer.advice, answer.score)


def test_a_broken_cut_is_a_gap_of_its_own(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """A clip that scored well and does not continue the one before is not said to lack points."""
    broken = {"passed": False, "continuity": Continuity(after="desk", identity="different")}
    clips = [clip("one", name) for name in SCENES]
    reports = [report("one", "desk"), report("one", "rain", "92", **broken)]
    answer = critique(production, planned, plan_of, scene, clips, reports)
    assert ("rain reached 92 of 80, but it does not continue desk",) == answer.gaps


def test_repeated_fault_is_a_lesson(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """A fault that several clips share is a lesson."""
    answer = critique(
        production,
        planned,
        plan_of,
        scene,
        [clip("one", name) for name in SCENES],
        [report("one", name, "70", measures=BLACK) for name in SCENES],
    )
    assert "black was a fault in 2 of 2 clips" in answer.lessons


def test_unseen_dimensions_are_named(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """The critique says which dimensions nobody looked at."""
    answer = critique(production, planned, plan_of, scene, [clip("one", "desk")], [report("one", "desk")])
    assert "Nobody looked at visual accuracy, style consistency and narrative fit." == answer.unjudged


def test_nothing_judged_is_no_score(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """A pilot of which no clip could be judged has no score, rather than a zero."""
    answer = critique(
        production, planned, plan_of, scene, [clip("one", "desk")], [report("one", "desk", None)]
    )
    assert (None, "", "cancel") == (answer.score, answer.band, answer.advice)
    assert "desk could not be judged (unjudged: no decoder)" in answer.gaps


def test_cancelled_pilot(
    production: Any, planned: Any, plan_of: Any, scene: Any, clip: Any, report: Any
) -> None:
    """A cancelled pilot is not reviewed, but what its tests cost and scored is told."""
    answer = critique(
        production,
        planned,
        plan_of,
        scene,
        [clip("one", "desk")],
        [report("one", "desk", "40")],
        test_score="40",
    )
    expected = "not_filmed: pilot cancelled, scored 40.00; default rubric 0-64: cancel"
    assert (expected, Decimal("1.25"), Decimal("40.00")) == (answer.state, answer.spent, answer.score)


def test_unplanned_pilot(production: Any, planned: Any, plan_of: Any, scene: Any) -> None:
    """A pilot that was never planned says why."""
    answer = critique(production, planned, plan_of, scene, [], [], pilot="two")
    assert "not_filmed: too dear" == answer.state
