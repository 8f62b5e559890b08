"""`studio providers scale`: how much a provider takes at once, measured and kept for the settings."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from resources.providers.registry import providers
from resources.settings import profile
from resources.simulator.far_side import FarSide
from resources.takes.slots import room_at
from studio_assets.cli.providers.ramp import Level, Shot, at_once, first_turned_away, latencies, levels
from studio_assets.wiring import doers
from tests.studio_assets.cli.far import KEY, far, goes_wrong, live, submits

__all__ = ["far", "live"]


def run_of_tools() -> str:
    """The one run of the measurement."""
    (budget,) = [one for one in doers().ledger.budgets() if one.startswith("tools/scale-")]
    return budget.partition("/")[2]


def test_where_the_rest_is_turned_away_the_limit_is_counted(studio: Any, far: FarSide) -> None:
    """With three at once at the provider, the fourth is turned away, and the settings then use three."""
    far.limit, far.latency = 3, 0.6
    said = studio("providers", "scale", "luma", "--max", "8")
    assert 0 == said.code, said.err
    assert "4 at once: 3 ran, 1 turned away" in said.out and "8 at once" not in said.out
    assert "parallel limit: 3\n429s begin: at 4 at once\n" in said.out
    measured = profile("video/luma", simulated=True)
    assert measured is not None
    assert (3, ["p50", "p90", "p99"]) == (measured.concurrency, list(measured.latency))
    assert 0.6 <= measured.latency["p50"] <= measured.latency["p99"] < 5
    assert profile("video/luma", simulated=False) is None
    luma = providers("live")["video", "luma"]  # type: ignore[index]
    assert 3 == room_at(luma, "ray-3.2").provider


def test_where_the_rest_waits_the_limit_is_seen_in_the_time(studio: Any, far: FarSide) -> None:
    """Runway queues what is too much: those that take longer than the fastest have waited."""
    far.limit, far.latency = 2, 1.5
    said = studio("providers", "scale", "runway", "--max", "4")
    assert 0 == said.code, said.err
    assert "4 at once: 2 ran, 2 waited" in said.out
    assert "parallel limit: 2\n429s begin: not up to 4 at once\n" in said.out


def test_every_generation_is_journaled_and_paid_from_a_cap(studio: Any, far: FarSide) -> None:
    """The price that was said is the cap, the invoice is what was spent, and every file is kept."""
    said = studio("providers", "scale", "luma", "--max", "2")
    assert 0 == said.code, said.err
    total = re.search(r"up to 3 generations, \$([\d.]+) \(simulated money\) in all", said.out)
    assert total, said.out
    who, run = doers(), run_of_tools()
    balance = who.ledger.balance(f"tools/{run}")
    invoiced = sum(Decimal(one["charged"]) for one in far.invoice())
    assert Decimal(total[1]) == balance.limit == balance.spent == invoiced
    assert ["fetched"] * 3 == [take.state for take in who.takes.of_run("tools", run)]
    assert "parallel limit: none up to 2; --max asks for more" in said.out


def test_our_own_limits_do_not_count(studio: Any, far: FarSide, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting of one at once does not keep the provider from being measured; it is said that it counts."""
    (studio.house.place / "settings.yaml").write_text(
        "limits: {generations: 1}\nconcurrency: {video/luma: 1}\n"
    )
    monkeypatch.setenv("STUDIO_SETTINGS", str(studio.house.place / "settings.yaml"))
    said = studio("providers", "scale", "luma", "--max", "2")
    assert (0, True) == (said.code, "2 at once: 2 ran" in said.out)
    assert "says 1 for video/luma, and its word counts before the profile" in said.out


def test_real_money_wants_spend(studio: Any, live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live and without the simulator the sum is told, and nothing is opened, sent or written."""
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", KEY)
    said = studio("providers", "scale", "luma")
    assert (2, True) == (said.code, "nothing was sent. Add --spend to pay it." in said.err)
    assert re.search(r"up to 15 generations, \$[\d.]+ in all", said.out)
    assert ((), None) == (doers().ledger.budgets(), profile("video/luma", simulated=False))


@pytest.mark.parametrize("fault, words", [
    ({"at": "submit", "what": "unpaid", "when": "2"}, "asks for payment"),
    ({"at": "submit", "what": "drop_after", "when": "3"}, "is not known"),
    ({"at": "end", "what": "fail", "when": "2"}, "failed: "),
    ({"at": "submit", "what": "moderate", "when": "1"}, "refused: "),
])  # fmt: skip
def test_what_goes_wrong_stops_it_and_no_profile_is_written(
    studio: Any, far: FarSide, fault: dict[str, object], words: str
) -> None:
    """A measurement that was disturbed is told and not believed; what may be paid stays held."""
    goes_wrong(far, **fault)
    said = studio("providers", "scale", "luma", "--max", "4")
    assert (1, True, False) == (said.code, words in said.err, "Traceback" in said.err)
    assert "no profile was written" in said.err
    assert profile("video/luma", simulated=True) is None
    assert submits(far) <= 3
    who, run = doers(), run_of_tools()
    states = {take.state for take in who.takes.of_run("tools", run)}
    lost = fault["what"] == "drop_after"
    assert ("unknown" in states, lost) == (lost, "`studio takes claim tools/scale-" in said.err)
    assert (lost, ()) == (who.ledger.balance(f"tools/{run}").held > 0, who.ledger.audit(f"tools/{run}"))


def test_in_the_simulated_environment_it_is_free_and_labelled(studio: Any) -> None:
    """Without any key a live provider that is played can be measured, for play money."""
    said = studio("providers", "scale", "luma", "--max", "1")
    assert (0, True) == (said.code, said.out.startswith("Simulated: "))
    assert "it counts for the simulator only" in said.out


@pytest.mark.parametrize("most, steps", [(1, (1,)), (2, (1, 2)), (6, (1, 2, 4, 6)), (8, (1, 2, 4, 8))])
def test_the_steps_double_up_to_the_last(most: int, steps: tuple[int, ...]) -> None:
    """1, 2, 4, ... and at the end exactly what was asked for."""
    assert steps == levels(most)


def level(asked: int, *seconds: float, turned_away: int = 0, waited: int = 0) -> Level:
    """A level whose generations took so long."""
    shots = [Shot(None, seconds=one) for one in seconds] + [Shot(None, turned_away=True)] * turned_away
    return Level(asked, tuple(shots), waited)


def test_the_limit_is_the_most_that_ran_at_once() -> None:
    """One slow generation on the way does not lower the limit, and nothing taken is a limit of none."""
    measured = [level(1, 60), level(2, 50, 90, waited=1), level(4, 60, 61, 62, 63)]
    assert (4, None) == (at_once(measured), first_turned_away(measured))
    away = [level(1, 60), level(2, 60, turned_away=1)]
    assert (1, 2) == (at_once(away), first_turned_away(away))
    assert (0, {}) == (at_once([level(1, turned_away=1)]), latencies([level(1, turned_away=1)]))


def test_percentiles_are_measured_values() -> None:
    """By the nearest rank each percentile is a time that some generation really took."""
    measured = [level(10, *range(1, 11))]
    assert {"p50": 5, "p90": 9, "p99": 10} == latencies(measured)
