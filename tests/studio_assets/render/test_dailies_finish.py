"""What the page of a run shows of all that follows the picture lock."""

from __future__ import annotations

import pytest

from studio_assets.edl.cut import Event
from studio_assets.render.dailies import page
from studio_assets.render.dailies_words import fitted, instant
from studio_assets.timeline.film_timeline import FilmTimeline
from tests.studio_assets.render import finished_run, made_up_run
from tests.studio_assets.render.test_dailies import EVIL, Read, hostile
from tests.studio_assets.timeline.reels import event

RUN = finished_run.dailies()


@pytest.fixture(scope="module")
def read() -> Read:
    """The page of the finished run."""
    return Read(page(RUN))


def link_of(read: Read, name: str) -> str:
    """Where a download of that name leads."""
    return next(
        attrs["href"] or "" for tag, attrs in read.tags if tag == "a" and attrs.get("download") == name
    )


def test_a_named_cut_plays_and_tells_its_lineage(read: Read) -> None:
    """A named cut has its film, the cut and lock that it is from, and each event's take or file."""
    run = RUN.combined[0]
    film = next(attrs for tag, attrs in read.tags if attrs.get("aria-label") == "Named cut scenes_2")
    assert f"../../{run.film.media.path}" == film["src"]
    assert "From balanced lock 3" in read.words
    assert f"{run.lineage[0].slate} · nobody speaks" in read.words
    assert "2 rain animated creative 3 24 48 to 69" in read.words
    assert "footage footage/rain.mp4" in read.words
    assert "because it was never spoken (held: budget reached)" in read.words


def test_the_timeline_tells_how_pictures_were_fitted(read: Read) -> None:
    """Slow motion, stills, cards, transitions, chapters and what does not meet are said in words."""
    assert "slow motion, 80 % of its speed; stands still for 0.5 s" in read.words
    assert "00:00:00:00 Make it rain card 24 frames cut card" in read.words
    assert "42 frames wipe 6 frames as it was filmed" in read.words
    assert "00:00:01:00 Night" in read.words
    assert "coffee_rain Its line is not heard: the line before it lasts" in read.words
    assert "00:00:01:00 desk_at_night animated 64 frames cut" in read.words


def test_music_can_be_heard_cue_by_cue(read: Read) -> None:
    """A cue that is made has a player and says who made it in whose place; one that is not says why."""
    sounds = {attrs.get("aria-label") for tag, attrs in read.tags if tag == "audio"}
    assert "Music, cue 1" in sounds
    assert "Music, cue 2" not in sounds
    assert "by loudly in place of mubert; 00:00:00:00 to 00:00:04:04 of the film, made 5 s long" in read.words
    assert "-3 dB; $0.05" in read.words
    assert "held budget reached" in read.words


def test_captions_can_be_saved(read: Read) -> None:
    """Both files are links under names that players understand, with count, timing and what is too fast."""
    name = RUN.production.name
    for form in ("srt", "vtt"):
        assert f"../../{RUN.captions.files[form].path}" == link_of(read, f"{name}.en.{form}")
    assert "2 captions, language en; words timed by the measured pauses" in read.words
    assert "Hard to read“Rain.” at 1:01 stands for 0.9 s" in read.words
    assert "1:01.000 1:01.900 Rain." in read.words


def test_every_form_of_the_film_is_there(read: Read) -> None:
    """A form has its player or its sound player, size, codec, captions, promises and a link to save it."""
    labels = {attrs["aria-label"]: tag for tag, attrs in read.tags if attrs.get("aria-label")}
    name = RUN.production.name
    assert ("video", "audio") == (labels[f"vertical of {name}"], labels[f"sound of {name}"])
    assert "Picture 360 × 640 h265" in read.words
    assert "Captions burned" in read.words
    assert "none, sound only" in read.words
    assert "1 of 1 promises broken" in read.words
    assert RUN.deliverables[1].media.path in link_of(read, f"{name}_{RUN.run}_sound.m4a")


def test_a_line_tells_how_it_sounds(read: Read) -> None:
    """Each line has its measures, its faults, who spoke it in whose place, and what the writer had."""
    assert "alloy by openai_tts, in place of elevenlabs" in read.words
    assert "picture 2 s · -18.5 LUFS · 162 words a minute · silence 120 ms before, 80 ms after" in read.words
    assert "It is clipped: 0.2% of it stand at full scale." in read.words
    assert "Shortened; the writer had: It was already two in the morning." in read.words
    assert "All lines of the narration" in read.values("aria-label")


def test_the_page_stays_sound() -> None:
    """With all of it the page is small, asks nothing of the network, and every label has its target."""
    text = page(RUN)
    read = Read(text)
    assert len(text.encode()) < 100_000
    ids = read.values("id")
    assert len(set(ids)) == len(ids)
    assert set() == set(read.values("aria-labelledby")) - set(ids)
    assert set() == {link[1:] for link in read.values("href") if link.startswith("#")} - set(ids)
    assert [] == [link for name in ("src", "href") for link in read.values(name) if "://" in link]


def test_markup_in_any_of_it_stays_text() -> None:
    """Whatever stands in a line, a title, a mood or a name is shown as text and never runs."""
    read = Read(page(hostile(RUN)))
    assert [] == [attrs for _, attrs in read.tags if "data-evil" in attrs]
    assert [] == [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    assert f"warm lo-fi{EVIL}".strip() in " ".join(read.said.split(" "))


def test_a_run_without_any_of_it_says_nothing_of_it() -> None:
    """A production that has no music, captions or named cuts has no empty section of them."""
    ids = Read(page(made_up_run.dailies())).values("id")
    assert {"master", "cuts", "narration"} <= set(ids)
    assert not {"music", "captions", "combined", "deliverables", "timeline"} & set(ids)


def test_a_held_timeline_is_a_reason() -> None:
    """While no cut is locked the timeline is a reason in words, without an empty strip."""
    held = RUN.model_copy(update={"timeline": FilmTimeline(state="held: waiting for a pick")})
    read = Read(page(held))
    assert "held waiting for a pick" in read.words
    assert "strip" not in read.values("class")


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (event("sail", 24), "as it was filmed"),
        (event("sail", 24, spread=30), "slow motion, 80 % of its speed"),
        (event("sail", 24, spread=12), "fast motion, 200 % of its speed"),
        (event("sail", 24, hold=36), "stands still for 1.5 s"),
        (finished_run.CARD, "card"),
    ],
    ids=["whole", "slow", "fast", "still", "card"],
)
def test_a_fit_is_said_in_words(one: Event, words: str) -> None:
    """How an event was fitted reads as a person would say it."""
    assert words == fitted(one, 24)


def test_a_moment_is_read_as_captions_write_it() -> None:
    """Milliseconds become minutes, seconds and thousandths."""
    assert ("0:00.007", "61:01.900") == (instant(7), instant(61 * 60_000 + 1900))
