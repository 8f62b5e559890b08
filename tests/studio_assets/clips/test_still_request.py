"""What an image provider is asked for one scene."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from resources.providers.image.dalle import Dalle
from resources.providers.image.simulated import SimulatedImage
from resources.providers.port import Capabilities
from studio_assets.clips.still_request import still_request, still_sizes
from studio_assets.spec.file_input import FileInput
from studio_assets.spec.production import SceneSpec, SeedFile

SIZES = ((1024, 1024), (1280, 720), (720, 1280), (1920, 1088), (2560, 1440), (1536, 1024))


@pytest.mark.parametrize(
    ("film", "expected"),
    [
        ((1280, 720), (1280, 720)),
        ((1920, 1080), (1920, 1088)),
        ((3840, 2160), (2560, 1440)),
        ((720, 1280), (720, 1280)),
        ((1080, 1080), (1024, 1024)),
        ((1440, 1080), (1536, 1024)),
    ],
)
def test_a_picture_is_ordered_in_the_films_shape(film: tuple[int, int], expected: tuple[int, int]) -> None:
    """The shape counts first, then that nothing has to be enlarged, then that it is no larger than that."""
    assert expected == still_sizes(*film, Capabilities(sizes=SIZES))[0]


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (640, 360), (1082, 608)])
def test_where_any_size_is_drawn_the_camera_has_a_margin(width: int, height: int) -> None:
    """A quarter more than the film in even pixels, for a camera that comes near."""
    ((wide, high),) = still_sizes(width, height, Capabilities())
    assert (0, 0) == (wide % 2, high % 2)
    assert width * 5 / 4 <= wide < width * 5 / 4 + 2
    assert height * 5 / 4 <= high < height * 5 / 4 + 2


@pytest.mark.parametrize(
    ("width", "height"), [(1280, 720), (1920, 1080), (1080, 1080), (960, 720), (720, 1280)]
)
def test_what_is_ordered_can_be_priced(production: Any, scene: Any, width: int, height: int) -> None:
    """A size whose price nobody knows is passed over, since it could not be bought."""
    film = production(width=width, height=height)
    provider = Dalle()
    request = still_request(
        film, film.tiers["static_images"], scene("scene_1"), provider, "gpt-image-2", None
    )
    assert 0 < provider.quote(request).amount
    assert Decimal(0) == request.rate


def test_what_a_picture_resembles(production: Any, scene: Any, tier: Any) -> None:
    """The picture before it, then its own seed picture, then the characters of every scene, none twice."""
    seeds = tuple(
        SeedFile(id=name, role=role, file=FileInput(path=f"{name}.png", digest=name * 8))
        for name, role in (("hero", "character"), ("look", "style"))
    )
    slots = (SceneSpec(name="desk"), SceneSpec(name="roof", continues="desk", seed_asset="look"))
    film = production(seeds=seeds, scenes=slots)
    look = tier("static_images", price_per_picture=Decimal("0.04"))
    continued = scene("roof", continues="desk")
    request = still_request(film, look, continued, SimulatedImage(), "static_images", "before" * 4)
    assert ("before" * 4, "look" * 8, "hero" * 8) == request.references
    assert Decimal("0.04") == request.rate
    alone = still_request(film, look, scene("desk"), SimulatedImage(), "static_images", "before" * 4)
    assert ("hero" * 8,) == alone.references
