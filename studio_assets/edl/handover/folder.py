"""A folder that belongs to an export: whole files only, and never over anybody else's."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from resources.artifacts.hashing import digest_and_size
from resources.media.whole_file import whole
from studio_assets.edl.handover.sidecar import FOLDER as MEDIA

__all__ = ["LIST", "deliver", "strangers"]

LIST = ".studio_export.json"
"""Which files are the export's own, and their digests; by it the next export knows what it may replace."""

_UNFINISHED = re.compile(r"\.(.*)\.[0-9a-f]{32}(\.[a-z0-9]+)?")


def strangers(folder: Path) -> list[str]:
    """What lies in the folder and is no file of an export as that left it.

    Args:
        folder: it may not exist.

    Returns:
        Paths relative to it, sorted; empty where an export may be written.
    """
    own = _own(folder)
    return sorted(name for name, path in _inside(folder).items() if not _is_ours(name, path, own))


def deliver(folder: Path, files: Mapping[str, Path | str], *, copy: bool) -> None:
    """Write an export; what an earlier one left and this one has not is removed.

    Args:
        folder: without strangers; it is made.
        files: path relative to it -> a file of the store, or a text.
        copy: copy the store's files; else they are linked where the file system can.

    Raises:
        StoreFailed: the disk did not take a file; make room and export again.
    """
    wanted = {name: _digest(one) for name, one in files.items()}
    before = _own(folder)
    # Both lists, so that an export that is cut off half-way is still known as one.
    _list(folder, {name: [*before.get(name, []), wanted.get(name, "")] for name in {*before, *wanted}})
    for name, one in files.items():
        target = folder / name
        linked = copy and isinstance(one, Path) and target.exists() and target.samefile(one)
        if target.exists() and not linked and digest_and_size(target)[0] == wanted[name]:
            continue
        with whole(target) as beside:
            if isinstance(one, str):
                beside.write_text(one, encoding="utf-8")
            else:
                _lay(one, beside, copy)
    for name in _inside(folder):
        if name not in wanted and name != LIST:
            (folder / name).unlink()
    _list(folder, {name: [digest] for name, digest in wanted.items()})


def _lay(source: Path, target: Path, copy: bool) -> None:
    if not copy:
        try:
            os.link(source, target)
        except OSError:
            pass  # another disk, or one without links: a copy does as well
        else:
            return
    shutil.copyfile(source, target)


def _inside(folder: Path) -> dict[str, Path]:
    """Everything in the folder and in its media folder; other folders are not looked into."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name == MEDIA and path.is_dir() and not path.is_symlink():
            found |= {f"{MEDIA}/{one.name}": one for one in sorted(path.iterdir())}
        else:
            found[path.name] = path
    return found


def _is_ours(name: str, path: Path, own: Mapping[str, list[str]]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    if name == LIST:
        return bool(own)
    unfinished = _UNFINISHED.fullmatch(path.name)
    if unfinished:
        name = path.with_name(f"{unfinished[1]}{unfinished[2] or ''}").name
        return any(Path(one).name == name for one in (*own, LIST))
    return name in own and digest_and_size(path)[0] in own[name]


def _own(folder: Path) -> dict[str, list[str]]:
    try:
        read: Any = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return {str(name): [str(one) for one in digests] for name, digests in read["files"].items()}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _list(folder: Path, files: Mapping[str, list[str]]) -> None:
    with whole(folder / LIST) as beside:
        beside.write_text(json.dumps({"files": dict(sorted(files.items()))}, indent=1) + "\n")


def _digest(one: Path | str) -> str:
    return hashlib.sha256(one.encode()).hexdigest() if isinstance(one, str) else digest_and_size(one)[0]
