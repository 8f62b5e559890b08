"""`studio status`: runs, their states and their money."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from resources.money import dollars
from studio_assets.render.dailies_gather import rows
from studio_assets.wiring import doers

__all__ = ["status"]


@click.command()
@click.argument("production", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(production: str | None, as_json: bool) -> None:
    """Show all runs, or those of PRODUCTION."""
    who = doers()
    found = [row for row in rows(who) if production in (None, row.production)]
    if as_json:
        click.echo(json.dumps([row.model_dump(mode="json") for row in found], indent=2))
        return
    if not found:
        click.echo("No run yet. `studio run NAME` makes one.")
        return
    table = Table(box=None, header_style="bold")
    for title in ("production", "run", "state", "film", "spent", "budget"):
        table.add_column(title, justify="right" if title in {"film", "spent", "budget"} else "left")
    for row in found:
        length = f"{float(row.duration):g} s" if row.duration else "-"
        money = dollars(row.spent), dollars(row.limit)
        label = " (simulated)" if row.simulated else ""
        table.add_row(row.production, row.run, row.state + label, length, *money)
    Console(highlight=False).print(table)
    open_takes = [take for take in who.takes.unsettled() if production in (None, take.production)]
    for take in open_takes:
        click.echo(f"{take.state}: {take.slate} at {take.provider}: run `studio run {take.production}"
                   f" --run {take.run}` to go on at no cost.")  # fmt: skip
