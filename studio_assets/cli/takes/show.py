"""`studio takes show`: everything that is known of one take."""

from __future__ import annotations

import json
from typing import Any

import click

from resources.errors import StudioError
from resources.ledger.balance import Entry
from resources.money import dollars
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.cli.takes.use import uses
from studio_assets.cli.takes.which import take_of
from studio_assets.provenance import facts
from studio_assets.wiring import doers

__all__ = ["show"]


@click.command()
@click.argument("slate")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(slate: str, as_json: bool) -> None:
    """Show all of the take SLATE: what was sent, its states and times, its money and its file."""
    who = doers()
    take = take_of(who, slate)
    entries = [entry for entry in who.ledger.entries(take.budget) if entry.slate == take.slate]
    use, place = uses(who, [take]).get(take.slate, ""), _place(who, take)
    if as_json:
        money = [entry.model_dump(mode="json") for entry in entries]
        shown = {**take.model_dump(mode="json"), "use": use, "file": place, "entries": money}
        click.echo(json.dumps(shown, indent=2))
        return
    known = {**facts(take), **({"use": use} if use else {}), **({"file": place} if place else {})}
    for name, words in known.items():
        click.echo(f"{name:12} {words}")
    click.echo("request")
    for name, value in take.request.items():
        if value not in (None, "", [], ()):
            click.echo(f"  {name:12} {_plain(value)}")
    click.echo("money")
    for entry in entries:
        click.echo(f"  {_line(entry)}")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _line(entry: Entry) -> str:
    memo = f"  {entry.memo}" if entry.memo else ""
    at = f"{entry.at:%Y-%m-%d %H:%M:%S} UTC"
    return f"{at}  {entry.kind:8} {dollars(entry.amount):>10}  {entry.account}{memo}"


def _place(who: Doers, take: Take) -> str:
    """Where its file can be opened here, or why it cannot."""
    if take.artifact is None:
        return ""
    try:
        return str(who.artifacts.path(take.artifact))
    except StudioError as failure:
        return f"{take.artifact.path} ({failure.what} {failure.mend})"
