"""The folder of an export: whole, idempotent, and nobody else's files are touched."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from resources.errors import StoreFailed
from studio_assets.edl.handover.folder import LIST, deliver, strangers


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A file of the store."""
    file = tmp_path / "store.mp4"
    file.write_bytes(b"moving pictures")
    return file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where an export goes; not there yet."""
    return tmp_path / "out" / "for the editor"


def names(folder: Path) -> list[str]:
    """Every file of a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_media_are_linked_or_copied(clip: Path, folder: Path) -> None:
    """A link is the stored file itself and takes no room; a copy is a file of its own."""
    deliver(folder, {"media/01.mp4": clip}, copy=False)
    assert clip.stat().st_ino == (folder / "media" / "01.mp4").stat().st_ino
    deliver(folder.with_name("copy"), {"media/01.mp4": clip}, copy=True)
    copied = folder.with_name("copy") / "media" / "01.mp4"
    assert clip.stat().st_ino != copied.stat().st_ino
    assert clip.read_bytes() == copied.read_bytes()


def test_a_link_becomes_a_copy(clip: Path, folder: Path) -> None:
    """Who asks for copies gets them, though an earlier export left links: the store's file is not shared."""
    deliver(folder, {"media/01.mp4": clip}, copy=False)
    deliver(folder, {"media/01.mp4": clip}, copy=True)
    assert 1 == clip.stat().st_nlink
    assert clip.read_bytes() == (folder / "media" / "01.mp4").read_bytes()


def test_without_links_there_are_copies(clip: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system cannot link, the files are copied."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    deliver(folder, {"media/01.mp4": clip}, copy=False)
    assert clip.read_bytes() == (folder / "media" / "01.mp4").read_bytes()


def test_the_same_export_again_changes_nothing(clip: Path, folder: Path) -> None:
    """Files that are right already are not even written again."""
    files: dict[str, Path | str] = {"media/01.mp4": clip, "boat.otio": "{}"}
    deliver(folder, files, copy=True)
    before = {name: (folder / name).stat().st_mtime_ns for name in names(folder) if name != LIST}
    assert strangers(folder) == []
    deliver(folder, files, copy=True)
    assert before == {name: (folder / name).stat().st_mtime_ns for name in names(folder) if name != LIST}


def test_what_a_new_export_lacks_is_removed(clip: Path, folder: Path) -> None:
    """Nothing of an older cut stays behind."""
    deliver(folder, {"media/01.mp4": clip, "boat.otio": "old", "boat.edl": "old"}, copy=False)
    deliver(folder, {"boat.otio": "new"}, copy=False)
    assert [LIST, "boat.otio"] == names(folder)
    assert "new" == (folder / "boat.otio").read_text()
    assert clip.read_bytes() == b"moving pictures"


@pytest.mark.parametrize("name", ["thesis.txt", "media/mine.mp4", "boat.otio", "work"])
def test_other_peoples_files_are_seen(name: str, clip: Path, folder: Path) -> None:
    """A file of somebody else, one that somebody changed, and any other folder are strangers."""
    deliver(folder, {"media/01.mp4": clip, "boat.otio": "{}"}, copy=False)
    if name == "work":
        (folder / name).mkdir()
    else:
        (folder / name).write_text("mine")
    assert [name] == strangers(folder)


def test_a_link_out_of_the_folder_is_a_stranger(clip: Path, folder: Path, tmp_path: Path) -> None:
    """A `media` that leads elsewhere is never written through."""
    folder.mkdir(parents=True)
    (folder / "media").symlink_to(tmp_path)
    assert ["media"] == strangers(folder)


def test_an_export_that_was_cut_off_can_go_on(
    clip: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a crash half-way no half file has a name, and exporting again finishes the folder."""
    deliver(folder, {"a.otio": "old", "media/01.mp4": clip}, copy=True)
    files: dict[str, Path | str] = {"a.otio": "new", "media/02.mp4": clip, "b.edl": "new"}

    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"moving")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", full)
        with pytest.raises(StoreFailed, match="full"):
            deliver(folder, files, copy=True)
    assert [LIST, "a.otio", "media/01.mp4"] == names(folder)
    (folder / ".b.0123456789abcdef0123456789abcdef.edl").write_text("ha")  # of a killed process
    assert strangers(folder) == []
    deliver(folder, files, copy=True)
    assert [LIST, "a.otio", "b.edl", "media/02.mp4"] == names(folder)
    assert strangers(folder) == []
