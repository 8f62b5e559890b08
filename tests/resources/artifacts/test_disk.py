"""What happens when the disk says no, or the process dies."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from resources.artifacts import durable
from resources.artifacts.scratch import sweep
from resources.artifacts.store import Artifacts
from resources.errors import StoreFailed

SMALL = """
import resource, sys
from pathlib import Path
from resources.artifacts.store import Artifacts
from resources.errors import StoreFailed
store = Artifacts(root=sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    if sys.argv[2] == "keep":
        store.keep(Path(sys.argv[3]), ".mp4")
    else:
        store.write_document("coffee/plan", "x" * 9000)
except StoreFailed as error:
    print(error.mend)
"""


def files(folder: Path) -> list[str]:
    """All files below a folder, by name."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("what", ["keep", "document"])
def test_a_write_that_stops_half_way_leaves_nothing(tmp_path: Path, what: str) -> None:
    """A file that cannot be written whole leaves no half behind, and the error has a mend."""
    (tmp_path / "big").write_bytes(b"x" * 9000)
    command = [sys.executable, "-c", SMALL, str(tmp_path / "store"), what, str(tmp_path / "big")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Raise the file size limit (ulimit -f).\n" == done.stdout
    assert [] == files(tmp_path / "store")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EIO])
def test_a_refusing_disk_keeps_the_old_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """When the disk is full or read-only the old document stays, and the error says what to do."""
    store = Artifacts(root=str(tmp_path))
    store.write_document("coffee/plan", "old")

    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(durable.os, "fsync", refuse)
    for ask in (
        lambda: store.write_document("coffee/plan", "new"),
        lambda: store.keep_bytes(b"film", ".mp4"),
    ):
        with pytest.raises(StoreFailed) as caught:
            ask()
        assert caught.value.mend
    assert "old" == store.read_document("coffee/plan")
    assert ["documents/coffee/plan.json"] == files(tmp_path)


def test_a_missing_source_is_an_error_with_a_mend(tmp_path: Path) -> None:
    """Keeping a file that is not there says so."""
    with pytest.raises(StoreFailed) as caught:
        Artifacts(root=str(tmp_path / "store")).keep(tmp_path / "absent.mp4", ".mp4")
    assert caught.value.mend


def test_a_link_out_of_the_tree_is_refused(tmp_path: Path) -> None:
    """A link inside the store cannot make it write outside."""
    store = Artifacts(root=str(tmp_path / "store"))
    store.write_document("coffee/plan", "{}")
    (tmp_path / "store/documents/out").symlink_to(tmp_path)
    with pytest.raises(StoreFailed):
        store.write_document("out/plan", "{}")


def test_scratch_of_a_killed_process_is_swept_and_of_a_living_one_kept(tmp_path: Path) -> None:
    """A killed process leaves no temporary folder for long, and a living one loses none."""
    code = (
        "import sys, time; from resources.artifacts.store import Artifacts\n"
        "with Artifacts(root=sys.argv[1]).scratch() as folder:\n"
        "    (folder / 'half').touch(); print(folder, flush=True); sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert 0 == sweep(tmp_path / "tmp")
    assert folder.exists()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert 1 == sweep(tmp_path / "tmp")
    assert not folder.exists()


def test_without_a_root_the_store_lies_in_studio_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is in STUDIO_HOME unless a folder is given."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    assert tmp_path / "artifacts" == Artifacts().folder()
