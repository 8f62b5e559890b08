"""The dailies as a person sees them: opened from disk in a real browser, without a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from studio_assets.render.dailies import page
from tests.studio_assets.render import claude_run, finished_run

pytestmark = pytest.mark.browser

PLAYER = ".cut.locked .player"


@pytest.fixture(scope="session")
def claude_page(store: Any, run_page: Path) -> Path:
    """The page of the same run as it is where Claude was asked."""
    place = run_page.with_name("claude.html")
    place.write_text(page(claude_run.dailies(store)), encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def finished_page(store: Any, run_page: Path) -> Path:
    """The page of the same run with all that followed its lock; its locked cut has a transition like few."""
    run = finished_run.dailies(store)
    events = run.lock.cut.events
    iris = run.lock.cut.model_copy(
        update={"events": (events[0], events[1].model_copy(update={"transition": "iris"}))}
    )
    lock = run.lock.model_copy(update={"cut": iris})
    edl = run.edl.model_copy(update={"cuts": (run.edl.cuts[0], iris, run.edl.cuts[2])})
    place = run_page.with_name("finished.html")
    place.write_text(page(run.model_copy(update={"lock": lock, "edl": edl})), encoding="utf-8")
    return place


def test_what_claude_was_asked_unfolds(watched: Any, claude_page: Path) -> None:
    """The sum stands at once, every question with its prompt and answer behind one click, without a fault."""
    watched.page.goto(claude_page.as_uri(), wait_until="load")
    asked = watched.page.locator("#asked")
    expect(asked.locator("tfoot")).to_contain_text("$0.1606")
    prompts = asked.get_by_role("link", name=re.compile("^prompt of"))
    expect(prompts).to_have_count(0)
    asked.locator("summary").click()
    expect(prompts).to_have_count(10)
    assert [] == watched.faults


def test_a_page_opened_from_disk_loads_cleanly(watched: Any, run_page: Path) -> None:
    """Opening the page from disk shows its film without an error, a failed or an outside request."""
    watched.page.goto(run_page.as_uri(), wait_until="load")
    watched.page.wait_for_function("document.querySelector('video.film').readyState >= 1")
    assert [] == watched.faults


@pytest.mark.parametrize(("name", "count"), [("run", 5), ("finished", 10)])
def test_every_video_and_sound_of_a_page_can_be_played(
    watched: Any, run_page: Path, finished_page: Path, name: str, count: int
) -> None:
    """Every player on the page finds its file and knows its length."""
    watched.page.goto({"run": run_page, "finished": finished_page}[name].as_uri())
    lengths = watched.page.evaluate(
        """async () => Promise.all([...document.querySelectorAll("[controls]")].map((media) =>
             new Promise((done) => {
               media.addEventListener("loadedmetadata", () => done(media.duration));
               media.addEventListener("error", () => done(-1));
               media.load(); media.preload = "metadata";
             })))"""
    )
    assert (count, True) == (len(lengths), all(length > 1 for length in lengths))


def test_a_cut_plays_its_clips_in_order_and_ends(watched: Any, run_page: Path) -> None:
    """Pressing play on a cut shows clip 1, then clip 2, and stops at the film's last frame."""
    watched.page.goto(run_page.as_uri())
    watched.page.evaluate(
        """() => {
          window.seen = [];
          const player = document.querySelector(".cut.locked .player");
          new MutationObserver(() => {
            const now = player.dataset.event + " " + player.dataset.state;
            if (window.seen.at(-1) !== now) window.seen.push(now);
          }).observe(player, { attributes: true });
        }"""
    )
    watched.page.locator(f"{PLAYER} .play").click()
    expect(watched.page.locator(PLAYER)).to_have_attribute("data-state", "ended", timeout=20_000)
    assert ["0 playing", "1 playing", "1 ended"] == [
        one for one in watched.page.evaluate("window.seen") if not one.endswith("paused")
    ]
    expect(watched.page.locator(f"{PLAYER} output")).to_have_text("00:00:03:06")
    expect(watched.page.locator(f"{PLAYER} .now")).to_have_text("2. animated / coffee_rain")
    assert [] == watched.faults


def test_any_other_transition_plays_as_a_dissolve(watched: Any, finished_page: Path) -> None:
    """An iris is mixed over the picture before it, which never goes dark as in a fade."""
    watched.page.goto(finished_page.as_uri())
    watched.page.evaluate(
        """() => {
          window.seen = [];
          for (const video of document.querySelectorAll(".cut.locked .player video"))
            new MutationObserver(() => window.seen.push(Number(video.style.opacity)))
              .observe(video, { attributes: true, attributeFilter: ["style"] });
        }"""
    )
    watched.page.locator(f"{PLAYER} .play").click()
    expect(watched.page.locator(PLAYER)).to_have_attribute("data-state", "ended", timeout=20_000)
    # Two videos: one stands at 1 while the other comes from 0.
    mixed = [one for one in watched.page.evaluate("window.seen") if 0 < one < 1]
    assert mixed
    assert mixed == sorted(mixed)


def test_a_page_from_our_server_plays_too(watched: Any, served: str) -> None:
    """The same page from the artifact server plays its film and a cut, under the server's own policy."""
    watched.page.goto(served)
    watched.page.wait_for_function("document.querySelector('video.film').readyState >= 1")
    watched.page.locator(f"{PLAYER} .play").click()
    expect(watched.page.locator(PLAYER)).to_have_attribute("data-state", "ended", timeout=20_000)
    assert [] == watched.faults


def test_a_cut_begins_each_clip_at_its_in_point(watched: Any, run_page: Path) -> None:
    """A clip that is used from frame 6 is shown from frame 6, a quarter of a second in."""
    watched.page.goto(run_page.as_uri())
    front = f"{PLAYER} video >> nth=0"
    watched.page.wait_for_function(
        "document.querySelector('.cut.locked .player video').readyState >= 2", timeout=10_000
    )
    assert 0.25 == watched.page.locator(front).evaluate("video => video.currentTime")


def test_a_click_on_the_timeline_jumps_to_that_event(watched: Any, run_page: Path) -> None:
    """Pressing the second segment shows the second event and its timecode in the film."""
    watched.page.goto(run_page.as_uri())
    watched.page.locator(f"{PLAYER} .timeline button").nth(1).focus()
    watched.page.keyboard.press("Enter")
    expect(watched.page.locator(PLAYER)).to_have_attribute("data-event", "1")
    expect(watched.page.locator(f"{PLAYER} output")).to_have_text("00:00:01:12")


def test_a_playing_cut_stops_when_another_one_starts(watched: Any, run_page: Path) -> None:
    """Only one cut plays at a time."""
    watched.page.goto(run_page.as_uri())
    players = watched.page.locator(".player")
    players.nth(0).locator(".play").click()
    expect(players.nth(0)).to_have_attribute("data-state", "playing")
    players.nth(1).locator(".play").click()
    expect(players.nth(1)).to_have_attribute("data-state", "playing")
    expect(players.nth(0)).to_have_attribute("data-state", "paused")


def test_a_lost_clip_is_said_in_words(watched: Any, run_page: Path, tmp_path: Path) -> None:
    """A cut whose clip is gone from the store says which one, instead of a black picture."""
    alone = tmp_path / "dailies" / "coffee" / "run.html"
    alone.parent.mkdir(parents=True)
    alone.write_text(run_page.read_text(encoding="utf-8"), encoding="utf-8")
    watched.page.goto(alone.as_uri())
    expect(watched.page.locator(PLAYER)).to_have_attribute("data-state", "error")
    expect(watched.page.locator(f"{PLAYER} .now")).to_contain_text(
        re.compile("desk_at_night cannot be played")
    )


@pytest.mark.parametrize("width", [390, 1600])
@pytest.mark.parametrize("name", ["run", "claude", "finished", "index"])
def test_no_page_scrolls_sideways(
    watched: Any, run_page: Path, claude_page: Path, finished_page: Path, name: str, width: int
) -> None:
    """On a phone and on a wide screen nothing sticks out of the page, whatever Claude had to say."""
    pages = {"run": run_page, "claude": claude_page, "finished": finished_page}
    place = pages.get(name, run_page.parent.parent / "index.html")
    watched.page.set_viewport_size({"width": width, "height": 900})
    watched.page.goto(place.as_uri())
    watched.page.wait_for_load_state("load")
    assert width == watched.page.evaluate("document.documentElement.scrollWidth")


def test_the_index_leads_to_a_run_and_back(watched: Any, run_page: Path) -> None:
    """From the index one comes to a run's page, and from there back, with the poster shown."""
    watched.page.goto((run_page.parent.parent / "index.html").as_uri())
    poster = watched.page.locator(".cover img")
    poster.scroll_into_view_if_needed()
    watched.page.wait_for_function("document.querySelector('.cover img').naturalWidth > 0")
    watched.page.get_by_role("link", name=re.compile("run 2026-11-21")).click()
    expect(watched.page).to_have_url(run_page.as_uri())
    watched.page.get_by_role("link", name="All dailies").click()
    expect(watched.page).to_have_url(re.compile("index.html$"))
    assert [] == watched.faults


def test_a_keyboard_sees_where_it_is(watched: Any, run_page: Path) -> None:
    """Tabbing through the page puts a visible ring around what is focused."""
    watched.page.goto(run_page.as_uri())
    for _ in range(4):
        watched.page.keyboard.press("Tab")
    style = watched.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert "solid" == style
