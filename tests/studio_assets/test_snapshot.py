"""The spec that a run is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.errors import StoreFailed
from studio_assets.call_sheet import Doers
from studio_assets.snapshot import snapshot
from studio_assets.spec.production import FileInput, Production, SceneSpec
from studio_assets.wiring import doers

Build = Callable[..., Production]


@pytest.fixture
def who(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doers:
    """Empty stores of their own."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)
    monkeypatch.delenv("STUDIO_ARTIFACTS", raising=False)
    return doers()


def test_the_newest_run_follows_an_edit(who: Doers, production: Build, tmp_path: Path) -> None:
    """The newest run sees the spec as it is now and keeps that from then on."""
    before, now = production(), production(concept="Another story.")
    assert before == snapshot(who, before, "monday", tmp_path)
    assert now == snapshot(who, now, "monday", tmp_path)
    assert now.model_dump_json() == who.runs.get("coffee", "monday").snapshot


def test_an_older_run_keeps_its_own(who: Doers, production: Build, tmp_path: Path) -> None:
    """Once a newer run has begun, the older one sees its own spec, whatever the file says."""
    before, now = production(), production(concept="Another story.")
    snapshot(who, before, "monday", tmp_path)
    snapshot(who, before, "tuesday", tmp_path)
    assert now == snapshot(who, now, "tuesday", tmp_path)
    assert before == snapshot(who, now, "monday", tmp_path)
    assert before.model_dump_json() == who.runs.get("coffee", "monday").snapshot


def test_another_productions_runs_do_not_count(who: Doers, production: Build, tmp_path: Path) -> None:
    """A newer run of another production leaves this one's newest run the newest."""
    snapshot(who, production(), "monday", tmp_path)
    snapshot(who, production(name="tea"), "tuesday", tmp_path)
    now = production(concept="Another story.")
    assert now == snapshot(who, now, "monday", tmp_path)


def _with_footage(production: Build, data: bytes, path: str = "own.mp4") -> Production:
    digest = hashlib.sha256(data).hexdigest()
    scene = SceneSpec(name="own", description="Mine.", footage=FileInput(path=path, digest=digest))
    return production(scenes=(scene,))


def test_the_users_files_are_kept(who: Doers, production: Build, tmp_path: Path) -> None:
    """A run keeps the bytes of the user's files, so that changing them does not change it."""
    (tmp_path / "own.mp4").write_bytes(b"first")
    first = _with_footage(production, b"first")
    snapshot(who, first, "monday", tmp_path)
    (tmp_path / "own.mp4").write_bytes(b"second")
    snapshot(who, _with_footage(production, b"second"), "tuesday", tmp_path)
    assert first == snapshot(who, _with_footage(production, b"second"), "monday", tmp_path)
    for data in (b"first", b"second"):
        assert data == who.artifacts.file_of(hashlib.sha256(data).hexdigest()).read_bytes()


def test_a_cameras_file_is_kept(who: Doers, production: Build, tmp_path: Path) -> None:
    """A camera writes `.MP4` and `.JPG`: a file in capital letters is kept like any other."""
    (tmp_path / "OWN.MP4").write_bytes(b"first")
    film = _with_footage(production, b"first", "OWN.MP4")
    assert film == snapshot(who, film, "monday", tmp_path)
    assert b"first" == who.artifacts.file_of(hashlib.sha256(b"first").hexdigest()).read_bytes()


def test_a_file_that_changes_under_the_spec_begins_no_run(
    who: Doers, production: Build, tmp_path: Path
) -> None:
    """A file that is not what the loaded spec saw is refused with a mend, and no run is begun."""
    (tmp_path / "own.mp4").write_bytes(b"second")
    with pytest.raises(StoreFailed, match=r"own\.mp4 changed while its spec was loaded") as refused:
        snapshot(who, _with_footage(production, b"first"), "monday", tmp_path)
    assert "run the command again" in refused.value.mend
    assert None is who.runs.find("coffee", "monday")
