from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.planning.producer import Brief
from studio_assets.planning.rules import plan
from studio_assets.spec.production import Allotment, Budget, Competition, FileInput, SceneSpec

FIVES = (Fraction(5), Fraction(10))


def brief(production: Any, durations: Any = (), **changes: Any) -> Any:
    """A brief whose provider charges the tier's price per second."""
    return Brief(
        production=production,
        price=lambda video, tier, seconds: (
            tier.price_per_second * seconds.numerator / Decimal(seconds.denominator)
        ),
        durations=lambda video: durations,
        simulated=True,
        **changes,
    )


def money(limit: Any, contingency: str = "0") -> Any:
    """A budget."""
    return Budget(limit=Decimal(limit), contingency=Decimal(contingency))


def test_named_allotments_are_kept(production: Any, pilot: Any) -> None:
    """A pilot that the spec gives 40 % or $5 gets exactly that."""
    pilots = (
        pilot("one", allotment=Allotment(share=Decimal("0.4"))),
        pilot("two", allotment=Allotment(amount=Decimal(5))),
    )
    answer = plan(brief(production(pilots=pilots, budget=money(20, "0.1"))))
    assert [Decimal(8), Decimal(5)] == [one.allotment for one in answer.pilots]
    assert [Decimal("0.4"), Decimal("0.25")] == [one.share for one in answer.pilots]
    assert Decimal(7) == answer.contingency


def test_rest_is_dealt_by_price(production: Any, pilot: Any) -> None:
    """What is left after the named allotments is dealt in proportion to what the films cost."""
    pilots = (
        pilot("given", allotment=Allotment(share=Decimal("0.25"))),
        pilot("cheap", "animated"),
        pilot("dear", "photorealistic"),
    )
    answer = plan(brief(production(pilots=pilots, budget=money(40, "0.15"))))
    assert {"given": Decimal(10), "cheap": Decimal(8), "dear": Decimal(16)} == {
        one.name: one.allotment for one in answer.pilots
    }


def test_too_small_for_its_tests(production: Any, pilot: Any) -> None:
    """A pilot whose allotment cannot pay its test scenes is left out, and the plan names their price."""
    pilots = (pilot("poor", allotment=Allotment(amount=Decimal("0.50"))), pilot("rich"))
    answer = plan(brief(production(pilots=pilots)))
    assert {"poor": "its test scenes cost $1.25, its allotment is $0.50"} == answer.unplanned
    assert [Decimal("22.50")] == [one.allotment for one in answer.pilots]


def test_dearest_makes_room(production: Any, pilot: Any) -> None:
    """Where the budget is too small for all pilots, the dearest leaves so that the others can compete."""
    pilots = (pilot("cheap", "static_images"), pilot("dear", "photorealistic"))
    answer = plan(brief(production(pilots=pilots, budget=money(2))))
    assert ["cheap"] == [one.name for one in answer.pilots]
    assert "its test scenes cost $2.50" in answer.unplanned["dear"]


def test_allotments_beyond_the_limit(production: Any, pilot: Any) -> None:
    """A named allotment that no longer fits is left out with what is left, never overdrawn."""
    pilots = tuple(pilot(name, allotment=Allotment(share=Decimal("0.6"))) for name in ("one", "two"))
    answer = plan(brief(production(pilots=pilots)))
    assert {"two": "its allotment of $15.00 is more than the $7.50 that is left"} == answer.unplanned


def test_unfilmable(production: Any, pilot: Any) -> None:
    """A pilot whose model cannot film a scene that long is left out, and the plan names the scene."""
    answer = plan(brief(production(pilots=(pilot("one"),)), durations=(Fraction(2), Fraction(4))))
    assert "refused" == answer.happened
    assert "scene scene_1 lasts 5 s" in answer.why


def test_takes_and_snapping_are_priced(production: Any) -> None:
    """The film's price counts each take and the seconds that the provider really films."""
    scenes = (
        SceneSpec(name="one", duration=Fraction(3), takes=2),
        SceneSpec(name="two", duration=Fraction(6)),
        SceneSpec(name="own", footage=FileInput(path="rain.mp4", digest="ab")),
    )
    answer = plan(brief(production(scenes=scenes, pilot_names=("pilot_a",)), durations=FIVES))
    (chosen,) = answer.pilots
    assert ("photorealistic", Decimal("5.00"), Decimal("10.00")) == (
        chosen.tier,
        chosen.test_price,
        chosen.film_price,
    )


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        pytest.param("25", ["motion_graphics", "animated", "photorealistic"], id="best-three"),
        pytest.param("12", ["static_images", "animated", "photorealistic"], id="two-and-the-cheapest"),
        pytest.param("11.50", ["animated", "photorealistic"], id="best-two"),
        pytest.param("9", ["static_images", "photorealistic"], id="best-and-cheapest"),
        pytest.param("2.70", ["motion_graphics"], id="one"),
        pytest.param("0.59", [], id="none"),
    ],
)
def test_choice_of_tiers(production: Any, limit: Any, expected: Any) -> None:
    """Without named pilots the best tiers that are affordable together compete, the cheapest first."""
    answer = plan(brief(production(budget=money(limit))))
    assert expected == [one.tier for one in answer.pilots]
    assert list("abc"[: len(expected)]) == [one.name[-1] for one in answer.pilots]


def test_leftover_slots_say_why(production: Any) -> None:
    """A slot that no tier fills says what the next film would cost and what is left."""
    answer = plan(brief(production(budget=money("2.70"))))
    why = "the next film costs $0.60 (tier static_images), $0.45 is left beside the others"
    assert {"pilot_b": why, "pilot_c": why} == answer.unplanned


def test_refused_names_the_cheapest(production: Any) -> None:
    """A budget for no film at all is refused with the price of the cheapest one."""
    answer = plan(brief(production(budget=money("0.50", "0.1"))))
    expected = "refused: the cheapest film costs $0.60 (tier static_images), the budget has $0.45 for pilots"
    assert expected == answer.state
    assert Decimal("0.50") == answer.contingency


def test_no_competition(production: Any, pilot: Any) -> None:
    """Without test scenes a pilot must at least be able to film its first scene."""
    none = Competition(**(production().competition.model_dump() | {"test_scenes": 0}))
    one = pilot("one", allotment=Allotment(amount=Decimal(1)))
    answer = plan(brief(production(pilots=(one,), competition=none)))
    assert {"one": "its first scene costs $1.25, its allotment is $1.00"} == answer.unplanned


def test_learned_sentences_pass(production: Any) -> None:
    """What earlier runs measured stands in the plan word for word."""
    learned = ("animated reached 91 on average.",)
    assert learned == plan(brief(production(), learned=learned)).learned


dollars_any = st.decimals(Decimal("0.000001"), 500, places=6)
parts = st.one_of(
    st.none(),
    st.builds(Allotment, share=st.decimals(0, 1, places=3)),
    st.builds(Allotment, amount=st.decimals(0, 100, places=2)),
)
tiers = st.sampled_from(["static_images", "motion_graphics", "animated", "photorealistic"])


@given(
    limit=dollars_any,
    contingency=st.decimals(0, 1, places=2),
    asked=st.lists(st.tuples(tiers, parts), max_size=8),
    test_scenes=st.integers(0, 3),
)
def test_no_micro_dollar_is_lost(
    production: Any, pilot: Any, limit: Any, contingency: Any, asked: Any, test_scenes: Any
) -> None:
    """Allotments and contingency are the limit to the micro-dollar, none negative, the same each time."""
    pilots = tuple(pilot(f"p{index}", of, allotment=part) for index, (of, part) in enumerate(asked))
    competition = production().competition.model_copy(update={"test_scenes": test_scenes})
    made = production(
        pilots=pilots,
        budget=Budget(limit=limit, contingency=contingency),
        competition=competition,
    )
    answer = plan(brief(made))
    assert limit == answer.contingency + sum(one.allotment for one in answer.pilots)
    assert answer.contingency >= 0
    assert all(one.allotment >= one.test_price for one in answer.pilots)
    assert set(made.pilot_names) == {one.name for one in answer.pilots} | set(answer.unplanned)
    assert answer == plan(brief(made))
    if not pilots:
        assert all(one.allotment >= one.film_price for one in answer.pilots)
