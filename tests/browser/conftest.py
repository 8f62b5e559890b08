"""A made-up run with real media on disk, and Debian's Chromium to look at its page."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from resources.artifacts.artifact import Artifact
from studio_assets.render.dailies import index, page
from studio_assets.render.dailies_run import IndexRow, run_state
from tests.studio_assets.cli.conftest import BOAT, House
from tests.studio_assets.cli.dev_house import Dev, dev_in
from tests.studio_assets.render import made_up_run

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OWN = ("file:", "data:", "http://127.0.0.1:")
PICTURE = ["-f", "lavfi", "-i", "{picture}:size=640x360:rate=24:duration=2"]
SOURCES = {
    ".mp4": [*PICTURE, "-pix_fmt", "yuv420p", "-g", "12"],
    ".webp": [*PICTURE, "-vf", "fps=3,scale=213:-1,{layout}", "-frames:v", "1"],
    ".m4a": ["-f", "lavfi", "-i", "sine=frequency=330:duration=1.5"],
}


class MediaFolder:
    """An artifact store's folder that ffmpeg fills with small real files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.made: dict[str, Artifact] = {}

    def __call__(self, name: str, suffix: str) -> Artifact:
        """The file of a name, made when it is first asked for."""
        if name + suffix not in self.made:
            self.made[name + suffix] = self.stored(self.content(name, suffix), suffix)
        return self.made[name + suffix]

    def content(self, name: str, suffix: str) -> bytes:
        """Bytes of a picture, a film or a sound; other names see other pictures."""
        if suffix not in SOURCES:
            return name.encode()
        picture = (
            "testsrc2=alpha=255"
            if "desk" in name
            else "gradients=c0=0x14213d:c1=0xf0a04b:x0=0:y0=0:x1=640:y1=360"
        )
        layout = "tile=3x2" if name != "poster" else "scale=640:-1"
        source = [part.format(picture=picture, layout=layout) for part in SOURCES[suffix]]
        out = self.root / f"made{suffix}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *source, "-t", "2", str(out)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        content = out.read_bytes() + (name.encode() if suffix == ".mp4" else b"")
        out.unlink()
        return content

    def stored(self, content: bytes, suffix: str) -> Artifact:
        """The artifact of these bytes, on disk where the store would have it."""
        artifact = Artifact(digest=hashlib.sha256(content).hexdigest(), suffix=suffix, size=len(content))
        place = self.root / artifact.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return artifact


@dataclass
class Watched:
    """A browser page and everything that went wrong on it."""

    page: Page
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> MediaFolder:
    """The artifact root with the made-up run's media."""
    return MediaFolder(tmp_path_factory.mktemp("artifacts"))


@pytest.fixture(scope="session")
def run_page(store: MediaFolder) -> Path:
    """The page of the made-up run, beside an index that links it."""
    dailies = made_up_run.dailies(store)
    name = dailies.production.name
    place = store.root / "dailies" / name / f"{dailies.run}.html"
    place.parent.mkdir(parents=True)
    place.write_text(page(dailies), encoding="utf-8")
    row = IndexRow(
        production=name, run=dailies.run, state=run_state(dailies), duration=dailies.master.seconds,
        spent=dailies.money.spent, limit=dailies.money.limit, poster=dailies.master.poster,
        page=f"{name}/{dailies.run}.html", created="2026-11-21 08:05:34 UTC", simulated=dailies.simulated,
    )  # fmt: skip
    (store.root / "dailies" / "index.html").write_text(index([row]), encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def served(run_page: Path, store: MediaFolder) -> Iterator[str]:
    """The address of the run's page on our own server."""
    command = [sys.executable, "-m", "resources.artifacts.server", "--port", "0", "--root", str(store.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        address = server.stderr.readline().removeprefix("Artifacts: ").strip()
        yield address + run_page.relative_to(store.root).as_posix()
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    # Not for the session: while Playwright lives, asyncio in this thread believes that its loop runs.
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed; `apt-get install chromium` brings it.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page of 1600 x 1000 pixels that notes console errors, failed and outside requests."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000})
    watched = Watched(context.new_page())
    note = watched.faults.append
    watched.page.on("console", lambda said: said.type in ("error", "warning") and note(said.text))
    watched.page.on("pageerror", lambda error: note(str(error)))
    # A media element drops a request that it has read enough of; that is no failure.
    watched.page.on(
        "requestfailed", lambda one: one.failure != "net::ERR_ABORTED" and note(f"{one.failure} {one.url}")
    )
    watched.page.on("request", lambda one: one.url.startswith(OWN) or note(f"asked outside: {one.url}"))
    yield watched
    context.close()


@dataclass(frozen=True)
class Cinema:
    """A running `studio dev` with one film in it, and what `studio run --json` said of that film."""

    dev: Dev
    film: dict[str, Any]

    def page_of(self, asset: str) -> str:
        """The address of an asset's page at the film's run."""
        return f"{self.dev.ui}/assets/boat/{asset}?view=partitions&partition={self.film['run']}"


@pytest.fixture(scope="session")
def cinema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cinema]:
    """Dagster's UI over a made run; the database is named by a variable, as a secret one would be."""
    house = House(tmp_path_factory.mktemp("cinema"))
    house.write("boat.yaml", BOAT)
    secret = {"STUDIO_DATABASE_URL": f"sqlite:///{house.place}/books.sqlite"}
    with dev_in(house, **secret) as dev:
        said = house.program("run", "boat", "--json", STUDIO_MEDIA_URL=dev.media, **secret)
        assert said.code == 0, said.err
        yield Cinema(dev, json.loads(said.out))
