"""Imports point one way: sensors -> studio_assets -> resources."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import LAYERS, ROOT, SOURCES, name, tree

MAY_IMPORT = {
    "sensors": {"studio_assets", "resources"},
    "studio_assets": {"resources"},
    "resources": set(),
}
COMPOSITION_ROOT = "studio_assets/definitions.py"
PURE = ("graph.py", "changes.py", "*/rules.py", "*/decide.py", "*/rank.py", "*/allot.py")
OUTSIDE = {"dagster", "httpx", "sqlalchemy", "subprocess", "av", "ffmpeg", "os", "socket", "time"}


def imports(file: Path) -> Iterator[str]:
    """Top-level names of everything that a file imports, inside functions too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(file)} imports by dots; write the whole name"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_those_below_it(layer: str) -> None:
    """Nobody who works on a doer or on the film has to know what stands above it."""
    allowed = MAY_IMPORT[layer] | {layer}
    wrong = {
        name(file): sorted(forbidden)
        for file in SOURCES
        if name(file).startswith(f"{layer}/") and name(file) != COMPOSITION_ROOT
        if (forbidden := set(imports(file)) & {*LAYERS, "tests"} - allowed)
    }
    assert {} == wrong


def test_nobody_imports_the_composition_root() -> None:
    """Definitions are assembled in one place that nothing depends on."""
    root = "studio_assets.definitions"
    wrong = [name(file) for file in SOURCES if f"import {root}" in file.read_text(encoding="utf-8")]
    assert [] == wrong + [name(f) for f in SOURCES if f"from {root} " in f.read_text(encoding="utf-8")]


def test_the_standard_librarys_resource_is_not_taken_for_ours() -> None:
    """A missing `s` in an import is found at once."""
    assert [] == [name(file) for file in SOURCES if "resource" in set(imports(file))]


def test_decisions_are_pure() -> None:
    """What decides on money, pilots and cuts can be tested without Dagster, disk or network."""
    files = [file for pattern in PURE for file in (ROOT / "studio_assets").glob(pattern)]
    assert files
    assert {} == {name(file): found for file in files if (found := set(imports(file)) & OUTSIDE)}
