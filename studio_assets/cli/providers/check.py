"""`studio providers check`: whether a provider accepts the key, at no cost."""

from __future__ import annotations

import asyncio

import click

from resources.clock import SystemClock
from resources.errors import AccountRefused
from resources.providers.credentials import note_check
from resources.providers.live import LiveProvider
from resources.providers.stand_in import StandIn
from studio_assets.cli.providers.which import asked, say_label

__all__ = ["check"]


@click.command()
@click.argument("name")
def check(name: str) -> None:
    """Ask provider NAME whether it accepts the key. Free.

    What it says is kept for `studio providers list`, with the day; the key is not.
    """
    provider = asked(name)
    say_label()
    word = f"{provider.kind}/{provider.name}"
    if not isinstance(provider, LiveProvider):
        played = "is played here and needs no key" if isinstance(provider, StandIn) else "needs no key"
        click.echo(f"{word}: It {played}.")
        return
    today = SystemClock().now().date()
    try:
        said = asyncio.run(provider.check_credentials())
    except AccountRefused as no:
        note_check(provider, accepted=False, said=no.what, today=today)
        raise
    note_check(provider, accepted=True, said="", today=today)
    click.echo(f"{word}: {said}")
