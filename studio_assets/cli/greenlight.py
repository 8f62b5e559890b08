"""`studio greenlight`: a person's word over the greenlight's rule, and what follows from it."""

from __future__ import annotations

import getpass

import click

from resources.errors import StudioError
from studio_assets.cli.choose import choose
from studio_assets.cli.make import Making
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.report import finish
from studio_assets.greenlight.decision import Greenlight
from studio_assets.greenlight.override import Said, Word, standing
from studio_assets.planning.plan import Plan
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.wiring import doers

__all__ = ["greenlight"]


@click.command()
@click.argument("production")
@click.argument("pilot")
@click.argument("word", type=click.Choice(["go", "cancel", "rule"]))
@click.option("--run", "key", help="The run; without it, the newest.")
@click.option("--reason", default="", help="Why, for those who come after; needed unless the word is `rule`.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def greenlight(production: str, pilot: str, word: Word, key: str | None, reason: str, as_json: bool) -> None:
    """Let PILOT of PRODUCTION go on or cancel it against the rule, or let the rule decide again.

    What follows is made: a pilot that goes on is filmed to its end, within the budget.
    """
    chosen, who = choose(production), doers()
    name = chosen.production.name
    record = who.runs.find(name, key) if key else who.runs.newest(name)
    if record is None:
        raise Mistake(f"{name} has no run {key or 'yet'}.", mend=f"`studio run {name}` makes one.")
    said = Said(words={pilot: word}, reason=reason, by=getpass.getuser())
    sheet = sheet_of(who, record)
    try:
        # Tells at once what the greenlight would refuse, before Dagster is started.
        standing(sheet.need("plan", Plan), sheet.document("greenlight", Greenlight), said)
    except StudioError as error:
        raise Mistake(error.what, mend=error.mend, where=error.where) from None
    making = Making(chosen, key=record.run, select=("greenlight+",), quiet=as_json, said=said)
    finish(making.make(), as_json=as_json)
