"""The one settings file: how much happens at once, and how much of it at each provider."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from resources.artifacts.durable import write_bytes
from resources.claude.question import Role
from resources.errors import NotConfigured
from resources.project import project_root, studio_home

__all__ = [
    "AtOnce",
    "Profile",
    "Respondent",
    "Settings",
    "profile",
    "settings",
    "settings_file",
    "write_profile",
]


class AtOnce(BaseModel):
    """How much happens at once. The defaults are the seed's.

    Args:
        generations: under way at all providers together, over all runs and processes of a database.
        pilots: that film at once in one run.
        scenes: that one pilot films at once.
        reports: QA reports written at once in one run.
        questions: asked at once of Claude, over all runs and processes of a database; those in a batch
            are not counted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    generations: PositiveInt = 10
    pilots: PositiveInt = 3
    scenes: PositiveInt = 5
    reports: PositiveInt = 10
    questions: PositiveInt = 8


class Respondent(BaseModel):
    """Who answers a role's questions. What is not set is the role's default, see `resources.claude.roles`.

    Args:
        model: of Claude; empty means the role's default.
        effort: how much it thinks; null leaves that to the model.
        max_tokens: tokens of an answer at most, thinking included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = ""
    effort: Literal["low", "medium", "high"] | None = None
    max_tokens: int = Field(default=4_000, ge=256, le=128_000)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, said: object) -> object:
        unknown = sorted(set(map(str, said)) - set(cls.model_fields)) if isinstance(said, dict) else ()
        if unknown:
            raise ValueError(f"there is no {unknown[0]!r}; there are {', '.join(cls.model_fields)}")
        return said


class Settings(BaseModel):
    """What the settings file says.

    Args:
        limits: how much happens at once.
        concurrency: `kind/provider` -> generations at once there.
        crew: role -> who answers its questions to Claude.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    limits: AtOnce = Field(default_factory=AtOnce)
    concurrency: dict[str, PositiveInt] = {}
    crew: dict[Role, Respondent] = {}


class Profile(BaseModel):
    """What was measured of a provider by `studio providers scale`.

    Args:
        provider: `kind/name`.
        concurrency: generations at once that it took without turning any away.
        measured: the day, ISO 8601.
        simulated: whether the simulator was measured; it then counts for the simulator only.
        latency: percentile such as `p50` -> seconds from a submit to its verdict.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: str
    concurrency: PositiveInt
    measured: str
    simulated: bool
    latency: dict[str, float] = {}


def settings_file() -> Path:
    """Where the settings are: `STUDIO_SETTINGS`, else `settings.yaml` in the project."""
    chosen = os.environ.get("STUDIO_SETTINGS")
    return Path(chosen).expanduser().resolve() if chosen else project_root() / "settings.yaml"


def settings() -> Settings:
    """The settings; the defaults where there is no file.

    Raises:
        NotConfigured: the file does not fit, or STUDIO_SETTINGS names none; the mend says which line.
    """
    file = settings_file()
    if not file.is_file():
        if os.environ.get("STUDIO_SETTINGS"):
            raise NotConfigured(
                "There is no such settings file.", mend="Mend STUDIO_SETTINGS, or unset it.", where=str(file)
            )
        return Settings()
    try:
        return Settings.model_validate(yaml.safe_load(file.read_text()) or {})
    except (ValidationError, yaml.YAMLError) as error:
        raise NotConfigured(
            f"The settings do not fit: {error}", mend="Mend what is named above.", where=str(file)
        ) from error


def profile(provider: str, *, simulated: bool) -> Profile | None:
    """What was measured of a provider, or None.

    Args:
        provider: `kind/name`.
        simulated: whether the simulator's profile is meant.
    """
    file = _profile(provider, simulated)
    if not file.is_file():
        return None
    try:
        return Profile.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise NotConfigured(
            f"The profile does not fit: {error}", mend="Delete it, or measure again.", where=str(file)
        ) from error


def write_profile(measured: Profile) -> Path:
    """Keep what was measured; an older profile of the provider is replaced.

    Returns:
        The profile's file.
    """
    file = _profile(measured.provider, measured.simulated)
    write_bytes(file, json.dumps(measured.model_dump(mode="json"), indent=1).encode())
    return file


def _profile(provider: str, simulated: bool) -> Path:
    name = provider.replace("/", "_") + ("_simulated" if simulated else "")
    return studio_home() / "profiles" / f"{name}.json"
