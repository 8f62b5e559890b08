"""Files are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from resources.errors import StoreFailed
from resources.media.whole_file import whole


def test_a_failure_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    """Half a file is never seen, and its rest does not fill the disk."""
    with pytest.raises(RuntimeError), whole(tmp_path / "film.mp4") as beside:
        beside.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_whole_file_replaces_the_one_before(tmp_path: Path) -> None:
    """A new render takes the place of the old one in one step."""
    film = tmp_path / "film.mp4"
    film.write_text("old")
    with whole(film) as beside:
        beside.write_text("new")
        assert film.read_text() == "old"
    assert [file.read_text() for file in tmp_path.iterdir()] == ["new"]


def test_a_folder_that_cannot_be_made_is_the_stores_failure(tmp_path: Path) -> None:
    """A file in the way of a folder is told with a mend, not with a traceback."""
    (tmp_path / "film").write_text("")
    with pytest.raises(StoreFailed) as caught, whole(tmp_path / "film" / "film.mp4"):
        pass
    assert caught.value.mend
