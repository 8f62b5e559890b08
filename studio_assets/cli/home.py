"""Dagster's home inside `STUDIO_HOME`, made from the project's `dagster.yaml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from dagster import DagsterInstance
from dagster._core.instance.ref import InstanceRef

from resources.project import project_root, studio_home

__all__ = ["dagster_home", "dagster_instance"]


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
