"""The command line. Exit codes: 0 done, 1 failed, 2 a mistake in spec or usage, 3 the film is partial."""

from __future__ import annotations

import sys

import click
from rich.console import Console

from resources.errors import SpecFaults, StudioError
from studio_assets.cli.check import check
from studio_assets.cli.dev import dev
from studio_assets.cli.new import new
from studio_assets.cli.pick import pick
from studio_assets.cli.plan import plan
from studio_assets.cli.run import run
from studio_assets.cli.schema import schema
from studio_assets.cli.status import status

__all__ = ["main", "studio"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="studio-films", prog_name="studio")
def studio() -> None:
    """Turn production specs in YAML into films."""


for command in (check, new, plan, run, status, pick, schema, dev):
    studio.add_command(command)


def main() -> None:
    """Run the command line; a user's mistake ends in words, never in a traceback."""
    try:
        studio.main(standalone_mode=False)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except SpecFaults as faults:
        _say(str(faults))
        sys.exit(2)
    except StudioError as error:
        _say(str(error))
        sys.exit(1)


def _say(text: str) -> None:
    # Not `print`: rich respects NO_COLOR and terminals without colour.
    Console(stderr=True, highlight=False).print(text, style="red", markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
