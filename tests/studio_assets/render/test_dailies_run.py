"""The run as a whole, from its documents."""

from __future__ import annotations

from decimal import Decimal

import pytest

from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.document import Document
from studio_assets.render.dailies_run import Dailies, cuts_of, run_state
from studio_assets.render.master_document import Master
from tests.studio_assets.render import made_up_run


def complete(**changes: Document) -> Dailies:
    """A run whose film has every scene and every line."""
    run = made_up_run.dailies()
    spoken = Narration(state="spoken", voice="Adam", provider="simulated")
    return run.model_copy(update={"narration": spoken} | changes)


def test_a_finished_run_is_rendered() -> None:
    """A run whose film has every scene and every line is `rendered`."""
    assert "rendered" == run_state(complete())


def test_a_run_with_missing_scenes_is_partial() -> None:
    """A film that lacks two scenes makes the run `partial` and counts them."""
    run = complete()
    assert run.master is not None
    master = run.master.model_copy(update={"partial": True, "missing": {"a": "held", "b": "held"}})
    assert "partial: 2 scenes are missing from the film" == run_state(complete(master=master))


@pytest.mark.parametrize(
    ("document", "missing"),
    [
        (
            {"narration": Narration(state="held: desk, rain", voice="Adam", provider="simulated")},
            "nobody speaks in desk, rain",
        ),
        ({"music": Music(state="held: cue 2")}, "there is no music for cue 2"),
    ],
    ids=["narration", "music"],
)
def test_a_film_without_its_sound_is_partial(document: dict[str, Document], missing: str) -> None:
    """A film in which a line or a cue was not bought is no finished film, and the run says what it lacks."""
    assert f"partial: {missing}" == run_state(complete(**document))


@pytest.mark.parametrize(
    ("document", "state"),
    [
        ("plan", "refused: no pilot is affordable"),
        ("edl", "held: no clip can be cut"),
        ("lock", "waiting: a person picks"),
        ("master", "held: no cut is locked"),
    ],
)
def test_the_document_that_stopped_a_run_gives_its_state(document: str, state: str) -> None:
    """A run says of itself what the document says that it stopped at."""
    run = made_up_run.dailies().model_copy(update={"master": None})
    stopped = getattr(run, document) or Master(
        state="", fps=24, width=2, height=2, spend=Decimal(0), simulated=True
    )
    assert state == run_state(run.model_copy(update={document: stopped.model_copy(update={"state": state})}))


def test_a_run_without_a_master_is_under_way() -> None:
    """A run that nothing stopped and that has no film yet is under way."""
    run = Dailies(production=made_up_run.production(), run="first", started="today")
    assert "under_way: there is no master yet" == run_state(run)


def test_the_locked_cut_is_shown_once() -> None:
    """A locked cut that is among the candidates is not shown a second time."""
    run = made_up_run.dailies()
    assert run.edl.cuts == cuts_of(run)


def test_a_locked_cut_alone_is_shown() -> None:
    """Without candidates the locked cut is what there is to show."""
    run = made_up_run.dailies().model_copy(update={"edl": None})
    assert (run.lock.cut,) == cuts_of(run)


def test_one_simulated_clip_makes_the_run_simulated() -> None:
    """A run counts as simulated as soon as one of its clips is."""
    clips = made_up_run.dailies().clips
    run = Dailies(production=made_up_run.production(), run="first", started="today", clips=clips)
    assert run.simulated
