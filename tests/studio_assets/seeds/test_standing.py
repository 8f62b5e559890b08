"""A key that is set or taken away changes no description that a film was made by."""

from __future__ import annotations

from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.seeds.standing import standing

SHEET = "A stout woman of sixty in a mustard cardigan."


def seen(digest: str = "ab") -> SeedAssets:
    """What Claude made of a picture."""
    one = SeedAsset(id="mira", role="character", digest=digest, state="described", sheet=SHEET)
    return SeedAssets(state="described", crew="claude-haiku-5-5", assets=(one,))


def unseen() -> SeedAssets:
    """What the rules make of it."""
    one = SeedAsset(id="mira", role="character", digest="ab")
    return SeedAssets(state=one.state, assets=(one,))


def test_a_description_outlives_the_key() -> None:
    """Without a key the picture keeps the words that Claude found, so that no direction changes."""
    stays = standing(unseen(), seen(), filmed=True)
    assert (seen().assets, seen().crew, 1) == (stays.assets, stays.crew, len(stays.notes))
    assert seen().fingerprint == stays.fingerprint


def test_what_was_filmed_undescribed_stays_so() -> None:
    """A key that is set after the film describes no picture; before the first clip it does."""
    assert unseen().assets == standing(seen(), unseen(), filmed=True).assets
    assert seen() == standing(seen(), unseen(), filmed=False)


def test_another_picture_is_described() -> None:
    """A picture that the run did not have is looked at, and a first look stands as it is."""
    assert seen("cd") == standing(seen("cd"), unseen(), filmed=True)
    assert seen() == standing(seen(), None, filmed=True)
