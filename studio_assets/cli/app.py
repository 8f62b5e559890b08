"""The command line. Exit codes: 0 done, 1 failed, 2 a mistake in spec or usage, 3 the film is partial.

A run that Ctrl-C stopped exits with 130, as shells expect.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

import click
from rich.console import Console

from resources.errors import SpecFaults, StudioError
from studio_assets.cli.mistake import Mistake, nearest

__all__ = ["COMMANDS", "main", "studio"]

COMMANDS = (
    "check",
    "new",
    "plan",
    "run",
    "status",
    "takes",
    "greenlight",
    "pick",
    "combine",
    "export",
    "judge",
    "providers",
    "schema",
    "simulate",
    "dev",
)
"""Each is a function in the file of its name, in the order in which a film is made."""

HOMELESS = ("check", "new", "providers", "schema", "simulate")
"""Commands that need no home, or choose their own."""

BUYERS = (("providers", "scale"), ("providers", "try"))
"""Commands below those that note in Studio's home what they bought."""


class _Commands(click.Group):
    """Loads a command only when it is asked for: Dagster takes a second, and `schema` needs none of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        keeps = _keeps(args) and not {*args} & {*ctx.help_option_names} and not ctx.resilient_parsing
        rest = super().parse_args(ctx, args)
        if keeps:
            # Here, before any command begins: half-way, money is spent and there is nowhere to note it.
            import_module("studio_assets.cli.home").check_home()
        return rest

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"studio_assets.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # click suggests only from commands that are loaded.
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"There is no command {args[0]!r}. {nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


def _keeps(words: Sequence[str]) -> bool:
    """Whether a command keeps something in Studio's home."""
    return tuple(words[:2]) in BUYERS or any(word in {*COMMANDS} - {*HOMELESS} for word in words[:1])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="studio-films", prog_name="studio")
def studio() -> None:
    """Turn production specs in YAML into films."""


def main() -> None:
    """Run the command line; a user's mistake ends in words, never in a traceback."""
    try:
        # Outside its standalone mode click returns the code of an `Exit` in place of raising it.
        code = studio.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except (SpecFaults, Mistake) as mistake:
        _say(str(mistake))
        sys.exit(2)
    except StudioError as error:
        _say(str(error))
        sys.exit(1)


def _say(text: str) -> None:
    # Not `print`: rich respects NO_COLOR and terminals without colour.
    Console(stderr=True, highlight=False).print(text, style="red", markup=False, soft_wrap=True)
