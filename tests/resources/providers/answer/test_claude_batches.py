"""Claude in batches: gathered, sent once, told apart again, and looked up where the answer was lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.store import Artifacts
from resources.clock import ManualClock
from resources.database.database import Database
from resources.errors import AccountRefused, OutcomeUnknown, RateLimited, Refused, TransientFailure
from resources.ledger.ledger import Ledger
from resources.providers.answer import claude_batches
from resources.providers.answer.claude_batches import ClaudeBatches
from resources.providers.live import short_token
from resources.providers.port import AnswerRequest
from resources.providers.sample import sample
from resources.simulator.answer.claude import ClaudeBatchesPart
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.takes.follow import obtain
from resources.takes.journal import Takes
from resources.takes.take import Take, Wanted
from tests.resources.claude.far_end import FarEnd, Says, error, far_end, message
from tests.resources.database.stores import database, server

__all__ = ["database", "server"]

WORD = "answer/claude_batches"
LATENCY = 600.0
SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """A simulator by a clock that nobody waits for."""
    far = FarSide(tmp_path_factory.mktemp("far"), clock=ManualClock(datetime.now(UTC)), latency=LATENCY)
    with running(far, [ClaudeBatchesPart]) as simulator:
        yield simulator


@pytest.fixture
def batches(sim: Simulator, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ClaudeBatches:
    """The provider with an account of its own, by the simulator's clock."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", sim.url)
    sim.far.scenario = Scenario()
    sim.far.seen.clear()
    return ClaudeBatches(api_key=f"key-of-{request.node.name}").at(sim.far.clock)


def question(number: int = 1) -> AnswerRequest:
    """A small question."""
    asked = sample(ClaudeBatches(), f"What is kite {number} made of?")
    assert isinstance(asked, AnswerRequest)
    return asked


def slate(number: int) -> str:
    """A take of the coffee film."""
    return f"coffee/monday/animated/desk_{number}/0a1b2c/1"


async def order(batches: ClaudeBatches, *numbers: int) -> list[Any]:
    """Submit some questions at once; failures are given back."""
    submits = [batches.submit(slate(one), question(one), Path) for one in numbers]
    return await asyncio.gather(*submits, return_exceptions=True)


def goes_wrong(sim: Simulator, **fields: object) -> None:
    """From now on one thing goes wrong."""
    sim.far.scenario = Scenario(faults=(Fault.model_validate({"provider": WORD, **fields}),))


def submits(sim: Simulator) -> list[list[str]]:
    """Names of the questions of each batch on the wire."""
    sent = [json.loads(one.body) for one in sim.far.seen if one.does == "submit"]
    return [[one["custom_id"] for one in body["requests"]] for body in sent]


def test_questions_that_come_together_go_in_one_batch(batches: ClaudeBatches, sim: Simulator) -> None:
    """One request carries them all under their slates' tokens, and each is told where it is."""
    remote_ids = asyncio.run(order(batches, 1, 2, 3))
    names = [short_token(slate(one)) for one in (1, 2, 3)]
    assert [names] == submits(sim)
    assert names == [one.partition("/")[2] for one in remote_ids]
    assert 1 == len({one.partition("/")[0] for one in remote_ids})


def test_who_comes_later_goes_in_the_next_batch(batches: ClaudeBatches, sim: Simulator) -> None:
    """A question never waits for one that comes after its window, and no name stands twice in a batch."""

    async def twice() -> None:
        await order(batches, 1)
        await order(batches, 2, 2)

    asyncio.run(twice())
    assert [1, 1, 1] == [len(one) for one in submits(sim)]


def test_a_full_batch_waits_for_nobody(
    batches: ClaudeBatches, sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as a batch may have go at once; the rest goes in the next."""
    monkeypatch.setattr(claude_batches, "_MOST", 2)
    asyncio.run(order(batches, 1, 2, 3, 4, 5))
    assert [1, 2, 2] == sorted(len(one) for one in submits(sim))


def test_each_has_its_own_verdict_price_and_message(
    batches: ClaudeBatches, sim: Simulator, tmp_path: Path
) -> None:
    """Nothing is told before all are over; then each is settled at half the price by its own tokens."""
    remote_ids = asyncio.run(order(batches, 1, 2))
    assert {"running"} == {asyncio.run(batches.poll(one)).state for one in remote_ids}
    sim.far.clock.advance(LATENCY)  # type: ignore[attr-defined]
    for number, remote_id in enumerate(remote_ids, 1):
        seen = asyncio.run(batches.poll(remote_id))
        into = tmp_path / f"{number}.json"
        asyncio.run(batches.fetch(remote_id, into))
        said = json.loads(into.read_bytes())
        job = sim.far.job(WORD, said["id"])
        assert job is not None
        assert f"kite {number}" in job.wish.text
        assert ("succeeded", job.price, ".json") == (seen.state, seen.price, seen.suffix)
        assert seen.price is not None
        assert Decimal(0) < seen.price <= batches.quote(question(number)).amount
    assert 1 == sum(1 for one in sim.far.seen if one.path.endswith("/results"))


def test_it_asks_half_of_what_an_answer_at_once_costs() -> None:
    """The reservation is half as large, and says so."""
    quote = ClaudeBatches().quote(question())
    assert "in a batch" in quote.basis
    assert (100.0, 30.0) == (
        ClaudeBatches().capabilities("claude-haiku-5-5").concurrency,
        ClaudeBatches().poll_interval(),
    )


@pytest.mark.parametrize("what, kind", [
    ("drop_after", OutcomeUnknown), ("drop_before", OutcomeUnknown), ("error_after", OutcomeUnknown),
    ("spend_limit", AccountRefused), ("unauthorised", AccountRefused), ("moderate", Refused),
    ("rate_limit", RateLimited),
])  # fmt: skip
def test_what_happens_to_the_batch_happens_to_each(
    batches: ClaudeBatches, sim: Simulator, what: str, kind: type[Exception]
) -> None:
    """One lost answer makes every question in it unknown; one refusal of the account is each one's."""
    goes_wrong(sim, at="submit", what=what)
    found = asyncio.run(order(batches, 1, 2))
    assert [kind, kind] == [type(one) for one in found]
    assert found[0] is not found[1]
    assert 1 == len(submits(sim))


def test_a_question_that_nobody_waits_for_any_more_is_not_sent(
    batches: ClaudeBatches, sim: Simulator
) -> None:
    """Who is stopped before the window closes buys nothing; who stays is sent without it."""

    async def one_leaves() -> str:
        leaving, staying = (
            asyncio.ensure_future(batches.submit(slate(one), question(one), Path)) for one in (1, 2)
        )
        await asyncio.sleep(0)
        leaving.cancel()
        return await staying

    asyncio.run(one_leaves())
    assert [[short_token(slate(2))]] == submits(sim)


def test_a_running_batch_proves_nothing_and_an_ended_one_all(batches: ClaudeBatches, sim: Simulator) -> None:
    """What cannot be read yet stands in the list without a name; once it has ended each is named."""
    asyncio.run(order(batches, 1, 2))
    assert [""] == [one.token for one in asyncio.run(batches.list(SINCE))]
    sim.far.clock.advance(LATENCY)  # type: ignore[attr-defined]
    listed = asyncio.run(batches.list(SINCE))
    assert {short_token(slate(1)), short_token(slate(2))} == {one.token for one in listed}
    assert all(one.remote_id.endswith(f"/{one.token}") for one in listed)
    assert [] == asyncio.run(batches.list(sim.far.clock.now()))


@pytest.fixture
def life(batches: ClaudeBatches, database: Database, tmp_path: Path) -> Any:
    """Obtains a take of a question as a worker does, from a budget of its own."""
    ledger = Ledger(database=database)
    ledger.open("coffee/monday", Decimal(1))
    takes, artifacts = Takes(ledger=ledger), Artifacts(root=str(tmp_path / "artifacts"))

    def obtained(number: int = 1) -> Take:
        names = {"production": "coffee", "run": "monday", "pilot": "crew", "scene": f"desk_{number}"}
        wanted = Wanted(
            **names, kind="answer", model=question().model, request=question(number), budget="coffee/monday",
            accounts=("contingency",),
        )  # fmt: skip
        return asyncio.run(
            obtain(
                wanted, provider=batches, takes=takes, artifacts=artifacts, clock=batches._clock,
                worker=f"worker {number}", wait=3 * LATENCY,
            )
        )  # fmt: skip

    return obtained


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_batch_whose_answer_was_lost_is_found_and_paid_once(
    life: Any, batches: ClaudeBatches, sim: Simulator
) -> None:
    """While it runs nobody knows; once it has ended the question is found in it and not asked again."""
    goes_wrong(sim, at="submit", what="drop_after")
    with pytest.raises(OutcomeUnknown):
        life()
    sim.far.scenario = Scenario()
    with pytest.raises(OutcomeUnknown):
        life()
    sim.far.clock.advance(LATENCY)  # type: ignore[attr-defined]
    take = life()
    (charge,) = [job.price for job in sim.far.jobs(WORD) if job.key == hashed(batches.api_key)]
    assert ("fetched", charge, 1) == (take.state, take.price, len(submits(sim)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_batch_that_never_arrived_is_sent_again(life: Any, sim: Simulator) -> None:
    """Once its lease is over and nothing runs, a complete list without it proves that it never arrived."""
    goes_wrong(sim, at="submit", what="drop_before", when="*")
    with pytest.raises(OutcomeUnknown):
        life()
    sim.far.scenario = Scenario()
    sim.far.clock.advance(200)  # type: ignore[attr-defined]
    assert "fetched" == life().state
    assert 2 == len(submits(sim))


@pytest.fixture(scope="module")
def end() -> Iterator[FarEnd]:
    """The other end, for what the simulator does not say."""
    with far_end() as served:
        yield served


@pytest.fixture
def told(end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What a question's result means, in a batch that has ended."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)

    def poll(result: Any, **batch: Any) -> Any:
        line = json.dumps({"custom_id": "studio-1", "result": result}).encode() + b"\n"
        end.says(Says(200, {"id": "b", "processing_status": "ended", **batch}), Says(200, line))
        return asyncio.run(ClaudeBatches(api_key="canary").poll("b/studio-1"))

    return poll


@pytest.mark.parametrize("result, state, price", [
    ({"type": "succeeded", "message": message()}, "succeeded", Decimal("0.000075")),
    ({"type": "succeeded", "message": message(model="claude-nobody")}, "succeeded", None),
    ({"type": "succeeded", "message": message(usage=None)}, "succeeded", None),
    ({"type": "errored", "error": error("invalid_request_error", "Too many.")}, "refused", Decimal(0)),
    ({"type": "errored", "error": error("api_error", "Oops.")}, "failed", Decimal(0)),
    ({"type": "errored"}, "failed", Decimal(0)),
    ({"type": "expired"}, "failed", Decimal(0)),
    ({"type": "canceled"}, "failed", Decimal(0)),
], ids=["answer", "unpriced", "uncounted", "wrong", "broken", "wordless", "expired", "cancelled"],
)  # fmt: skip
def test_only_an_answer_is_paid(told: Any, result: Any, state: str, price: Decimal | None) -> None:
    """What was not answered costs nothing and says why; a price that is not told is the quote."""
    seen = told(result)
    assert (state, price) == (seen.state, seen.price)
    assert bool(seen.reason) == (state != "succeeded")


def test_a_result_that_nobody_knows_settles_nothing(told: Any) -> None:
    """A new word of the API's is asked about again, never booked."""
    with pytest.raises(TransientFailure):
        told({"type": "postponed"})


@pytest.mark.parametrize("remote_id", ["", "b", "b/", "../b/studio-1", "b/studio-1/x", "b/no_such"])
def test_an_id_that_names_nothing_is_refused(told: Any, end: FarEnd, remote_id: str) -> None:
    """Whatever an id would point at, it is no answer."""
    end.says(Says(200, {"id": "b", "processing_status": "ended"}), Says(200, b""))
    with pytest.raises(Refused) as caught:
        asyncio.run(ClaudeBatches(api_key="canary").poll(remote_id))
    assert caught.value.mend


def test_results_that_are_put_away_prove_nothing(told: Any, end: FarEnd) -> None:
    """A batch whose results are gone may have held anything."""
    now = datetime.now(UTC).isoformat()
    gone = {"id": "b", "processing_status": "ended", "created_at": now, "archived_at": now}
    end.says(Says(200, {"data": [gone], "has_more": False}))
    batches = ClaudeBatches(api_key="canary")
    assert [""] == [one.token for one in asyncio.run(batches.list(datetime.now(UTC) - timedelta(hours=1)))]


def test_half_a_list_is_no_list(told: Any, end: FarEnd) -> None:
    """A page that cannot be read, or lines that cannot, are asked for again."""
    now = datetime.now(UTC).isoformat()
    ended = {"id": "b", "processing_status": "ended", "created_at": now}
    for script in (
        [Says(200, {"data": None})],
        [Says(200, {"data": [{"id": "b"}]})],
        [Says(200, {"data": [ended], "has_more": False}), Says(200, b'{"custom_id": "studio-1", "res')],
    ):
        end.says(*script)
        with pytest.raises(TransientFailure):
            asyncio.run(ClaudeBatches(api_key="canary").list(SINCE))


def test_the_list_is_read_to_its_end(told: Any, end: FarEnd) -> None:
    """All pages count, as far back as is asked, and no further."""
    now = datetime.now(UTC)

    def running(name: str, age: int) -> dict[str, Any]:
        made = (now - timedelta(hours=age)).isoformat()
        return {"id": name, "processing_status": "in_progress", "created_at": made}

    end.says(
        Says(200, {"data": [running("a", 0), running("b", 1)], "has_more": True}),
        Says(200, {"data": [running("c", 2), running("d", 9)], "has_more": True}),
    )
    listed = asyncio.run(ClaudeBatches(api_key="canary").list(now - timedelta(hours=5)))
    assert ["a", "b", "c"] == [one.remote_id for one in listed]
    assert "after_id=b" in end.paths[1]
    assert 2 == len(end.paths)
