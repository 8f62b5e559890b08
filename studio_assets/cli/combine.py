"""`studio combine`: a named cut of chosen scenes, from what a run has."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import click

from resources.errors import NotConfigured, StudioError
from studio_assets.call_sheet import CallSheet
from studio_assets.cli.choose import choose_run
from studio_assets.cli.home import dagster_instance
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.progress import shown
from studio_assets.combine.combine import sources, taken
from studio_assets.combine.combined import Combined, origin
from studio_assets.combine.make import make
from studio_assets.combine.present import observation
from studio_assets.combine.scenes import called, chosen
from studio_assets.combine.stored import combined_cut, combined_cuts
from studio_assets.edl.cut import Edl, PictureLock
from studio_assets.render.dailies import page
from studio_assets.render.dailies_gather import gather, page_name, sheet_of
from studio_assets.wiring import doers

__all__ = ["combine"]


@click.command()
@click.argument("production")
@click.option("--scenes", metavar="LIST", help="Scenes in the order wanted, by number or name: `1,3`.")
@click.option("-o", "--name", metavar="NAME", help="The cut's name; without it, such as `scenes_1_3`.")
@click.option("--run", "key", help="The run; without it, the newest.")
@click.option("--replace", is_flag=True, help="Let the cut of that name have other scenes now.")
@click.option("--list", "listing", is_flag=True, help="Show the run's named cuts; nothing is made.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def combine(
    production: str,
    scenes: str | None,
    name: str | None,
    key: str | None,
    replace: bool,
    listing: bool,
    as_json: bool,
) -> None:
    """Make a named cut of chosen scenes of PRODUCTION (or PRODUCTION/RUN) and render it. Free.

    Clips come from the locked cut, those that it lacks from the best candidate. Only lines that are spoken
    and music that is made are heard. The film's cards are left out.
    """
    if listing == (scenes is not None):
        raise Mistake(
            "Name scenes, or list the cuts.", mend="`--scenes 1,3` makes a cut, `--list` shows them."
        )
    who = doers()
    sheet = sheet_of(who, choose_run(who, production, key))
    if scenes is None:
        made: Sequence[Combined] = combined_cuts(sheet)
    else:
        made = [_made(sheet, scenes, name, replace=replace, quiet=as_json)]
    if as_json:
        records = [_record(sheet, one) for one in made]
        click.echo(json.dumps(records if listing else records[0], indent=2))
    else:
        nothing = f"{sheet.budget} has no named cut. `studio combine {sheet.budget} --scenes 1` makes one."
        click.echo("\n".join(_words(sheet, one) for one in made) or nothing)


def _made(sheet: CallSheet, words: str, name: str | None, *, replace: bool, quiet: bool) -> Combined:
    names = [scene.name for scene in sheet.production.scenes]
    try:
        scenes = chosen(words, names)
        name = called(name, scenes, names)
        lock, edl = sheet.document("picture_lock", PictureLock), sheet.document("edl", Edl)
        if cuts := sources(lock.cut if lock else None, edl):
            taken(cuts, scenes)
    except StudioError as error:
        raise Mistake(error.what, mend=error.mend, where=error.where) from None
    before = combined_cut(sheet, name)
    if before is not None and before.scenes != scenes and not replace:
        raise Mistake(
            f"The cut {name} has the scenes {', '.join(before.scenes)}.",
            mend="Give another name by `-o`, or `--replace` it.",
        )
    with shown(f"{sheet.budget} {name}", plain=quiet):
        try:
            combined = asyncio.run(make(sheet, scenes, name))
        except NotConfigured as error:
            raise Mistake(error.what, mend=error.mend, where=error.where) from None
    if sheet.doers.artifacts.file(f"dailies/{_page(sheet)}") is not None:
        sheet.doers.artifacts.write_page(_page(sheet), page(gather(sheet)))
    with dagster_instance() as instance:
        instance.report_runless_asset_event(observation(sheet, combined))
    return combined


def _page(sheet: CallSheet) -> str:
    return page_name(sheet.production.name, sheet.run)


def _words(sheet: CallSheet, one: Combined) -> str:
    film = one.film
    length = f"{float(film.seconds):g} s, {film.frames} frames"
    lines = [f"{one.name}: {', '.join(one.scenes)}; {length}; {_lock(one)}", f"  film  {_file(sheet, one)}"]
    for event in one.lineage:
        points = f"frames {event.source_in} to {event.source_out}, in the film from {event.at}"
        lines.append(f"    {event.scene:<16} {event.source} cut, {points}: {origin(event)}")
    lines += [f"  {note}" for note in one.notes]
    lines += [f"  broken: {made.name}: {made.actual}" for made in film.invariants if not made.held]
    return "\n".join(lines)


def _lock(one: Combined) -> str:
    if one.lock is None:
        return f"of the {one.source} cut, none was locked"
    return f"of the {one.source} cut, {f'lock {one.lock}' if one.lock else 'locked by policy'}"


def _file(sheet: CallSheet, one: Combined) -> str:
    if one.film.media is None:
        return one.film.state
    file = sheet.doers.artifacts.file(one.film.media.path)
    return str(file) if file is not None else "its file is gone: combine it again"


def _record(sheet: CallSheet, one: Combined) -> dict[str, Any]:
    return {
        "production": sheet.production.name,
        "run": one.run,
        "name": one.name,
        "scenes": list(one.scenes),
        "source": one.source,
        "lock": one.lock,
        "frames": one.film.frames,
        "seconds": float(one.film.seconds),
        "film": _file(sheet, one),
        "lineage": [event.model_dump() for event in one.lineage],
        "invariants": [made.model_dump() for made in one.film.invariants],
        "notes": list(one.notes),
    }
