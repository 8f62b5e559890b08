"""`studio new`: a spec to start from."""

from __future__ import annotations

import re

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from resources.project import package_folder, specs_folder
from studio_assets.cli.mistake import Mistake
from studio_assets.spec.schema import FILE, schema_text

__all__ = ["new"]


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write specs/NAME.yaml, a small spec that runs."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise Mistake(
            f"{name!r} cannot be a production's name.",
            mend="Use a-z, 0-9 and _, beginning with a letter, at most 63 characters.",
        )
    target = specs_folder() / f"{name}.yaml"
    if target.exists():
        raise Mistake("That spec exists already.", mend="Choose another name.", where=str(target))
    scaffold = Environment(
        loader=FileSystemLoader(package_folder("templates") / "scaffold"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    schema = target.with_name(FILE)
    if not schema.is_file():
        # The spec's first line names it; editors complete and check by it.
        schema.write_text(schema_text(), encoding="utf-8")
    target.write_text(scaffold.get_template("production.yaml.j2").render(name=name), encoding="utf-8")
    click.echo(f"{target}\nNext: studio run {name}")
