"""`STUDIO_HOME`, which must take what is written, and Dagster's home in it, made from `dagster.yaml`."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance
from dagster._core.instance.ref import InstanceRef

from resources.project import project_root, studio_home
from studio_assets.cli.mistake import Mistake

__all__ = ["check_home", "dagster_home", "dagster_instance"]

ROOM = 1024 * 1024
"""Bytes that a home must take: about what the databases of a first run need."""

_FULL = ("there is no room on the disk of {}", "Make room, or set STUDIO_HOME to a folder on another disk.")
_FILE = ("{} is a file and no folder", "Move it away, or set STUDIO_HOME to a folder.")
_SHUT = ("nothing can be written in {}", "Make it writable, or set STUDIO_HOME to another folder.")
_WHY = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.ENOTDIR: _FILE,
    errno.EACCES: _SHUT,
    errno.EPERM: _SHUT,
    errno.EROFS: _SHUT,
}
"""What the system says -> what that means here, and the mend."""


def check_home() -> None:
    """Find out that Studio's home takes what is written, before anything is begun or bought.

    Rights are tried and not asked for: of root and of read-only disks they say nothing.

    Raises:
        Mistake: it does not; mend the folder, or set STUDIO_HOME to another one.
    """
    home = place = Path(os.environ.get("STUDIO_HOME", ""))
    try:
        home = place = studio_home()
        while not place.exists():  # nothing is made yet: the command may turn out to be a mistake, too
            place = place.parent
        _try_out(place, ROOM)
        place = home / "dagster"
        if place.exists():
            _try_out(place, 1)
    except (OSError, RuntimeError) as failed:  # `~` without a home or a loop of links is a RuntimeError
        said = getattr(failed, "strerror", None) or str(failed).rstrip(".")
        unknown = (said, "Set STUDIO_HOME to another folder.")
        why, mend = _WHY.get(getattr(failed, "errno", None) or 0, unknown)
        what = f"Studio's home cannot be used: {why.replace('{}', str(place))}."
        raise Mistake(what, mend=mend, where=str(home)) from None


def _try_out(folder: Path, room: int) -> None:
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(room))


def dagster_home() -> Path:
    """The folder of Dagster's state; sets `DAGSTER_HOME` for this process and its children.

    A `DAGSTER_HOME` that is set already is left alone: then Dagster is configured by its owner.

    Returns:
        The folder, with its `dagster.yaml` written.
    """
    given = os.environ.get("DAGSTER_HOME")
    if given:
        return Path(given)
    home = studio_home() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    source = project_root() / "dagster.yaml"
    settings = yaml.safe_load(source.read_text()) if source.is_file() else {}
    text = yaml.safe_dump(_absolute(settings or {}, home), sort_keys=False)
    target = home / "dagster.yaml"
    if not target.is_file() or target.read_text() != text:
        target.write_text(text)
    os.environ["DAGSTER_HOME"] = str(home)
    return home


def dagster_instance() -> DagsterInstance:
    """Dagster's records, for a run that is made in this process.

    Its standard output is the terminal's: capturing it for the UI would start two watching processes
    for each step, and those answer Ctrl-C with tracebacks.
    """
    none = {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
    home = dagster_home()
    return DagsterInstance.from_ref(InstanceRef.from_dir(str(home), overrides={"compute_logs": none}))


def _absolute(settings: dict[str, Any], home: Path) -> dict[str, Any]:
    """The settings with their folders below this home, wherever the project keeps its state."""
    moved = dict(settings)
    for key, value in settings.items():
        if isinstance(value, dict):
            moved[key] = _absolute(value, home)
        elif key == "base_dir":
            moved[key] = str(home / Path(value).name)
    return moved
