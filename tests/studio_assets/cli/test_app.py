"""The command line as a whole: help, exit codes, colours and what is not a user's mistake."""

from __future__ import annotations

from typing import Any

import click
import pytest

from studio_assets.cli.app import COMMANDS, studio

ALL = {name: studio.get_command(click.Context(studio), name) for name in COMMANDS}
OPTIONS = [
    (name, option)
    for name, command in ALL.items()
    if command
    for option in command.params
    if isinstance(option, click.Option)
]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_is_for(name: str) -> None:
    """Each command has a sentence of help that fits the list of commands."""
    command = ALL[name]
    assert command is not None
    assert command.help and command.get_short_help_str(limit=300).endswith(".")


@pytest.mark.parametrize(
    ("name", "option"), OPTIONS, ids=lambda one: one if isinstance(one, str) else one.name
)
def test_every_option_is_explained(name: str, option: click.Option) -> None:
    """Each option has a help text that ends as a sentence does."""
    assert option.help and option.help.endswith(".")


def test_an_unknown_command_is_none() -> None:
    """Only the commands in the list are commands, whatever else stands in the folder."""
    assert studio.get_command(click.Context(studio), "make") is None


def test_help_lists_every_command(studio: Any) -> None:
    """`studio --help` ends with 0 and names every command."""
    said = studio("--help")
    assert 0 == said.code
    assert all(f"\n  {name} " in said.out for name in COMMANDS)


def test_what_is_not_a_users_mistake_keeps_its_traceback(studio: Any, monkeypatch: Any) -> None:
    """A fault of Studio itself is not hidden: its traceback is what we need to mend it."""
    monkeypatch.setattr("studio_assets.cli.schema.schema_text", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        studio("schema")


def test_a_misspelt_environment_ends_in_words(studio: Any, monkeypatch: Any) -> None:
    """An environment that does not exist ends with 1 and names the variable."""
    monkeypatch.setenv("STUDIO_ENV", "prod")
    said = studio("check")
    assert 1 == said.code
    assert "Set STUDIO_ENV to `simulated` or `live`." in said.err


def test_errors_are_not_coloured_where_nobody_wants_it(film: Any) -> None:
    """In a pipe and with NO_COLOR, an error is plain text, in one line however long."""
    said = film.house.program("run", "boot", NO_COLOR="1", FORCE_COLOR="1", COLUMNS="20")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert "\x1b[3" not in said.err


def test_stopping_before_anything_began_is_quiet(studio: Any, monkeypatch: Any) -> None:
    """Ctrl-C outside of a run ends with 130 and without a traceback."""

    def stopped() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("studio_assets.cli.schema.schema_text", stopped)
    assert 130 == studio("schema").code
