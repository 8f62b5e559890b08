"""Find the production that a command means: by its spec file or by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resources.errors import SpecFaults
from resources.project import specs_folder
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.spec.folder import load_specs
from studio_assets.spec.production import Production

__all__ = ["Chosen", "choose"]


@dataclass(frozen=True)
class Chosen:
    """A production and the folder of its spec.

    Args:
        production: the production.
        folder: the spec's folder.
    """

    production: Production
    folder: Path


def choose(word: str) -> Chosen:
    """The production that a word means.

    Args:
        word: a spec file's path, or a production's name.

    Raises:
        SpecFaults: the spec has faults; all of them are listed.
        Mistake: there is no such spec or production; the mend names the nearest.
    """
    path = Path(word)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise Mistake("There is no such file.", mend="`studio check` lists the specs.", where=word)
        folder = path.resolve().parent
    else:
        folder = specs_folder()
    loaded = load_specs(folder)
    for production in loaded.productions:
        if production.name == word or (path.suffix and production.file == path.name):
            return Chosen(production, folder)
    mine = [line for line in loaded.faults if Path(line.split(":", 1)[0]).stem == path.stem]
    if mine:
        raise SpecFaults(mine)
    names = [production.name for production in loaded.productions]
    raise Mistake(f"There is no production {word!r}.", mend=nearest(word, names), where=str(folder))
