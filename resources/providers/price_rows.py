"""Reads a YAML list of rows as words with their lines, so that `0.10` stays exact and faults have a place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from resources.errors import NotConfigured

__all__ = ["Entry", "checked", "entries", "fault", "own_file"]

_DEEPEST = 4


@dataclass(frozen=True)
class Entry:
    """One row as it is written.

    Args:
        line: of the file, from 1.
        values: words, lists and maps of words.
    """

    line: int
    values: dict[str, object]


class _Fault(Exception):
    pass


def entries(file: Path, faults: list[str]) -> Iterator[Entry]:
    """The rows of a file.

    Args:
        file: YAML; a list of maps, or nothing.
        faults: takes what is wrong, each as `file:line: message`.

    Yields:
        Every row that can be read.
    """
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        words = (
            getattr(error, "problem", None) or getattr(error, "strerror", None) or "it is not text in UTF-8"
        )
        faults.append(f"{file}:{mark.line + 1 if mark else 1}: {words}")
        return
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        faults.append(f"{file}:1: it is not a list of rows, each beginning with `- `")
        return
    for node in root.value:
        line = node.start_mark.line + 1
        try:
            values = _plain(node, 0)
        except _Fault as wrong:
            faults.append(f"{file}:{line}: {wrong}")
            continue
        if isinstance(values, dict):
            yield Entry(line, values)
        else:
            faults.append(f"{file}:{line}: it is not a row such as {{kind: video, provider: ...}}")


def own_file(variable: str, path: Path | None = None) -> tuple[Path | None, int]:
    """The user's own file of rows, if there is one, and when it changed.

    Args:
        variable: environment variable that names it.
        path: the file in its place; None means what the variable names.

    Raises:
        NotConfigured: it cannot be read.
    """
    if path is None and (named := os.environ.get(variable, "").strip()):
        path = Path(named).expanduser()
    if path is None:
        return None, 0
    try:
        return path, path.stat().st_mtime_ns
    except OSError as error:
        raise NotConfigured(
            f"Your price file cannot be read: {error.strerror}.",
            mend=f"Let {variable} name a YAML file with a list of rows, or unset it.",
            where=str(path),
        ) from error


def checked(faults: Sequence[str], of: str) -> None:
    """See that nothing is wrong with a table.

    Args:
        faults: of all its files.
        of: what the table is of, for example `the prices`.

    Raises:
        NotConfigured: something is; every fault is named with its line.
    """
    if faults:
        raise NotConfigured(
            f"{len(faults)} fault{'' if len(faults) == 1 else 's'} in {of}:\n" + "\n".join(faults) + "\n",
            mend="Mend the lines above.",
        )


def fault(file: Path, entry: Entry, message: str) -> str:
    """A fault of a row with its place.

    Args:
        file: that it is in.
        entry: the row.
        message: what is wrong.
    """
    named = " ".join(str(entry.values.get(key, "?")) for key in ("kind", "provider", "model", "unit"))
    return f"{file}:{entry.line}: row {named}: {message}"


def _plain(node: yaml.Node, depth: int) -> object:
    if depth > _DEEPEST:
        raise _Fault("it is nested too deep")
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, depth + 1) for one in node.value]
    found: dict[str, object] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in found:
            raise _Fault(f"it says {name!r} twice")
        found[name] = _plain(value, depth + 1)
    return found
