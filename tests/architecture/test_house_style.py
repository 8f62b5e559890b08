"""What a reader may rely on in every file of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources.errors
from tests.architecture.sources import SOURCES, TESTS, name, tracked, tree

FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
SOURCE_LINES, TEST_LINES = 300, 400
ERRORS = {error for error in resources.errors.__all__ if error != "SpecFaults"}
"""SpecFaults writes its own mend; every other error is given one where it is raised."""

HOSTS = "|".join(("py" + "pi.org", "python" + "hosted.org", "npm" + "js", "crates" + ".io"))
PATHS = "|".join(("/" + "work/", "/" + "root/", "/" + "opt/", "/" + "Users/"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def test_files_are_named_by_what_they_hold() -> None:
    """No file or folder has a name under which anything could be put."""
    parts = {
        (part, name(file)) for file in [*SOURCES, *TESTS] for part in Path(name(file)).with_suffix("").parts
    }
    assert [] == sorted(file for part, file in parts if part in FORBIDDEN)


def test_files_are_short() -> None:
    """A file can be read in one sitting."""
    long = {
        name(file): lines
        for files, most in ((SOURCES, SOURCE_LINES), (TESTS, TEST_LINES))
        for file in files
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > most
    }
    assert {} == long


def test_the_first_line_says_what_a_module_is_for() -> None:
    """Whoever opens a module learns from its first line what it is for."""
    silent = [
        name(file)
        for file in SOURCES
        if (text := file.read_text(encoding="utf-8")).strip() and not text.startswith('"""')
    ]
    assert [] == silent


def public(file: Path) -> set[str]:
    """The names of `__all__`."""
    for node in tree(file).body:
        if isinstance(node, ast.Assign) and "__all__" in {ast.unparse(target) for target in node.targets}:
            return set(ast.literal_eval(node.value))
    return set()


def test_public_names_are_documented() -> None:
    """Every function and class that others may use says what it is for."""
    silent = [
        f"{name(file)}: {node.name}"
        for file in SOURCES
        for node in tree(file).body
        if isinstance(node, (*FUNCTIONS, ast.ClassDef))
        and node.name in public(file)
        and not ast.get_docstring(node)
    ]
    assert [] == silent


def test_every_error_has_a_mend() -> None:
    """No error leaves a user without a word on what to do."""
    bare = [
        f"{name(file)}:{node.lineno}"
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).rsplit(".", 1)[-1] in ERRORS
        and not {"mend", None} & {keyword.arg for keyword in node.keywords}
    ]
    assert [] == bare


def test_nothing_is_printed_outside_the_command_line() -> None:
    """Output of a step goes to Dagster's log and to the progress, not to wherever stdout leads."""
    prints = [
        f"{name(file)}:{node.lineno}"
        for file in SOURCES
        if not name(file).startswith("studio_assets/cli/")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "pprint", "breakpoint"}
    ]
    assert [] == prints


def promises() -> Iterator[tuple[str, str]]:
    """Every test and its docstring."""
    for file in TESTS:
        for node in ast.walk(tree(file)):
            if isinstance(node, FUNCTIONS) and node.name.startswith("test_"):
                yield f"{name(file)}: {node.name}", ast.get_docstring(node) or ""


def test_a_test_is_a_promise_in_one_sentence() -> None:
    """Whoever reads the tests' docstrings knows what is promised."""
    wrong = [
        test
        for test, said in promises()
        if not said
        or "\n\n" in said
        or not said.rstrip().rstrip("`").endswith(".")
        or re.search(r"[a-z]{3}\.\s+[A-Z]", said)
    ]
    assert [] == wrong


@pytest.mark.parametrize("what, pattern", [("registry", HOSTS), ("path of a machine", PATHS)])
def test_files_name_no_registry_and_no_machine(what: str, pattern: str) -> None:
    """A clone works wherever it is, and installs from wherever its user's pip does."""
    found = []
    for file in tracked():
        if file.suffix not in {".webp", ".png", ".ttf"}:
            text = file.read_text(encoding="utf-8")
            found += [f"{name(file)}: {hit.group()}" for hit in re.finditer(pattern, text)]
    assert [] == found, what
