"""A whole live production with Claude as the crew, against both simulators: real HTTP, play money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from resources.claude.prices import price
from resources.money import ZERO
from resources.simulator.answer.answers import Answers, Rule
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.takes.take import Take
from studio_assets.critique.review import Critique
from studio_assets.planning.plan import Plan
from studio_assets.script.scene import Scene
from tests.productions.studio import Studio

SPEC = """
production: coffee
concept: A developer has a breakthrough at night, and coffee rains from the sky.
duration: 20s
fps: 8
budget: $60
pilots:
  ink: {tier: animated, video: {provider: luma}}
  photo: {tier: photorealistic, video: {provider: runway}}
  drawn: {tier: animated, video: {provider: kling, fallback: [luma]}, timeout: 20s}
script:
  count: 4
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 5s}
    - {id: victory, description: They throw both arms up., duration: 5s, continues: desk}
qa: {judge: claude, threshold: 60, reshoots: 1}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""

SHORT = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 5s
fps: 8
budget: $10
pilots:
  ink: {tier: animated, video: {provider: luma}}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 5s}
qa: {judge: claude, threshold: 1, reshoots: 0}
automation: {on_change: "off"}
"""
"""One pilot, one scene."""

KEYS = ("ANTHROPIC_API_KEY", "KLING_API_KEY", "LUMA_AGENTS_API_KEY", "RUNWAYML_API_SECRET")


def _marks(score: int) -> dict[str, Any]:
    names = ("visual_accuracy", "style_consistency", "technical_quality", "narrative_fit")
    return {name: {"evidence": "Simulated: seen in all frames.", "score": score} for name in names}


_SAME = {"identity": {"evidence": "Simulated: the same in all frames.", "word": "same"}}
_ORDERED = "This is the scene that was ordered:\n<description>"
ANSWERS = (
    Rule(match=f"{_ORDERED}A developer hunched", nth="1", fields=_marks(5)),
    Rule(match=f"{_ORDERED}They throw both arms up", nth="1", fields={**_marks(5), **_SAME}),
    Rule(match="that continues it.", fields={**_marks(96), **_SAME}),
    Rule(match="You are the QA verifier", fields=_marks(96)),
    Rule(match="You are the critic", nth="1", stop_reason="refusal"),
)
"""The first look at each given scene is a bad one, one critique is refused; else all is well."""

OUTAGE = Fault(at="submit", what="rate_limit", provider="video/kling", retry_after=600)


class Played(NamedTuple):
    """A production that was made once, for several promises."""

    studio: Studio
    simulator: Simulator
    run: str

    @property
    def charged(self) -> Decimal:
        """Dollars of all invoices."""
        return sum((Decimal(line["charged"]) for line in self.simulator.far.invoice()), ZERO)

    @property
    def questions(self) -> list[Take]:
        """What Claude was asked in the run."""
        takes = self.studio.doers.takes.of_run("coffee", self.run)
        return [take for take in takes if take.kind == "answer"]


@pytest.fixture(scope="module")
def played(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Three pilots of four scenes, two of them reshot; one critique refused, one provider out."""
    folder = tmp_path_factory.mktemp("crew")
    far = FarSide(folder / "far", latency=0.05, thumbnail=True, answer_latency=0.01)
    far.scenario, far.answers = Scenario(faults=(OUTAGE,)), Answers(ANSWERS)
    with pytest.MonkeyPatch.context() as patch, running(far) as site:
        studio = Studio(folder / "studio", patch, like=prepared)
        studio.live(site.url, KEYS)
        studio.spec(SPEC)
        made = studio.run()
        assert () == made.failures
        yield Played(studio, site, made.run)


def test_the_film_is_whole_and_every_invoice_is_in_the_ledger(played: Played) -> None:
    """Twelve clips and all questions at two servers: what was spent is what was billed, to the micro."""
    studio, _, key = played
    master = studio.master(key)
    assert ("rendered", False) == (master.state, master.partial)
    balance = studio.doers.ledger.balance(f"coffee/{key}")
    assert (played.charged, ZERO) == (balance.spent, balance.held)
    assert () == studio.doers.ledger.audit(f"coffee/{key}")


def test_each_question_is_a_take_that_was_paid_once(played: Played) -> None:
    """The journal has as many paid questions as Claude's invoice, role by role."""
    bills = [line for line in played.simulator.far.invoice() if line["provider"] == "answer/claude"]
    roles = Counter(take.scene.rpartition(".")[2] for take in played.questions)
    assert (len(bills), sum((Decimal(bill["charged"]) for bill in bills), ZERO)) == (
        len(played.questions),
        sum((take.cost for take in played.questions), ZERO),
    )
    assert {"producer": 1, "script_writer": 3, "critic": 3, "qa_verifier": 14} == {
        role: count for role, count in roles.items() if role not in ("editor", "second_opinion")
    }


def test_what_the_judge_saw_fall_short_is_taken_again(played: Played) -> None:
    """The two clips that the judge marked down have a second take, which passed; no other clip has."""
    takes = {
        (pilot, scene.name): played.studio.clip(played.run, pilot, scene.name).takes
        for pilot in ("ink", "photo", "drawn")
        for scene in played.studio.chosen.production.scenes
    }
    fetched = {shot: [line for line in lines if line.state == "fetched"] for shot, lines in takes.items()}
    assert Counter({1: 10, 2: 2}) == Counter(len(lines) for lines in fetched.values())
    assert {"desk", "victory"} == {scene for (_, scene), lines in fetched.items() if len(lines) == 2}
    assert all(lines[-1].chosen for lines in fetched.values())


def test_a_refusal_is_paid_told_and_answered_by_the_rules(played: Played) -> None:
    """The refused critique is the rules' one, with a note, and its question stands with its price."""
    found = [
        played.studio.document(played.run, "critique", Critique, pilot) for pilot in ("ink", "photo", "drawn")
    ]
    (refused,) = [one for one in found if one.asked[-1].outcome.startswith("refused")]
    assert ("rules", True, True) == (refused.crew, bool(refused.notes), refused.asked[-1].price > 0)
    assert 2 == sum(one.crew.startswith("claude-") for one in found)


def test_a_provider_that_is_out_is_replaced(played: Played) -> None:
    """Every clip of the pilot whose provider turned all submits away comes from the fallback."""
    clips = [
        played.studio.clip(played.run, "drawn", scene.name)
        for scene in played.studio.chosen.production.scenes
    ]
    assert [("kling", "luma")] * 4 == [(one.fell_back_from, one.take and one.take.provider) for one in clips]


def test_the_users_own_words_are_kept_and_the_others_written(played: Played) -> None:
    """Given scenes stand as they are in every pilot; the writer filled the two empty slots."""
    for pilot in ("ink", "photo", "drawn"):
        scenes = [
            played.studio.document(played.run, "scene", Scene, pilot, slot.name)
            for slot in played.studio.chosen.production.scenes
        ]
        assert ["A developer hunched over a laptop.", "They throw both arms up."] == [
            one.description for one in scenes[:2]
        ]
        assert all(one.description and one.direction for one in scenes[2:])


def test_the_plan_is_claudes_and_its_money_is_exact(played: Played) -> None:
    """Claude planned; allotments and contingency are the budget to the micro-dollar."""
    plan = played.studio.document(played.run, "plan", Plan)
    dealt = sum((pilot.allotment for pilot in plan.pilots), ZERO)
    assert (True, Decimal(60)) == (plan.crew.startswith("claude-"), plan.contingency + dealt)


def test_the_same_run_again_asks_and_buys_nothing(played: Played) -> None:
    """A second launch finds every take and every answer of each role and is billed nothing."""
    bills = played.simulator.far.invoice()
    each_role = ("plan", "ink/desk_scene", "ink/desk_clip", "ink/desk_qa_report", "ink/critique", "edl")
    assert () == played.studio.run(*each_role, key=played.run).failures
    assert bills == played.simulator.far.invoice()


def test_one_edited_scene_asks_and_films_that_scene_alone(played: Played) -> None:
    """After an edit of one scene only it is written anew; it and the scene that continues it are filmed."""
    studio, _, key = played
    before = {take.slate for take in studio.doers.takes.of_run("coffee", key)}
    studio.edit(("A developer hunched over a laptop.", "A developer asleep on a laptop."))
    assert () == studio.run(key=key).failures
    new = [take for take in studio.doers.takes.of_run("coffee", key) if take.slate not in before]
    assert {"desk", "victory"} == {take.scene for take in new if take.kind == "video"}
    asked = Counter(take.scene.rpartition(".")[2] for take in new if take.kind == "answer")
    assert (3, 0) == (asked["script_writer"], asked["producer"])
    assert played.charged == studio.doers.ledger.balance(f"coffee/{key}").spent


def test_an_unattended_run_asks_its_judge_by_batches_at_half_the_price(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `batches` QA questions go out together, cost half, and are collected once."""
    far = FarSide(tmp_path / "far", latency=0.05, thumbnail=True, answer_latency=0.01)
    with running(far) as site:
        studio.live(site.url, KEYS)
        monkeypatch.setenv("STUDIO_CREW", '{"batches": true, "plans": "rules", "writes": "rules"}')
        monkeypatch.setenv("STUDIO_ANSWER_CLAUDE_BATCHES", '{"window": 0.5, "interval": 0.05}')
        studio.spec(SHORT)
        assets = ("plan", "ink/pilot", "ink/desk_scene", "ink/desk_clip", "ink/desk_qa_report")
        made = studio.run(*assets)
        assert () == made.failures
        (asked,) = studio.report(made.run, "ink", "desk").asked[:1]
        usage = asked.usage
        assert usage is not None
        assert price(asked.model, usage, batch=True) == asked.price
        assert asked.price < price(asked.model, usage)
        bills = far.invoice()
        assert () == studio.run(*assets, key=made.run).failures
        assert (bills, "answer/claude_batches") == (far.invoice(), bills[-1]["provider"])
        assert sum((Decimal(bill["charged"]) for bill in bills), ZERO) == studio.balance(made.run).spent
