"""`studio schema`: the JSON Schema of specs, for editors."""

from __future__ import annotations

import click

from studio_assets.spec.schema import schema_text

__all__ = ["schema"]


@click.command()
def schema() -> None:
    """Print the JSON Schema of specs."""
    click.echo(schema_text(), nl=False)
