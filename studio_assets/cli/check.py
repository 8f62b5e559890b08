"""`studio check`: every fault of the specs, and nothing spent."""

from __future__ import annotations

from pathlib import Path

import click

from resources.errors import SpecFaults
from resources.project import specs_folder
from studio_assets.spec.folder import load_specs

__all__ = ["check"]


@click.command()
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path))
def check(specs: tuple[Path, ...]) -> None:
    """Check SPECS (files or folders; without any, the specs folder). Exits with 2 where one has faults."""
    faults: list[str] = []
    fine = 0
    for folder in dict.fromkeys(
        path if path.is_dir() else path.parent for path in specs or (specs_folder(),)
    ):
        loaded = load_specs(folder)
        files = {path.name for path in specs if path.parent == folder and not path.is_dir()}
        faults += [line for line in loaded.faults if not files or Path(line.split(":", 1)[0]).name in files]
        for production in loaded.productions:
            if not files or production.file in files:
                fine += 1
                scenes, pilots = len(production.scenes), len(production.pilot_names)
                click.echo(f"{production.file}: {production.name}, {pilots} pilots, {scenes} scenes: fine")
    if faults:
        raise SpecFaults(faults)
    if not fine:
        click.echo("There is no spec here. `studio new NAME` writes one.")
