"""Goes on with a film when its cut is picked, by whatever way the choice came."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dagster import (
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
from resources.runs.run import Run
from studio_assets.call_sheet import Doers
from studio_assets.edl.choice import counting
from studio_assets.edl.cut import PictureLock
from studio_assets.graph import Key, downstream
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.render.master_document import Master
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.under_way import under_way
from studio_assets.wiring import doers

__all__ = ["Onward", "onward", "picture_locks_sensor"]


@dataclass(frozen=True)
class Onward:
    """A run whose cut was picked and whose film is not made of it yet.

    Args:
        run: the run.
        assets: keys to materialise.
        word: what was picked: the same word is gone on from once, so that a film that fails is not begun
            again and again.
    """

    run: Run
    assets: tuple[Key, ...]
    word: str


def picture_locks_sensor(productions: Sequence[Production]) -> SensorDefinition:
    """The sensor: whoever waits for a pick goes on at the next tick after it.

    Args:
        productions: what was loaded.
    """

    @sensor(
        name="picture_locks",
        asset_selection=AssetSelection.all(),
        minimum_interval_seconds=15,
        default_status=DefaultSensorStatus.RUNNING,
        description="Makes the film of a cut when it is picked. No scene is filmed; lines and music that it "
        "lacks are paid from the contingency.",
    )
    def picture_locks(context: SensorEvaluationContext) -> SensorResult:
        gone: dict[str, str] = json.loads(context.cursor or "{}")
        requests, trouble = [], []
        for production in productions:
            try:
                if under_way(context.instance, production.name):
                    continue
                # One run of a production at a time, as everywhere: those behind it are not even read, so that
                # an old one whose snapshot this version cannot read keeps no newer one waiting.
                waiting = onward(production, doers())
                one = next((found for found in waiting if gone.get(_name(found.run)) != found.word), None)
            except (StudioError, ValueError) as error:
                trouble.append(f"{production.name}: {error}")
                continue
            if one is not None:
                gone[_name(one.run)] = one.word
                context.log.info(f"{_name(one.run)}: goes on with {one.word}")
                requests.append(_request(one))
        return SensorResult(
            run_requests=requests,
            cursor=json.dumps(gone),
            skip_reason=None if requests else "\n".join(trouble) or "No picked cut waits.",
        )

    return picture_locks


def onward(production: Production, who: Doers) -> Iterator[Onward]:
    """The runs of a production that a pick lets go on, the newest first.

    Only runs that waited for a person: what a policy locks is rendered by the Dagster run that locked it.

    Args:
        production: the spec as it is now.
        who: knows runs, picks and documents.
    """
    for run in who.runs.of(production.name):
        picks = who.runs.picks(production.name, run.run)
        if not picks:
            continue  # before anything of the run is read: a tick of many runs stays cheap
        sheet = sheet_of(who, run)
        chosen = counting(picks, sheet.production.edit.pick)
        locked = sheet.document("picture_lock", PictureLock)
        timeline = sheet.document("timeline", FilmTimeline)
        older = timeline is None and sheet.document("master", Master) is not None
        if chosen is None or locked is None or older:
            continue  # of a version that knew no timelines: an upgrade by itself launches nothing
        lock = sheet.graph.key("picture_lock")
        behind = downstream(sheet.graph, [lock])
        if locked.version != chosen.version:
            yield Onward(run, behind, f"pick {chosen.version}: {chosen.cut}")
        elif timeline is not None and timeline.lock != locked.identity:
            # It was locked alone, for example in the launchpad.
            onward = tuple(key for key in behind if key != lock)
            yield Onward(run, onward, f"lock {locked.identity}: {chosen.cut}")


def _name(run: Run) -> str:
    return f"{run.production}/{run.run}"


def _request(one: Onward) -> RunRequest:
    return RunRequest(
        partition_key=one.run.run,
        asset_selection=[AssetKey(key) for key in one.assets],
        tags={"studio/production": one.run.production, "studio/run": one.run.run},
    )
