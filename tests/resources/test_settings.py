"""The settings file: one place for how much happens at once, and no word of it ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import NotConfigured
from resources.settings import AtOnce, Profile, Settings, profile, settings, settings_file, write_profile


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of one's own, not written yet, in a home of one's own."""
    path = tmp_path / "own.yaml"
    monkeypatch.setenv("STUDIO_SETTINGS", str(path))
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    return path


def measured(concurrency: int = 4, *, simulated: bool = False) -> Profile:
    """What `studio providers scale` would have found."""
    return Profile(
        provider="video/runway", concurrency=concurrency, measured="2026-11-21", simulated=simulated,
        latency={"p50": 41.5},
    )  # fmt: skip


def test_the_file_sets_limits_and_providers(file: Path) -> None:
    """Limits and each provider's own number are read; what is not written has its default."""
    file.write_text("limits: {generations: 4, reports: 2}\nconcurrency: {video/runway: 3}\n")
    expected = Settings(limits=AtOnce(generations=4, reports=2), concurrency={"video/runway": 3})
    assert expected == settings()
    assert (3, 5) == (settings().limits.pilots, settings().limits.scenes)


def test_an_empty_file_has_the_defaults(file: Path) -> None:
    """A file with nothing but comments sets nothing."""
    file.write_text("# nothing yet\n")
    assert Settings() == settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("limit: {}", "limit"),
        ("limits: {scene: 3}", "limits.scene"),
        ("limits: {scenes: 0}", "limits.scenes"),
        ("limits: {scenes: -2}", "limits.scenes"),
        ("limits: {scenes: many}", "limits.scenes"),
        ("concurrency: {video/runway: 0}", "video/runway"),
        ("limits: [", "line 1"),
        ("- one", "Settings"),
    ],
)
def test_what_does_not_fit_is_refused(file: Path, text: str, named: str) -> None:
    """A misspelt or impossible setting ends in words that name it and the file."""
    file.write_text(text)
    with pytest.raises(NotConfigured) as told:
        settings()
    assert (str(file), True) == (told.value.where, named in told.value.what)


def test_a_file_that_is_asked_for_must_be_there(file: Path) -> None:
    """A misspelt STUDIO_SETTINGS is told; the defaults do not slip in for it."""
    with pytest.raises(NotConfigured, match="There is no such settings file") as told:
        settings()
    assert "STUDIO_SETTINGS" in told.value.mend


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project without a settings file works, with 10, 3, 5, 10 and 8."""
    monkeypatch.delenv("STUDIO_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)
    assert tmp_path / "settings.yaml" == settings_file()
    assert (10, 3, 5, 10, 8) == tuple(settings().limits.model_dump().values())


def test_an_edit_is_seen_at_once(file: Path) -> None:
    """No process has to be started anew for a changed limit."""
    file.write_text("limits: {scenes: 2}")
    assert 2 == settings().limits.scenes
    file.write_text("limits: {scenes: 4}")
    assert 4 == settings().limits.scenes


def test_a_measured_profile_is_kept_and_replaced(file: Path) -> None:
    """What was measured of a provider is read again; a new measurement replaces it."""
    assert None is profile("video/runway", simulated=False)
    write_profile(measured(4))
    written = write_profile(measured(6))
    assert measured(6) == profile("video/runway", simulated=False)
    assert ["video_runway.json"] == [one.name for one in written.parent.iterdir()]


def test_what_was_measured_of_the_simulator_says_nothing_of_the_provider(file: Path) -> None:
    """A profile of the simulator counts for the simulator only."""
    write_profile(measured(8, simulated=True))
    assert None is profile("video/runway", simulated=False)
    assert measured(8, simulated=True) == profile("video/runway", simulated=True)


def test_a_damaged_profile_is_told(file: Path) -> None:
    """A profile that does not fit ends in words with its file, not in a limit that nobody chose."""
    written = write_profile(measured())
    written.write_text("{}")
    with pytest.raises(NotConfigured, match="The profile does not fit") as told:
        profile("video/runway", simulated=False)
    assert str(written) == told.value.where
