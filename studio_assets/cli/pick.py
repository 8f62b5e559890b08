"""`studio pick`: lock a cut and render what follows from it."""

from __future__ import annotations

import getpass

import click

from resources.errors import StudioError
from studio_assets.cli.choose import choose
from studio_assets.cli.make import Making
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.report import finish
from studio_assets.edl.cut import Edl
from studio_assets.edl.pick import pick as locked_by
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.wiring import doers

__all__ = ["pick"]


@click.command()
@click.argument("production")
@click.argument("cut")
@click.option("--run", "key", help="The run; without it, the newest.")
@click.option("--reason", default="", help="Why, for those who come after.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def pick(production: str, cut: str, key: str | None, reason: str, as_json: bool) -> None:
    """Lock CUT (safe, balanced or creative) of PRODUCTION and render it."""
    chosen, who = choose(production), doers()
    name = chosen.production.name
    record = who.runs.find(name, key) if key else who.runs.newest(name)
    if record is None:
        raise Mistake(f"{name} has no run {key or 'yet'}.", mend=f"`studio run {name}` makes one.")
    sheet = sheet_of(who, record)
    picked = (cut, getpass.getuser(), reason)
    edl = sheet.need("edl", Edl)
    try:
        # Locking tells at once whether the cut is a candidate; only then it is stored.
        locked_by(edl, sheet.production.edit.pick, picked)
    except StudioError as error:
        raise Mistake(error.what, mend=error.mend, where=error.where) from None
    who.runs.pick(name, record.run, *picked)
    making = Making(chosen, key=record.run, select=("picture_lock+",), quiet=as_json)
    finish(making.make(), as_json=as_json)
