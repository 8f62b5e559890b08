"""Claims takes that were left behind, while Dagster runs: free, and in a few seconds a tick."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from dagster import (
    DefaultSensorStatus,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)

from resources.errors import StudioError
from resources.takes.take import Take
from studio_assets.claims import AT_ONCE, Reconciled, claim_all, followed
from studio_assets.provenance import observation
from studio_assets.wiring import doers

__all__ = ["MOST", "PATIENCE", "unclaimed_takes_sensor"]

MOST = 20
"""Takes that one tick looks at; the next tick goes on behind them."""

PATIENCE = 20.0
"""Seconds of one tick: all sensors share the daemon, and Dagster ends a tick after 60."""


def unclaimed_takes_sensor() -> SensorDefinition:
    """The sensor: whatever no worker follows is looked up, settled and fetched."""

    @sensor(
        name="unclaimed_takes",
        minimum_interval_seconds=120,
        default_status=DefaultSensorStatus.RUNNING,
        description="Fetches takes that were paid and left behind, and says what only a person can settle.",
    )
    def unclaimed_takes(context: SensorEvaluationContext) -> SensorResult:
        try:
            who = doers()
            now = who.clock.now()
            left = [take for take in who.takes.unsettled() if not followed(take, now)]
            takes = _turn(left, context.cursor or "")
            done = asyncio.run(claim_all(who, takes, patience=PATIENCE))
        except StudioError as error:
            # A database or a setting that fails now is told in words; the next tick tries again.
            return SensorResult(skip_reason=str(error))
        late = who.clock.now() - now >= timedelta(seconds=PATIENCE)
        had = takes[:AT_ONCE] if late else takes  # the others may have waited in vain: they come first now
        before = {take.slate: take.state for take in takes}
        moved = [one for one in done if one.take.state != before[one.take.slate]]
        for one in done:
            (context.log.warning if one.person else context.log.info)(_line(one))
        notes = [note for one in moved if (note := observation(who, one.take, one.did)) is not None]
        return SensorResult(
            asset_events=notes,
            cursor=had[-1].slate if len(had) < len(left) else "",
            skip_reason=_summary(done, len(left) - len(takes)),
        )

    return unclaimed_takes


def _turn(left: Sequence[Take], after: str) -> Sequence[Take]:
    """Those whose turn it is: the ones behind the last tick's, so that what is stuck keeps none waiting."""
    behind = [take for take in left if take.slate > after]
    before = [take for take in left if take.slate <= after]
    return [*sorted(behind, key=_slate), *sorted(before, key=_slate)][:MOST]


def _slate(take: Take) -> str:
    return take.slate


def _line(one: Reconciled) -> str:
    return f"{one.take.slate}: {one.did.rstrip('.')}.{f' {one.mend}' if one.mend else ''}"


def _summary(done: Sequence[Reconciled], more: int) -> str:
    if not done:
        return "Nothing was left behind."
    states = Counter(one.take.state for one in done)
    words = [", ".join(f"{count} {state}" for state, count in sorted(states.items()))]
    words += [f"{more} more at the next tick"] if more else []
    asking = [_line(one) for one in done if one.person]
    return "\n".join([f"Left behind: {'; '.join(words)}.", *asking])
