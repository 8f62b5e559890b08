"""`studio takes claim`: fetch what is paid, settle what ended, and say what only a person can do."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import click

from resources.money import dollars
from studio_assets.call_sheet import Doers
from studio_assets.claims import Reconciled, claim_all, claim_as, open_again
from studio_assets.cli.home import dagster_instance
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.report import PARTIAL
from studio_assets.cli.takes.which import production_of, take_of
from studio_assets.provenance import observation
from studio_assets.wiring import doers

__all__ = ["claim"]


@click.command()
@click.argument("slate", required=False)
@click.option("--production", help="Only takes of this production.")
@click.option("--as", "remote_id", help="The provider's id of SLATE, as you found it on the provider's site.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def claim(slate: str | None, production: str | None, remote_id: str | None, as_json: bool) -> None:
    """Claim SLATE, or all takes that are still open. Free: nothing is ever bought.

    Ends with 3 where something is left that only a person can settle.
    """
    if slate and production:
        raise Mistake("Both a take and a production are named.", mend="Name one of them.")
    if remote_id is not None and not (slate and remote_id):
        raise Mistake("`--as` tells the id of one take.", mend="`studio takes claim SLATE --as ID`.")
    who = doers()
    if slate:
        takes = [take_of(who, slate)]
    else:
        name = production_of(who, production)
        takes = [take for take in who.takes.unsettled() if not name or take.production == name]
    if remote_id:
        done: Sequence[Reconciled] = [asyncio.run(claim_as(who, takes[0], remote_id))]
    else:
        done = asyncio.run(claim_all(who, takes))
    if as_json:
        click.echo(json.dumps([_record(one) for one in done], indent=2))
    elif not done:
        click.echo("Nothing was left behind.")
    else:
        for one in done:
            click.echo(_line(one))
    _attach(who, done, {take.slate: take.state for take in takes})
    if any(one.person for one in done):
        raise click.exceptions.Exit(PARTIAL)


def _line(one: Reconciled) -> str:
    take = one.take
    words = [f"{take.slate}: {one.did}"]
    if take.price is not None:
        words.append(f", {dollars(take.price)}{' (simulated money)' if take.simulated else ''}")
    if take.reason and take.reason not in one.did and take.state != "fetched":
        words.append(f" ({take.reason.rstrip('.')})")
    words.append("" if one.did.endswith(".") and take.price is None else ".")
    if one.mend:
        words.append(f" {one.mend}")
    elif take.state == "fetched":
        words.append(f" `{open_again(take)}` puts it into its film.")
    elif take.state in ("failed", "cancelled"):
        words.append(f" `{open_again(take)}` films its scene again.")
    return "".join(words)


def _record(one: Reconciled) -> dict[str, object]:
    take = one.take
    return {
        "slate": take.slate,
        "state": take.state,
        "did": one.did,
        "reason": take.reason,
        "mend": one.mend,
        "person": one.person,
        "price": None if take.price is None else format(take.price, "f"),
        "simulated": take.simulated,
        "file": take.artifact.path if take.artifact else None,
    }


def _attach(who: Doers, done: Sequence[Reconciled], before: dict[str, str]) -> None:
    """Note on its scene in Dagster what became of each take that moved."""
    moved = [one for one in done if one.take.state != before[one.take.slate]]
    notes = [note for one in moved if (note := observation(who, one.take, one.did)) is not None]
    if notes:
        with dagster_instance() as instance:
            for note in notes:
                instance.report_runless_asset_event(note)
