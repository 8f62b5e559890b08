"""How much happens at once."""

from __future__ import annotations

import os

import pytest

from studio_assets.limits import Limits


def test_the_defaults_are_the_documented_ones() -> None:
    """10 generations, 3 pilots, 5 scenes a pilot and 10 reports at once, and a measurement per core."""
    limits = Limits()
    assert (10, 3, 5, 10, os.cpu_count()) == (
        limits.generations, limits.pilots, limits.scenes, limits.reports, limits.cores)  # fmt: skip


@pytest.mark.parametrize("name", list(Limits.model_fields))
def test_nothing_at_once_is_refused(name: str) -> None:
    """A limit of none would wait for ever: at least one thing happens at a time."""
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        Limits(**{name: 0})


@pytest.mark.parametrize("name", list(Limits.model_fields))
def test_every_limit_is_explained_in_the_ui(name: str) -> None:
    """Each limit has a description that Dagster's resource page shows."""
    assert Limits.model_fields[name].description
