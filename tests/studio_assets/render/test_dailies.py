"""The page of a run, read as HTML."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from pydantic import BaseModel

from resources.project import package_folder
from studio_assets.edl.cut import PictureLock
from studio_assets.planning.plan import Plan
from studio_assets.render.dailies import page
from studio_assets.render.dailies_run import AccountLine, Dailies
from studio_assets.render.master_document import Master
from tests.studio_assets.render import made_up_run

EVIL = """ "'></script><script>alert(1)</script><i data-evil onclick=x>{{ 7*7 }}&amp;"""


class Read(HTMLParser):
    """The tags of a page with their attributes, its words, and what its scripts hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.said = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("dd", "dt", "p", "small", "td", "th"):
            self.said += " "

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts.append(data)
        elif self.cdata_elem is None:
            self.said += data

    @property
    def words(self) -> str:
        """Its text with single blanks."""
        return " ".join(self.said.split())

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute on the page."""
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


def hostile(value: Any) -> Any:
    """The same value with markup behind every string in it, names and keys included."""
    if isinstance(value, BaseModel):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        return value.model_copy(
            update={
                name: f"{one}:{EVIL}" if name == "state" else hostile(one) for name, one in fields.items()
            }
        )
    if isinstance(value, str):
        return value + EVIL
    if isinstance(value, tuple):
        return tuple(hostile(one) for one in value)
    if isinstance(value, dict):
        return {hostile(key): hostile(one) for key, one in value.items()}
    return value


def with_clip(state: str) -> Dailies:
    """The made-up run in which photo's second clip has this state."""
    run = made_up_run.dailies()
    clip = run.clips["photo"]["coffee_rain"].model_copy(update={"state": state})
    return run.model_copy(
        update={"clips": {**run.clips, "photo": {**run.clips["photo"], "coffee_rain": clip}}}
    )


def test_markup_in_any_text_stays_text() -> None:
    """Whatever stands in a spec or comes from a provider is shown as text and never runs."""
    read = Read(page(hostile(made_up_run.dailies())))
    assert 2 == len(read.scripts)
    assert [] == [attrs for _, attrs in read.tags if "data-evil" in attrs]
    assert [] == [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    assert "<script>alert(1)</script>" in read.words
    assert "{{ 7*7 }}&amp;" in read.words


def test_the_play_list_survives_hostile_text() -> None:
    """A scene name with a closing script tag still reaches the player as the name that it is."""
    play_list = json.loads(Read(page(hostile(made_up_run.dailies()))).scripts[0])
    assert f"animated{EVIL} / desk_at_night{EVIL}" == play_list[0]["events"][0]["name"]


def test_the_page_is_small() -> None:
    """A page of 2 pilots and 2 scenes stays under 100 kB, style and script included."""
    assert len(page(made_up_run.dailies()).encode()) < 100_000


def test_the_page_asks_nothing_of_the_network() -> None:
    """Every link of the page is relative, so it works from a disk and from any server."""
    read = Read(page(made_up_run.dailies()))
    links = [link for name in ("src", "href", "poster") for link in read.values(name)]
    assert [] == [link for link in links if not re.match(r"\.\./|#|data:,$", link)]
    assert "@import" not in page(made_up_run.dailies())
    assert "url(" not in page(made_up_run.dailies())


def test_media_are_linked_where_the_store_keeps_them() -> None:
    """The master's film and poster are links to their files in the artifact store."""
    run = made_up_run.dailies()
    film = next(
        attrs for tag, attrs in Read(page(run)).tags if tag == "video" and attrs.get("class") == "film"
    )
    assert f"../../{run.master.media.path}" == film["src"]
    assert f"../../{run.master.poster.path}" == film["poster"]


def test_only_the_pages_own_script_may_run() -> None:
    """The page's policy names the hash of its one script and allows no other source."""
    read = Read(page(made_up_run.dailies()))
    digest = base64.b64encode(hashlib.sha256(read.scripts[-1].encode()).digest()).decode()
    policy = next(attrs["content"] for tag, attrs in read.tags if "http-equiv" in attrs)
    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("refused: moderation", "refused moderation"),
        ("held: budget reached", "held budget reached"),
        ("unknown: the answer to the submit was lost", "unknown the answer to the submit was lost"),
        ("not_filmed: pilot cancelled", "not filmed pilot cancelled"),
        ("not_filmed", "not filmed no reason is recorded"),
    ],
)
def test_a_clip_that_is_not_there_says_why(state: str, said: str) -> None:
    """A scene without a clip shows its state in words, with the reason."""
    assert said in Read(page(with_clip(state))).words


def test_a_clip_of_unknown_outcome_says_that_it_may_be_paid() -> None:
    """A person who reads `unknown` learns that it may have been paid and is not bought again."""
    assert "may have been paid" in Read(page(with_clip("unknown: lost"))).words


def test_a_refused_plan_alone_makes_a_page() -> None:
    """A run that ends with its plan shows why, in the header and in the plan."""
    plan = Plan(
        state="refused: no pilot is affordable under $0.10",
        crew="rules",
        simulated=False,
        limit=Decimal("0.10"),
        contingency=Decimal(0),
        pilots=(),
        unplanned={"animated": "its test scene costs $0.80"},
    )
    run = Dailies(production=made_up_run.production(), run="first", started="today", plan=plan)
    words = Read(page(run)).words
    assert 2 == words.count("no pilot is affordable under $0.10")
    assert "its test scene costs $0.80" in words
    assert "The ledger has no account of this run yet." in words


def test_a_run_without_any_document_makes_a_page() -> None:
    """A run that has only begun has a page that says so."""
    run = Dailies(production=made_up_run.production(), run="first", started="today")
    assert "Nothing is planned yet." in Read(page(run)).words


def test_each_stage_can_be_the_last_one() -> None:
    """However far a run has come, there is a page of it."""
    whole = made_up_run.dailies()
    documents = [name for name in Dailies.model_fields if name not in ("production", "run", "started")]
    partial = {name: getattr(whole, name) for name in ("production", "run", "started")}
    for name in documents:
        partial[name] = getattr(whole, name)
        assert whole.run in page(Dailies(**partial))


def test_a_waiting_lock_is_said_in_words() -> None:
    """While a person has to pick, the page says so and marks no cut as locked."""
    lock = PictureLock(state="waiting: the spec asks a person to pick", cut=None, picked_by="", reason="")
    read = Read(page(made_up_run.dailies().model_copy(update={"lock": lock, "master": None})))
    assert "waiting the spec asks a person to pick" in read.words
    assert "cut locked" not in read.values("class")


def test_the_locked_cut_says_who_picked_it() -> None:
    """Exactly one cut is marked as locked, with who picked it and why."""
    read = Read(page(made_up_run.dailies()))
    assert 1 == read.values("class").count("cut locked")
    assert "locked balanced, picked by policy. The best by estimated quality." in read.words


def test_a_locked_cut_that_the_edl_no_longer_has_is_still_shown() -> None:
    """When the EDL was cut anew, the film's own cut stays on the page and says that it is older."""
    run = made_up_run.dailies()
    edl = run.edl.model_copy(update={"cuts": run.edl.cuts[:1]})
    assert "not in the present EDL" in Read(page(run.model_copy(update={"edl": edl}))).words


def test_a_held_master_shows_no_player() -> None:
    """A film that was not rendered is a reason in words, not an empty player."""
    master = Master(
        state="held: waiting for picture lock",
        fps=24,
        width=640,
        height=360,
        spend=Decimal(1),
        simulated=True,
    )
    read = Read(page(made_up_run.dailies().model_copy(update={"master": master})))
    assert "film" not in read.values("class")
    assert "held waiting for picture lock" in read.words


def test_a_partial_master_names_the_missing_scenes() -> None:
    """A film that lacks scenes says which, and why."""
    run = made_up_run.dailies()
    missing = {"victory": "refused by moderation"}
    master = run.master.model_copy(update={"partial": True, "missing": missing})
    words = Read(page(run.model_copy(update={"master": master}))).words
    assert "partial 1 scene is missing from the film" in words
    assert "victory refused by moderation" in words


def test_a_broken_promise_stands_out() -> None:
    """A film whose loudness is off says that one of its promises is broken."""
    assert "1 of 2 promises broken" in Read(page(made_up_run.dailies())).words


def test_an_unjudged_dimension_is_never_a_number() -> None:
    """What nobody looked at says `unjudged` and has no bar."""
    words = Read(page(made_up_run.dailies())).words
    assert 3 == words.count("visual accuracy unjudged")
    assert "visual accuracy: 0" not in page(made_up_run.dailies())


def test_simulated_numbers_are_labelled() -> None:
    """A simulated run says SIMULATED by its name, master, plan, clips, narration and money."""
    assert 8 == Read(page(made_up_run.dailies())).words.count("SIMULATED")


def test_a_live_run_is_not_labelled_simulated() -> None:
    """A run that spent money does not say SIMULATED anywhere."""
    run = made_up_run.dailies()
    clips = {
        pilot: {name: clip.model_copy(update={"simulated": False}) for name, clip in scenes.items()}
        for pilot, scenes in run.clips.items()
    }
    live = {
        name: getattr(run, name).model_copy(update={"simulated": False})
        for name in ("plan", "narration", "master")
    }
    assert "SIMULATED" not in Read(page(run.model_copy(update={"clips": clips, **live}))).words


def test_money_adds_up_in_one_line() -> None:
    """The budget is shown as the sum of spent, held and free."""
    words = Read(page(made_up_run.dailies())).words
    assert "$25.00 limit = $4.62 spent + $0.40 held + $19.98 free" in words


def test_the_contingency_is_shown_once() -> None:
    """The contingency has one bar, whether or not the ledger keeps it as an account of its own."""
    run = made_up_run.dailies()
    line = AccountLine(granted=run.money.contingency, free=run.money.contingency)
    accounts = {**run.money.accounts, "contingency": line}
    kept = run.model_copy(update={"money": run.money.model_copy(update={"accounts": accounts})})
    for one in (run, kept):
        assert 1 == page(one).count('aria-label="contingency: spent $0.00, held $0.00, free $5.30"')


def test_money_that_does_not_add_up_is_said() -> None:
    """A balance that is off is said in words, not drawn as if it were right."""
    run = made_up_run.dailies()
    money = run.money.model_copy(update={"free": Decimal("19.97")})
    words = Read(page(run.model_copy(update={"money": money}))).words
    assert "These figures do not add up: spent, held and free make $24.99." in words


def test_bars_and_pictures_speak() -> None:
    """Every bar has its figures as a label, every picture a text, every label an existing target."""
    read = Read(page(made_up_run.dailies()))
    ids = read.values("id")
    assert len(set(ids)) == len(ids)
    assert set() == set(read.values("aria-labelledby")) - set(ids)
    assert set() == {link[1:] for link in read.values("href") if link.startswith("#")} - set(ids)
    assert all(attrs.get("alt") for tag, attrs in read.tags if tag == "img")
    assert all(
        attrs.get("aria-label") for _, attrs in read.tags if attrs.get("role") in ("img", "meter", "region")
    )


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2, definition of relative luminance)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ink", ["text", "soft", "lamp", "good", "bad", "wait", "quiet"])
def test_text_can_be_read(ink: str) -> None:
    """Every text colour stands out from every ground by 4.5 to 1, WCAG AA."""
    style = (package_folder("templates") / "reports" / "look.css.j2").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", style))
    for ground in ("room", "bench", "tray"):
        light, dark = luminance(colours[ink]) + 0.05, luminance(colours[ground]) + 0.05
        assert light / dark >= 4.5, ground
