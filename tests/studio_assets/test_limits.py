"""How much happens at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from resources.errors import NotConfigured
from studio_assets.limits import Limits


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of one's own, empty."""
    path = tmp_path / "settings.yaml"
    path.write_text("")
    monkeypatch.setenv("STUDIO_SETTINGS", str(path))
    return path


def test_the_defaults_are_the_documented_ones(file: Path) -> None:
    """10 generations, 3 pilots, 5 scenes a pilot and 10 reports at once, and a measurement per core."""
    limits = Limits()
    assert (10, 3, 5, 10, os.cpu_count()) == (
        limits.generations, limits.pilots, limits.scenes, limits.reports, limits.cores)  # fmt: skip


def test_the_settings_file_that_ships_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens the shipped settings file reads the limits that hold."""
    monkeypatch.delenv("STUDIO_SETTINGS", raising=False)
    limits = Limits()
    assert (10, 3, 5, 10) == (limits.generations, limits.pilots, limits.scenes, limits.reports)


@pytest.mark.parametrize("name", ["generations", "pilots", "scenes", "reports"])
def test_the_settings_file_sets_each_limit(name: str, file: Path) -> None:
    """A number in the settings file is the default of every run."""
    file.write_text(f"limits: {{{name}: 7}}\n")
    assert 7 == getattr(Limits(), name)


def test_what_a_run_sets_itself_counts(file: Path) -> None:
    """A number that is given for one run, in the UI for example, is used instead of the file's."""
    file.write_text("limits: {pilots: 7}\n")
    assert 2 == Limits(pilots=2).pilots


def test_settings_that_do_not_fit_end_in_words(file: Path) -> None:
    """A misspelt limit is told with the file's name, not ignored."""
    file.write_text("limits: {scene: 7}\n")
    with pytest.raises(NotConfigured, match=r"limits\.scene") as told:
        Limits()
    assert str(file) == told.value.where


@pytest.mark.parametrize("name", list(Limits.model_fields))
def test_nothing_at_once_is_refused(name: str) -> None:
    """A limit of none would wait for ever: at least one thing happens at a time."""
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Limits(**{name: 0})


@pytest.mark.parametrize("name", list(Limits.model_fields))
def test_every_limit_is_explained_in_the_ui(name: str) -> None:
    """Each limit has a description that Dagster's resource page shows."""
    assert Limits.model_fields[name].description
