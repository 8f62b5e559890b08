"""How much happens at once."""

from __future__ import annotations

import os

from dagster import ConfigurableResource
from pydantic import Field

__all__ = ["Limits"]


class Limits(ConfigurableResource):  # type: ignore[type-arg]
    """How much happens at once in one run. Held by the process that makes the run.

    The defaults are the seed's: 10 generations in all, 3 pilots, 5 scenes a pilot, 10 reports.
    """

    generations: int = Field(default=10, ge=1, description="Generations under way at once, over all pilots.")
    pilots: int = Field(default=3, ge=1, description="Pilots that film at once.")
    scenes: int = Field(default=5, ge=1, description="Scenes that a provider films at once for one pilot.")
    reports: int = Field(default=10, ge=1, description="QA reports written at once.")
    cores: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="Clips measured at once; measuring is bound by the processor.",
    )
