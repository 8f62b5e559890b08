"""What a provider said of its key the last time that it was asked: a note in STUDIO_HOME, never the key."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from resources.artifacts.durable import write_bytes
from resources.project import studio_home
from resources.providers.live import LiveProvider

__all__ = ["Checked", "last_check", "note_check"]


class Checked(BaseModel):
    """One check of a key.

    Args:
        key: the first 12 hex digits of a sha256 over the provider's address and key, so that another
            key is known to be unchecked.
        accepted: whether the provider accepted it.
        said: what it said where it did not.
        date: the day, in UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    accepted: bool
    said: str
    date: datetime.date


def note_check(provider: LiveProvider, *, accepted: bool, said: str, today: datetime.date) -> None:
    """Keep what came of a check of credentials.

    Args:
        provider: who was asked.
        accepted: whether it accepted the key.
        said: its words where it did not.
        today: the day.
    """
    checked = Checked(key=_print_of(provider), accepted=accepted, said=said, date=today)
    write_bytes(_file(provider), checked.model_dump_json().encode())


def last_check(provider: LiveProvider) -> Checked | None:
    """The last check of the key that is set now; None where this key was never checked."""
    try:
        checked = Checked.model_validate_json(_file(provider).read_bytes())
    except (OSError, ValidationError):
        return None  # a note that is lost only means that the key is checked again
    return checked if checked.key == _print_of(provider) else None


def _print_of(provider: LiveProvider) -> str:
    # The simulator's port differs each time; its word on a key holds for it alone.
    place = "simulator" if provider.simulated else provider.address()
    return hashlib.sha256(f"{place}\0{provider.api_key}".encode()).hexdigest()[:12]


def _file(provider: LiveProvider) -> Path:
    name = f"{provider.kind}_{provider.name}" + ("_simulated" if provider.simulated else "")
    return studio_home() / "credentials" / f"{name}.json"
