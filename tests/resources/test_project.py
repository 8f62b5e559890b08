"""Where the project and its state are, and whether money can be spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import NotConfigured
from resources.project import environment, package_folder, project_root, specs_folder, studio_home


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder that one works in two levels below."""
    (tmp_path / "workspace.yaml").touch()
    below = tmp_path / "docs" / "deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    for name in ("STUDIO_HOME", "STUDIO_SPECS", "STUDIO_ENV"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_project_is_found_from_below(project: Path) -> None:
    """Commands work from any folder of the project."""
    assert project == project_root()


def test_state_and_specs_are_in_the_project(project: Path) -> None:
    """Unless told otherwise, state is in `.studio` and productions are in `specs`."""
    assert (project / ".studio", project / "specs") == (studio_home(), specs_folder())


def test_state_and_specs_go_where_the_environment_says(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`STUDIO_HOME` and `STUDIO_SPECS` move state and productions; a relative folder becomes absolute."""
    monkeypatch.setenv("STUDIO_HOME", "state")
    monkeypatch.setenv("STUDIO_SPECS", str(project / "other"))
    assert (project / "docs/deep/state", project / "other") == (studio_home(), specs_folder())


def test_without_a_project_the_working_folder_is_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of any project, the working folder is taken."""
    monkeypatch.chdir(tmp_path)
    assert tmp_path == project_root()


def test_money_is_only_simulated_unless_live_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word on it nothing is paid for; `live` has to be said."""
    assert "simulated" == environment()
    monkeypatch.setenv("STUDIO_ENV", "live")
    assert "live" == environment()


@pytest.mark.parametrize("word", ["", "LIVE", "prod", "simulated "])
def test_an_unknown_environment_is_refused(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt environment is neither live nor simulated but an error that names the variable."""
    monkeypatch.setenv("STUDIO_ENV", word)
    with pytest.raises(NotConfigured, match="STUDIO_ENV"):
        environment()


@pytest.mark.parametrize("name", ["templates", "specs"])
def test_what_ships_with_studio_is_found(name: str) -> None:
    """Templates and the shipped tiers are found wherever one works."""
    assert any(package_folder(name).iterdir())


def test_a_broken_installation_says_so() -> None:
    """A missing folder of Studio's own asks for another installation."""
    with pytest.raises(NotConfigured, match="Install Studio again"):
        package_folder("no_such_folder")
