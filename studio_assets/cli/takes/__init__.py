"""`studio takes`: find takes, look at them, claim what was left behind, or give one up."""

from __future__ import annotations

import click

from studio_assets.cli.takes.claim import claim
from studio_assets.cli.takes.give_up import give_up
from studio_assets.cli.takes.search import search
from studio_assets.cli.takes.show import show

__all__ = ["takes"]


@click.group()
def takes() -> None:
    """Find takes, claim those that were left behind, or give one up."""


for _command in (search, show, claim, give_up):
    takes.add_command(_command)
