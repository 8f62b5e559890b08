"""Makes the README's pictures of the newest simulated run: `make pictures`."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from studio_assets.render.dailies_gather import gather, page_name, sheet_of
from studio_assets.wiring import doers

PRODUCTION = "make_it_rain_coffee"
IMAGES = Path(__file__).parent / "images"
FILM_FPS = 5  # of the README's picture; the film has 24
FILM_SIZE = (480, 270)
UI, MEDIA = 3177, 3178  # beside a `make dev` that runs on the usual ports
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]


def main() -> None:
    """Write film.webp, dailies.webp and asset_graph.webp."""
    IMAGES.mkdir(exist_ok=True)
    who = doers()
    run = who.runs.newest(PRODUCTION)
    master = gather(sheet_of(who, run)).master if run else None
    if run is None or master is None or master.media is None:
        sys.exit("There is no film yet. `make film` makes one.")
    film(who.artifacts.path(master.media))
    page = who.artifacts.folder() / "dailies" / page_name(PRODUCTION, run.run)
    with _browser() as browser:
        shoot(browser, page.as_uri(), "dailies", (1280, 1000), wait=2)
        with _dagster():
            group = f"http://127.0.0.1:{UI}/locations/studio/asset-groups/{PRODUCTION}__animated/lineage"
            shoot(browser, group, "asset_graph", (1600, 820), wait=8)


def film(master: Path) -> None:
    """A small moving picture of the whole film.

    Args:
        master: the film.
    """
    with av.open(str(master)) as media:
        rate = media.streams.video[0].average_rate or 24
        step = round(rate / FILM_FPS)
        frames = [
            frame.to_image().resize(FILM_SIZE, Image.Resampling.LANCZOS)
            for number, frame in enumerate(media.decode(video=0))
            if number % step == 0
        ]
    frames[0].save(
        IMAGES / "film.webp", save_all=True, append_images=frames[1:], duration=1000 // FILM_FPS,
        loop=0, quality=82, method=6,
    )  # fmt: skip


def shoot(browser: Browser, address: str, name: str, size: tuple[int, int], wait: float) -> None:
    """A picture of a page.

    Args:
        browser: opens it.
        address: the page's URL.
        name: the picture's name.
        size: the window, in pixels.
        wait: seconds until the page has settled.
    """
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(address)
    page.wait_for_timeout(wait * 1000)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(IMAGES / f"{name}.webp", quality=72, method=6)
    page.close()


@contextmanager
def _browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        sys.exit("Chromium is not installed; `apt-get install chromium` brings it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def _dagster() -> Iterator[None]:
    command = [Path(sys.executable).with_name("studio"), "dev"]
    command += ["--port", str(UI), "--media-port", str(MEDIA)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as ui:
        try:
            _wait_until_answered(f"http://127.0.0.1:{UI}/server_info")
            yield
        finally:
            ui.terminate()


def _wait_until_answered(address: str, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  # our own loopback address
            return
        except OSError:
            time.sleep(1)
    sys.exit(f"Dagster did not answer at {address}.")


if __name__ == "__main__":
    os.environ.setdefault("STUDIO_ENV", "simulated")
    main()
