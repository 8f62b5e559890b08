"""What a worker gets when it wants a take, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from resources.database.database import Database
from resources.errors import (
    BudgetReached,
    DamagedArtifact,
    OutcomeUnknown,
    Refused,
    StoreFailed,
    StudioError,
    TransientFailure,
)
from resources.providers.port import Generation
from resources.takes.follow import obtain
from resources.takes.journal import Takes
from resources.takes.recipe import seed
from resources.takes.take import Take
from tests.resources.takes.stage import Filmer, World, transient, wanted


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    """$5 for the animated pilot; a take is quoted $2 and costs $1.50."""
    return World.new(database, tmp_path)


def _get(world: World, **changes: object) -> str:
    return asyncio.run(world.obtain(wanted(**changes))).slate


def test_a_take_is_bought_fetched_and_used_again_for_nothing(world: World) -> None:
    """What was bought once is used again at no cost, file verified."""
    first = asyncio.run(world.obtain())
    assert first == asyncio.run(world.obtain())
    assert ("fetched", Decimal("1.50"), ".mp4") == (first.state, first.price, first.suffix)
    assert first.artifact is not None
    assert world.artifacts.path(first.artifact).is_file()
    assert ([first.slate], ("0.00", "1.50")) == (world.invoices, world.money)
    assert [seed(first.recipe, 1)] == world.provider._seeds


def test_another_recipe_and_another_ordinal_are_bought(world: World) -> None:
    """An edited direction or a second take is bought; going back to the first costs nothing."""
    slates = [_get(world, **change) for change in ({}, {"ordinal": 2}, {"direction": "Rain."}, {})]
    assert slates[0] == slates[3]
    assert [slate.split("/")[-1] for slate in slates[:3]] == ["t1", "t2", "t3"]
    assert 3 == len(world.invoices) == len(set(world.provider._seeds))
    assert Decimal("4.50") == world.takes.spent("coffee", "monday", "animated", "rain")


def test_concurrent_wishes_for_one_take_buy_one(world: World) -> None:
    """Workers that want the same take at once share one purchase."""

    async def all_at_once() -> set[str]:
        return {take.slate for take in await asyncio.gather(*(world.obtain() for _ in range(4)))}

    assert len(asyncio.run(all_at_once())) == 1
    assert (len(world.invoices), world.money) == (1, ("0.00", "1.50"))


def test_concurrent_wishes_for_two_takes_buy_two(world: World) -> None:
    """Two takes of one scene that are filmed at once are two, whichever is asked for first."""

    async def both() -> set[str]:
        wishes = [wanted(ordinal=2), wanted(ordinal=1)]
        return {take.slate for take in await asyncio.gather(*map(world.obtain, wishes))}

    assert len(asyncio.run(both())) == 2
    assert len(world.invoices) == 2


def test_a_fresh_launch_buys_once(world: World) -> None:
    """A launch with fresh buys one more take, and only one however often its step runs."""
    old = _get(world)
    fresh = [_get(world, fresh="launch-1") for _ in range(2)]
    assert fresh[0] == fresh[1] != old
    assert old == _get(world)
    assert fresh[0] == _get(world, ordinal=2)
    assert len(world.invoices) == 2


def test_a_refusal_at_submit_is_final_and_free(world: World) -> None:
    """A request that the provider refuses costs nothing and is not asked again."""
    world.provider._before.append(Refused("moderation", mend="Change the direction."))
    for _ in range(2):
        take = asyncio.run(world.obtain())
        assert ("refused", "moderation", Decimal(0)) == (take.state, take.reason, take.price)
    assert (world.invoices, world.money) == ([], ("0.00", "0.00"))


@pytest.mark.parametrize(("price", "spent"), [(None, "0.00"), (Decimal("0.30"), "0.30")])
def test_a_refusal_after_generating_is_paid_as_told(world: World, price: Decimal | None, spent: str) -> None:
    """A finished generation that is refused costs what the provider says, else nothing."""
    world.provider._verdict = Generation(state="refused", price=price, reason="nsfw\x00")
    take = asyncio.run(world.obtain())
    assert (take.state, take.reason) == ("refused", "nsfw")
    assert ("0.00", spent) == world.money


def test_a_failed_generation_can_be_bought_again(world: World) -> None:
    """A generation that fails is paid as told, and running again buys another take in its place."""
    world.provider._verdict = Generation(state="failed", price=Decimal("0.25"), reason="GPU fell over")
    with pytest.raises(TransientFailure, match="GPU fell over"):
        asyncio.run(world.obtain())
    world.provider._verdict = Generation(state="succeeded", suffix=".mp4")
    take = asyncio.run(world.obtain())
    assert (take.state, take.number, take.ordinal) == ("fetched", 2, 1)
    assert world.money == ("0.00", "2.25")  # without a price the quote stands


def test_a_busy_provider_costs_nothing(world: World) -> None:
    """A submit that was surely not accepted gives the money back and can be repeated."""
    world.provider._before.append(transient("429"))
    with pytest.raises(TransientFailure, match="429"):
        asyncio.run(world.obtain())
    assert world.money == ("0.00", "0.00")
    assert asyncio.run(world.obtain()).state == "fetched"


def test_a_waiting_time_that_is_over_abandons_nothing(world: World) -> None:
    """When the wait is over the generation goes on, and the next run gets it without paying again."""
    with pytest.raises(TransientFailure, match="still generating") as over:
        asyncio.run(world.obtain(wait=10))
    assert "at no cost" in over.value.mend
    assert [take.state for take in world.takes.unsettled()] == ["generating"]
    assert asyncio.run(world.obtain()).state == "fetched"
    assert len(world.invoices) == 1


def test_polls_and_downloads_that_fail_are_repeated(world: World) -> None:
    """Lost polls and broken downloads are repeated and cost nothing."""
    world.provider._polls += [transient(), transient()]
    world.provider._fetches += [transient(), transient()]
    assert asyncio.run(world.obtain()).state == "fetched"
    assert world.money == ("0.00", "1.50")


@pytest.mark.parametrize("lost", [OutcomeUnknown("reset", mend="Look."), RuntimeError("bug")], ids=type)
def test_a_lost_answer_is_looked_up_not_sent_again(world: World, lost: Exception) -> None:
    """A submit whose answer was lost keeps its money held and is found again by its slate."""
    world.provider._after.append(lost)
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    assert world.money == ("2.00", "0.00")
    assert asyncio.run(world.obtain()).state == "fetched"
    assert (len(world.invoices), world.money) == (1, ("0.00", "1.50"))


def test_a_lost_request_is_sent_again_once_that_is_proved(world: World) -> None:
    """A submit that never arrived is sent again, as the same take, when its lease is over."""
    world.provider._before.append(OutcomeUnknown("reset", mend="Look."))
    start = world.clock.now()
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    with pytest.raises(OutcomeUnknown, match="not known"):
        asyncio.run(world.obtain(wait=60))
    take = asyncio.run(world.obtain())
    assert (take.state, take.number, len(world.invoices)) == ("fetched", 1, 1)
    assert take.submitted is not None
    assert (take.submitted - start).total_seconds() >= 180


def test_two_workers_who_find_a_lost_request_send_it_once(world: World) -> None:
    """Of several workers that find a request lost, one sends it again."""
    world.provider._before.append(OutcomeUnknown("reset", mend="Look."))
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())

    async def both() -> set[str]:
        return {take.state for take in await asyncio.gather(*(world.obtain() for _ in range(3)))}

    assert ({"fetched"}, 1) == (asyncio.run(both()), len(world.invoices))


def test_a_stranger_in_the_listing_is_no_proof(world: World) -> None:
    """When the provider lists a generation without a name, the lost one may be it: nothing is sent."""
    world.provider._before.append(OutcomeUnknown("reset", mend="Look."))
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    world.provider._taken["stranger"] = ("", world.clock.now())
    with pytest.raises(OutcomeUnknown):
        asyncio.run(world.obtain())
    assert world.invoices == []


def test_a_cancelled_submit_still_hears_its_answer(world: World) -> None:
    """Stopping a launch in the middle of a submit does not lose the id of what is paid."""

    async def stopped() -> None:
        work = asyncio.ensure_future(world.obtain())
        while not world.takes.unsettled():
            await asyncio.sleep(0)
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work

    asyncio.run(stopped())
    assert [take.remote_id for take in world.takes.unsettled()] == ["remote-1"]
    assert asyncio.run(world.obtain()).state == "fetched"
    assert len(world.invoices) == 1


def test_an_id_that_the_provider_forgot_is_shown_not_bought_again(world: World) -> None:
    """With another account's key nothing is bought anew; the error says to check the key."""
    with pytest.raises(TransientFailure):
        asyncio.run(world.obtain(wait=1))
    known, world.provider._taken = world.provider._taken, {}
    with pytest.raises(OutcomeUnknown, match="does not know") as unknown:
        asyncio.run(world.obtain())
    assert "key" in unknown.value.mend
    world.provider._taken = known
    assert asyncio.run(world.obtain()).state == "fetched"
    assert len(world.invoices) == 1


def test_damaged_media_are_fetched_again_for_nothing(world: World) -> None:
    """A stored file that was damaged is fetched from the provider again at no cost."""
    take = asyncio.run(world.obtain())
    assert take.artifact is not None
    world.damage(take.artifact)
    again = asyncio.run(world.obtain())
    assert again.artifact == take.artifact
    assert world.artifacts.path(take.artifact).is_file()
    assert (len(world.invoices), world.money) == (1, ("0.00", "1.50"))


def test_the_cap_refuses_before_anything_is_sent(world: World) -> None:
    """When the pilot's money is used up nothing is sent and no take is written."""
    for ordinal in (1, 2, 3):  # $1.50 each, quoted $2
        _get(world, ordinal=ordinal)
    with pytest.raises(BudgetReached):
        _get(world, ordinal=4, accounts=("animated", "nobody"))
    assert 3 == len(world.invoices) == len(world.takes.of_run("coffee", "monday"))


def test_a_missing_key_frame_is_found_before_anything_is_sent(world: World) -> None:
    """A request whose first frame is not in the store is not sent and holds no money."""
    request = wanted().request.model_copy(update={"first_frame": "0" * 64})
    with pytest.raises(StoreFailed):
        asyncio.run(world.obtain(wanted(request=request)))
    assert (world.invoices, world.money) == ([], ("0.00", "0.00"))


class _Asleep:
    """A journal whose user falls asleep right after the intent, while another worker takes over."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __getattr__(self, name: str) -> Any:
        return getattr(self.world.takes, name)

    def intend(self, *asked: Any) -> tuple[Take, bool]:
        take, mine = self.world.takes.intend(*asked)
        self.world.clock.advance(3600)
        self.world.takes.lapse(take.slate, self.world.clock.now())
        assert self.world.takes.resubmittable(take.slate, "another", self.world.clock.now())[1]
        return take, mine


def test_a_worker_that_slept_does_not_send_what_another_took_over(world: World) -> None:
    """A worker that wakes up after its take was given to another sends nothing."""
    sleeper = obtain(
        wanted(),
        provider=world.provider,
        takes=cast(Takes, _Asleep(world)),
        artifacts=world.artifacts,
        clock=world.clock,
        worker="sleeper",
        wait=9999,
    )
    with pytest.raises(StudioError, match="belongs to another"):
        asyncio.run(sleeper)
    assert (world.invoices, world.money[0]) == ([], "2.00")


def test_a_suffix_in_capitals_is_stored_in_small_letters(world: World) -> None:
    """A clip that is paid and named `.MP4` by its provider is fetched like any other."""
    world.provider._verdict = Generation(state="succeeded", suffix=".MP4")
    assert ("fetched", ".mp4") == ((take := asyncio.run(world.obtain())).state, take.suffix)


def test_a_suffix_that_is_none_leads_to_no_other_folder(world: World, tmp_path: Path) -> None:
    """A provider's odd suffix becomes part of no path; what is paid stays written down."""
    world.provider._verdict = Generation(state="succeeded", suffix="/../../../escaped.mp4")
    with pytest.raises(StoreFailed, match="no file suffix"):
        asyncio.run(world.obtain())
    (take,) = world.takes.unsettled()
    assert ("ready", "", ("0.00", "2.00")) == (take.state, take.suffix, world.money)
    assert [] == list(tmp_path.rglob("*escaped*"))


def test_a_disk_that_damages_everything_ends_the_step(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is damaged again right after it was fetched anew is told, not fetched for ever."""
    fetches = 0
    fetch = Filmer.fetch

    async def counted(self: Filmer, remote_id: str, into: Path) -> None:
        nonlocal fetches
        fetches += 1
        assert fetches < 5
        await fetch(self, remote_id, into)

    def damaged(self: Artifacts, artifact: Artifact) -> Path:
        raise DamagedArtifact("Its bytes changed.", mend="See to the disk.")

    monkeypatch.setattr(Filmer, "fetch", counted)
    monkeypatch.setattr(Artifacts, "path", damaged)
    with pytest.raises(DamagedArtifact):
        asyncio.run(world.obtain())
    assert (2, 1, ("0.00", "1.50")) == (fetches, len(world.invoices), world.money)
