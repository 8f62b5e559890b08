"""What is sent for a scene: the same object is priced, hashed and sent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from resources.providers.video.simulated import SimulatedVideo
from resources.takes.recipe import recipe
from studio_assets.clips.request import video_request
from studio_assets.script.scene import Scene
from studio_assets.spec.production import FileInput, Production, SceneSpec, SeedFile
from studio_assets.spec.sections import AssetKind, section_hash
from studio_assets.spec.tier import Tier

HERO = SeedFile(id="hero", role="character", file=FileInput(path="hero.png", digest="cd" * 32))
FRAME = "ab" * 32


@pytest.fixture
def recipe_of(
    production: Callable[..., Production], tier: Callable[..., Tier], scene: Callable[..., Scene]
) -> Callable[..., str]:
    """The recipe of the first scene at the simulated provider."""

    def recipe_of(opening: str | None = None, **changes: Any) -> str:
        provider = SimulatedVideo()
        film = production(**changes)
        wanted = video_request(film, tier(), scene("scene_1"), provider, "animated", Fraction(5), opening)
        return recipe("simulated", wanted, provider.settings)

    return recipe_of


@pytest.mark.parametrize(("opening", "stored"), [(None, "cabc7cdacf4c"), (FRAME, "2c5c9b8e607b")])
def test_scenes_without_pictures_keep_their_recipe(
    recipe_of: Callable[..., str], opening: str | None, stored: str
) -> None:
    """A take that was bought before there were seed roles is found again: nothing is bought anew."""
    assert stored == recipe_of(opening)
    first = HERO.model_copy(update={"role": "first_frame"})
    assert stored == recipe_of(opening, seeds=(first,)), "a picture that no request holds"


def test_a_character_is_part_of_the_recipe(recipe_of: Callable[..., str]) -> None:
    """Another picture of the same character films anew, another name for it does not."""
    hero = recipe_of(seeds=(HERO,))
    renamed = HERO.model_copy(update={"id": "ada"})
    other = HERO.model_copy(update={"file": FileInput(path="hero.png", digest="ef" * 32)})
    assert hero == recipe_of(seeds=(renamed,))
    assert 3 == len({recipe_of(), hero, recipe_of(seeds=(other,))})


def test_a_pictures_edit_touches_the_clips_that_it_decides(production: Callable[..., Production]) -> None:
    """A clip's version follows the pictures in its request; without any it is as it always was."""
    scenes = (SceneSpec(name="desk", description="A desk."), SceneSpec(name="cup", seed_asset="hero"))
    bare = production(scenes=scenes[:1])
    assert "e25641c2d8e5" == section_hash(bare, "clip", "pilot_a", "desk")
    first = production(scenes=scenes, seeds=(HERO,))
    other = HERO.model_copy(update={"file": FileInput(path="hero.png", digest="ef" * 32)})
    second = production(scenes=scenes, seeds=(other,))
    wanted: tuple[tuple[AssetKind, str | None], ...] = (
        ("clip", "desk"),
        ("clip", "cup"),
        ("seed_assets", None),
    )
    versions = [
        [section_hash(film, kind, "pilot_a", scene) for film in (first, second)] for kind, scene in wanted
    ]
    assert [1, 2, 2] == [len(set(pair)) for pair in versions]
