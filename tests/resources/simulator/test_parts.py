"""How dialects are found."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from resources.errors import NotConfigured
from resources.simulator import parts as finding
from resources.simulator.parts import parts
from resources.simulator.video.luma import LumaPart
from tests.resources.simulator.toy import Toy


class Second(Toy):
    """Takes a name that is taken."""

    name = "luma"


def installed(monkeypatch: pytest.MonkeyPatch, brought: Any) -> None:
    """A package is installed that brings something."""

    def points(group: str) -> list[EntryPoint]:
        return [EntryPoint("abroad", "abroad:Part", group)] if group == "studio.simulator" else []

    def load(self: EntryPoint) -> Any:
        if isinstance(brought, Exception):
            raise brought
        return brought

    monkeypatch.setattr(finding, "entry_points", points)
    monkeypatch.setattr(EntryPoint, "load", load)


def test_dialects_are_found_by_walking_the_folder() -> None:
    """A file in the folder of its kind is all that a dialect needs."""
    found = parts()
    assert LumaPart in found
    assert sorted((part.kind, part.name) for part in found) == [(part.kind, part.name) for part in found]


def test_a_third_partys_dialect_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installing a package is enough to simulate its provider."""
    installed(monkeypatch, Toy)
    assert Toy in parts()


def test_two_dialects_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second dialect of a name is an error that names both."""
    installed(monkeypatch, Second)
    with pytest.raises(NotConfigured, match="video/luma") as caught:
        parts()
    assert "resources.simulator.video.luma" in caught.value.mend


def test_a_broken_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that cannot be imported is an error that names it, not a traceback."""
    installed(monkeypatch, ImportError("no such thing"))
    with pytest.raises(NotConfigured, match="'abroad'"):
        parts()
