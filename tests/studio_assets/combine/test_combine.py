"""A cut of chosen scenes, put together from cuts that are there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import StudioError
from studio_assets.combine.combine import combine, sources, taken
from studio_assets.edl.cut import Cut, Edl
from tests.studio_assets.timeline.reels import Drawn, card, cut_of, cuts, dissolved, event, faults

FILM = cut_of(
    event("launch", 48),
    dissolved("sail", 48, 12, clip=60),
    dissolved("storm", 36, 6),
    event("home", 24),
)


def named(cut: Cut, name: str, **changes: object) -> Cut:
    """The same cut under another name."""
    return cut.model_copy(update={"name": name, **changes})


def edl(*candidates: Cut) -> Edl:
    """These candidates."""
    return Edl(state="cut", crew="rules", winners=("ink",), ranking={}, cuts=candidates)


def test_neighbours_keep_their_transition() -> None:
    """Scenes that stand side by side in the film meet as they do there, to the frame."""
    found = combine([FILM], ["sail", "storm"], "middle")
    assert [("sail", "cut", 0, 0), ("storm", "dissolve", 6, 42)] == [
        (one.scene, one.transition, one.transition_frames, one.record_in) for one in found.events
    ]
    assert ("middle", 48 + 36 - 6, [], None) == (
        found.name, found.frames, faults(found), found.estimated_quality,
    )  # fmt: skip


def test_other_joints_are_cuts_and_say_so() -> None:
    """A transition from a scene that is left out becomes a cut, no frame is lost, and the reason tells it."""
    found = combine([FILM], ["launch", "storm"], "ends")
    second = found.events[1]
    assert ("cut", 0, 48, 84) == (
        second.transition, second.transition_frames, second.record_in, found.frames,
    )  # fmt: skip
    assert second.reason.endswith("It begins by a cut instead of a dissolve: it follows launch here.")
    opening = combine([FILM], ["storm"], "alone").events[0]
    assert opening.reason.endswith("It begins by a cut instead of a dissolve: it opens the film.")


def test_scenes_stand_in_the_order_given() -> None:
    """The person's order counts, and in and out points are those of the source."""
    found = combine([FILM], ["home", "launch"], "back")
    assert [("home", 0, 24), ("launch", 24, 48)] == [
        (one.scene, one.record_in, one.frames) for one in found.events
    ]


def test_the_locked_cut_comes_first_then_the_best_candidate() -> None:
    """A scene is taken from the locked cut, one that it lacks from the candidate that the policy prefers."""
    locked = named(cut_of(event("launch", 10)), "safe")
    short = named(cut_of(event("sail", 20)), "balanced")
    long = named(cut_of(event("sail", 30), event("home", 5)), "creative")
    found = taken(sources(locked, edl(locked, short, long)), ["launch", "sail"])
    assert [("safe", 10), ("creative", 30)] == [(one.cut.name, one.event.frames) for one in found]
    assert ["creative"] == [one.cut.name for one in taken(sources(None, edl(short, long)), ["sail"])]


def test_neighbours_of_two_cuts_are_no_neighbours() -> None:
    """Two scenes from two cuts meet by a cut, even where both stand side by side in each."""
    locked = named(cut_of(event("launch", 10)), "safe")
    other = named(cut_of(event("launch", 10), dissolved("sail", 20, 5)), "balanced")
    assert ("cut", 30) == (
        combine([locked, other], ["launch", "sail"], "both").events[1].transition,
        combine([locked, other], ["launch", "sail"], "both").frames,
    )


def test_cards_are_not_taken() -> None:
    """The card that announces a scene is not the scene."""
    found = combine([cut_of(card("sail", 24), event("sail", 12))], ["sail"], "sail_only")
    assert [(None, 12)] == [(one.card, one.frames) for one in found.events]


@pytest.mark.parametrize(
    ("given_cuts", "scenes", "what", "mend"),
    [
        ([FILM], ["strom"], "No cut has the scene strom.", "Did you mean `storm`?"),
        ([], ["sail"], "No cut has the scene sail.", "Film clips first"),
        ([FILM], [], "No scene is named.", "Name at least one."),
        ([FILM], ["sail", "sail"], "The scene sail is named twice.", "Name each scene once."),
    ],
    ids=["unknown", "no cut", "none", "twice"],
)
def test_what_cannot_be_combined_is_said(
    given_cuts: list[Cut], scenes: list[str], what: str, mend: str
) -> None:
    """A scene that no cut has, or that stands twice, is an error with its mend."""
    with pytest.raises(StudioError) as raised:
        combine(given_cuts, scenes, "name")
    assert what == raised.value.what
    assert mend in raised.value.mend


@given(st.lists(cuts(), min_size=1, max_size=3), st.data())
def test_what_is_combined_can_be_rendered(drawn: list[Drawn], data: st.DataObject) -> None:
    """Whatever is chosen from whichever cuts, the renderer finds no fault, and clips keep their points."""
    given_cuts = [cut.model_copy(update={"fps": 24}) for cut, _, _ in drawn]
    known = {
        one.scene: (one.source_in, one.source_out)
        for cut in reversed(given_cuts)
        for one in cut.events
        if one.card is None
    }
    if not known:
        return
    chosen = data.draw(st.permutations(sorted(known)))[: data.draw(st.integers(1, len(known)))]
    found = combine(given_cuts, chosen, "drawn")
    assert [] == faults(found)
    assert [(name, known[name]) for name in chosen] == [
        (one.scene, (one.source_in, one.source_out)) for one in found.events
    ]
    assert found.frames == sum(one.frames - one.transition_frames for one in found.events)
