"""A clone of the project in a temporary folder, to run the pages' commands in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block

KEY = re.compile(r"\b\d{4}-\d\d-\d\d_\d{6}\b")
NOT_RUN = {
    "make test": "it is what runs this test",
    "make dev": "it runs until it is stopped; the browser tests start it",
}


class Clone:
    """A user's clone, with this environment in place of one of its own, and small pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        for file in listed.stdout.splitlines():
            if (ROOT / file).is_file():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / file, folder / file)
        venv = folder / ".venv"
        venv.mkdir()
        for part in ("bin", "lib", "pyvenv.cfg"):
            (venv / part).symlink_to(Path(sys.prefix) / part)
        (venv / ".ready").touch()
        self.keys: dict[str, str] = {}
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("STUDIO_", "DAGSTER_"))
            },
            "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "STUDIO_HOME": str(folder / "state"),
            "STUDIO_VIDEO_SIMULATED": '{"latency": 0}',
            "STUDIO_SPEECH_SIMULATED": '{"latency": 0}',
        }

    def run(self, command: str) -> tuple[int, str]:
        """Run a command as the page has it, with this clone's run keys in place of the page's."""
        if command in NOT_RUN:
            return 0, ""
        self.shrink()
        words = KEY.sub(lambda found: self._key(found.group()), command)
        done = subprocess.run(
            ["bash", "-c", words], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        )  # fmt: skip
        return done.returncode, f"$ {words}\n{done.stdout}"

    def edit(self, diff: Block) -> None:
        """Do what a page's diff says: its - lines stand in the file once, and its + lines replace them."""
        head, *lines = diff.text.splitlines()
        file = self.folder / head.removeprefix("--- ")
        old, new = ("".join(f"{line[1:]}\n" for line in lines if line.startswith(sign)) for sign in "-+")
        text = file.read_text(encoding="utf-8")
        assert 1 == text.count(old), f"{file.name} does not have the lines of the diff:\n{old}"
        file.write_text(text.replace(old, new), encoding="utf-8")

    def shrink(self) -> None:
        """Film at 360p: the page's commands are proved, in a third of the time."""
        for spec in (self.folder / "specs").glob("*.yaml"):
            text = spec.read_text(encoding="utf-8")
            if "resolution: 720p" in text:
                spec.write_text(text.replace("resolution: 720p", "resolution: 360p"), encoding="utf-8")

    def _key(self, on_page: str) -> str:
        """The run that a page's key stands for: the newest one when the page first names it."""
        if on_page not in self.keys:
            runs = sorted((self.folder / "state" / "artifacts" / "documents").glob("*/*/plan.json"))
            pages = [path.parent.name for path in runs]
            assert pages, f"{on_page} is named before there is a run"
            self.keys[on_page] = pages[-1]
        return self.keys[on_page]


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """A fresh clone."""
    return Clone(tmp_path)
