"""A user's mistake in a spec: where it stands, what it is, and how it is mended."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from resources.errors import SpecFaults

__all__ = ["Fault", "gathered", "nearest", "shown"]


@dataclass(frozen=True, order=True)
class Fault:
    """One mistake, printed as `file:line:column: message. mend`.

    Args:
        file: the spec as the user would name it.
        line: from 1.
        column: from 1, of the offending key or value.
        message: what is wrong, without a full stop.
        mend: what to do, a sentence.
    """

    file: str
    line: int
    column: int
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {_line(self.message)}. {_line(self.mend)}"


def _line(text: str) -> str:
    """Text on one line of a readable length, whatever a user wrote into it."""
    line = " ".join(text.split())
    return line if len(line) <= 400 else f"{line[:280]} ... {line[-110:]}"


def gathered(file: Path, faults: Iterable[Fault]) -> SpecFaults:
    """All faults of one file as one error, in file order; its `where` is the file.

    Args:
        file: the spec.
        faults: at least one.
    """
    error = SpecFaults([str(fault) for fault in sorted(set(faults))])
    error.where = shown(file)
    return error


def shown(file: Path) -> str:
    """A path as a person reads it: relative to the working folder where it is inside it."""
    whole = file.absolute()
    here = Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else str(whole)


def nearest(word: str, words: Iterable[str]) -> str:
    """The mend for an unknown word: the nearest known one, or all of them.

    Args:
        word: as the user wrote it.
        words: those that exist, in the order to list them.

    Returns:
        A sentence.
    """
    known = list(words)
    close = difflib.get_close_matches(word[:80], known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean `{close[0]}`?"
    if not known:
        return "Remove it."
    return f"Use one of: {', '.join(known)}."
