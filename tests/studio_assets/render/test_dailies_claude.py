"""What the page of a run says of Claude's work: seen, judged, advised, noted, asked and paid."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from studio_assets.render.dailies import page
from studio_assets.render.dailies_asked import Questions, questions
from studio_assets.render.dailies_run import Dailies
from tests.studio_assets.render import claude_run, made_up_run
from tests.studio_assets.render.claude_run import DESK, HAIKU, SONNET, question, takes
from tests.studio_assets.render.test_dailies import Read, hostile


@pytest.fixture(scope="module")
def run() -> Dailies:
    """The made-up run in which Claude was asked."""
    return claude_run.dailies()


@pytest.fixture(scope="module")
def read(run: Dailies) -> Read:
    """Its page."""
    return Read(page(run))


@pytest.mark.parametrize("words", [
    f"judge {HAIKU} 78.3 second opinion {SONNET} 84.5 noise 3 points",
    "style consistency 79.5 judge 75 Frames 0 to 4 show the developer at the laptop under a warm lamp (style",
    "second 84 The lamp's light falls from the left in every frame, as written (narrative fit).",
    "since 78.25 is within the noise of 80: 3 points, assumed, not measured",
    "technical 93.5 judge 92 Frame 2 shows beans falling past the window (technical).",
    "visual accuracy 92 Frame 2 shows beans falling past the window (visual accuracy).",
], ids=["judges", "first", "second", "why-a-second", "technical", "alone"])  # fmt: skip
def test_every_score_stands_with_what_it_rests_on(read: Read, words: str) -> None:
    """Each judge is named with its score, and each of the four scores has the judge's evidence beside it."""
    assert words in read.words


def test_what_the_scene_names_is_seen_missing_or_unexpected(run: Dailies) -> None:
    """The elements of a scene stand apart: what is seen, what is missing, what nobody asked for."""
    found = re.findall(r"<dt>(Seen|Missing|Unexpected)</dt>((?:<dd>[^<]+</dd>)+)", page(run))
    told = [(title, re.findall(r"<dd>([^<]+)</dd>", words)) for title, words in found]
    assert [
        ("Seen", ["a developer", "a laptop", "a warm desk lamp"]),
        ("Missing", ["rain on the window"]),
        ("Unexpected", ["a second screen with unreadable letters"]),
    ] == told[:3]


def test_a_cut_that_breaks_says_by_how_much_and_who_changed(read: Read) -> None:
    """A clip that scored well and does not continue is not called weak; what differs is said."""
    assert 1 == read.words.count("breaks the cut")
    assert "below the threshold" not in read.words
    assert "Continues desk_at_night frames do not match 31 of 64 bits differ, colours are 9.3 apart" in (
        read.words
    )
    assert "other persons or things The scarf is red in the frame before and blue" in read.words


def test_what_the_critic_saw_stands_apart_from_what_was_measured(read: Read) -> None:
    """The critic's reason, gaps, verdicts, strengths and lessons are shown as seen, the facts as measured."""
    for words in (
        "What is missing can be asked for; what is there is good.",
        f"by {SONNET}, which saw frames of desk_at_night.",
        "Gap to the concept The concept asks for a breakthrough.",
        "The mood is there, the weather is not.",
        "Strengths, seenThe lamp's warm light holds",
        "Lessons, seenName the weather first in a direction. desk_at_night",
        "Strengths, measuredEvery clip passed",
        "Gaps, measuredBoth clips open on black.",
    ):
        assert words in read.words


def test_an_override_is_shown_with_its_reason_and_the_rules_word(read: Read) -> None:
    """Who overrode the greenlight, why, and what the rule would have done."""
    assert (
        "photo cancel The client does not want real faces. "
        "ada, over the rule, which said go: 88.0 is in the band from 75."
    ) in read.words


def test_the_plans_thought_and_the_seed_pictures_are_shown(read: Read) -> None:
    """The strategy of the plan, and what was seen in the user's pictures."""
    assert "Spend on the drawn look, whose clips were good before" in read.words
    assert "A woman of about thirty with short black hair" in read.words
    assert "undescribed the picture cannot be read" in read.words


def test_every_documents_notes_are_on_the_page(run: Dailies, read: Read) -> None:
    """Whatever was repaired by rule, or answered by the rules instead, a person can read."""
    notes = {note for document in run.documents for note in document.notes}
    assert 8 == len(notes)
    assert set() == {note for note in notes if note not in read.words}


def test_a_note_of_any_document_is_shown() -> None:
    """No document's notes are left out, whichever it is."""
    run = made_up_run.dailies()
    noted = {
        name: getattr(run, name).model_copy(update={"notes": (f"A note of the {name}.",)})
        for name in ("plan", "greenlight", "edl", "lock", "narration", "master")
    }
    pilots = tuple(one.model_copy(update={"notes": ("A note of the pilot.",)}) for one in run.pilots)
    clip = run.clips["animated"][DESK].model_copy(update={"notes": ("A note of the clip.",)})
    clips = {**run.clips, "animated": {**run.clips["animated"], DESK: clip}}
    words = Read(page(run.model_copy(update={**noted, "pilots": pilots, "clips": clips}))).words
    assert [] == [name for name in (*noted, "pilot", "clip") if f"A note of the {name}." not in words]


def test_each_question_is_counted_once_whatever_came_of_it(run: Dailies, read: Read) -> None:
    """Two scenes of one script are one question; the sum is the journal's, and what is lost is held."""
    named = [one.slate for document in run.documents for one in document.asked]
    assert len(named) > len(set(named)) == len(takes())
    assert (Decimal("0.1606"), Decimal("0.05")) == (run.asked.price, run.asked.held)
    assert f"script writer {SONNET} 2 1 unknown $0.03182 $0.05 held" in read.words
    assert f"QA verifier {HAIKU} 3 1 refused $0.00611" in read.words
    assert "together 10 $0.1606 $0.05 held" in read.words
    assert "Asked of Claude SIMULATED" in read.words
    slates = re.findall(r"prompt of ([^\"]+)", page(run))
    assert [one.slate for one in reversed(takes())] == slates


def test_a_question_of_a_document_that_is_no_more_was_paid_all_the_same() -> None:
    """After an edit the earlier question still counts in what Claude cost."""
    found = questions(takes(), ())
    assert Decimal("0.1606") == found.price
    assert {"used before, by no document now", "unknown: the connection was lost"} == {
        one.outcome for one in found.lines
    }
    assert ["", "", "1 unknown"] == [one.unused for one in found.roles][:3]


def test_a_batch_is_said_to_be_one() -> None:
    """What went out at half the price says so, and other kinds of takes are no questions."""
    batch = question("qa_verifier", HAIKU, "0.001", provider="claude_batches", simulated=False)
    found = questions([batch, batch.model_copy(update={"kind": "video"})], ())
    run = made_up_run.dailies().model_copy(update={"asked": found})
    words = Read(page(run)).words
    assert f"QA verifier {HAIKU}; 1 by batch, at half the price 1 $0.001" in words
    assert "Asked of Claude Role" in words


def test_a_cut_answer_is_no_good_news() -> None:
    """`cut` of a question is not the editor's green `cut`."""
    line = claude_run.dailies().asked.lines[0].model_copy(update={"outcome": "cut: after 4,000 tokens"})
    run = made_up_run.dailies().model_copy(update={"asked": Questions(lines=(line,))})
    assert '<span class="chip bad">cut off</span>' in page(run)


def test_where_nobody_was_asked_the_page_has_no_empty_boxes() -> None:
    """The page of a run by the rules alone has nothing of Claude, not even a title."""
    read = Read(page(made_up_run.dailies()))
    classes = {word for name in read.values("class") for word in name.split()}
    new = {"notes", "evidence", "elements", "joint", "judges", "seeds", "overrides", "strategy", "seen"}
    assert set() == classes & new
    for word in ("Claude", "Seed", "measuredEvery", "Gap to"):
        assert word not in read.words


def test_nothing_that_claude_wrote_runs_on_the_page(run: Dailies) -> None:
    """Markup in an answer, which may come out of a picture, stays text."""
    read = Read(page(hostile(run)))
    assert 2 == len(read.scripts)
    assert [] == [attrs for _, attrs in read.tags if "data-evil" in attrs]
    assert [] == [name for _, attrs in read.tags for name in attrs if name.startswith("on")]


def test_the_page_stays_small_and_asks_nothing_of_the_network(run: Dailies, read: Read) -> None:
    """With all that Claude says the page has under 100 kB, and only links into the store."""
    assert len(page(run).encode()) < 100_000
    links = [link for name in ("src", "href", "poster") for link in read.values(name)]
    assert [] == [link for link in links if not re.match(r"\.\./|#|data:,$", link)]
