"""`studio takes search`: find takes of all productions by words, to use them again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import get_args

import click
from rich.console import Console
from rich.table import Table

from resources.money import dollars
from resources.takes.take import Take, TakeState
from studio_assets.cli.status import WIDE
from studio_assets.cli.takes.use import OUTTAKE, uses
from studio_assets.cli.takes.which import production_of
from studio_assets.wiring import doers

__all__ = ["search"]

STATES: tuple[TakeState, ...] = get_args(TakeState)
ANY = "any"


@click.command()
@click.argument("words", nargs=-1)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([*STATES, ANY]),
    default=("fetched",),
    show_default=True,
    help="Only takes in this state; may be given several times.",
)
@click.option("--production", help="Only takes of this production.")
@click.option("--outtakes", is_flag=True, help="Only clips that the locked cut of their run does not use.")
@click.option("--questions", is_flag=True, help="Questions to Claude instead of media.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def search(
    words: tuple[str, ...],
    states: tuple[str, ...],
    production: str | None,
    outtakes: bool,
    questions: bool,
    as_json: bool,
) -> None:
    """Find takes that hold all WORDS, the newest first.

    Words are looked for in names, provider, model and everything that was sent. A take that is found is
    footage for any scene of any production: `footage: take:SLATE`.
    """
    who = doers()
    wanted = STATES if ANY in states else tuple(state for state in STATES if state in states)
    found = who.takes.search(words, states=wanted, production=production_of(who, production))
    found = tuple(take for take in found if (take.kind == "answer") == questions)
    used = uses(who, found)
    if outtakes:
        found = tuple(take for take in found if used.get(take.slate) == OUTTAKE)
    if as_json:
        click.echo(json.dumps([_record(take, used.get(take.slate, "")) for take in found], indent=2))
        return
    if not found:
        click.echo("No take has all these words." if words else "There is no such take.")
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(_table(found, used))


def _record(take: Take, use: str) -> dict[str, object]:
    names = {
        "slate",
        "production",
        "run",
        "pilot",
        "scene",
        "kind",
        "provider",
        "model",
        "state",
        "simulated",
    }
    return {
        **take.model_dump(mode="json", include=names),
        "price": None if take.price is None else format(take.price, "f"),
        "file": take.artifact.path if take.artifact else None,
        "use": use,
        "created": take.created.isoformat(),
        "direction": _said(take),
    }


def _said(take: Take) -> str:
    """What the provider was told in words: a film's direction, or a line's text."""
    return str(take.request.get("direction") or take.request.get("text") or "")


def _table(found: Sequence[Take], used: Mapping[str, str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("slate", "scene", "state", "provider", "price", "", "file"):
        # A narrow terminal folds the slate and the file: both are there to be copied whole.
        table.add_column(title, justify="right" if title == "price" else "left", overflow="fold")
    for take in found:
        labels = [used.get(take.slate, ""), "simulated" if take.simulated else ""]
        table.add_row(
            take.slate,
            take.scene,
            take.state,
            f"{take.provider} {take.model}",
            "-" if take.price is None else dollars(take.price),
            ", ".join(label for label in labels if label),
            take.artifact.path if take.artifact else "-",
        )
    return table
