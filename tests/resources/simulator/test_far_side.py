"""What the simulator remembers: places of a key, queues, restarts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from resources.clock import ManualClock
from resources.simulator.far_side import FarSide, Full
from resources.simulator.job import Job, Wish
from resources.simulator.server import Simulator, running
from tests.resources.simulator.toy import BASE, Toy, send

WISH = Wish(kind="video", text="A kite.", seconds=1, width=64, height=36)


def take(far: FarSide, number: int = 1, key: str = "one", queue: bool = True) -> Job:
    """Accept a generation."""
    return far.accept(
        "video/toy", key, number, WISH, model="toy-1", price=Decimal("0.10"), queue=queue, id=""
    )


def seconds(far: FarSide, job: Job) -> tuple[float, float]:
    """When a generation starts and ends, in seconds from its acceptance."""
    now = far.job("video/toy", job.id) or job
    return (now.starts - now.accepted).total_seconds(), (now.ends - now.accepted).total_seconds()


@pytest.fixture
def far(tmp_path: Path, clock: ManualClock) -> FarSide:
    """A memory of its own with two places for each key."""
    return FarSide(tmp_path, clock=clock, latency=10, limit=2)


def test_what_waits_runs_in_turn(far: FarSide) -> None:
    """Two run at once, and each of those behind starts when a place becomes free."""
    jobs = [take(far, number) for number in range(1, 6)]
    assert [(2, 10), (2, 10), (10, 18), (10, 18), (18, 26)] == [seconds(far, job) for job in jobs]
    running = [sum(1 for job in jobs if job.state(far.clock.now()) == "running")]
    for _ in range(13):
        far.clock.advance(2)  # type: ignore[attr-defined]
        running.append(sum(1 for job in jobs if job.state(far.clock.now()) == "running"))
    assert 2 == max(running)


def test_other_keys_do_not_wait(far: FarSide) -> None:
    """Places belong to a key: another one's generations start at once."""
    for number in (1, 2, 3):
        take(far, number)
    assert (2, 10) == seconds(far, take(far, 4, key="two"))


def test_a_cancelled_generation_gives_its_place_to_the_next(far: FarSide, clock: ManualClock) -> None:
    """Those behind it move up, keep their length, and it is not charged."""
    first, _, third, fourth = (take(far, number) for number in (1, 2, 3, 4))
    clock.advance(4)
    assert far.cancel(first.id) is not None
    assert [(6, 14), (10, 18)] == [seconds(far, job) for job in (third, fourth)]
    assert far.cancel(first.id) is None
    assert ["0", "0.10", "0.10", "0.10"] == [one["charged"] for one in far.invoice()]


def test_where_nothing_waits_the_third_is_turned_away(far: FarSide, clock: ManualClock) -> None:
    """It is refused before it is taken down, and taken once a place is free."""
    for number in (1, 2):
        take(far, number, queue=False)
    with pytest.raises(Full):
        take(far, 3, queue=False)
    clock.advance(10)
    take(far, 4, queue=False)
    assert 3 == len(far.invoice())


def test_a_dialect_rejects_or_queues_over_http(sim: Simulator) -> None:
    """One dialect answers the third submit with an error, the other lets it wait."""
    for base, expected in ((BASE, [200, 200, 429]), ("/video/patient", [200, 200, 200])):
        sent = [send(sim.url, "POST", f"{base}/jobs", json={}) for _ in range(3)]
        assert expected == [one.status_code for one in sent]
    assert 5 == len(sim.far.invoice())


def test_an_id_is_given_once(far: FarSide) -> None:
    """A dialect that names two generations alike is a mistake that shows itself."""
    word = {"model": "toy-1", "price": Decimal("0.10"), "id": "projects/p/operations/1"}
    far.accept("video/toy", "one", 1, WISH, **word)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="operations/1"):
        far.accept("video/toy", "one", 2, WISH, **word)  # type: ignore[arg-type]


def test_a_restart_knows_generations_and_invoice(tmp_path: Path, clock: ManualClock) -> None:
    """A simulator that is started again with its folder answers for what it took before."""
    id = "projects/p/operations/1"
    with running(FarSide(tmp_path, clock=clock, latency=10, thumbnail=True), [Toy]) as before:
        send(before.url, "POST", f"{BASE}/jobs", json={"seconds": 1, "id": id})
        invoice = before.far.invoice()
    clock.advance(10)
    with running(FarSide(tmp_path, clock=clock, latency=10, thumbnail=True), [Toy]) as after:
        assert [{**invoice[0], "state": "succeeded"}] == after.far.invoice()
        job = after.far.job("video/toy", id)
        assert job is not None
        assert 200 == send(after.far.url(job, ".mp4"), "GET", "", headers={}).status_code
        assert 2 == after.far.count("video/toy", "submit")
