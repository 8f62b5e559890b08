"""`studio providers list`: every provider and how it stands."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from resources.clock import SystemClock
from resources.providers.registry import found, providers
from resources.providers.standing import Standing, standing
from studio_assets.cli.providers.which import say_label

__all__ = ["listing"]

_WIDE = 1000
"""Columns of a file or a pipe."""

_COLOURS = {"ready": "green", "simulated": "green", "refused": "red", "failed": "red", "misconfigured": "red"}


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def listing(as_json: bool) -> None:
    """Show every provider: what it makes, whether it can be used, and how old its prices are.

    The status is derived: from the record of its contract test, from its prices, and from what it said
    of the key when `studio providers check` asked. It is what STUDIO_ENV=live would meet.
    """
    today = SystemClock().now().date()
    offered = {"live": providers("live"), "simulated": providers("simulated")}
    classes = sorted(found().items())
    all_of_them = [standing(offer, cls, offered[cls.environment], today) for offer, cls in classes]
    if as_json:
        click.echo(json.dumps([one.model_dump(mode="json") for one in all_of_them], indent=2))
        return
    say_label()
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    console.print(_table(all_of_them))
    if any(one.lacks for one in all_of_them):
        click.echo("`studio providers show NAME` says what is missing.")


def _table(all_of_them: list[Standing]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("kind", "name", "status", "models", "prices", "contract"):
        table.add_column(title, overflow="fold")
    for one in all_of_them:
        status = Text(one.status, style=_COLOURS.get(one.status, "yellow"))
        more = f" +{len(one.models) - 1}" if len(one.models) > 1 else ""
        models = f"{one.models[0]}{more}" if one.models else "any"
        table.add_row(one.kind, one.name, status, models, _age(one), one.contract or "-")
    return table


def _age(one: Standing) -> str:
    if one.status == "simulated":
        return "play money"
    return "not known" if one.price_age is None else f"{one.price_age} d old"
