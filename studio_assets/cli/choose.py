"""Find the production or the run that a command means: by its spec file or by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resources.errors import SpecFaults
from resources.project import specs_folder
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.spec.folder import load_specs
from studio_assets.spec.production import Production

if TYPE_CHECKING:  # Dagster stands behind them, which takes a second; most commands need no run
    from resources.runs.run import Run
    from studio_assets.call_sheet import Doers

__all__ = ["Chosen", "choose", "choose_run"]


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


def choose_run(who: Doers, word: str, key: str | None) -> Run:
    """The run that is meant. Runs outlive their specs: one is asked for only where no run has the name.

    Args:
        who: knows the runs.
        word: `PRODUCTION`, `PRODUCTION/RUN` or a spec file's path.
        key: the run, where it is named apart; None takes the word's, or the newest.

    Raises:
        Mistake: there is no such production or run; the mend names the nearest.
    """
    name, _, inside = word.partition("/")
    if word.endswith((".yaml", ".yml")):
        name, inside = choose(word).production.name, ""
    if key and inside and key != inside:
        raise Mistake(f"{word} and --run {key} are two runs.", mend="Name one of them.")
    key = key or inside or None
    if not who.runs.of(name):
        name = choose(name).production.name
    record = who.runs.find(name, key) if key else who.runs.newest(name)
    if record is None:
        if key and (known := who.runs.of(name)):
            raise Mistake(f"{name} has no run {key}.", mend=nearest(key, [one.run for one in known]))
        raise Mistake(f"{name} has no run yet.", mend=f"`studio run {name}` makes one.")
    return record
