"""`studio providers new`: the files of a new provider, complete but for what stands on its wire."""

from __future__ import annotations

import re
from keyword import iskeyword
from pathlib import Path

import click

from resources.project import project_root
from resources.providers.registry import found
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.providers.scaffold_text import KINDS, text_of

__all__ = ["scaffold"]


@click.command("new")
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("name")
def scaffold(kind: str, name: str) -> None:
    """Write the files of a new provider of KIND: itself, its part of the simulator, and its test.

    All of it runs; every place that only the provider's documentation can fill says so, and its tests
    fail there with words.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name) or iskeyword(name):
        raise Mistake(
            f"{name!r} cannot be a provider's name.",
            mend="Use a-z, 0-9 and _, beginning with a letter, at most 31 characters.",
        )
    if any(offer == (kind, name) for offer in found()):
        raise Mistake(f"There is a {kind} provider {name!r} already.", mend="Choose another name.")
    root = project_root()
    files = _files(root, kind, name)
    for file in files:
        if not file.parent.is_dir():
            raise Mistake(
                "This is no checkout of Studio.",
                mend="Run it in one: the tests of a provider are there, not in an installed package.",
                where=str(file.parent),
            )
        if file.exists():
            raise Mistake("That file exists already.", mend="Choose another name.", where=str(file))
    # All of them are made before the first is written.
    for file, text in [(file, text_of(template, kind, name)) for file, template in files.items()]:
        file.write_text(text, encoding="utf-8")
        click.echo(file.relative_to(root))
    click.echo(
        "Next: fill in what is marked, see docs/how-to/add-a-provider.md, until this passes:\n"
        f"  .venv/bin/python -m pytest tests/resources/providers -k {name}"
    )


def _files(root: Path, kind: str, name: str) -> dict[Path, str]:
    providers = root / "resources" / "providers" / kind
    return {
        providers / f"{name}.py": "provider.py.j2",
        providers / f"{name}_wire.py": "wire.py.j2",
        root / "resources" / "simulator" / kind / f"{name}.py": "part.py.j2",
        root / "tests" / "resources" / "providers" / kind / f"test_{name}.py": "test.py.j2",
    }
