"""Editing a spec films what the edit changed, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from resources.media.probe import probe
from resources.providers.simulated_side import SimulatedSide
from studio_assets.render.master_document import Master
from tests.productions.studio import Studio

ONCE = {"ink/desk": 1, "ink/victory": 1, "photo/desk": 1, "photo/victory": 1}
ARMS, LEAP = "They throw both arms up.", "They leap onto the table."


def test_an_edited_scene_is_filmed_anew_and_its_siblings_are_not(filmed: Studio) -> None:
    """Editing one scene in the newest run films that scene in each pilot and nothing else."""
    old = filmed.master(filmed.key).media
    filmed.edit((ARMS, LEAP))
    key = filmed.again()
    assert ONCE | {"ink/victory": 2, "photo/victory": 2} == filmed.filmed()
    assert old != filmed.master(key).media
    filmed.check_money(key)


def test_taking_an_edit_back_costs_nothing(filmed: Studio) -> None:
    """Reverting an edit brings the first takes and the first film back for nothing."""
    first = filmed.master(filmed.key).media, filmed.clip(filmed.key, "ink", "victory").media
    filmed.edit((ARMS, LEAP))
    spent = filmed.balance(filmed.again()).spent
    filmed.edit((LEAP, ARMS))
    key = filmed.again()
    assert first == (filmed.master(key).media, filmed.clip(key, "ink", "victory").media)
    assert spent == filmed.balance(key).spent
    filmed.check_money(key)


def test_an_older_run_keeps_its_spec(filmed: Studio) -> None:
    """After an edit a backfill over all runs films in the newest run only."""
    older = filmed.key
    newest = filmed.film()
    versions, bill = filmed.versions(older), len(filmed.invoices())
    filmed.edit((ARMS, LEAP))
    assert () == filmed.run(key=older).failures
    assert (versions, bill) == (filmed.versions(older), len(filmed.invoices()))
    filmed.again()
    assert bill + 2 == len(filmed.invoices())
    assert newest == filmed.key
    filmed.check_money(older, newest)


def test_an_asset_that_an_older_run_lacks_says_so(filmed: Studio) -> None:
    """A scene that was added later is `not_in_run` in an older run, and buys nothing there."""
    older = filmed.key
    newest = filmed.film()
    bill = len(filmed.invoices())
    filmed.edit(
        ("duration: 4s", "duration: 6s"),
        ("qa: {", "    - {id: rain, description: Beans fall., duration: 2s}\nqa: {"),
    )
    assert () == filmed.run(key=older).failures
    text = filmed.doers.artifacts.read_document(f"coffee/{older}/ink/rain_clip")
    assert "not_in_run" == json.loads(text or "{}")["state"].split(":")[0]
    assert (bill, 32) == (len(filmed.invoices()), filmed.master(older).frames)
    assert 48 == filmed.master(filmed.again()).frames
    filmed.check_money(older, newest)


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param((f"description: {ARMS}", f"description: {ARMS}, narration: It works."), id="narration"),
        pytest.param(
            (f"description: {ARMS}", f"description: {ARMS}, overlay: {{text: Yes, from: 0s, to: 1s}}"),
            id="overlay",
        ),
        pytest.param(("budget: $10", "budget: $12"), id="budget"),
        pytest.param(("budget: $10", "budget: $8"), id="lower budget"),
        pytest.param(("qa: {threshold: 10", "qa: {threshold: 12"), id="threshold"),
        pytest.param(("automation:", "defaults: {transition: dissolve 0.5s}\nautomation:"), id="transition"),
    ],
)
def test_what_is_not_in_the_picture_films_nothing(filmed: Studio, edit: tuple[str, str]) -> None:
    """Editing narration, overlay, budget, threshold or transition films nothing."""
    filmed.edit(edit)
    key = filmed.again()
    assert ONCE == filmed.filmed()
    assert "rendered" == filmed.master(key).state
    filmed.check_money(key)


FORMS = """
deliverables:
  - {name: vertical, aspect_ratio: "9:16", fit: crop}
  - {name: listen, sound_only: true}
automation:"""


def test_render_only_work_never_films_anything(filmed: Studio) -> None:
    """A form of the film that is added later is rendered from the clips that are there, for nothing."""
    key, ledger = filmed.key, filmed.doers.ledger
    before = filmed.takes(key), filmed.invoices(), ledger.entries(f"coffee/{key}"), filmed.master(key).media
    filmed.edit(("\nautomation:", FORMS))
    filmed.again()
    after = filmed.takes(key), filmed.invoices(), ledger.entries(f"coffee/{key}"), filmed.master(key).media
    assert before == after
    tall, sound = (
        Master.model_validate_json(filmed.doers.artifacts.read_document(f"coffee/{key}/{name}") or "{}")
        for name in ("vertical", "listen")
    )
    seen = probe(filmed.file(tall))
    assert (360, 640, 32) == (seen.width, seen.height, seen.frames)
    assert ("rendered", ".m4a", False) == (sound.state, sound.media and sound.media.suffix, sound.partial)
    filmed.check_money(key)


def test_a_raised_budget_reaches_the_ledger(filmed: Studio) -> None:
    """A raised limit is the budget's limit from the next making on, and every account still adds up."""
    filmed.edit(("budget: $10", "budget: $12.34"))
    balance = filmed.balance(filmed.again())
    assert Decimal("12.34") == balance.limit == sum(one.granted for one in balance.accounts.values())


def test_a_budget_that_goes_up_and_down_leaves_no_trace_in_the_grants(filmed: Studio) -> None:
    """A budget edit that is taken back gives every account the grant that it had before."""
    before = filmed.balance(filmed.key)
    for was, then in (("$10", "$12"), ("$12", "$7"), ("$7", "$10")):
        filmed.edit((f"budget: {was}", f"budget: {then}"))
        filmed.again("plan", "greenlight")
        filmed.check_money(filmed.key)
    assert before == filmed.balance(filmed.key)


def test_a_limit_below_what_is_spent_is_refused_with_the_lowest_possible(filmed: Studio) -> None:
    """A limit under what is spent already fails the plan, names the lowest limit and moves no spending."""
    filmed.edit(("budget: $10", "budget: $2.50"))
    (failure,) = filmed.run(key=filmed.key).failures
    assert "Set budget.limit to $3.00 or more." in failure
    filmed.edit(("budget: $2.50", "budget: $10"))
    filmed.check_money(filmed.again())
    assert ONCE == filmed.filmed()


def test_a_kept_take_stays_whatever_else_changes(filmed: Studio) -> None:
    """`keep: 1` locks take 1 as the clip; even another description films nothing."""
    kept = filmed.clip(filmed.key, "ink", "victory").media
    filmed.edit((f"description: {ARMS}", f"description: {LEAP}, keep: 1"))
    key = filmed.again()
    assert ONCE == filmed.filmed()
    clip = filmed.clip(key, "ink", "victory")
    assert (kept, 1) == (clip.media, clip.take and clip.take.number)
    assert not filmed.master(key).partial


def test_keeping_a_take_that_never_was_holds_the_scene(filmed: Studio) -> None:
    """`keep: 7` without a take 7 holds the scene, says so, and buys nothing."""
    filmed.edit((f"description: {ARMS}", f"description: {ARMS}, keep: 7"))
    key = filmed.again()
    assert "held: take 7 is kept but was never filmed in this run" == filmed.clip(key, "ink", "victory").state
    assert filmed.master(key).partial
    assert ONCE == filmed.filmed()


def test_another_narration_is_spoken_and_heard(filmed: Studio) -> None:
    """A new line is spoken once, paid from the contingency, and the film is rendered with it."""
    old = filmed.master(filmed.key)
    filmed.edit((f"description: {ARMS}", f"description: {ARMS}, narration: It works."))
    key = filmed.again()
    assert old.media != filmed.master(key).media
    assert 1 == len(SimulatedSide("speech").invoices())
    filmed.again()
    assert 1 == len(SimulatedSide("speech").invoices())
    assert filmed.document(key, "master", Master).frames == old.frames
