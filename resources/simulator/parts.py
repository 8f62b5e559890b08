"""Finds the dialects: in this folder, and by entry point in packages of third parties."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

import resources.simulator
from resources.errors import NotConfigured
from resources.simulator.part import Part
from resources.simulator.scenario import Scenario

__all__ = ["ENTRY_POINTS", "check_providers", "parts"]

ENTRY_POINTS = "studio.simulator"
"""Entry point group of third-party packages; each entry names a `Part` class or a module of some."""


def parts() -> list[type[Part]]:
    """Every dialect of this installation, by kind and name.

    Raises:
        NotConfigured: two have one kind and name, or an installed one cannot be imported.
    """
    found: dict[tuple[str, str], type[Part]] = {}
    for source in (*_own_modules(), *_installed()):
        for part in _concrete(source):
            other = found.setdefault((part.kind, part.name), part)
            if other is not part:
                raise NotConfigured(
                    f"Two parts of the simulator are named {part.kind}/{part.name}.",
                    mend=f"Rename or remove {other.__module__} or {part.__module__}.",
                )
    return [found[offer] for offer in sorted(found)]


def check_providers(scenario: Scenario, words: Iterable[str]) -> None:
    """See that every provider that a scenario names is there to fail.

    Args:
        scenario: what goes wrong.
        words: `kind/name` of the dialects that are served.

    Raises:
        ValueError: a fault is for a provider that is not served; it names those that are.
    """
    known = sorted(words)
    for fault in scenario.faults:
        if fault.provider and fault.provider not in known:
            raise ValueError(f"there is no provider {fault.provider!r} here, only {', '.join(known)}")


def _concrete(source: ModuleType | type[Part]) -> Iterator[type[Part]]:
    members = [source] if isinstance(source, type) else list(vars(source).values())
    for one in members:
        if not isinstance(one, type) or not issubclass(one, Part) or inspect.isabstract(one):
            continue
        if isinstance(source, type) or one.__module__ == source.__name__:
            yield one


def _own_modules() -> Iterator[ModuleType]:
    for kind in pkgutil.iter_modules(resources.simulator.__path__, "resources.simulator."):
        if kind.ispkg:
            for module in pkgutil.iter_modules(import_module(kind.name).__path__, f"{kind.name}."):
                if not module.name.endswith(".__main__"):
                    yield import_module(module.name)


def _installed() -> Iterator[ModuleType | type[Part]]:
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            yield entry.load()
        except Exception as error:
            raise NotConfigured(
                f"The installed part {entry.name!r} of the simulator cannot be imported: {error}.",
                mend="Update or uninstall its package.",
                where=entry.value,
            ) from error
