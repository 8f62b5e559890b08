"""Loads a spec, or a folder of them: a production each, or all of its faults at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from resources.errors import SpecFaults
from studio_assets.spec import cascade, rules
from studio_assets.spec.fault import gathered, shown
from studio_assets.spec.model import ProductionSpec
from studio_assets.spec.offers import Offers
from studio_assets.spec.production import Production
from studio_assets.spec.reading import Reading
from studio_assets.spec.source import read
from studio_assets.spec.structure import checked
from studio_assets.spec.tier import Tier
from studio_assets.spec.tiers import load_tiers

__all__ = ["load", "load_folder"]


def load(path: Path, *, tiers: Mapping[str, Tier], offers: Offers) -> Production:
    """Load one spec.

    Args:
        path: its YAML file.
        tiers: tiers by name, from `load_tiers`.
        offers: what the providers of this environment can make.

    Returns:
        The production, every default filled in.

    Raises:
        SpecFaults: every mistake in the file, in file order, each with its line and mend.
    """
    reading = _reading(path, tiers, offers)
    if reading.faults:
        raise gathered(path, reading.faults)
    return cascade.production(reading)


def load_folder(
    folder: Path, *, offers: Offers, tiers: Mapping[str, Tier] | None = None
) -> tuple[list[Production], list[SpecFaults]]:
    """Load every `*.yaml` directly in a folder, hidden ones aside; a broken file never stops the others.

    Args:
        folder: the specs folder; it may be missing.
        offers: what the providers of this environment can make.
        tiers: tiers by name; None loads the shipped ones and those in the folder's `tiers/`.

    Returns:
        Productions in the order of their files' names, and one error for each file with faults; the
        error's `where` is the file.
    """
    failed: list[SpecFaults] = []
    if tiers is None:
        tiers, failed = load_tiers(folder)
    attempts = [_attempt(path, tiers, offers) for path in sorted(folder.glob("[!.]*.yaml"))]
    _duplicates(attempts)
    productions = []
    for attempt in attempts:
        if attempt.error is not None:
            failed.append(attempt.error)
        elif attempt.reading is not None and attempt.reading.faults:
            failed.append(gathered(attempt.path, attempt.reading.faults))
        elif attempt.reading is not None:
            productions.append(cascade.production(attempt.reading))
    return productions, failed


@dataclass
class _Attempt:
    path: Path
    reading: Reading | None = None
    error: SpecFaults | None = field(default=None)


def _attempt(path: Path, tiers: Mapping[str, Tier], offers: Offers) -> _Attempt:
    try:
        return _Attempt(path, reading=_reading(path, tiers, offers))
    except SpecFaults as unreadable:
        return _Attempt(path, error=unreadable)


def _reading(path: Path, tiers: Mapping[str, Tier], offers: Offers) -> Reading:
    source = read(path)
    spec, broken, misfits = checked(source, ProductionSpec)
    reading = Reading(source, spec, broken, tiers, offers, faults=[*source.faults, *misfits])
    rules.check(reading)
    return reading


def _duplicates(attempts: list[_Attempt]) -> None:
    named: dict[str, list[Reading]] = defaultdict(list)
    for attempt in attempts:
        if attempt.reading is not None and attempt.reading.sound("production"):
            named[attempt.reading.spec.production].append(attempt.reading)
    for name, readings in named.items():
        for reading in readings:
            others = [shown(other.source.file) for other in readings if other is not reading]
            if others:
                reading.fault(
                    ("production",),
                    f"the production `{name}` is also in {', '.join(others)}",
                    "Rename one, or move it to `archive/`.",
                )
