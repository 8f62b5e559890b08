"""The specs of a folder, checked against the providers of this environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resources.project import environment
from resources.providers.registry import providers
from studio_assets.spec.load import load_folder
from studio_assets.spec.offers import ProviderOffers
from studio_assets.spec.production import Production

__all__ = ["Specs", "load_specs"]


@dataclass(frozen=True)
class Specs:
    """What a folder holds.

    Args:
        productions: the specs without faults, by file name.
        faults: printed faults of the others, `file:line:column: message. mend`.
    """

    productions: tuple[Production, ...]
    faults: tuple[str, ...]


def load_specs(folder: Path) -> Specs:
    """Load every spec of a folder; a broken one never stops the others.

    Args:
        folder: the specs folder; it may be missing.
    """
    productions, broken = load_folder(folder, offers=ProviderOffers(providers(environment())))
    return Specs(tuple(productions), tuple(line for error in broken for line in error.lines))
