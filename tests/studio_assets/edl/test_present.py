"""What Dagster's UI shows of the cuts and the picture lock."""

from __future__ import annotations

from studio_assets.edl.cut import PictureLock
from studio_assets.edl.present import edl_metadata, lock_metadata
from tests.studio_assets.render import made_up_run


def test_the_cuts_stand_side_by_side() -> None:
    """All candidate cuts are lines of one table, with length, scenes and estimated quality."""
    edl = made_up_run.dailies().edl
    assert edl is not None
    shown = edl_metadata(edl)
    assert [cut.name for cut in edl.cuts] == [row.data["cut"] for row in shown["cuts"].records]
    assert all(len(cut.events) == len(shown[f"{cut.name}_events"].records) for cut in edl.cuts)


def test_a_lock_says_who_and_why() -> None:
    """The lock's page has the cut, who picked it, why, and its events frame by frame."""
    locked = made_up_run.dailies().lock
    assert locked is not None and locked.cut is not None
    shown = lock_metadata(locked)
    assert (locked.cut.name, locked.picked_by, float(locked.cut.duration)) == (
        shown["cut"], shown["picked_by"], shown["duration_seconds"].value)  # fmt: skip
    assert [str(event.source_in) for event in locked.cut.events] == [
        row.data["in (frame)"] for row in shown["events"].records
    ]


def test_an_open_lock_says_that_it_waits() -> None:
    """Before anybody picks, the page says so and shows no cut."""
    waiting = PictureLock(state="waiting: a person picks one of safe", cut=None, picked_by="", reason="")
    assert {
        "state": "waiting: a person picks one of safe", "picked_by": "nobody", "reason": "none given"
    } == lock_metadata(waiting)  # fmt: skip
