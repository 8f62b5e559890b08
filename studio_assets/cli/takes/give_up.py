"""`studio takes give-up`: a person's word that nothing will come of a take."""

from __future__ import annotations

import asyncio
import getpass
import re
from decimal import Decimal

import click

from resources.errors import StudioError
from resources.money import ZERO, dollars
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.claims import claim_all, followed, open_again
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.takes.which import take_of
from studio_assets.wiring import doers

__all__ = ["give_up"]


def _dollars(_: click.Context, __: click.Parameter, value: str | None) -> Decimal | None:
    if value is None:
        return None
    found = re.fullmatch(r"\$?(\d{1,9}(?:\.\d{1,6})?)", value.strip())
    if found is None:
        raise click.BadParameter("Write dollars such as `$1.25` or `$0`.")
    return Decimal(found[1])


@click.command("give-up")
@click.argument("slate")
@click.option(
    "--charged",
    metavar="$X",
    callback=_dollars,
    help="What the provider charged for it without a result; without it, it was never accepted.",
)
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
def give_up(slate: str, charged: Decimal | None, yes: bool) -> None:
    """Give the take SLATE up: its reservation is released, and its scene may be filmed again.

    First it is claimed, which is free: what can be fetched or settled is never given up.
    """
    who = doers()
    take = _claimed(who, _open(who, take_of(who, slate)))
    price = ZERO if charged is None else charged
    if not yes:
        _sure(take, price)
        take = _open(who, take_of(who, take.slate))  # it may have moved while you thought
    _stop(who, take, charged)
    words = "was charged without a result" if price else "was not accepted"
    reason = f"Given up by {getpass.getuser()}: it {words}."
    given = who.takes.cancelled(take.slate, reason, price, at=who.clock.now())
    freed = max(ZERO, take.quote - price)
    click.echo(
        f"{given.slate}: {given.state}, {dollars(price)} charged, {dollars(freed)} of its reservation "
        f"released. `{open_again(given)}` films its scene again."
    )


def _open(who: Doers, take: Take) -> Take:
    """The take, where a person may have a word on it.

    Raises:
        Mistake: a worker is at it, or it is settled.
    """
    now = who.clock.now()
    if followed(take, now):
        left = (take.lease_until - now).total_seconds()
        raise Mistake(
            f"The take is {take.state} and a worker may be at it.",
            mend=f"Wait {left:.0f} s, then say it again.",
            where=take.slate,
        )
    if take.state not in ("intended", "generating", "unknown"):
        mend = "There is nothing to give up."
        if take.state == "ready":
            mend = f"It is paid; `studio takes claim {take.slate}` fetches it."
        raise Mistake(f"The take is {take.state}.", mend=mend, where=take.slate)
    return take


def _claimed(who: Doers, take: Take) -> Take:
    (one,) = asyncio.run(claim_all(who, [take]))
    if one.take.state not in ("intended", "generating", "unknown"):
        raise Mistake(
            f"The claim has settled it: {one.did}.",
            mend=f"`studio takes show {take.slate}` tells all of it.",
            where=take.slate,
        )
    click.echo(f"{one.take.slate}: {one.take.state}. {one.did}")
    return one.take


def _sure(take: Take, price: Decimal) -> None:
    money = "play money" if take.simulated else "real money"
    if price:
        asked = f"Book {dollars(price)} of {money} for it, without a result"
    else:
        asked = f"Are you sure that {take.provider} charges nothing ({dollars(take.quote)} of {money} held)"
    try:
        sure = click.confirm(f"{asked}?", default=False)
    except click.Abort:
        raise Mistake(
            "Nobody answered whether to give it up.", mend="Add `--yes` where you are sure."
        ) from None
    if not sure:
        click.echo("Nothing was changed.")
        raise click.exceptions.Exit(0)


def _stop(who: Doers, take: Take, charged: Decimal | None) -> None:
    """Stop a generation at its provider, so that it is not charged after it was given up.

    Raises:
        Mistake: it may go on there, and nobody said what it costs.
    """
    if take.state != "generating" or charged is not None:
        return
    provider = who.providers.get((take.kind, take.provider))
    stopped, why = False, "it cannot be asked from here"
    if provider is not None and provider.simulated == take.simulated:
        try:
            provider.check_configured()
            stopped = asyncio.run(provider.cancel(take.remote_id or ""))
            why = "it did not stop it"
        except StudioError as no:
            why = no.what
    if not stopped:
        raise Mistake(
            f"{take.provider} has it as {take.remote_id} and may charge it: {why}.",
            mend="Wait and claim it, or say what it cost with `--charged $X` (`$0` where it is cancelled).",
            where=take.slate,
        )
