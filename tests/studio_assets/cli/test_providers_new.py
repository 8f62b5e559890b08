"""`studio providers new`: a scaffold that runs, and the page that fills it in, followed in a copy."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "how-to" / "add-a-provider.md"
FILE = re.compile(r"^`([\w/.]+\.py)`:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDED = re.compile(r"^(FAILED|PASSED|ERROR) (\S+?)(?: - (.*))?$", re.MULTILINE)
COPIED = ("resources", "studio_assets", "sensors", "templates", "specs", "tests", "pyproject.toml",
          "workspace.yaml", "settings.yaml")  # fmt: skip


class Checkout:
    """A copy of the project in which files may be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in COPIED:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / part, folder / part)
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("STUDIO_", "DAGSTER_"))
        }
        # The copy comes before the project that is installed here.
        self.environment = {**kept, "PYTHONPATH": str(folder), "STUDIO_HOME": str(folder / "home")}

    def python(self, *words: str) -> tuple[int, str]:
        """Run Python in the copy."""
        done = subprocess.run(
            [sys.executable, *words], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def studio(self, *words: str) -> str:
        """Run `studio` in the copy."""
        code, said = self.python("-c", "from studio_assets.cli.app import main; main()", *words)
        assert 0 == code, said
        return said

    def tests(self, word: str) -> Sequence[tuple[str, str, str]]:
        """The tests of the providers that name a word: outcome, name, words on a failure."""
        options = ("-q", "-rfEp", "--no-header", "-p", "no:cacheprovider", "--tb=no")
        wide = {"COLUMNS": "1000"}
        self.environment |= wide
        _, said = self.python("-m", "pytest", "tests/resources/providers", "-k", word, *options)
        found = ENDED.findall(said)
        assert found, said
        return found

    def edit(self, diff: str) -> None:
        """Do what a page's diff says."""
        head, *lines = diff.splitlines()
        file = self.folder / head.removeprefix("--- ")
        old, new = ("".join(f"{line[1:]}\n" for line in lines if line.startswith(sign)) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        assert 1 == text.count(old), f"{head} does not have these lines once:\n{old}"
        file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A fresh copy."""
    return Checkout(tmp_path / "copy")


@pytest.mark.proof
def test_a_scaffold_of_every_kind_fails_only_where_a_person_must_fill_in(checkout: Checkout) -> None:
    """New providers are found and listed, and each failing test of theirs says what is to be filled in."""
    for kind in ("image", "music", "speech", "video"):
        checkout.studio("providers", "new", kind, f"acme_{kind}")
    listed = json.loads(checkout.studio("providers", "list", "--json"))
    mine = {one["kind"]: one["status"] for one in listed if one["name"].startswith("acme_")}
    assert dict.fromkeys(("image", "music", "speech", "video"), "no key") == mine
    outcomes = checkout.tests("acme_")
    silent = [name for how, name, words in outcomes if how != "PASSED" and "ill" not in words]
    assert [] == silent
    failed = [words for how, _, words in outcomes if how != "PASSED"]
    assert all("filled in" in words or "Fill in" in words for words in failed)
    assert any("test_the_registry_finds_it" in name for how, name, _ in outcomes if how == "PASSED")


@pytest.mark.slow
def test_the_page_leads_to_a_provider_that_passes(checkout: Checkout) -> None:
    """A reader who does what the page says has a provider that keeps the contract and has a price."""
    page = PAGE.read_text(encoding="utf-8")
    first, *then = [
        command.split() for block in blocks(PAGE) if block.language == "sh" for command in block.commands
    ]
    checkout.studio(*first[1:])
    for name, text in FILE.findall(page):
        (checkout.folder / name).write_text(text, encoding="utf-8")
    for block in blocks(PAGE):
        if block.language == "diff":
            checkout.edit(block.text)
        elif block.language == "yaml":
            with (checkout.folder / "resources" / "providers" / "prices.yaml").open("a") as prices:
                prices.write(f"\n{block.text}")
    outcomes = checkout.tests("acme")
    assert [] == [(name, words) for how, name, words in outcomes if how != "PASSED"]
    assert len(outcomes) > 25
    said = [checkout.studio(*command[1:]) for command in then]
    assert "acme" in said[0] and "acme-1: $0.10 per second" in said[1]
    written = list(checkout.folder.rglob("*acme*.py"))
    assert 4 == len(written)
    checks = ("-m", "ruff", "check", "--no-cache", *map(str, written))
    assert (0, "All checks passed!\n") == checkout.python(*checks)


@pytest.mark.parametrize("words, told", [
    (("video", "runway"), "There is a video provider 'runway' already."),
    (("video", "Acme"), "'Acme' cannot be a provider's name."),
    (("video", "../acme"), "cannot be a provider's name."),
    (("video", "class"), "'class' cannot be a provider's name."),
    (("opera", "acme"), "'opera' is not one of"),
])  # fmt: skip
def test_a_name_that_cannot_be_is_refused(studio: Any, words: tuple[str, str], told: str) -> None:
    """A name that is taken or no name, and a kind that is none, end with 2 before anything is written."""
    said = studio("providers", "new", *words)
    assert 2 == said.code
    assert told in said.err


def test_outside_of_a_checkout_nothing_is_written(
    studio: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the tests of providers are not, `new` says so and leaves no half of a provider."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    said = studio("providers", "new", "video", "acme")
    assert (2, []) == (said.code, list((tmp_path / "elsewhere").iterdir()))
    assert "This is no checkout of Studio." in said.err


def test_a_file_that_is_there_is_never_overwritten(
    studio: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file of that name, and nothing is written at all."""
    for folder in (
        "resources/providers/video",
        "resources/simulator/video",
        "tests/resources/providers/video",
    ):
        (tmp_path / folder).mkdir(parents=True)
    own = tmp_path / "tests" / "resources" / "providers" / "video" / "test_acme.py"
    own.write_text("mine")
    monkeypatch.chdir(tmp_path)
    said = studio("providers", "new", "video", "acme")
    assert (2, "mine") == (said.code, own.read_text())
    assert [] == list((tmp_path / "resources").rglob("*.py"))
    own.unlink()
    assert 0 == studio("providers", "new", "video", "acme").code
    for file in tmp_path.rglob("*acme*.py"):
        ast.parse(file.read_text())
