"""Nothing is rendered before a cut is locked, and the master's frames are those of the locked cut."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from resources.errors import StudioError
from resources.providers.port import VideoRequest
from resources.providers.video.frame_markers import read_marker
from resources.providers.video.simulated_clip import clip_number
from studio_assets.cli.choose import choose
from studio_assets.cli.report import PARTIAL
from studio_assets.edl.cut import Cut, PictureLock
from tests.productions.studio import COFFEE, Studio

ASK = COFFEE + "edit: {pick: ask}\n"
WAITING = "waiting: a person picks one of safe, balanced, creative"


def _lock(studio: Studio) -> PictureLock:
    return studio.document(studio.key, "picture_lock", PictureLock)


def _made_by(studio: Studio, before: dict[str, float]) -> set[str]:
    after = studio.times(studio.key)
    return {name for name in after if after[name] != before.get(name)}


def test_a_cut_is_locked_by_a_person_and_only_then_rendered(studio: Studio) -> None:
    """With `pick: ask` the master is held; `studio pick` locks a cut and renders what follows, no more."""
    studio.spec(ASK)
    made = studio.run()
    assert ((), PARTIAL) == (made.failures, studio.exit_code(made))
    assert (WAITING, f"held: {WAITING.partition(': ')[2]}") == (
        _lock(studio).state,
        studio.master(made.run).state,
    )
    before = dict(studio.times(made.run))
    done = studio.cli("pick", "coffee", "creative", "--reason", "The dissolve.")
    assert 0 == done.returncode, done.stderr
    behind = {"picture_lock", "narration", "timeline", "captions", "master", "dailies"}
    assert behind == _made_by(studio, before)
    assert ("creative", "rendered") == (studio.master(made.run).cut, studio.master(made.run).state)
    assert "The dissolve." == _lock(studio).reason
    assert 28 == studio.master(made.run).frames
    assert 4 == len(studio.invoices())


def test_a_cut_is_locked_by_the_launch_config(studio: Studio) -> None:
    """The launch config of the picture lock picks a cut; the choice stays when everything is made again."""
    studio.spec(ASK)
    key = studio.film()
    behind = ("narration", "timeline", "captions", "master")
    for cut in ("balanced", "safe"):
        studio.launch(key, "picture_lock", *behind, stage="lock", cut=cut, reason="Calm.")
        assert (cut, "launch config") == (studio.master(key).cut, _lock(studio).picked_by)
    studio.again()
    assert "safe" == studio.master(key).cut
    assert 4 == len(studio.invoices())


def test_a_cut_that_is_none_is_refused(studio: Studio) -> None:
    """A pick that is no candidate is refused with the names of those that are, and is not kept."""
    studio.spec(ASK)
    key = studio.film()
    with pytest.raises(AssertionError, match="Pick one of: safe, balanced, creative"):
        studio.launch(key, "picture_lock", stage="lock", cut="wild", reason="")
    assert None is studio.doers.runs.picked("coffee", key)
    studio.again()
    assert WAITING == _lock(studio).state
    with pytest.raises(StudioError, match="no production"):
        choose("tea")


def _markers(film: Path) -> list[tuple[int, int]]:
    """Clip number and frame number in every frame of a film."""
    with av.open(str(film)) as container:
        pictures = (frame.to_ndarray(format="gray").astype(np.uint8) for frame in container.decode(video=0))
        return [read_marker(picture) for picture in pictures]


def _wanted(studio: Studio, cut: Cut) -> dict[int, tuple[int, int]]:
    """Film frame -> clip number and frame number, where the cut shows one clip alone."""
    takes = {str(take.slate): take for take in studio.takes(studio.key)}
    seen: dict[int, tuple[int, int]] = {}
    mixed: set[int] = set()
    for event in cut.events:
        number = clip_number(VideoRequest.model_validate(takes[event.slate].request))
        mixed |= set(range(event.record_in, event.record_in + event.transition_frames))
        for frame in range(event.frames):
            seen[event.record_in + frame] = (number, event.source_in + frame)
    return {frame: mark for frame, mark in seen.items() if frame not in mixed}


@pytest.mark.parametrize("pick", ["safe", "creative"])
def test_the_masters_frames_are_those_of_the_cut(studio: Studio, pick: str) -> None:
    """Every frame of the master that no transition mixes is the very frame that the locked cut names."""
    studio.spec(COFFEE + f"edit: {{pick: {pick}}}\n")
    studio.edit(("fps: 8", "fps: 12"), ("duration: 4s", "duration: 3s"), ("laptop., duration: 2s", "laptop., "
                "duration: 1s"))  # fmt: skip
    key = studio.film(frame_markers=True, thumbnail=False)
    cut = _lock(studio).cut
    assert cut is not None
    wanted, seen = _wanted(studio, cut), _markers(studio.file(studio.master(key)))
    assert cut.frames == len(seen)
    assert len(wanted) >= cut.frames - 6
    assert wanted == {frame: mark for frame, mark in enumerate(seen) if frame in wanted}
