"""The commands of README and tutorial, run as a reader runs them; those of the other pages, read."""

from __future__ import annotations

import re
import shlex
from decimal import Decimal
from pathlib import Path

import click
import pytest
import yaml

from studio_assets.cli.app import studio
from tests.docs.conftest import Clone
from tests.docs.pages import PAGES, ROOT, blocks, name

TARGETS = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
COMMANDS = [
    pytest.param(command, id=f"{name(page)}: {command}")
    for page in PAGES
    for block in blocks(page)
    if block.language == "sh"
    for command in block.commands
]


def follow(page: Path, clone: Clone) -> str:
    """Run a page from top to bottom; returns everything that was printed."""
    said = ""
    for block in blocks(page):
        if block.language == "diff":
            clone.edit(block)
        for number, command in enumerate(block.commands if block.language == "sh" else [], start=1):
            code, printed = clone.run(command)
            said += printed
            expected = block.exit if number == len(block.commands) else 0
            assert expected == code, printed
    return said


@pytest.mark.slow
def test_the_readme_makes_the_film_that_it_shows(clone: Clone) -> None:
    """The README's commands work in a fresh clone, and the film costs what the README's table says."""
    said = follow(ROOT / "README.md", clone)
    cost = re.search(r"spent +(\$[\d.]+ of \$[\d.]+) \(simulated money\)", said)
    assert cost, said
    assert cost.group(1) in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_tutorial_leads_where_it_says(clone: Clone) -> None:
    """A reader of the tutorial gets a partial film, a complete one, an edited one, and a cut of their own."""
    said = follow(ROOT / "docs" / "tutorial.md", clone)
    for promise in ("partial:", "spent    $11.25 of $30.00", "clips $3.75", "spent    $15 of $30.00"):
        assert promise in said.replace("$15.00 of", "$15 of"), said
    assert "turned submit" in said


def test_the_readmes_spec_is_the_one_that_ships() -> None:
    """The spec that the README shows has the scenes, lengths, lines and money of the spec that is filmed."""
    shown = yaml.safe_load(next(one.text for one in blocks(ROOT / "README.md") if one.language == "yaml"))
    ships = yaml.safe_load((ROOT / "specs" / "make_it_rain_coffee.yaml").read_text(encoding="utf-8"))
    for key in ("production", "duration", "budget"):
        assert ships[key] == shown[key]
    assert {pilot: one["tier"] for pilot, one in ships["pilots"].items()} == {
        pilot: one["tier"] for pilot, one in shown["pilots"].items()
    }
    for real, printed in zip(ships["script"]["scenes"], shown["script"]["scenes"], strict=True):
        assert real["description"].startswith(printed["description"].removesuffix(", ..."))
        assert {key: real[key] for key in printed if key != "description"} == {
            key: value for key, value in printed.items() if key != "description"
        }


def test_the_readmes_table_adds_up() -> None:
    """The README's prices are the tiers' prices times the scenes' seconds, and sum to the film's."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {line.split("|")[1].strip(): line for line in text.splitlines() if line.startswith("| ")}
    amounts = {row: [Decimal(one) for one in re.findall(r"\$([\d.]+)", line)] for row, line in rows.items()}
    prices = [Decimal(one) for one in re.findall(r"\$([\d.]+)/s", rows[""])]
    desk, victory = amounts["desk_at_night, 8 s, filmed before the greenlight"], amounts["victory, 7 s"]
    assert [8 * price for price in prices] == desk
    assert [7 * price for price in prices] == victory
    narration = amounts["narration, two lines"]
    assert [sum([*desk, *victory, *narration]), Decimal("25.00")] == amounts["**film**"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_every_page_exists(command: str) -> None:
    """A command that a page shows is a make target, or a studio command with the options that it takes."""
    words = [word for word in shlex.split(command) if not re.match(r"[A-Z_]+=", word)]
    program = words[0].rsplit("/", 1)[-1]
    if program == "make":
        assert set(words[1:]) <= TARGETS, command
    elif program == "studio":
        called = studio.get_command(click.Context(studio), words[1])
        assert called is not None, f"studio has no command {words[1]}"
        called.make_context(words[1], words[2:], resilient_parsing=False)
    else:
        assert program in {"source"}, f"{command}: a reader may not have {program}"
