"""Where the project and its state are, and whether money can be spent."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from resources.errors import NotConfigured

__all__ = [
    "DEV_STARTED",
    "Environment",
    "environment",
    "package_folder",
    "project_root",
    "specs_folder",
    "studio_home",
]

DEV_STARTED = "STUDIO_DEV_STARTED"
"""Set by `studio dev` to its start as a Unix time: specs written after it are new, older ones known."""

Environment = Literal["simulated", "live"]


def project_root() -> Path:
    """The folder that holds `workspace.yaml`: the working folder or the nearest one above it.

    Returns:
        The folder, or the working folder where none above it has a `workspace.yaml`.
    """
    here = Path.cwd()
    return next((place for place in (here, *here.parents) if (place / "workspace.yaml").is_file()), here)


def studio_home() -> Path:
    """The one folder of all local state: `STUDIO_HOME`, else `.studio` in the project.

    Returns:
        An absolute path; the folder may not exist yet.
    """
    chosen = os.environ.get("STUDIO_HOME")
    return Path(chosen).expanduser().resolve() if chosen else project_root() / ".studio"


def specs_folder() -> Path:
    """The folder of productions: `STUDIO_SPECS`, else `specs` in the project."""
    chosen = os.environ.get("STUDIO_SPECS")
    return Path(chosen).expanduser().resolve() if chosen else project_root() / "specs"


def package_folder(name: str) -> Path:
    """A folder that ships with Studio (`templates` or `specs`), from a checkout or from a wheel.

    Args:
        name: the folder's name beside the packages.

    Returns:
        The folder's path.

    Raises:
        NotConfigured: the installation lacks it; install Studio again.
    """
    folder = Path(__file__).resolve().parent.parent / name
    if not folder.is_dir():
        raise NotConfigured(
            f"Studio's folder {name!r} is missing.", mend="Install Studio again.", where=str(folder)
        )
    return folder


def environment() -> Environment:
    """The word on whether money is spent: `STUDIO_ENV`, `simulated` unless it says `live`.

    Returns:
        `simulated` or `live`.

    Raises:
        NotConfigured: `STUDIO_ENV` says something else.
    """
    word = os.environ.get("STUDIO_ENV", "simulated")
    if word == "simulated":
        return "simulated"
    if word == "live":
        return "live"
    raise NotConfigured(
        f"STUDIO_ENV is {word!r}.", mend="Set STUDIO_ENV to `simulated` or `live`.", where="environment"
    )
