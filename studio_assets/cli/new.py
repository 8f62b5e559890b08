"""`studio new`: a spec to start from."""

from __future__ import annotations

import re

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from resources.errors import StudioError
from resources.project import package_folder, specs_folder

__all__ = ["new"]


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write specs/NAME.yaml, a small spec that runs."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise StudioError(
            f"{name!r} cannot be a production's name.",
            mend="Use a-z, 0-9 and _, beginning with a letter, at most 63 characters.",
        )
    target = specs_folder() / f"{name}.yaml"
    if target.exists():
        raise StudioError("That spec exists already.", mend="Choose another name.", where=str(target))
    scaffold = Environment(
        loader=FileSystemLoader(package_folder("templates") / "scaffold"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(scaffold.get_template("production.yaml.j2").render(name=name))
    click.echo(f"{target}\nNext: studio run {name}")
