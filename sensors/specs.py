"""Sees new and edited specs while Dagster runs: reloads definitions, adds runs, launches what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from dagster import (
    AddDynamicPartitionsRequest,
    AssetKey,
    AssetSelection,
    DefaultSensorStatus,
    RunRequest,
    SensorDefinition,
    SensorEvaluationContext,
    SensorResult,
    sensor,
)

from resources.errors import StudioError
from sensors.reload import reload_definitions
from sensors.seen import Sight, cursor, seen, sight
from studio_assets.call_sheet import Doers
from studio_assets.edits import Launch, edit
from studio_assets.partitions import new_run_key, runs_of
from studio_assets.spec.production import Production
from studio_assets.under_way import under_way
from studio_assets.wiring import doers

__all__ = ["folder_hash", "specs_sensor"]


def folder_hash(folder: Path) -> str:
    """Hash of the spec files and tiers of a folder, to see that one was added, edited or removed."""
    files = sorted([*folder.glob("*.yaml"), *folder.glob("tiers/*.yaml")])
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(folder)}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def specs_sensor(
    folder: Path, loaded_hash: str, productions: Sequence[Production], faults: Sequence[str]
) -> SensorDefinition:
    """The sensor of one load of the spec folder.

    Args:
        folder: the spec folder.
        loaded_hash: its hash when the definitions were loaded.
        productions: what was loaded.
        faults: printed faults of the specs that could not be loaded.
    """

    @sensor(
        name="specs",
        # Not `target`: that makes one job of all productions, whose runs are different partitions.
        asset_selection=AssetSelection.all(),
        minimum_interval_seconds=10,
        default_status=DefaultSensorStatus.RUNNING,
        description="Launches what a new or edited spec changes. Its ticks show the faults of broken specs.",
    )
    def specs(context: SensorEvaluationContext) -> SensorResult:
        if folder_hash(folder) != loaded_hash:
            trouble = reload_definitions()
            return SensorResult(skip_reason=trouble or "The spec folder changed: definitions were reloaded.")
        for line in faults:
            context.log.error(line)
        known = seen(context.cursor, folder, productions)
        now = {one.name: sight(folder, one) for one in productions}
        launches = _launches(productions, known, now, doers(), lambda name: under_way(context.instance, name))
        for _, launch in launches:
            context.log.info(launch.note)
        requests = [_request(production, launch, context) for production, launch in launches if launch.assets]
        notes = [*(launch.note for _, launch in launches), *faults]
        return SensorResult(
            run_requests=[request for request, _ in requests],
            dynamic_partitions_requests=[added for _, added in requests if added is not None],
            cursor=cursor(known),
            skip_reason=None if requests else "\n".join(notes) or "No spec changed.",
        )

    return specs


def _launches(
    productions: Sequence[Production],
    known: dict[str, Sight],
    now: dict[str, Sight],
    who: Doers,
    busy: Callable[[str], bool],
) -> list[tuple[Production, Launch]]:
    """Decide for each spec that differs from the one seen last; notes the settled ones in `known`."""
    launches: list[tuple[Production, Launch]] = []
    for production in productions:
        if now[production.name].same(known.get(production.name)):
            known[production.name] = now[production.name]
            continue
        try:
            # What a run under way makes is not decided yet; an edit is measured against what it left.
            launch = _later(production.name) if busy(production.name) else edit(production, who)
        except (StudioError, ValueError) as error:
            # One production's trouble (a store that fails, a run's snapshot that this version cannot read)
            # must not stop the others; the next tick looks at it again.
            launch = Launch((), None, f"{production.name}: {error}", settled=False)
        launches.append((production, launch))
        if launch.settled:
            known[production.name] = now[production.name]
    return launches


def _later(name: str) -> Launch:
    return Launch((), None, f"{name}: waits until the run under way has ended", settled=False)


def _request(
    production: Production, launch: Launch, context: SensorEvaluationContext
) -> tuple[RunRequest, AddDynamicPartitionsRequest | None]:
    name = runs_of(production.name).name
    assert name is not None, "dynamic partitions of runs are named"
    taken = list(context.instance.get_dynamic_partitions(name))
    run = launch.run or new_run_key(datetime.now(UTC), taken)
    request = RunRequest(
        partition_key=run,
        asset_selection=[AssetKey(key) for key in launch.assets],
        tags={"studio/production": production.name, "studio/run": run},
    )
    added = None if run in taken else AddDynamicPartitionsRequest(name, [run])
    return request, added
