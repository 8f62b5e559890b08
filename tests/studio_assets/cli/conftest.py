"""The command line in this process and as a program, always in a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio_assets.cli.app import main

PROGRAM = [sys.executable, "-c", "from studio_assets.cli.app import main; main()"]
QUICK = {
    "STUDIO_VIDEO_SIMULATED": '{"latency": 0, "thumbnail": true, "interval": 0.02}',
    "STUDIO_SPEECH_SIMULATED": '{"latency": 0, "interval": 0.02}',
}
BOAT = """\
production: boat
concept: A paper boat crosses a puddle at sunset.
duration: 5s
budget: $10
pilots:
  drawn: {tier: animated}
  still: {tier: static_images}
script:
  scenes:
    - {id: launch, description: A hand sets a paper boat on a puddle., duration: 5s}
# Thumbnails film quickly but would pass no judgement.
competition: {test_scenes: 0}
qa: {threshold: 0, reshoots: 0}
"""


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class House:
    """A home and a specs folder of their own."""

    place: Path

    @property
    def home(self) -> Path:
        return self.place / "home"

    @property
    def specs(self) -> Path:
        return self.place / "specs"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that make Studio live here."""
        return {**QUICK, "STUDIO_HOME": str(self.home), "STUDIO_SPECS": str(self.specs), "COLUMNS": "80"}

    def write(self, name: str, text: str) -> Path:
        """Write a spec file."""
        self.specs.mkdir(parents=True, exist_ok=True)
        path = self.specs / name
        path.write_text(text)
        return path

    def program(self, *words: str, **extra: str) -> Said:
        """Run `studio` as a program."""
        environment = {key: value for key, value in os.environ.items() if key != "DAGSTER_HOME"}
        done = subprocess.run(
            [*PROGRAM, *words], env=environment | self.environment | extra, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
        return Said(done.returncode, done.stdout, done.stderr)


@dataclass
class Studio:
    """`studio` in this process, in one house."""

    house: House
    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Said:
        self.patch.setattr(sys, "argv", ["studio", *words])
        self.capture.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)


def live_in(house: House, patch: pytest.MonkeyPatch) -> None:
    """Make this house the one that Studio sees."""
    # Set first, so that it is taken away again at the end: `studio run` sets it for its children.
    patch.setenv("DAGSTER_HOME", "unset")
    patch.delenv("DAGSTER_HOME")
    for name, value in house.environment.items():
        patch.setenv(name, value)


@pytest.fixture
def studio(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Studio]:
    """`studio` in a new house with the production `boat`, nothing made yet."""
    house = House(tmp_path)
    house.write("boat.yaml", BOAT)
    live_in(house, monkeypatch)
    yield Studio(house, monkeypatch, capsys)


@dataclass(frozen=True)
class Film:
    """A house in which `boat` was made once, and what the command said."""

    house: House
    said: Said
    result: dict[str, Any]


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The production `boat`, made by `studio run boat --json` as a program."""
    house = House(tmp_path_factory.mktemp("film"))
    house.write("boat.yaml", BOAT)
    said = house.program("run", "boat", "--json")
    return Film(house, said, json.loads(said.out))


@pytest.fixture
def made(film: Film, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Studio:
    """`studio` in the house of the film."""
    live_in(film.house, monkeypatch)
    return Studio(film.house, monkeypatch, capsys)


def lines(text: str) -> Sequence[str]:
    """The lines of a text without their margins."""
    return [line.strip() for line in text.splitlines()]
