"""How answers end: by rules, by what goes wrong, and what each is charged."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from resources.claude.answer import Usage
from resources.claude.prices import price
from resources.clock import ManualClock
from resources.simulator.answer.answers import Answers, Rule
from resources.simulator.answer.claude import ClaudePart
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.job import Job
from resources.simulator.scenario import Fault, Scenario, scenario
from resources.simulator.server import Simulator, running
from tests.resources.simulator.answer.asking import MODEL, ask, question, said, text


def goes_wrong(sim: Simulator, *faults: dict[str, Any]) -> None:
    """From now on this goes wrong."""
    sim.far.scenario = Scenario(faults=tuple(Fault(**one) for one in faults))


def jobs(sim: Simulator, key: str) -> Sequence[Job]:
    """What an account was charged for."""
    return [job for job in sim.far.jobs() if job.key == hashed(key)]


def due(answer: httpx.Response) -> Decimal:
    """The price of an answer by its own usage."""
    used = answer.json()["usage"]
    return price(MODEL, Usage(input=used["input_tokens"], output=used["output_tokens"]))


@pytest.mark.parametrize(
    "what, reason, says",
    [
        ("refuse", "refusal", ""),
        ("refuse_midway", "refusal", "{"),
        ("cut_off", "max_tokens", "{"),
        ("invalid_json", "end_turn", "{"),
        ("wrong_shape", "end_turn", '{"simulated"'),
    ],
)
def test_an_answer_that_ends_badly_is_charged(
    sim: Simulator, key: str, what: str, reason: str, says: str
) -> None:
    """A refusal, a cut answer and one that is no JSON or has another shape come with 200 and their price."""
    goes_wrong(sim, {"at": "end", "what": what})
    answer = ask(sim, key)
    assert (200, reason) == (answer.status_code, answer.json()["stop_reason"])
    assert (reason == "refusal") == (answer.json()["stop_details"] is not None)
    assert text(answer).startswith(says) and bool(says) == bool(text(answer))
    if what != "wrong_shape" and says:
        with pytest.raises(ValueError):
            json.loads(text(answer))
    assert [due(answer)] == [job.price for job in jobs(sim, key)]


def test_an_answer_without_room_is_cut_off_where_its_room_ends(sim: Simulator, key: str) -> None:
    """Thinking and text share `max_tokens`; all of it is written and charged, and half a JSON is left."""
    answer = ask(sim, key, question(max_tokens=165))
    assert ("max_tokens", 165) == (answer.json()["stop_reason"], answer.json()["usage"]["output_tokens"])
    assert 20 == len(text(answer))
    nothing = ask(sim, key, question(max_tokens=100))
    assert ("max_tokens", "") == (nothing.json()["stop_reason"], text(nothing))


def test_an_answer_can_think_first(sim: Simulator, key: str) -> None:
    """Thoughts stand before the text as a block of their own, and can be turned off."""
    kinds = [block["type"] for block in ask(sim, key).json()["content"]]
    assert ["thinking", "text"] == kinds
    plain = ask(sim, key, question(thinking={"type": "disabled"})).json()
    assert (["text"], 0) == (
        [block["type"] for block in plain["content"]],
        plain["usage"]["output_tokens_details"]["thinking_tokens"],
    )


@pytest.mark.parametrize(
    "fault, status, kind",
    [
        ({"at": "submit", "what": "rate_limit", "retry_after": 7}, 429, "rate_limit_error"),
        ({"at": "submit", "what": "spend_limit"}, 429, "rate_limit_error"),
        ({"at": "submit", "what": "unpaid"}, 402, "billing_error"),
        ({"at": "submit", "what": "moderate"}, 400, "invalid_request_error"),
        ({"at": "submit", "what": "error_before", "status": 529}, 529, "overloaded_error"),
        ({"at": "call", "what": "outage"}, 503, "api_error"),
        ({"at": "end", "what": "moderate"}, 400, "invalid_request_error"),
        ({"at": "end", "what": "fail"}, 500, "api_error"),
    ],
)
def test_what_is_turned_away_costs_nothing(
    sim: Simulator, key: str, fault: dict[str, Any], status: int, kind: str
) -> None:
    """An error is no answer: it has the API's status and type, and is not on the invoice."""
    goes_wrong(sim, fault)
    answer = ask(sim, key)
    assert (status, kind) == (answer.status_code, answer.json()["error"]["type"])
    assert ("7" if "retry_after" in fault else None) == answer.headers.get("retry-after")
    assert [] == jobs(sim, key)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("fault, charges", [("drop_before", 0), ("drop_after", 1), ("break_off", 1)])
def test_a_lost_answer_is_charged_once_it_was_taken(
    sim: Simulator, key: str, fault: str, charges: int, stream: bool
) -> None:
    """A connection can end before the charge, after it, and in the middle of the answer."""
    goes_wrong(sim, {"at": "end" if fault == "break_off" else "submit", "what": fault})
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        ask(sim, key, question(stream=stream))
    assert charges == len(jobs(sim, key))


def test_a_late_answer_is_late_by_the_clock(sim: Simulator, key: str) -> None:
    """A question takes a fifth of a second; a late one, whole or streamed, takes so many seconds more."""
    clock, times = sim.far.clock, []
    for faults, stream in (([], False), ([{"at": "end", "what": "late", "seconds": 30}], True)):
        goes_wrong(sim, *faults)
        before = clock.now()
        assert 200 == ask(sim, key, question(stream=stream)).status_code
        times.append(round((clock.now() - before).total_seconds(), 3))
    assert [0.2, 30.2] == times


def test_a_fault_can_be_of_some_questions_alone(sim: Simulator, key: str) -> None:
    """With `matching` only questions that say so are met, and only those are counted."""
    goes_wrong(
        sim,
        {"at": "end", "what": "refuse", "matching": "the critic", "when": "2"},
        {"at": "submit", "what": "error_before", "matching": "the editor", "when": "1"},
    )
    asked = ["the critic", "the writer", "the critic", "the critic", "the editor", "the editor"]
    answers = [ask(sim, key, question(system=f"You are {one}.")) for one in asked]
    assert [200, 200, 200, 200, 500, 200] == [one.status_code for one in answers]
    assert ["end_turn", "end_turn", "refusal", "end_turn"] == [
        one.json()["stop_reason"] for one in answers[:4]
    ]


def test_rules_say_what_is_answered(sim: Simulator, key: str) -> None:
    """The first rule that matches and is not used up answers; what no rule matches is made up."""
    sim.far.answers = Answers(
        [
            Rule(match="the critic", nth="1", fields={"why": "Too dark."}),
            Rule(match="the critic", nth="2", answer={"scene": "rain", "score": 3, "why": "Wet."}),
            Rule(match="the critic", nth="3", text="no JSON"),
            Rule(match="the critic", stop_reason="refusal"),
        ]
    )
    critic, other = question(system="You are the critic."), question(system="You are the editor.")
    assert said(ask(sim, key, other)) == said(ask(sim, key, other))
    first, second = said(ask(sim, key, critic)), said(ask(sim, key, critic))
    assert ("Too dark.", True) == (first["why"], 70 <= first["score"] <= 96)
    assert {"scene": "rain", "score": 3, "why": "Wet."} == second
    assert "no JSON" == text(ask(sim, key, critic))
    assert "refusal" == ask(sim, key, critic).json()["stop_reason"]
    assert "end_turn" == ask(sim, key, other).json()["stop_reason"]


def test_rules_can_be_put_while_it_runs(sim: Simulator, key: str) -> None:
    """PUT /answers takes a list of rules as JSON, and refuses what says nothing or two things."""

    def put(content: object) -> int:
        with httpx.Client(trust_env=False, verify=False) as client:
            return client.put(f"{sim.url}/answers", json=content).status_code

    assert 200 == put([{"match": "Verdict", "nth": 1, "answer": {"score": 12}}])
    assert {"score": 12} == said(ask(sim, key))
    assert 12 != said(ask(sim, key))["score"]
    wrong: list[object] = [{}, [{"mach": "a"}], [{"answer": 1, "text": "b"}], [{"nth": "first"}]]
    assert {422} == {put(one) for one in wrong}
    assert 200 == put([])


@pytest.mark.parametrize(
    "name, statuses, reasons",
    [
        ("claude_refuses", [200, 200, 200], ["refusal", "refusal", "end_turn"]),
        ("claude_cuts_off", [200, 200, 200, 200], ["max_tokens", "end_turn", "end_turn", "end_turn"]),
        ("claude_busy", [429, 529, 529, 200], ["end_turn"]),
        ("claude_spend_limit", [200, 200, 429, 429], ["end_turn", "end_turn"]),
    ],
)
def test_a_scenario_shows_what_it_says(
    tmp_path: Path, name: str, statuses: list[int], reasons: list[str]
) -> None:
    """The scenarios of Claude go wrong in the order that their first lines tell."""
    far = FarSide(tmp_path, clock=ManualClock(), scenario=scenario(name))
    with running(far, [ClaudePart]) as own:
        answers = [ask(own, "any words") for _ in statuses]
    assert statuses == [one.status_code for one in answers]
    assert reasons == [one.json()["stop_reason"] for one in answers if one.status_code == 200]
    assert len(reasons) == len(far.invoice())


def test_the_invoice_is_the_sum_of_the_prices_and_outlives_a_restart(tmp_path: Path) -> None:
    """Every answer is charged what its tokens cost, also for a simulator that is started again."""
    with running(FarSide(tmp_path, clock=ManualClock()), [ClaudePart]) as before:
        total = sum(due(ask(before, "any words", question(f"Question {one}?"))) for one in range(3))
        invoice = before.far.invoice()
    assert total == sum(Decimal(one["charged"]) for one in invoice) > 0
    again = FarSide(tmp_path, clock=ManualClock())
    again.clock.advance(1)  # type: ignore[attr-defined]
    assert [{**one, "state": "succeeded"} for one in invoice] == again.invoice()
