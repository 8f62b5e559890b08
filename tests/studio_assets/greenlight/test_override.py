"""A person's word over the rule: refused without a reason, kept, shown, and never a dollar out of place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dagster import DagsterInvalidConfigError, job, op, validate_run_config
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import StudioError
from studio_assets.call_sheet import CallSheet
from studio_assets.graph import Graph
from studio_assets.greenlight.assets import greenlight
from studio_assets.greenlight.decide import decide, grants
from studio_assets.greenlight.decision import Greenlight, Override
from studio_assets.greenlight.launch import launch_config, launch_fields, said
from studio_assets.greenlight.override import Said, standing
from studio_assets.greenlight.present import greenlight_metadata
from studio_assets.wiring import doers

D = Decimal
NAMES = ("a", "b", "c")
GO = Override(verdict="go", reason="The client loves it.", by="ada")
CANCEL = Override(verdict="cancel", reason="The client hates it.", by="ada")


def decided(
    planned: Any, plan_of: Any, rubric: Any, scores: Any = (72, 85, 58), **overrides: Override
) -> Greenlight:
    """Three pilots with $40, $60 and $50 whose tests cost $10, $20 and $15."""
    pilots = [planned(name, amount) for name, amount in zip(NAMES, ("40", "60", "50"), strict=True)]
    return decide(
        plan_of(*pilots),
        rubric,
        "rubric",
        dict(zip(NAMES, (None if one is None else D(one) for one in scores), strict=True)),
        dict(zip(NAMES, (D(10), D(20), D(15)), strict=True)),
        test_scenes=1,
        overrides=overrides,
    )


def test_a_cancelled_pilot_goes_on_with_all_it_has(planned: Any, plan_of: Any, rubric: Any) -> None:
    """An override lets a pilot go on with all that it has left; the rule's own word stands beside it."""
    one = decided(planned, plan_of, rubric, c=GO).decisions[2]
    assert ("go", D(35), D(0)) == (one.verdict, one.granted, one.withheld)
    assert ("cancel", "scored 58.00; default rubric 0-64: cancel", GO) == (
        one.rule,
        one.rule_reason,
        one.override,
    )
    assert (
        "goes on by override of ada: The client loves it; the rule says cancel: "
        "scored 58.00; default rubric 0-64: cancel" == one.reason
    )


def test_a_pilot_that_is_cancelled_gives_to_the_best(planned: Any, plan_of: Any, rubric: Any) -> None:
    """An override that cancels the best pilot gives what it has left to the next best."""
    answer = decided(planned, plan_of, rubric, b=CANCEL)
    assert ["go", "cancel", "cancel"] == [one.verdict for one in answer.decisions]
    assert (D(15), D(75), "a") == (answer.decisions[0].kept, answer.decisions[0].received, answer.leader)


def test_an_override_that_agrees_moves_no_money(planned: Any, plan_of: Any, rubric: Any) -> None:
    """A word that says what the rule says keeps the rule's share, and stands when the rule changes."""
    answer = decided(planned, plan_of, rubric, a=GO)
    assert grants(decided(planned, plan_of, rubric)) == grants(answer)
    assert "; the rule agrees: scored 72.00" in answer.decisions[0].reason


def test_an_unseen_pilot_goes_on_by_a_persons_word_alone(planned: Any, plan_of: Any, rubric: Any) -> None:
    """What nobody could judge is cancelled by the rule, and goes on where a person answers for it."""
    answer = decided(planned, plan_of, rubric, scores=(None, None, None), c=GO)
    assert ["cancel", "cancel", "go"] == [one.verdict for one in answer.decisions]
    assert (D(35), D(70)) == (answer.decisions[2].kept, answer.decisions[2].received)


def test_without_competition_an_override_decides(planned: Any, plan_of: Any, rubric: Any) -> None:
    """Where nothing was tested a person can cancel a pilot all the same, and the state says `decided`."""
    plan = plan_of(planned("a"), planned("b"))
    answer = decide(plan, rubric, "rubric", {}, {}, test_scenes=0, overrides={"a": CANCEL})
    assert ("decided", D(20)) == (answer.state, answer.decisions[1].granted)


amounts = st.decimals(0, 100, places=6)
scores_any = st.one_of(st.none(), st.decimals(0, 100, places=3))
words_any = st.sampled_from([None, GO, CANCEL])


@given(
    st.lists(st.tuples(amounts, amounts, scores_any, words_any), max_size=8),
    amounts,
    st.sampled_from(["rubric", "all"]),
    st.integers(0, 2),
)
def test_money_is_conserved_with_any_overrides(
    planned: Any, plan_of: Any, rubric: Any, pilots: Any, contingency: Any, policy: Any, test_scenes: Any
) -> None:
    """Spent, granted, withheld and contingency are the limit whatever a person says, no grant negative."""
    names = [f"p{index}" for index in range(len(pilots))]
    columns = list(zip(*pilots, strict=True)) or [(), (), (), ()]
    plan = plan_of(
        *(planned(name, str(amount)) for name, amount in zip(names, columns[0], strict=True)),
        contingency=str(contingency),
    )
    overrides = {name: word for name, word in zip(names, columns[3], strict=True) if word}
    answer = decide(
        plan,
        rubric,
        policy,
        dict(zip(names, columns[2], strict=True)),
        dict(zip(names, columns[1], strict=True)),
        test_scenes=test_scenes,
        overrides=overrides,
    )
    assert plan.limit == answer.spent + answer.granted + answer.withheld + answer.contingency
    assert plan.limit == sum(grants(answer).values())
    assert all(one.granted >= 0 and one.kept >= 0 and one.received >= 0 for one in answer.decisions)
    assert {name: one.verdict for name, one in overrides.items()} == {
        one.pilot: one.verdict for one in answer.decisions if one.override
    }


@pytest.mark.parametrize(
    ("words", "reason", "what", "mend"),
    [
        ({"a": "go"}, "  ", "The override of a has no reason.", "Write `reason:`"),
        ({"real": "go"}, "x", "'real', which is not planned: too dear.", "Override one of: a, b, c."),
        ({"d": "rule"}, "", "'d', which is not planned: the spec has no such pilot.", "one of: a, b, c."),
        ({}, "Because.", "There is a reason, but no pilot", "with go, cancel or rule for one of: a, b, c."),
    ],
    ids=["no reason", "not planned", "unknown", "no pilot"],
)
def test_a_word_that_cannot_hold_is_refused(
    planned: Any, plan_of: Any, words: Any, reason: str, what: str, mend: str
) -> None:
    """An override without a reason, or of a pilot that is not planned, is refused with its mend."""
    plan = plan_of(*map(planned, NAMES), unplanned={"real": "too dear"})
    with pytest.raises(StudioError) as refused:
        standing(plan, None, Said(words=words, reason=reason))
    assert what in refused.value.what
    assert mend in refused.value.mend


def test_a_word_stands_until_another_is_given(planned: Any, plan_of: Any, rubric: Any) -> None:
    """Nothing said keeps every override; a word on one pilot leaves the others'; `rule` takes one back."""
    plan = plan_of(*map(planned, NAMES))
    before = decided(planned, plan_of, rubric, a=CANCEL, c=GO)
    assert {"a": CANCEL, "c": GO} == standing(plan, before, Said())[0]
    new = Said(words={"c": "cancel"}, reason=" Too \n late. ")
    late = Override(verdict="cancel", reason="Too late.", by="launch config")
    assert {"a": CANCEL, "c": late} == standing(plan, before, new)[0]
    assert {"c": GO} == standing(plan, before, Said(words={"a": "rule"}))[0]


def test_an_override_of_nobody_lapses_in_words(planned: Any, plan_of: Any, rubric: Any) -> None:
    """An override of a pilot that is planned no more falls away, and the greenlight says so."""
    overrides, notes = standing(plan_of(planned("a")), decided(planned, plan_of, rubric, c=GO), Said())
    assert ({}, ("The override of c (go: The client loves it.) has lapsed: c is not planned any more.",)) == (
        overrides,
        notes,
    )


def test_the_ui_shows_who_decided(planned: Any, plan_of: Any, rubric: Any) -> None:
    """Each pilot's line says who decided; an override has a line with both words and both reasons."""
    shown = greenlight_metadata(decided(planned, plan_of, rubric, c=GO))
    assert ["rule", "rule", "ada"] == [row.data["decided by"] for row in shown["pilots"].records]
    (row,) = shown["overrides"].records
    assert ("c", "cancel", "go", "The client loves it.", "ada") == tuple(
        row.data[name] for name in ("pilot", "rule", "override", "why", "by")
    )
    assert "overrides" not in greenlight_metadata(decided(planned, plan_of, rubric))


def test_a_greenlight_from_before_is_read(planned: Any, plan_of: Any, rubric: Any) -> None:
    """A greenlight that was stored before there were overrides loads, and nothing is overridden."""
    new = {"override", "rule", "rule_reason"}
    text = decided(planned, plan_of, rubric).model_dump_json(exclude={"decisions": {"__all__": new}})
    loaded = Greenlight.model_validate_json(text)
    assert {} == standing(plan_of(*map(planned, NAMES)), loaded, Said())[0]


@pytest.mark.parametrize(
    ("config", "fine"),
    [
        ({}, True),
        ({"override": {"ink": "go"}, "reason": "It is the look."}, True),
        ({"override": {"inc": "go"}}, False),
        ({"override": {"ink": "stop"}}, False),
    ],
    ids=["nothing", "a word", "a slip in the name", "no such word"],
)
def test_the_launchpad_knows_pilots_and_words(config: Any, fine: bool) -> None:
    """The launchpad completes the pilots' names and the three words, and marks any other as wrong."""

    @op(config_schema=launch_fields(["ink", "photo"]))
    def step() -> None: ...

    @job
    def film() -> None:
        step()

    ops = {"ops": {"step": {"config": config}}}
    if fine:
        (found,) = (one["config"] for one in validate_run_config(film, ops)["ops"].values())
        assert said(config) == said(found)
    else:
        with pytest.raises(DagsterInvalidConfigError):
            validate_run_config(film, ops)


def test_what_is_said_and_its_config_are_the_same() -> None:
    """A command's word reaches the step unchanged."""
    words = Said(words={"ink": "cancel"}, reason="It bores.", by="ada")
    assert words == said(launch_config(words))


@pytest.fixture
def sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any, pilot: Any, planned: Any, plan_of: Any,
    report: Any,
) -> CallSheet:  # fmt: skip
    """The greenlight of a run with two planned pilots, ink at 90 and photo at 40, in real stores."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    graph = Graph(production(pilots=(pilot("ink"), pilot("photo"))))
    nodes = tuple(node for node in graph.nodes if node.kind == "greenlight")
    made = CallSheet(graph=graph, run="monday", wanted=nodes, doers=doers(), launch="1", worker="w")
    keep(made, "plan", None, plan_of(planned("ink", "10"), planned("photo", "10"), contingency="5"))
    for name, score in (("ink", "90"), ("photo", "40")):
        keep(made, "qa_report", name, report(name, "scene_1", score))
    made.doers.ledger.open(made.budget, D(25))
    made.doers.ledger.regrant(
        made.budget, {"ink": D(10), "photo": D(10)}, key="plan:0:1", memo="allotments of the plan"
    )
    return made


def keep(sheet: CallSheet, kind: Any, pilot: str | None, document: Any) -> None:
    """Store a document as a step does."""
    scene = "scene_1" if kind == "qa_report" else None
    sheet.doers.artifacts.write_document(
        sheet.path(sheet.graph.key(kind, pilot, scene)), document.model_dump_json()
    )


def made(sheet: CallSheet, words: Said | None = None) -> Greenlight:
    """What the step makes and stores when it is launched with these words."""
    stage: Callable[[CallSheet], Any] = greenlight

    async def only() -> Any:
        return [one async for one in stage(replace(sheet, said=words or Said()))]

    (one,) = asyncio.run(only())
    keep(sheet, "greenlight", None, one.document)
    return one.document  # type: ignore[no-any-return]


def granted(sheet: CallSheet) -> dict[str, Decimal]:
    """What the ledger's accounts hold, the books being right."""
    assert () == sheet.doers.ledger.audit(sheet.budget)
    accounts = sheet.doers.ledger.balance(sheet.budget).accounts
    return {name: one.granted for name, one in accounts.items()}


def test_an_override_moves_money_once_and_stays(sheet: CallSheet) -> None:
    """The ledger follows an override, keeps it when the greenlight is made again, and follows it back."""
    assert "cancel" == made(sheet).decisions[1].verdict
    by_rule = granted(sheet)
    assert {"ink": D(20), "photo": D(0), "contingency": D(5)} == by_rule
    first = made(sheet, Said(words={"photo": "go"}, reason="The client loves it.", by="ada"))
    assert ("go", "cancel") == (first.decisions[1].verdict, first.decisions[1].rule)
    assert {"ink": D(10), "photo": D(10), "contingency": D(5)} == granted(sheet)
    moves = sheet.doers.ledger.regrants(sheet.budget)
    assert first == made(sheet)
    assert moves == sheet.doers.ledger.regrants(sheet.budget)
    back = made(sheet, Said(words={"photo": "rule"}))
    assert (None, "cancel", by_rule) == (
        back.decisions[1].override,
        back.decisions[1].verdict,
        granted(sheet),
    )


def test_a_refused_override_moves_nothing(sheet: CallSheet) -> None:
    """An override without a reason fails the step before any money moves."""
    made(sheet)
    before = granted(sheet)
    with pytest.raises(StudioError, match="has no reason"):
        made(sheet, Said(words={"photo": "go"}))
    assert before == granted(sheet)


def test_money_that_is_gone_cannot_be_moved(sheet: CallSheet) -> None:
    """An override that comes late takes what is free, contingency included, not what is spent; it says so."""
    made(sheet)
    ledger = sheet.doers.ledger
    with ledger.database.transaction() as tx:
        assert "ink" == ledger.reserve(tx, sheet.budget, ["ink"], D(18), "a clip")
    late = made(sheet, Said(words={"photo": "go"}, reason="The client loves it."))
    assert {"ink": D(18), "photo": D(7), "contingency": D(0)} == granted(sheet)
    why = "what is spent or reserved since the test scenes stays where it is."
    assert (
        f"ink was to hold $10.00 in all and holds $18.00: {why}",
        f"photo was to hold $10.00 in all and holds $7.00: {why}",
    ) == late.notes
