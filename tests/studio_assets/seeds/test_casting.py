"""Which seed pictures reach a provider, and how."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from resources.providers.port import Capabilities
from studio_assets.seeds.casting import Casting, casting, shown
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.production import FileInput, Production, SceneSpec, SeedFile

Build = Callable[..., Production]

PLAIN = Capabilities(first_frame=True)
REFERS = Capabilities(first_frame=True, references=3)
TWO = Capabilities(first_frame=True, references=2)
EIGHT = Capabilities(
    first_frame=True,
    references=3,
    reference_durations=(Fraction(8),),
    references_beside_frames=False,
)
ANIMATES = Capabilities(first_frame=True, needs_first_frame=True, references=1)
BLIND = Capabilities()


def seed(name: str, role: SeedRole) -> SeedFile:
    """A seed picture whose bytes' hash is its id."""
    return SeedFile(id=name, role=role, file=FileInput(path=f"{name}.png", digest=name))


@pytest.fixture
def film(production: Build) -> Callable[..., Production]:
    """A film whose scene `desk` names the first picture."""

    def film(*seeds: SeedFile) -> Production:
        return production(
            seeds=seeds, scenes=(SceneSpec(name="desk", seed_asset=seeds[0].id), SceneSpec(name="cup"))
        )

    return film


@pytest.mark.parametrize(
    ("role", "able", "seconds", "opening", "expected"),
    [
        pytest.param("character", REFERS, 5, None, Casting(None, ("hero",)), id="reference-first"),
        pytest.param("character", PLAIN, 5, None, Casting("hero"), id="else-it-opens"),
        pytest.param("product", PLAIN, 5, None, Casting("hero"), id="a-product-opens-too"),
        pytest.param("style", PLAIN, 5, None, Casting(None), id="a-style-never-opens"),
        pytest.param("style", REFERS, 5, None, Casting(None, ("hero",)), id="a-style-is-a-reference"),
        pytest.param("character", PLAIN, 5, "last", Casting("last"), id="a-key-frame-keeps-its-place"),
        pytest.param("character", REFERS, 5, "last", Casting("last", ("hero",)), id="beside-a-key-frame"),
        pytest.param("character", EIGHT, 8, None, Casting(None, ("hero",)), id="at-the-length-for-it"),
        pytest.param("character", EIGHT, 4, None, Casting("hero"), id="at-another-length-it-opens"),
        pytest.param("character", EIGHT, 8, "last", Casting("last"), id="not-beside-a-key-frame"),
        pytest.param("style", EIGHT, 4, None, Casting(None), id="a-style-at-another-length"),
        pytest.param("character", ANIMATES, 5, None, Casting("hero"), id="what-needs-a-frame-gets-it"),
        pytest.param("character", BLIND, 5, None, Casting(None), id="a-fallback-that-takes-nothing"),
        pytest.param("first_frame", REFERS, 5, "hero", Casting("hero"), id="a-first-frame-is-no-reference"),
    ],
)
def test_a_scenes_picture_goes_the_best_way_that_there_is(
    film: Callable[..., Production],
    role: SeedRole,
    able: Capabilities,
    seconds: int,
    opening: str | None,
    expected: Casting,
) -> None:
    """A named picture is a reference where the model takes one, else it opens what nothing else opens."""
    made = film(seed("hero", role))
    assert expected == casting(made, "desk", able, Fraction(seconds), opening)
    assert Casting(None) == casting(made, "cup", able, Fraction(seconds), None)


def test_a_character_that_no_scene_names_is_in_every_scene(film: Callable[..., Production]) -> None:
    """It follows the scene's own picture; a style or product that no scene names is described only."""
    made = film(
        seed("cup", "product"), seed("ink", "style"), seed("ada", "character"), seed("bob", "character")
    )
    five = Fraction(5)
    assert Casting(None, ("cup", "ada", "bob")) == casting(made, "desk", REFERS, five, None)
    assert Casting(None, ("cup", "ada")) == casting(made, "desk", TWO, five, None)
    assert Casting(None, ("ada", "bob")) == casting(made, "cup", REFERS, five, None)
    assert Casting(None) == casting(made, "cup", PLAIN, five, None)


def test_own_footage_shows_no_picture(production: Build) -> None:
    """What decides a clip of own footage is the footage alone."""
    own = SceneSpec(name="desk", footage=FileInput(path="a.mp4", digest="a"))
    made = production(seeds=(seed("ada", "character"),), scenes=(own, SceneSpec(name="cup")))
    assert () == shown(made, made.scenes[0])
    assert made.seeds == shown(made, made.scenes[1])
