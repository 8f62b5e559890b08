"""`studio providers`: see, check, try and measure providers, and begin a new one."""

from __future__ import annotations

import click

from studio_assets.cli.providers.attempt import attempt
from studio_assets.cli.providers.check import check
from studio_assets.cli.providers.listing import listing
from studio_assets.cli.providers.scaffold import scaffold
from studio_assets.cli.providers.scale import scale
from studio_assets.cli.providers.show import show

__all__ = ["providers"]


@click.group()
def providers() -> None:
    """See, check, try and measure the makers of media, or begin a new one."""


for _command in (listing, show, check, attempt, scale, scaffold):
    providers.add_command(_command)
