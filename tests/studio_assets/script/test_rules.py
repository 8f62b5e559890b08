from __future__ import annotations

import asyncio
from fractions import Fraction
from typing import Any

import pytest

from resources.errors import StudioError
from resources.providers.port import Capabilities
from studio_assets.script.rules import RulesWriter, unwritten, write
from studio_assets.script.scene import Overlay, Transition
from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.spec.production import FileInput, SceneSpec, SeedFile

FIVES = Capabilities(durations=(Fraction(5), Fraction(10)))
DISSOLVE = Transition(kind="dissolve", duration=Fraction(1, 2))
OVERLAY = Overlay(text="2:00 AM", position="top", start=Fraction(1), end=Fraction(3))


def test_given_scene_to_the_word(production: Any, planned: Any, pilot: Any) -> None:
    """A scene that the user wrote reaches the script with each of its words and wishes."""
    given = SceneSpec(
        name="desk",
        description="A developer at a desk.",
        duration=Fraction(4),
        direction="slow push in",
        narration="It was two.",
        overlay=OVERLAY,
        transition=DISSOLVE,
        first_frame=FileInput(path="hero.png", digest="ab"),
        takes=2,
        keep=1,
    )
    made = production(scenes=(given,), duration=Fraction(4), pilots=(pilot("one", takes=3),))
    (scene,) = write(made, planned("one"), FIVES)
    assert ("written", "desk", 1, "A developer at a desk.") == (
        scene.state,
        scene.name,
        scene.number,
        scene.description,
    )
    assert "A developer at a desk. slow push in. animated, warm colours" == scene.direction
    assert (Fraction(4), Fraction(5)) == (scene.duration, scene.film_duration)
    assert ("It was two.", OVERLAY, DISSOLVE, "ab") == (
        scene.narration,
        scene.overlay,
        scene.transition,
        scene.first_frame,
    )
    assert (2, 1, True) == (scene.takes, scene.keep, scene.test)


def test_pilot_defaults_cascade(production: Any, planned: Any, pilot: Any) -> None:
    """What the scene leaves open is the pilot's word, then the production's."""
    made = production(pilots=(pilot("one", takes=3, transition=DISSOLVE), pilot("two")))
    assert [(3, DISSOLVE)] * 3 == [
        (one.takes, one.transition) for one in write(made, planned("one"), Capabilities())
    ]
    assert [1, 1, 1] == [one.takes for one in write(made, planned("two"), Capabilities())]


def test_empty_slots_are_written(production: Any, planned: Any) -> None:
    """Every empty slot gets a description, a direction with the tier's look, and its seconds."""
    scenes = write(production(), planned(), Capabilities())
    assert "A developer works late. wide shot. animated, warm colours" == scenes[0].direction
    assert [5, 5, 5] == [one.film_duration for one in scenes]
    assert all(one.description and "warm colours" in one.direction for one in scenes)


def test_insertion_leaves_others_alone(production: Any, planned: Any) -> None:
    """A scene put in front changes no direction of a given scene, so that nothing is bought anew."""
    old = SceneSpec(name="old", description="A boat.", duration=Fraction(5))
    new = SceneSpec(name="new", description="A sea.", duration=Fraction(5))
    before = write(production(scenes=(old,), duration=Fraction(5)), planned(), FIVES)[0]
    after = write(production(scenes=(new, old), duration=Fraction(10)), planned(), FIVES)[1]
    assert (before.direction, before.film_duration) == (after.direction, after.film_duration)


def test_test_scenes_follow_the_filming_order(production: Any, planned: Any) -> None:
    """Only the scenes that are filmed before the greenlight are marked as tests."""
    assert [True, False, False] == [one.test for one in write(production(), planned(), FIVES)]


def test_footage_needs_no_provider(production: Any, planned: Any) -> None:
    """Own footage may be longer than anything that the provider films."""
    own = SceneSpec(name="own", description="Rain.", footage=FileInput(path="rain.mp4", digest="cd"))
    (scene,) = write(production(scenes=(own,)), planned(), FIVES)
    assert (Fraction(15), "cd") == (scene.film_duration, scene.footage)


def test_too_long_for_the_model(production: Any, planned: Any) -> None:
    """A scene longer than the model can film is refused with both lengths."""
    with pytest.raises(StudioError, match=r"lasts 15 s; simulated/animated films at most 10 s") as refused:
        write(production(scenes=(SceneSpec(name="long"),)), planned(), FIVES)
    assert "shorter duration" in refused.value.mend


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(1, 3, (1, 3)), (4, 9, (4, 5)), (6, 8, (3, 5))],
    ids=["inside", "clipped", "moved-forward"],
)
def test_overlay_stays_inside(production: Any, planned: Any, start: Any, end: Any, expected: Any) -> None:
    """A text over the picture never outlasts its scene, and never vanishes."""
    overlay = Overlay(text="x", position="top", start=Fraction(start), end=Fraction(end))
    slots = (SceneSpec(name="one", overlay=overlay), SceneSpec(name="two"), SceneSpec(name="three"))
    shown = write(production(scenes=slots), planned(), FIVES)[0].overlay
    assert shown is not None
    assert expected == (shown.start, shown.end)


def test_unplanned_pilot(production: Any) -> None:
    """The scenes of a pilot that is not planned say why they are not filmed."""
    scenes = unwritten(production(), "pilot_c", "too dear")
    assert ["not_filmed: too dear"] * 3 == [one.state for one in scenes]


def test_same_script_each_time(production: Any, planned: Any) -> None:
    """Asked twice, the writer gives the same script, so that a retry buys nothing."""
    writer = RulesWriter()
    seeds = SeedAssets(state="none")
    first, second = (asyncio.run(writer.write(production(), planned(), FIVES, seeds)) for _ in range(2))
    assert first == second


def test_sheet_reaches_the_direction(production: Any, planned: Any) -> None:
    """How a described character looks is told to the provider in its scenes, and the look still arrives."""
    hero = SeedFile(id="hero", role="character", file=FileInput(path="hero.png", digest="ab"))
    slots = (
        SceneSpec(name="desk", description="Mo types.", seed_asset="hero"),
        SceneSpec(name="rain", description="Beans fall."),
    )
    made = production(scenes=slots, duration=Fraction(10), seeds=(hero,))
    sheet = "Short woman, grey hoodie, red glasses. " * 20
    seeds = SeedAssets(
        state="described", assets=(SeedAsset(id="hero", role="character", digest="ab", sheet=sheet),)
    )
    desk, rain = write(made, planned(), FIVES, seeds)
    assert desk.direction.startswith("Mo types. Short woman, grey hoodie, red glasses. Short woman")
    assert desk.direction.endswith(". animated, warm colours")
    assert len(desk.direction) < 300
    assert "Beans fall. animated, warm colours" == rain.direction
    short = write(made, planned(), FIVES.model_copy(update={"prompt_limit": 60}), seeds)[0].direction
    assert "Mo types. Short woman, grey hoodie. animated, warm colours" == short


def test_old_scenes_keep_their_fingerprint(scene: Any) -> None:
    """A scene without elements and continuity is written as ever, so nothing looks changed."""
    plain = scene("desk")
    assert not {"elements", "continuity"} & set(plain.model_dump())
    assert plain == type(plain).model_validate_json(plain.model_dump_json())
    told = scene("desk", elements=("a lamp",), continuity="The same lamp.")
    assert told == type(told).model_validate_json(told.model_dump_json())
    assert plain.fingerprint != told.fingerprint
