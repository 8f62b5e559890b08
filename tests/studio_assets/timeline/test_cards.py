"""Cards in a cut."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.edl.cut import Cut
from studio_assets.spec.delivery import CardSpec, Titles
from studio_assets.spec.production import SceneSpec
from studio_assets.timeline.cards import carded
from tests.studio_assets.timeline.reels import Drawn, cut_of, cuts, dissolved, event, faults

TITLE = CardSpec(text="Coffee", subtitle="a film", duration=Fraction(3, 2), background="#102030")
CARD = CardSpec(text="Later", duration=Fraction(1))
END = CardSpec(text="The end", duration=Fraction(2))


def test_cards_stand_before_the_film_after_it_and_before_scenes() -> None:
    """Each card has its letters and frames, and is joined to its neighbours by hard cuts."""
    cut = cut_of(event("desk", 20), dissolved("rain", 20, 5), dissolved("end", 20, 5), fps=10)
    scenes = [SceneSpec(name="desk"), SceneSpec(name="rain", card=CARD), SceneSpec(name="end")]
    done = carded(cut, Titles(opening=TITLE, closing=END), scenes)
    assert [
        ("opening", 0, 15, "cut"), ("desk", 15, 20, "cut"), ("rain", 35, 10, "cut"),
        ("rain", 45, 20, "cut"), ("end", 60, 20, "dissolve"), ("closing", 80, 20, "cut"),
    ] == [(one.scene, one.record_in, one.frames, one.transition) for one in done.events]  # fmt: skip
    letters = [(one.card.text, one.card.subtitle, one.card.background) for one in done.events if one.card]
    assert [
        ("Coffee", "a film", "#102030"), ("Later", "", "#000000"), ("The end", "", "#000000")
    ] == letters  # fmt: skip
    assert {("", "")} == {(one.pilot, one.clip) for one in done.events if one.card}
    assert done.frames == 100


def test_a_card_instead_of_a_transition_is_told() -> None:
    """Where a card takes a transition's place, the event says so."""
    cut = cut_of(event("desk", 20), dissolved("rain", 20, 5), fps=10)
    done = carded(cut, Titles(), [SceneSpec(name="desk"), SceneSpec(name="rain", card=CARD)])
    assert "It is the best." == done.events[0].reason
    assert (
        "It is the best. It begins by a cut instead of a dissolve: a card stands before it."
        == done.events[2].reason
    )


def test_without_cards_the_cut_is_as_it_was() -> None:
    """No card asked for, only one of a scene that the cut lacks, or an empty cut: nothing changes."""
    cut = cut_of(event("desk", 20))
    assert cut == carded(cut, Titles(), [SceneSpec(name="desk")])
    assert cut.events == carded(cut, Titles(), [SceneSpec(name="rain", card=CARD)]).events
    empty = cut_of()
    assert empty == carded(empty, Titles(opening=TITLE), [])


@given(drawn=cuts(), before=st.sets(st.integers(0, 5)))
def test_a_cut_with_cards_can_be_rendered(drawn: Drawn, before: set[int]) -> None:
    """Wherever cards stand, the film has no fault and is longer by its cards and the overlaps they took."""
    cut: Cut = drawn[0]
    scenes = [SceneSpec(name=f"scene_{number}", card=CARD) for number in before]
    done = carded(cut, Titles(closing=END), scenes)
    assert [] == faults(done)
    clips = [one for one in cut.events if one.card is None]
    shown = {one.name for one in scenes} & {one.scene for one in clips}
    lost = sum(one.transition_frames for one in clips if one.scene in shown)
    assert cut.frames + lost + cut.fps * (2 + len(shown)) == done.frames
