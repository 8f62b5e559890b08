"""Studio's home: a folder that takes nothing is told before anything is begun."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from studio_assets.cli import home

COMMANDS = [
    ("run", "boat"),
    ("plan", "boat"),
    ("status",),
    ("dev",),
    ("takes", "search", "boat"),
    ("providers", "try", "simulated", "a boat"),
]


def _words(command: tuple[str, ...]) -> str:
    return " ".join(command)


@pytest.mark.parametrize("command", COMMANDS, ids=_words)
def test_a_file_in_the_homes_place_is_a_mistake(studio: Any, command: tuple[str, ...]) -> None:
    """A command that keeps something ends with 2 and one line that names the file and the mend."""
    studio.house.home.write_text("mine")
    said = studio(*command)
    expected = (
        f"{studio.house.home}: Studio's home cannot be used: {studio.house.home} is a file and no folder. "
        "Move it away, or set STUDIO_HOME to a folder.\n"
    )
    assert (2, "", expected) == (said.code, said.out, said.err)
    assert "mine" == studio.house.home.read_text()


def test_a_file_above_or_in_the_home_is_named(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the file that is in the way, be it above the home or in it."""
    above = studio.house.place / "disk"
    above.write_text("")
    monkeypatch.setenv("STUDIO_HOME", str(above / "home"))
    assert f"{above} is a file and no folder." in studio("status").err
    inner = studio.house.home / "dagster"
    inner.parent.mkdir()
    inner.write_text("")
    monkeypatch.setenv("STUDIO_HOME", str(studio.house.home))
    assert f"{inner} is a file and no folder." in studio("run", "boat").err


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (
            errno.EROFS,
            "nothing can be written in PLACE. Make it writable, or set STUDIO_HOME to another folder.",
        ),
        (
            errno.EACCES,
            "nothing can be written in PLACE. Make it writable, or set STUDIO_HOME to another folder.",
        ),
        (
            errno.ENOSPC,
            "there is no room on the disk of PLACE. "
            "Make room, or set STUDIO_HOME to a folder on another disk.",
        ),
        (errno.EIO, "Input/output error. Set STUDIO_HOME to another folder."),
    ],
    ids=["read-only", "rights", "full", "broken"],
)
def test_a_home_that_takes_nothing_is_a_mistake(
    studio: Any, monkeypatch: pytest.MonkeyPatch, number: int, expected: str
) -> None:
    """What a disk answers to a file that is tried out is told with its mend, and nothing is left behind."""

    class Refusing:
        def __enter__(self) -> Any:
            raise OSError(number, os.strerror(number))

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(home.tempfile, "TemporaryFile", lambda dir: Refusing())
    studio.house.home.mkdir()
    said = studio("run", "boat")
    words = expected.replace("PLACE", str(studio.house.home))
    line = f"{studio.house.home}: Studio's home cannot be used: {words}\n"
    assert (2, line, []) == (said.code, said.err, list(studio.house.home.iterdir()))


def test_a_home_without_a_place_is_a_mistake(studio: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loop of links and a user whom nobody knows end in words, too."""
    loop = studio.house.place / "loop"
    loop.symlink_to(loop)
    for chosen in (str(loop / "home"), "~nobody_of_that_name/home"):
        monkeypatch.setenv("STUDIO_HOME", chosen)
        said = studio("status")
        assert (2, 1) == (said.code, said.err.count("\n"))
        assert said.err.startswith(f"{chosen}: Studio's home cannot be used: "), said.err


@pytest.mark.parametrize("words", [("check",), ("schema",), ("run", "--help")], ids=_words)
def test_what_keeps_nothing_needs_no_home(studio: Any, words: tuple[str, ...]) -> None:
    """Specs are checked and help is given wherever the home is."""
    studio.house.home.write_text("mine")
    assert 0 == studio(*words).code


def test_trying_out_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that is not there yet is not made, and one that is there gets no file."""
    for place in (tmp_path / "new" / "home", tmp_path):
        monkeypatch.setenv("STUDIO_HOME", str(place))
        home.check_home()
        assert [] == list(tmp_path.iterdir())
