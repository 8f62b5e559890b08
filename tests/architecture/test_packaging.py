"""What an installed Studio brings."""

from __future__ import annotations

import importlib.util
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sources import ROOT


def project() -> dict[str, Any]:
    """The project's description."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_a_wheel_is_told_to_hold_everything() -> None:
    """The wheel's description names the three packages, the templates and the specs."""
    wheel = project()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert ["studio_assets", "resources", "sensors"] == wheel["packages"]
    assert {"templates": "templates", "specs": "specs"} == wheel["force-include"]


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None, reason="hatchling is not installed here")
def test_a_wheel_holds_templates_and_specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever installs the wheel has the looks, the pages and the example spec."""
    from hatchling.build import build_wheel

    monkeypatch.chdir(ROOT)
    names = zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path))).namelist()
    for file in ("specs/tiers/animated.yaml", "templates/reports/dailies.html.j2", "resources/py.typed"):
        assert file in names


def test_every_direct_dependency_is_pinned() -> None:
    """A fresh environment has the versions that were tested."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower() for line in lines if "==" in line}
    described = project()["project"]
    extras = described["optional-dependencies"].values()
    wanted = [*described["dependencies"], *(one for extra in extras for one in extra)]
    names = {want.split("[")[0].split(">")[0].split("=")[0].strip().lower() for want in wanted}
    assert set() == names - pinned
