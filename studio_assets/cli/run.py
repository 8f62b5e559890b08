"""`studio run`: make a film, or go on with one."""

from __future__ import annotations

import click

from studio_assets.cli.choose import choose
from studio_assets.cli.make import Making
from studio_assets.cli.report import finish

__all__ = ["run"]


@click.command()
@click.argument("production")
@click.option("--run", "key", help="Go on with this run instead of making a new one.")
@click.option(
    "--select",
    multiple=True,
    help="Only these assets, for example `animated/desk_at_night_clip`; with +, what follows too.",
)
@click.option(
    "--fresh",
    is_flag=True,
    help="Buy one more take of what is selected; where no clip, narration or music is selected, ask Claude "
    "anew.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON; progress goes to stderr.")
def run(production: str, key: str | None, select: tuple[str, ...], fresh: bool, as_json: bool) -> None:
    """Make PRODUCTION (a name or a spec file) in a new run.

    What the run has bought already costs nothing again: the same command with --run KEY, and without
    --fresh, goes on after a failure, a crash or a raised budget.
    """
    making = Making(choose(production), key=key, select=select, fresh=fresh, quiet=as_json)
    finish(making.make(), as_json=as_json)
