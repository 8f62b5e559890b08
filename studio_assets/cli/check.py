"""`studio check`: every fault of the specs, and nothing spent."""

from __future__ import annotations

from collections.abc import Sized
from pathlib import Path

import click

from resources.errors import SpecFaults
from resources.money import dollars
from resources.project import specs_folder
from studio_assets.cli.mistake import Mistake
from studio_assets.spec.folder import load_specs
from studio_assets.spec.production import Production

__all__ = ["check"]


@click.command()
@click.argument("specs", nargs=-1, type=click.Path(path_type=Path))
def check(specs: tuple[Path, ...]) -> None:
    """Check SPECS (files or folders; without any, the specs folder). Exits with 2 where one has faults."""
    for path in specs:
        if not path.exists():
            raise Mistake(
                "There is no such file.", mend="`studio check` alone checks all specs.", where=str(path)
            )
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
                click.echo(f"{production.file}: {_summary(production)}: fine")
    if faults:
        raise SpecFaults(faults)
    if not fine:
        click.echo("There is no spec here. `studio new NAME` writes one.")


def _summary(production: Production) -> str:
    pilots, scenes = _count(production.pilot_names, "pilot"), _count(production.scenes, "scene")
    length, limit = f"{float(production.duration):g} s", dollars(production.budget.limit)
    return f"{production.name}, {length}, {pilots}, {scenes}, at most {limit}"


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"
