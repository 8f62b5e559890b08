"""Promises of recipes and seeds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.providers.image.dalle import Dalle
from resources.providers.port import SpeechRequest, VideoRequest
from resources.takes.recipe import recipe, seed
from tests.resources.takes.stage import wanted

REQUEST = wanted().request


def test_a_recipe_is_a_stored_name() -> None:
    """The recipe of a request never changes between versions, or everything would be bought anew."""
    assert recipe("filmer", REQUEST) == "cc2b54bbb3bd"


@pytest.mark.parametrize(
    "change",
    [{"seed": 7}, {"rate": Decimal("0.4")}, {"rate": Decimal("0.400000")}, {"duration": Fraction(10, 2)}],
    ids=str,
)
def test_equal_wishes_have_one_recipe(change: dict[str, object]) -> None:
    """The seed and the way in which a number is written do not make another recipe."""
    assert recipe("filmer", REQUEST) == recipe("filmer", REQUEST.model_copy(update=change))


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "Other."},
        {"duration": Fraction(15, 2)},
        {"width": 720},
        {"rate": Decimal("0.41")},
        {"first_frame": "f" * 64},
        {"model": "m2"},
    ],
    ids=str,
)
def test_whatever_decides_the_take_decides_the_recipe(change: dict[str, object]) -> None:
    """Each value that a provider gets makes another recipe."""
    assert recipe("filmer", REQUEST) != recipe("filmer", REQUEST.model_copy(update=change))
    assert recipe("other", REQUEST) != recipe("filmer", REQUEST)


def test_a_providers_own_settings_decide_the_recipe() -> None:
    """Another quality in a provider's fields is another take; its defaults leave a recipe as it was."""
    assert recipe("filmer", REQUEST) == recipe("filmer", REQUEST, {})
    assert recipe("filmer", REQUEST) != recipe("filmer", REQUEST, {"quality": "high"})
    assert ({}, {"quality": "high"}) == (Dalle().settings, Dalle(quality="high").settings)


@given(number=st.integers(1, 10**9), hashed=st.text("0123456789abcdef", min_size=12, max_size=12))
def test_a_seed_fits_every_provider(number: int, hashed: str) -> None:
    """A seed is the same for the same take and has 31 bits."""
    assert seed(hashed, number) == seed(hashed, number)
    assert 0 <= seed(hashed, number) < 2**31


@given(text=st.text(), rate=st.decimals(0, 9, places=6))
def test_a_request_survives_the_journal(text: str, rate: Decimal) -> None:
    """A request that is read back from JSON has the recipe that it was bought under."""
    spoken = SpeechRequest(model="m", voice="Lily", text=text, rate=rate)
    if text.isprintable():
        again = SpeechRequest.model_validate_json(spoken.model_dump_json())
        assert recipe("speaker", spoken) == recipe("speaker", again)
    filmed = VideoRequest.model_validate(REQUEST.model_dump(mode="json"))
    assert recipe("filmer", REQUEST) == recipe("filmer", filmed)
