"""`studio status`: runs, their states and their money, and what somebody has to come back for."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table

from resources.money import dollars
from resources.project import specs_folder
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.cli.providers.purse import PRODUCTION as TOOLS
from studio_assets.render.dailies_gather import rows
from studio_assets.render.dailies_run import IndexRow
from studio_assets.spec.folder import load_specs
from studio_assets.wiring import doers

__all__ = ["status"]

WIDE = 1000
"""Columns of a file or a pipe: there is no edge at which words would have to break."""


@click.command()
@click.argument("production", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(production: str | None, as_json: bool) -> None:
    """Show all runs, or those of PRODUCTION, and the takes that are still open."""
    who = doers()
    if production is not None:
        _known(production, who)
    found = [row for row in rows(who) if production in (None, row.production)]
    takes = [take for take in who.takes.unsettled() if production in (None, take.production)]
    if as_json:
        runs = [row.model_dump(mode="json") for row in found]
        click.echo(json.dumps({"runs": runs, "unsettled": [_open(take) for take in takes]}, indent=2))
        return
    if not found:
        click.echo(f"No run yet. `studio run {production or 'NAME'}` makes one.")
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(_table(found))
    for take in takes:
        click.echo(f"{take.state}: {take.slate} at {take.provider}. {_way_on(take)}.")


def _way_on(take: Take) -> str:
    """What can be done with an open take."""
    if (take.kind, take.state) == ("answer", "unknown"):
        # No run asks it again, since it may be paid, and most answers that are lost cannot be listed.
        again = f"`studio takes give-up {take.slate}` lets it be asked again"
        return f"`{_go_on(take)}` goes on, without it where it stays lost; {again}"
    claims = f", or `studio takes claim {take.slate}`" if take.state == "unknown" else ""
    return f"`{_go_on(take)}` goes on with it{claims}"


def _known(production: str, who: Doers) -> None:
    known = set(who.runs.productions())
    if production in known:
        return
    known |= {one.name for one in load_specs(specs_folder()).productions}
    if production not in known:
        raise Mistake(f"There is no production {production!r}.", mend=nearest(production, sorted(known)))


def _open(take: Take) -> dict[str, str]:
    return {
        "slate": str(take.slate),
        "state": take.state,
        "provider": take.provider,
        "go_on": _go_on(take),
    }


def _go_on(take: Take) -> str:
    if take.production == TOOLS:
        return f"studio takes claim {take.slate}"
    return f"studio run {take.production} --run {take.run}"


def _table(found: Sequence[IndexRow]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("production", "run", "state", "film", "spent", "budget", ""):
        right = title in {"film", "spent", "budget"}
        # A narrow terminal wraps between words; names are folded rather than cut off.
        table.add_column(title, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in found:
        length = f"{float(row.duration):g} s" if row.duration else "-"
        label = "simulated" if row.simulated else ""
        table.add_row(
            row.production, row.run, row.state, length, dollars(row.spent), dollars(row.limit), label
        )
    return table
