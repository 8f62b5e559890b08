"""Whatever an editor's model answers, the cuts hold."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio_assets.script.scene import Transition
from tests.studio_assets.edl.answering import CUTS, NAMES, edited, entry
from tests.studio_assets.edl.test_rules import Table

number = st.none() | st.floats(-2, 12) | st.floats(allow_nan=False, allow_infinity=False)
entries = st.lists(
    st.fixed_dictionaries(
        {
            "clip": st.sampled_from([f"{pilot}/{name}" for pilot in ("one", "two") for name in NAMES]),
            "from_second": number,
            "to_second": number,
            "transition": st.sampled_from(["cut", "dissolve", "fade"]),
            "transition_seconds": st.floats(-1, 3) | st.floats(allow_nan=False, allow_infinity=False),
            "title": st.none() | st.text(max_size=60),
            "reason": st.text(max_size=20),
        }
    ),
    max_size=4,
)
answers = st.lists(
    st.fixed_dictionaries({"cut": st.sampled_from(CUTS), "reason": st.text(max_size=20), "entries": entries}),
    max_size=4,
)
# Whole scenes with one thing wild, so that many cuts hold and are the editor's.
nearly = st.fixed_dictionaries(
    {name: st.permutations(NAMES).map(lambda order: [entry(f"one/{one}") for one in order]) for name in CUTS}
).flatmap(
    lambda cuts: st.builds(
        lambda at, key, value: [
            {
                "cut": name,
                "reason": "",
                "entries": [one | ({key: value} if place == at else {}) for place, one in enumerate(given)],
            }
            for name, given in cuts.items()
        ],
        st.integers(0, 2),
        st.sampled_from(["from_second", "to_second"]),
        st.floats(0, 6),
    )
)


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    said=answers | nearly,
    frames=st.lists(st.sampled_from([0, 5, 60, 120, 150]), min_size=6, max_size=6),
    scores=st.lists(st.sampled_from([None, "0", "80", "99"]), min_size=6, max_size=6),
    chained=st.booleans(),
    mixes=st.sampled_from(
        [Transition(kind="cut", duration=Fraction(0)), Transition(kind="fade", duration=Fraction(1))]
    ),
)
def test_whatever_is_answered(
    production: Any, scene: Any, clip: Any, report: Any, tmp_path: Path,
    said: Any, frames: Any, scores: Any, chained: Any, mixes: Any,
) -> None:  # fmt: skip
    """Whatever the model answers, no point leaves its clip, no clip is invented, times and figures fit."""
    table = Table(production, scene, clip, report)
    changes = {"rain": {"continues": "desk" if chained else None, "transition": mixes}}
    table.lay("one", frames[:3], scores[:3], changes).lay("two", frames[3:], scores[3:], changes)
    known = {
        f"{pilot}/{name}" for pilot in ("one", "two") for name in NAMES if table.clips[pilot][name].media
    }
    usable = [cut | {"entries": [one for one in cut["entries"] if one["clip"] in known]} for cut in said]
    offered = {cut.name for cut in table.edl().cuts}
    says = {"cuts": [cut for cut in usable if cut["cut"] in offered]}
    edl, _ = edited(table, [says, says], tmp_path)
    assert [cut.name for cut in table.edl().cuts] == [cut.name for cut in edl.cuts]
    for cut in edl.cuts:
        assert cut.events
        assert set(NAMES) == {event.scene for event in cut.events} | set(cut.missing)
        assert len(cut.events) == len({event.scene for event in cut.events})
        assert cut.frames == sum(event.frames - event.transition_frames for event in cut.events) <= 360
        assert cut.frames == cut.events[-1].record_in + cut.events[-1].frames
        assert (0, 0, "cut") == (
            cut.events[0].record_in,
            cut.events[0].transition_frames,
            cut.events[0].transition,
        )
        for event in cut.events:
            media = table.clips[event.pilot][event.scene]
            assert (media.media.digest, media.media.suffix, media.take.slate) == (
                event.clip,
                event.suffix,
                event.slate,
            )
            assert 0 <= event.source_in < event.source_out <= event.clip_frames == media.picture.frames
            assert event.frames >= min(12, event.clip_frames)
            if event.overlay is not None:
                assert 0 <= event.overlay.start < event.overlay.end <= Fraction(event.frames, 24)
            assert cut.name != "safe" or table.reports[event.pilot][event.scene].passed
        for before, after in pairwise(cut.events):
            assert after.record_in == before.record_in + before.frames - after.transition_frames
            assert 2 * after.transition_frames <= min(before.frames, after.frames)
            assert (after.transition == "cut") == (after.transition_frames == 0)
