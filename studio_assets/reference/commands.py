"""The page of every command, from the command line itself."""

from __future__ import annotations

import click

from studio_assets.cli.app import studio

__all__ = ["commands"]

_HEAD = """# Commands

`studio` is in `.venv/bin` after `make setup`; `source .venv/bin/activate` puts it on your path.
`make help` lists the shortcuts. Exit codes are in [errors](errors.md). `NO_COLOR` is respected, and
without a terminal progress comes as plain lines.
"""


def commands() -> str:
    """The page's text."""
    top = click.Context(studio, info_name="studio")
    parts = [_HEAD]
    for name in studio.list_commands(top):
        command = studio.get_command(top, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=top)
            parts.append(_section(command, context))
            parts += _under(command, context)
    return "\n".join(parts)


def _under(command: click.Command, context: click.Context) -> list[str]:
    if not isinstance(command, click.Group):
        return []
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [_section(one, click.Context(one, info_name=name, parent=context)) for name, one in found if one]


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    said = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    lines = [f"## `{context.command_path}`", "", said, "", "```text", usage, "```", ""]
    options = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts  # its name changes when a command has run
        and (record := parameter.get_help_record(context)) is not None
    ]
    if options:
        lines += ["| option | meaning |", "|---|---|"]
        lines += [f"| `{name}` | {' '.join(meaning.split())} |" for name, meaning in options]
        lines.append("")
    return "\n".join(lines)
