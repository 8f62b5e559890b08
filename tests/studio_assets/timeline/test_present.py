"""What Dagster's UI shows of the film's timeline."""

from __future__ import annotations

from resources.artifacts.artifact import Artifact
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline, SpokenAt
from studio_assets.timeline.present import timeline_metadata
from tests.studio_assets.timeline.reels import card, cut_of, event

VOICE = Artifact(digest="ab" * 32, suffix=".mp3", size=9)


def test_every_event_says_how_it_was_fitted() -> None:
    """The page has each event with its film frames, its speed and its still, each line, and what is unfit."""
    cut = cut_of(card("opening", 10), event("desk", 40, spread=50, hold=15), fps=10)
    shown = timeline_metadata(
        FilmTimeline(
            state="fitted",
            cut=cut,
            lines=(SpokenAt(pilot="ink", scene="desk", media=VOICE, at=10, end=75),),
            chapters=(Chapter(title="*Late*", at=0),),
            unfit={"desk": "Too long."},
        )
    )
    told = ("pilot", "film in (frame)", "film out (frame)", "speed", "stands still")
    rows = [tuple(row.data[name] for name in told) for row in shown["events"].records]
    assert [("card", "0", "10", "100 %", ""), ("ink", "10", "75", "80 %", "1.5 s")] == rows
    assert [("desk", "1.000 s", "7.500 s")] == [
        (row.data["scene"], row.data["heard from"], row.data["to"]) for row in shown["lines"].records
    ]
    assert "- 0.000 s: \\*Late\\*" == shown["chapters"].value
    assert "- desk: Too long." == shown["unfit"].value
    assert 7.5 == shown["duration_seconds"].value


def test_a_held_timeline_says_why() -> None:
    """Before a cut is locked the page has the state and nothing else."""
    assert {"state": "held: no picture lock"} == timeline_metadata(
        FilmTimeline(state="held: no picture lock")
    )
