"""Budgets, cancelled pilots and reshoots: every dollar is where the documents say."""

from __future__ import annotations

from decimal import Decimal

from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO
from studio_assets.cli.report import PARTIAL
from studio_assets.planning.plan import Plan
from studio_assets.render.dailies_gather import gather
from studio_assets.render.dailies_run import run_state
from tests.productions.studio import Studio

ALONE = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 4s
resolution: 360p
fps: 8
budget: {limit: $10, contingency: 0%}
pilots:
  ink: {tier: animated}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 2s}
    - {id: victory, description: They throw both arms up., duration: 2s}
qa: {threshold: 10, reshoots: 0}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""
"""One pilot, two scenes of $0.50, nothing held back."""


def test_a_budget_for_no_pilot_says_what_the_cheapest_film_costs(studio: Studio) -> None:
    """A budget that pays no pilot spends nothing, and every asset says why; nothing crashes."""
    studio.spec()
    studio.edit(("budget: $10", "budget: $0.40"))
    made = studio.run()
    key = made.run
    assert ((), PARTIAL) == (made.failures, studio.exit_code(made))
    why = "the cheapest film costs $1.00 (tier animated), the budget has $0.36 for pilots"
    assert f"refused: {why}" == studio.document(key, "plan", Plan).state
    assert [] == studio.invoices()
    clip = studio.clip(key, "photo", "desk")
    assert "not_filmed" == clip.happened
    assert "its test scenes cost $1.00" in clip.state
    master = studio.master(key)
    assert "held" == master.happened
    studio.check_money(key)


def test_a_limit_that_is_reached_holds_and_a_higher_one_goes_on(studio: Studio) -> None:
    """At the limit finished work stays and the rest is held; under a higher limit only the rest is paid."""
    studio.spec(ALONE)
    studio.edit(("limit: $10", "limit: $0.60"))
    key = studio.film()
    held = studio.clip(key, "ink", "victory")
    assert held.state.startswith("held: $0.50 cannot be reserved.")
    assert ("rendered", True) == (studio.master(key).state, studio.master(key).partial)
    assert "partial" in run_state(gather(studio.sheet(key)))
    done = studio.cli("run", "coffee", "--run", key)
    assert PARTIAL == done.returncode, done.stderr
    assert "$0.50 of $0.60 (simulated money)" in done.stdout
    assert {"ink/desk": 1} == studio.filmed()
    studio.edit(("limit: $0.60", "limit: $1.00"))
    assert key == studio.again()
    assert {"ink/desk": 1, "ink/victory": 1} == studio.filmed()
    assert not studio.master(key).partial
    assert Decimal("1.00") == studio.balance(key).spent
    studio.check_money(key)


def test_a_cancelled_pilot_hands_its_rest_to_the_leader(studio: Studio) -> None:
    """The pilot with the worse test scene is cancelled; its rest goes to the leader, who ends the film."""
    studio.spec()
    first = studio.run("plan", "ink/pilot", "photo/pilot", *_tests())
    scores = {pilot: studio.report(first.run, pilot, "desk").overall or ZERO for pilot in ("ink", "photo")}
    worse, better = sorted(scores, key=lambda pilot: scores[pilot])
    assert scores[worse] < scores[better]
    line = (scores[worse] + scores[better]) / 2
    studio.edit(("rubric: {0: 100%}", f"rubric: {{{line:.2f}: 100%, 0: cancel}}"))
    key = studio.again()
    verdicts = {one.pilot: one for one in studio.greenlight(key).decisions}
    assert ("cancel", "go") == (verdicts[worse].verdict, verdicts[better].verdict)
    assert verdicts[worse].allotment - verdicts[worse].test_spend == verdicts[better].received
    assert "not_filmed: pilot cancelled" == studio.clip(key, worse, "victory").state
    assert {f"{worse}/desk": 1, f"{better}/desk": 1, f"{better}/victory": 1} == studio.filmed()
    accounts = studio.balance(key).accounts
    assert accounts[worse].granted == accounts[worse].spent == verdicts[worse].test_spend
    assert Decimal(10) == sum(one.granted for one in accounts.values())
    master = studio.master(key)
    assert ("rendered", False, 32) == (master.state, master.partial, master.frames)
    studio.check_money(key)


def _tests() -> list[str]:
    return [f"{pilot}/desk_{what}" for pilot in ("ink", "photo") for what in ("scene", "clip", "qa_report")]


def _between(studio: Studio, defects: str) -> Decimal:
    """A threshold between the score of a sound clip and that of one with defects."""
    studio.spec(ALONE)
    sound = studio.report(studio.film(), "ink", "desk").overall or ZERO
    bad = studio.report(studio.film(defects=defects), "ink", "desk").overall or ZERO
    assert bad + 2 < sound
    return (sound + bad) / 2


def test_reshoots_are_paid_by_the_pilot_and_then_by_the_contingency(studio: Studio) -> None:
    """A clip under the threshold is taken again from the pilot's, then the contingency's money, and wins."""
    line = _between(studio, "black")
    studio.video(defects="black", defective_takes="1")
    studio.edit(
        ("qa: {threshold: 10, reshoots: 0}", f"qa: {{threshold: {line:.1f}, reshoots: 2}}"),
        ("limit: $10, contingency: 0%", "limit: $2.00, contingency: 50%"),
    )
    key = studio.film()
    payers = [(take.scene, take.number, take.account) for take in studio.takes(key)]
    assert [
        ("desk", 1, "ink"),
        ("desk", 2, "ink"),
        ("victory", 1, CONTINGENCY),
        ("victory", 2, CONTINGENCY),
    ] == payers
    clip = studio.clip(key, "ink", "desk")
    assert (2, "filmed") == (clip.take and clip.take.number, clip.state)
    assert studio.report(key, "ink", "desk").passed
    assert Decimal("2.00") == studio.balance(key).spent
    spent = studio.balance(key)
    studio.again()
    assert spent == studio.balance(key)


def test_reshoots_end_with_the_money(studio: Studio) -> None:
    """Where no money is left for a reshoot the best clip there is stays, under the threshold."""
    studio.spec(ALONE)
    studio.edit(
        ("qa: {threshold: 10, reshoots: 0}", "qa: {threshold: 90, reshoots: 5}"),
        ("limit: $10", "limit: $1.50"),
    )
    key = studio.film()
    assert Decimal("1.50") == studio.balance(key).spent
    clip = studio.clip(key, "ink", "desk")
    assert ("filmed", 3) == (clip.state, len(clip.takes))
    assert not studio.report(key, "ink", "desk").passed
    assert studio.clip(key, "ink", "victory").state.startswith("held: ")
    studio.check_money(key)


def test_of_two_takes_the_better_is_the_clip(studio: Studio) -> None:
    """With `takes: 2` both are bought at once and the better one is the clip."""
    studio.spec(ALONE)
    studio.edit(("ink: {tier: animated}", "ink: {tier: animated, takes: 2}"))
    key = studio.film(defects="black", defective_takes="1")
    assert {"ink/desk": 2, "ink/victory": 2} == studio.filmed()
    for scene in ("desk", "victory"):
        clip = studio.clip(key, "ink", scene)
        scores = {line.number: line.score or 0 for line in clip.takes}
        assert scores[1] < scores[2]
        assert clip.take is not None
        assert 2 == clip.take.number
    studio.check_money(key)


def test_the_money_on_the_page_is_the_ledgers(filmed: Studio) -> None:
    """`studio status` and the dailies page name the money that the provider bills."""
    spent = f"${sum((invoice.price for invoice in filmed.invoices()), ZERO)}"
    page = next((filmed.doers.artifacts.folder() / "dailies" / "coffee").glob("*.html")).read_text()
    assert spent in page
    assert spent in filmed.cli("status").stdout


def test_an_edited_test_scene_is_paid_from_the_contingency_too(studio: Studio) -> None:
    """Where a pilot's own money is gone, an edited test scene is still filmed while the run has money."""
    studio.spec(ALONE)
    studio.edit(("limit: $10, contingency: 0%", "limit: $2, contingency: 50%"))
    key = studio.film()
    assert ZERO == studio.balance(key).accounts["ink"].free
    studio.edit(("hunched over a laptop", "asleep at a laptop"))
    studio.again()
    assert "filmed" == studio.clip(key, "ink", "desk").state
    assert "rendered" == studio.master(key).state
    studio.check_money(key)
