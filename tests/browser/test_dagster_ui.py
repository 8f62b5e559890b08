"""Dagster's UI as a person sees it: every page of a film, and one clip made again by clicking."""

from __future__ import annotations

import os
import re
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATIENCE = 30_000  # milliseconds; the machine may be busy
SHOTS = os.environ.get("STUDIO_TEST_SHOTS")
"""A folder for pictures of every page, for people who want to look."""


@pytest.fixture(autouse=True)
def picture(request: pytest.FixtureRequest, watched: Any) -> Any:
    """Leave a picture of the page behind where somebody wants to look."""
    yield
    if SHOTS:
        watched.page.screenshot(path=str(Path(SHOTS) / f"ui_{request.node.name}.png"))


def opened(watched: Any, address: str) -> Page:
    """A page of the UI, once it is there."""
    page: Page = watched.page
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


def row(page: Page, key: str) -> Any:
    """The value cell of a metadata key."""
    found = page.locator("tr", has=page.locator("td", has_text=re.compile(f"^{key}$"))).last
    expect(found).to_be_visible(timeout=PATIENCE)
    return found.locator("td").nth(1)


def width(page: Page, alt: str) -> int:
    """The pixels of a picture, once it has come; 0 if it never does."""
    picture = page.get_by_alt_text(alt, exact=True)
    expect(picture).to_be_visible(timeout=PATIENCE)
    for _ in range(100):
        pixels: int = picture.evaluate("one => one.naturalWidth")
        if pixels:
            return pixels
        page.wait_for_timeout(200)
    return 0


def keys(page: Page) -> list[str]:
    """The metadata keys of the page, from the top."""
    row(page, "state")
    cells = page.locator("table").filter(has=page.locator("td", has_text=re.compile("^state$"))).last
    return [text.strip() for text in cells.locator(":scope > tbody > tr > td:first-child").all_inner_texts()]


def test_the_graph_has_a_group_per_pilot(cinema: Any, watched: Any) -> None:
    """The asset graph shows the production and each of its pilots as a group."""
    page = opened(watched, f"{cinema.dev.ui}/asset-groups")
    for group in ("boat", "boat__drawn", "boat__still"):
        expect(page.get_by_text(group, exact=True).first).to_be_visible(timeout=PATIENCE)


def test_a_clip_shows_its_picture_and_figures(cinema: Any, watched: Any) -> None:
    """A clip's page has its state first, then its contact sheet, cost, provider, take, duration and slate."""
    page = opened(watched, cinema.page_of("drawn/launch_clip"))
    assert "state" == keys(page)[0]
    assert width(page, "contact sheet of launch") > 100
    expect(row(page, "cost")).to_have_text("$1.25")
    expect(row(page, "provider")).to_have_text("simulated")
    expect(row(page, "take")).to_have_text("1")
    expect(row(page, "duration_seconds")).to_have_text("5")
    expect(row(page, "slate")).to_contain_text(f"boat/{cinema.film['run']}/drawn/launch/")


def test_a_reports_scores_are_numbers(cinema: Any, watched: Any) -> None:
    """A QA report's scores are numbers that plot over runs; what nobody judged says so."""
    page = opened(watched, cinema.page_of("drawn/launch_qa_report"))
    expect(row(page, "technical")).to_have_text(re.compile(r"^\d+(\.\d+)?$"))
    expect(row(page, "visual_accuracy")).to_have_text("unjudged")
    page.goto(f"{cinema.dev.ui}/assets/boat/drawn/launch_qa_report?view=overview")
    page.get_by_text("Plots", exact=True).click()
    expect(page.locator("canvas").first).to_be_visible(timeout=PATIENCE)


def test_the_greenlight_has_a_table_of_money(cinema: Any, watched: Any) -> None:
    """The greenlight's page has a table with a line and the money of each pilot."""
    page = opened(watched, cinema.page_of("greenlight"))
    table = row(page, "pilots").locator("table")
    expect(table.get_by_text("may spend")).to_be_visible()
    assert ["drawn", "still"] == table.locator("tbody tr td:first-child").all_inner_texts()


def test_the_master_shows_its_poster_and_plays(cinema: Any, watched: Any) -> None:
    """The master's page has poster, length and total spend, and its link plays, jumps included."""
    page = opened(watched, cinema.page_of("master"))
    assert width(page, "poster of boat") > 100
    expect(row(page, "length_seconds")).to_have_text("5")
    expect(row(page, "total_spend")).to_have_text(cinema.film["spent"])
    address = row(page, "master").locator("a").get_attribute("href")
    request = urllib.request.Request(address, headers={"Range": "bytes=100-199"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert (206, 100, "video/mp4") == (answer.status, len(answer.read()), answer.headers["Content-Type"])


@pytest.mark.parametrize(
    ("asset", "key", "words"),
    [
        ("plan", "pilots", "drawn"),
        ("drawn/pilot", "tier", "animated"),
        ("drawn/launch_scene", "description", "A hand sets a paper boat on a puddle."),
        ("drawn/critique", "advice", ""),
        ("edl", "cuts", "balanced"),
        ("picture_lock", "picked_by", "policy"),
        ("narration", "cost", "$0.00"),
        ("lessons", "lessons", "scored"),
        ("dailies", "run_state", "rendered"),
    ],
)
def test_every_asset_says_its_state_first(
    asset: str, key: str, words: str, cinema: Any, watched: Any
) -> None:
    """Every asset's page begins with what happened, and then says what people ask of it."""
    page = opened(watched, cinema.page_of(asset))
    assert "state" == keys(page)[0]
    expect(row(page, key)).to_contain_text(words)
    assert 0 == page.get_by_text("[Show Markdown]").count()


def test_a_provider_explains_its_fields(cinema: Any, watched: Any) -> None:
    """A provider's resource page has typed fields with descriptions and the values that are set."""
    page = opened(watched, f"{cinema.dev.ui}/locations/studio/resources/video_simulated")
    latency = page.locator("tr", has_text="latency")
    expect(latency).to_contain_text("Seconds from a submit to its verdict", timeout=PATIENCE)
    expect(latency).to_contain_text("Float")


def test_a_secret_shows_as_its_variable(cinema: Any, watched: Any) -> None:
    """The database's address may hold a password: the page names its variable, never its value."""
    page = opened(watched, f"{cinema.dev.ui}/locations/studio/resources/database")
    expect(page.get_by_text("STUDIO_DATABASE_URL").first).to_be_visible(timeout=PATIENCE)
    assert "books.sqlite" not in page.content()


def test_one_clip_made_again_by_clicking_buys_nothing(cinema: Any, watched: Any) -> None:
    """Materialising one clip of a finished run from its page offers `fresh`, runs, and costs nothing."""
    page = opened(watched, cinema.page_of("drawn/launch_clip"))
    row(page, "state")
    page.get_by_role("button", name="Materialize").first.click()
    dialog = page.get_by_role("dialog").or_(page.locator(".bp5-dialog, .bp6-dialog, .bp4-dialog")).last
    dialog.get_by_text("Config", exact=True).click()
    dialog.get_by_role("button", name="Add config").click()
    editor = page.locator(".CodeMirror").first
    editor.click()
    page.keyboard.insert_text("ops: {boat__shoot: {config: {frsh: false}}}")
    expect(page.get_by_text('Received unexpected config entry "frsh"').first).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("ops: {boat__shoot: {config: {fresh: false}}}")
    expect(page.get_by_text("No errors")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Save config").click()
    before = {run["runId"] for run in cinema.dev.runs()}
    page.get_by_role("button", name="Launch 1 run").click()
    deadline = time.monotonic() + 240
    done: list[Any] = []
    while not done and time.monotonic() < deadline:
        new = [run for run in cinema.dev.runs() if run["runId"] not in before]
        done = [run for run in new if run["status"] in {"SUCCESS", "FAILURE"}]
        page.wait_for_timeout(500)
    assert ["SUCCESS"] == [run["status"] for run in done]
    assert [["boat", "drawn", "launch_clip"]] == [asset["path"] for asset in done[0]["assetSelection"]]
    spent = cinema.dev.house.program(
        "status", STUDIO_DATABASE_URL=f"sqlite:///{cinema.dev.house.place}/books.sqlite"
    )
    assert cinema.film["spent"] in spent.out
