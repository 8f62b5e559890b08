"""How much happens at once."""

from __future__ import annotations

import os

from dagster import ConfigurableResource
from pydantic import Field

from resources.settings import settings

__all__ = ["Limits"]


class Limits(ConfigurableResource):  # type: ignore[type-arg]
    """How much happens at once in one run. Held by the process that makes the run.

    What is not set here comes from the settings file, whose defaults are 10 generations in all, 3
    pilots, 5 scenes a pilot and 10 reports. The journal of takes holds the file's `generations` once
    more, over all runs and processes that share a database: a number here can be below it, and never
    lets more through.
    """

    generations: int = Field(
        default_factory=lambda: settings().limits.generations,
        ge=1,
        description="Generations under way at once, over all pilots of a run.",
    )
    pilots: int = Field(
        default_factory=lambda: settings().limits.pilots, ge=1, description="Pilots that film at once."
    )
    scenes: int = Field(
        default_factory=lambda: settings().limits.scenes,
        ge=1,
        description="Scenes that a provider films at once for one pilot.",
    )
    reports: int = Field(
        default_factory=lambda: settings().limits.reports, ge=1, description="QA reports written at once."
    )
    cores: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        description="Clips measured at once; measuring is bound by the processor.",
    )
