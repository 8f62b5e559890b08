"""Dagster's records wait for no disk in the tests' own process: the suite makes a hundred films."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings

from studio_assets import records

# `make proof` asks for it by name; who takes part says so with `tests.resources.media.examples.films`.
settings.register_profile(
    "proof",
    max_examples=50,
    deadline=None,
    derandomize=False,  # also where a profile for CI was loaded before, which fixes the examples
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # what failed once is tried first; no smaller one
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=True,  # a failed example can be tried again by anyone
)


@pytest.fixture(scope="session", autouse=True)
def quick_records() -> Iterator[None]:
    """A killed process loses nothing by it, only a power cut would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "SETTINGS", (*records.SETTINGS, "synchronous = OFF"))
        yield
