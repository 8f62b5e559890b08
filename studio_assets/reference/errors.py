"""The page of every error that Studio raises, from the error classes themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import resources.errors
from resources.errors import StudioError

__all__ = ["errors"]

_HEAD = """# Errors

Each error says what happened, where, and the mend. On the command line it is printed without a traceback;
in Dagster it fails the step, and the last line of the step's error is the same sentence.

| error | is a | means |
|---|---|---|
"""

_CODES = """
## Exit codes of `studio`

| code | means |
|---|---|
| 0 | Done; the film is complete. |
| 1 | Something failed; the same command with `--run KEY`, and without `--fresh`, goes on at no cost for \
what is bought. |
| 2 | A mistake in a spec or in the command's words. |
| 3 | The film lacks a scene, a line or music, is held by the budget or waits for a pick; or only a person \
can settle a take. |
| 130 | Interrupted. |
"""


def errors() -> str:
    """The page's text."""
    rows = [
        f"| `{one.__name__}` | `{one.__bases__[0].__name__}` | {_first_paragraph(one)} |"
        for one in _classes(StudioError)
    ]
    return _HEAD + "\n".join(rows) + "\n" + _CODES


def _classes(error: type[StudioError]) -> Iterator[type[StudioError]]:
    """An error and its kinds, each kind behind its own; only those of the public list."""
    if error.__name__ in resources.errors.__all__:
        yield error
        for kind in error.__subclasses__():
            yield from _classes(kind)


def _first_paragraph(error: type[StudioError]) -> str:
    return " ".join((inspect.getdoc(error) or "").partition("\n\n")[0].split())
