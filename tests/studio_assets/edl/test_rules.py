from __future__ import annotations

import asyncio
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.edl.rules import RulesEditor, cut
from studio_assets.edl.rushes import Rushes
from studio_assets.qa.continuity import Continuity
from studio_assets.script.scene import Overlay, Transition
from studio_assets.spec.production import Edit, SceneSpec

DISSOLVE = Transition(kind="dissolve", duration=Fraction(1, 2))
FADE = Transition(kind="fade", duration=Fraction(1))


class Table:
    """A cutting table: put clips on it, then ask for the cuts."""

    def __init__(
        self,
        production: Any,
        scene: Any,
        clip: Any,
        report: Any,
        names: Any = ("desk", "rain", "end"),
        **changes: Any,
    ) -> None:
        self.make = scene, clip, report
        slots = tuple(SceneSpec(name=name) for name in names)
        self.production = production(scenes=slots, **changes)
        self.names = names
        self.winners: list[str] = []
        self.scenes: dict[str, Any] = {}
        self.clips: dict[str, Any] = {}
        self.reports: dict[str, Any] = {}

    def lay(
        self, pilot: Any, frames: Any = (120, 120, 120), scores: Any = ("90", "90", "90"), changes: Any = None
    ) -> Any:
        scene, clip, report = self.make
        self.winners.append(pilot)
        rows = list(zip(self.names, frames, scores, strict=True))
        self.scenes[pilot] = {
            name: scene(name, number, **(changes or {}).get(name, {}))
            for number, name in enumerate(self.names, start=1)
        }
        self.clips[pilot] = {name: clip(pilot, name, count) for name, count, _ in rows}
        self.reports[pilot] = {name: report(pilot, name, score) for name, _, score in rows}
        return self

    @property
    def rushes(self) -> Rushes:
        """What lies on it."""
        return Rushes(
            production=self.production,
            winners=tuple(self.winners),
            ranking={"one": "place 1"},
            scenes=self.scenes,
            clips=self.clips,
            reports=self.reports,
        )

    def edl(self) -> Any:
        return cut(self.rushes)


@pytest.fixture(scope="session")
def table(production: Any, scene: Any, clip: Any, report: Any) -> Any:
    """Lays out cutting tables."""
    return lambda **changes: Table(production, scene, clip, report, **changes)


def points(made: Any) -> Any:
    """Where each event begins and ends, in its clip and in the film."""
    return [(one.scene, one.source_in, one.source_out, one.record_in) for one in made.events]


def test_safe_is_what_passed(table: Any) -> None:
    """The safe cut holds only what QA passed, in hard cuts, and says what is missing and why."""
    made = table().lay("one", scores=("90", "60.1", "95")).edl().cut("safe")
    assert [("desk", 0, 120, 0), ("end", 0, 120, 120)] == points(made)
    assert {"rain": "one: QA gave 60.1 of 80"} == made.missing
    assert (240, Decimal("92.50")) == (made.frames, made.estimated_quality)


def test_a_clip_that_broke_the_cut_is_not_called_weak(table: Any) -> None:
    """A clip that scored well and continues nothing is left out of the safe cut for that reason."""
    laid = table().lay("one", scores=("90", "92", "95"))
    broken = Continuity(after="desk", matches=False, distance=30, colour=9.0)
    whole = laid.reports["one"]["rain"]
    laid.reports["one"]["rain"] = whole.model_copy(update={"passed": False, "continuity": broken})
    made = laid.edl()
    assert {"rain": "one: QA gave 92 of 80, but it does not continue desk"} == made.cut("safe").missing
    used = next(one for one in made.cut("balanced").events if one.scene == "rain")
    assert "one's clip (scored 92 of 80, but it does not continue desk)." == used.reason


def test_balanced_is_everything(table: Any) -> None:
    """The balanced cut holds every filmed clip and begins each scene as the script says."""
    changes = {"rain": {"transition": DISSOLVE}, "end": {"transition": FADE}}
    made = table().lay("one", scores=("90", "60", "90"), changes=changes).edl().cut("balanced")
    assert [("desk", 0, 120, 0), ("rain", 0, 120, 108), ("end", 0, 120, 204)] == points(made)
    assert ["cut", "dissolve", "fade"] == [one.transition for one in made.events]
    assert (324, Decimal("80.00")) == (made.frames, made.estimated_quality)


def test_handles_carry_a_transition(table: Any) -> None:
    """Frames beyond the scene carry its transition, so that the film keeps its length."""
    changes = {"rain": {"transition": DISSOLVE}}
    made = table().lay("one", frames=(140, 120, 120), changes=changes).edl().cut("balanced")
    assert [("desk", 0, 132, 0), ("rain", 0, 120, 120), ("end", 0, 120, 240)] == points(made)
    assert 360 == made.frames


def test_creative_takes_the_best(table: Any) -> None:
    """The creative cut takes the best clip of each scene among the winners, with half-second dissolves."""
    made = table().lay("one").lay("two", scores=("80", "97", "90")).edl().cut("creative")
    assert ["one", "two", "one"] == [one.pilot for one in made.events]
    assert [0, 12, 12] == [one.transition_frames for one in made.events]
    assert "two's clip is the best of 2 (scored 97.0)." == made.events[1].reason


def test_no_dissolve_within_a_movement(table: Any) -> None:
    """A scene that opens on the last frame before it is cut to hard, and that frame is used."""
    changes = {"rain": {"continues": "desk"}}
    made = table().lay("one", frames=(144, 120, 120), changes=changes).edl().cut("creative")
    assert (24, 144) == (made.events[0].source_in, made.events[0].source_out)
    assert ("cut", "dissolve") == (made.events[1].transition, made.events[2].transition)
    assert "opens on its last frame" in made.events[0].reason


def test_short_clip(table: Any) -> None:
    """A clip shorter than its scene is used whole, and the reason says so."""
    made = table().lay("one", frames=(100, 120, 120)).edl().cut("safe")
    assert 100 == made.events[0].source_out
    assert "The clip has 100 of the scene's 120 frames and is used whole." in made.events[0].reason


def test_short_transition(table: Any) -> None:
    """A transition longer than half a neighbour is shortened, and the reason says so."""
    changes = {"rain": {"transition": FADE}}
    made = table().lay("one", frames=(120, 20, 120), changes=changes).edl().cut("balanced")
    assert ("fade", 10) == (made.events[1].transition, made.events[1].transition_frames)
    assert "10 of the 24 frames wanted" in made.events[1].reason


def test_no_transition_of_a_clip_of_one_frame_is_told(table: Any) -> None:
    """A clip too short for any transition begins by a cut, and the reason says what it was to be."""
    changes = {"rain": {"transition": FADE}}
    made = table().lay("one", frames=(120, 1, 120), changes=changes).edl().cut("balanced")
    assert ("cut", 0) == (made.events[1].transition, made.events[1].transition_frames)
    assert "by a cut instead of a fade: the clips are short." in made.events[1].reason


def test_overlay_is_clipped(table: Any) -> None:
    """A text over the picture ends with its event."""
    overlay = Overlay(text="2:00 AM", position="top", start=Fraction(1), end=Fraction(4))
    changes = {"desk": {"overlay": overlay}}
    made = table().lay("one", frames=(48, 120, 120), changes=changes).edl().cut("safe")
    assert (1, 2) == (made.events[0].overlay.start, made.events[0].overlay.end)


def test_overlay_of_a_short_clip_comes_earlier(table: Any) -> None:
    """A text that would begin after the clip's end is seen at its end, for as long as it was written."""
    overlay = Overlay(text="2:00 AM", position="top", start=Fraction(3), end=Fraction(4))
    changes = {"desk": {"overlay": overlay}}
    made = table().lay("one", frames=(48, 120, 120), changes=changes).edl().cut("safe")
    assert (1, 2) == (made.events[0].overlay.start, made.events[0].overlay.end)


def test_unfilmed_scene(table: Any) -> None:
    """A scene without a clip is missing with what happened to it."""
    made = table().lay("one", frames=(120, 0, 120)).edl().cut("balanced")
    assert {"rain": "one: refused: moderation"} == made.missing


def test_runner_up_fills_a_gap(table: Any) -> None:
    """Where the first winner has no clip, the next winner's stands in."""
    made = table().lay("one", frames=(120, 0, 120)).lay("two").edl().cut("balanced")
    assert ["one", "two", "one"] == [one.pilot for one in made.events]


def test_unjudged_clip_leaves_the_quality_open(table: Any) -> None:
    """A cut with a clip that nobody judged has no estimated quality."""
    made = table().lay("one", scores=("90", None, "90")).edl()
    assert (Decimal("90.00"), None) == (
        made.cut("safe").estimated_quality,
        made.cut("balanced").estimated_quality,
    )


def test_empty_safe_is_not_offered(table: Any) -> None:
    """A candidate without a clip is not offered."""
    made = table().lay("one", scores=("10", "10", "10")).edl()
    assert ["balanced", "creative"] == [one.name for one in made.cuts]


def test_nothing_to_cut(table: Any) -> None:
    """Without a clip the EDL is held, with a word on why."""
    assert "held: no clip can be cut" == table().lay("one", frames=(0, 0, 0)).edl().state
    assert "held: no clip can be cut" == table().edl().state


def test_candidates_in_the_spec_order(table: Any) -> None:
    """Only the candidates that the spec names are cut, in its order."""
    made = table(edit=Edit(cuts=("creative", "safe"), pick="auto")).lay("one")
    answer = asyncio.run(RulesEditor().cut(made.rushes))
    assert ["creative", "safe"] == [one.name for one in answer.cuts]
    assert ({"one": "place 1"}, "rules") == (answer.ranking, answer.crew)


seconds = st.fractions(Fraction(1, 24), 12, max_denominator=48)
transitions = st.builds(
    Transition, kind=st.sampled_from(["cut", "dissolve", "fade"]), duration=st.fractions(0, 3)
)
wild_scenes = st.lists(
    st.tuples(
        seconds,
        st.integers(0, 300),
        st.sampled_from([None, "0", "79.99", "80", "99"]),
        transitions,
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(
    wild=st.lists(wild_scenes, min_size=1, max_size=2),
    fps=st.sampled_from([24, 25, 30]),
    clip_fps=st.sampled_from([8, 24, 30]),
)
def test_every_point_is_inside_its_clip(table: Any, clip: Any, wild: Any, fps: Any, clip_fps: Any) -> None:
    """Whatever was filmed, no point leaves its clip, times ascend, totals are right, transitions short."""
    count = min(len(rows) for rows in wild)
    names = tuple(f"s{index}" for index in range(count))
    made = table(names=names, fps=fps)
    for index, rows in enumerate(wild):
        rows = rows[:count]
        changes = {
            name: {
                "duration": length,
                "transition": transition,
                "continues": names[at - 1] if chained and at else None,
            }
            for at, (name, (length, _, _, transition, chained)) in enumerate(zip(names, rows, strict=True))
        }
        pilot = f"pilot_{index}"
        made.lay(pilot, [row[1] for row in rows], [row[2] for row in rows], changes)
        made.clips[pilot] = {
            name: clip(pilot, name, row[1], clip_fps) for name, row in zip(names, rows, strict=True)
        }
    for one in made.edl().cuts:
        assert set(names) == {event.scene for event in one.events} | set(one.missing)
        assert one.frames == sum(event.frames - event.transition_frames for event in one.events)
        assert one.frames == one.events[-1].record_in + one.events[-1].frames
        assert (0, 0) == (one.events[0].record_in, one.events[0].transition_frames)
        for event in one.events:
            measured = made.clips[event.pilot][event.scene].picture
            assert event.clip_frames == floor(measured.duration * fps)
            assert 0 <= event.source_in < event.source_out <= event.clip_frames
        for before, after in pairwise(one.events):
            assert before.record_in < after.record_in
            assert after.record_in == before.record_in + before.frames - after.transition_frames
            assert 2 * after.transition_frames <= min(before.frames, after.frames)
            assert (after.transition == "cut") == (after.transition_frames == 0)
