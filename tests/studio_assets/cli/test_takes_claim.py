"""`studio takes claim`: what was left behind is fetched or settled for nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from dagster import AssetKey

from resources.providers.simulated_side import SimulatedSide
from studio_assets.cli.home import dagster_instance
from studio_assets.cli.report import PARTIAL
from tests.studio_assets.cli.left_behind import LeftBehind


@pytest.fixture
def left(studio: Any, monkeypatch: pytest.MonkeyPatch) -> LeftBehind:
    """A run of `boat` that nobody makes any more."""
    return LeftBehind.begun(monkeypatch)


def test_a_clip_that_was_paid_is_fetched(studio: Any, left: LeftBehind) -> None:
    """A generation that ended after its worker left is fetched, paid once, and how to go on is told."""
    take = left.take()
    assert ("generating", ("2.00", "0.00")) == (take.state, left.money)
    said = studio("takes", "claim")
    assert 0 == said.code
    assert f"{take.slate}: fetched, $2.00 (simulated money). `studio run boat --run monday`" in said.out
    assert ("fetched", ("0.00", "2.00"), 1) == (left.now(take).state, left.money, left.bills)
    assert left.who.artifacts.path(left.now(take).artifact).is_file()  # type: ignore[arg-type]


def test_what_is_claimed_stands_at_its_scene(studio: Any, left: LeftBehind) -> None:
    """Dagster shows at the scene's clip, in its run, what was claimed: provider, slate, money and file."""
    take = left.take()
    studio("takes", "claim")
    key = AssetKey(["boat", "drawn", "launch_clip"])
    with dagster_instance() as instance:
        (one,) = instance.fetch_observations(key, limit=5).records
    observed = one.asset_observation
    assert observed is not None
    shown = {name: value.value for name, value in observed.metadata.items()}
    assert ("monday", take.slate, take.remote_id, "simulated", "$2.00", "fetched") == (
        observed.partition, shown["slate"], shown["remote_id"], shown["provider"], shown["cost"],
        shown["claimed"],
    )  # fmt: skip


def test_claiming_twice_changes_nothing(studio: Any, left: LeftBehind) -> None:
    """The second claim finds nothing; a settled take that is named is told as it is."""
    take = left.take()
    studio("takes", "claim")
    assert (0, "Nothing was left behind.\n") == (studio("takes", "claim").code, studio("takes", "claim").out)
    assert f"{take.slate}: fetched, $2.00" in studio("takes", "claim", take.slate).out
    assert (("0.00", "2.00"), 1) == (left.money, left.bills)


def test_a_lost_answer_is_found_by_its_slate(studio: Any, left: LeftBehind) -> None:
    """A submit whose answer was lost is found in the provider's listing and fetched."""
    take = left.lost()
    assert "unknown" == take.state
    assert 0 == studio("takes", "claim", take.slate).code
    assert ("fetched", ("0.00", "2.00"), 1) == (left.now(take).state, left.money, left.bills)


def test_what_was_never_accepted_gives_its_money_back(studio: Any, left: LeftBehind) -> None:
    """A submit that never arrived frees its reservation, and nothing is submitted."""
    take = left.lost(accepted=False)
    said = studio("takes", "claim", "--production", "boat")
    assert (0, True) == (said.code, "never accepted" in said.out)
    assert ("failed", ("0.00", "0.00"), 0) == (left.now(take).state, left.money, left.bills)


def test_what_a_person_must_look_at_ends_with_three(studio: Any, left: LeftBehind) -> None:
    """Without a listing the take stays unknown, its money held; the words name both commands."""
    take = left.lost()
    left.forget()
    said = studio("takes", "claim")
    assert PARTIAL == said.code
    assert f"studio takes claim {take.slate} --as ID" in said.out
    assert f"studio takes give-up {take.slate}" in said.out
    assert ("unknown", ("2.00", "0.00")) == (left.now(take).state, left.money)


def test_what_a_person_found_is_claimed_by_its_id(studio: Any, left: LeftBehind) -> None:
    """The id that a person copied from the provider's site brings the clip."""
    take = left.lost()
    left.forget()
    (invoice,) = SimulatedSide("video").invoices()
    said = studio("takes", "claim", take.slate, "--as", invoice.remote_id)
    assert (0, True) == (said.code, ": fetched, $2.00" in said.out)
    assert ("fetched", invoice.remote_id, ("0.00", "2.00")) == (
        left.now(take).state, left.now(take).remote_id, left.money)  # fmt: skip


def test_a_wrong_id_changes_nothing(studio: Any, left: LeftBehind) -> None:
    """An id that the provider does not know, or that another take has, is refused and nothing is written."""
    other = left.take(direction="Another boat.")
    take = left.lost()
    left.forget()
    before = left.now(take)
    strange = studio("takes", "claim", take.slate, "--as", "nonsense")
    theirs = studio("takes", "claim", take.slate, "--as", str(other.remote_id))
    assert (1, True) == (strange.code, "does not know 'nonsense'" in strange.err)
    assert (1, True) == (theirs.code, "Another take is" in theirs.err)
    assert before == left.now(take)


def test_an_id_for_a_known_take_is_refused(studio: Any, left: LeftBehind) -> None:
    """A take that has its id needs no other: the claim without `--as` is named."""
    take = left.take()
    said = studio("takes", "claim", take.slate, "--as", "x1")
    assert (1, True) == (said.code, "`studio takes claim` without `--as`" in said.err)
    assert take == left.now(take)


def test_a_worker_at_work_is_left_alone(studio: Any, left: LeftBehind) -> None:
    """A take that somebody follows now is not touched, and needs nobody."""
    take = left.take(ago=20)
    said = studio("takes", "claim")
    assert (0, True) == (said.code, "followed by the one that left" in said.out)
    assert take == left.now(take)


def test_what_still_generates_needs_only_time(studio: Any, left: LeftBehind) -> None:
    """A generation that is not over yet is told, ends with 0 and stays open."""
    take = left.take(latency=9000)
    said = studio("takes", "claim")
    assert (0, True) == (said.code, f"still generating as {take.remote_id}. Claim again later." in said.out)
    assert ("generating", ("2.00", "0.00")) == (left.now(take).state, left.money)


def test_real_money_is_never_settled_by_play_providers(
    studio: Any, left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A take of the other environment is left as it is: a listing here would prove nothing."""
    take = left.lost(accepted=False)
    provider = type(left.who.providers["video", "simulated"])
    monkeypatch.setattr(provider, "simulated", property(lambda _: False))
    said = studio("takes", "claim")
    assert (PARTIAL, True) == (said.code, "Set STUDIO_ENV=simulated" in said.out)
    assert ("unknown", ("2.00", "0.00")) == (left.now(take).state, left.money)


def test_one_providers_bug_keeps_no_other_take_back(
    studio: Any, left: LeftBehind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a provider's code breaks over one take, the words say so and the others are fetched."""
    first, second = left.take(), left.take(direction="Another boat.")
    provider = type(left.who.providers["video", "simulated"])
    poll = provider.poll

    async def breaks(self: Any, remote_id: str) -> Any:
        if remote_id == first.remote_id:
            raise KeyError("status")
        return await poll(self, remote_id)

    monkeypatch.setattr(provider, "poll", breaks)
    said = studio("takes", "claim")
    assert (PARTIAL, True) == (said.code, "could not be asked: KeyError: 'status'" in said.out)
    assert ("generating", "fetched") == (left.now(first).state, left.now(second).state)


def test_json_tells_all_of_it(studio: Any, left: LeftBehind) -> None:
    """--json has each take's state, what happened, exact money and whether a person must look."""
    take = left.take()
    (one,) = json.loads(studio("takes", "claim", "--json").out)
    expected = {"slate": take.slate, "state": "fetched", "did": "fetched", "person": False, "simulated": True}
    assert expected == {name: one[name] for name in expected}
    assert (Decimal("2.00"), str) == (Decimal(one["price"]), type(one["price"]))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nonsense"], "'nonsense' is no slate."),
        (["boat/monday/drawn/launch/00/t1"], "There is no such take."),
        (["--production", "boot"], "Did you mean boat?"),
        (["--as", "x"], "`--as` tells the id of one take."),
        (["a/b/c/d/e/t1", "--production", "boat"], "Both a take and a production are named."),
    ],
    ids=["no_slate", "no_take", "no_production", "as_alone", "both"],
)
def test_what_cannot_be_meant_is_a_mistake(
    studio: Any, left: LeftBehind, words: list[str], expected: str
) -> None:
    """A slate or a production that is not there ends with 2 and words."""
    said = studio("takes", "claim", *words)
    assert (2, True) == (said.code, expected in said.err), said.err
