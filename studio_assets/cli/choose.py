"""Find the production that a command means: by its spec file or by its name."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from resources.errors import SpecFaults, StudioError
from resources.project import specs_folder
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
        StudioError: there is no such spec or production; the mend names the nearest.
    """
    path = Path(word)
    if path.suffix in {".yaml", ".yml"}:
        if not path.is_file():
            raise StudioError(
                "There is no such file.", mend="See `studio status` for productions.", where=word
            )
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
    near = get_close_matches(word, names, n=1)
    known = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names) or 'none yet'}."
    raise StudioError(f"There is no production {word!r}.", mend=known, where=str(folder))
