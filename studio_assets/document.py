"""What every asset yields: a readable JSON document whose state says what happened."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from resources.claude.answer import Asked

__all__ = ["Document", "Seconds", "Value", "late"]

Seconds = Annotated[Fraction, PlainSerializer(str, return_type=str)]
"""An exact duration in seconds; written to JSON as `5` or `15/2`."""


def late(default: object) -> Any:
    """A field that came when documents were stored already: what says nothing of it keeps its fingerprint.

    Args:
        default: what it is where nothing is said of it; it is not written.
    """
    return Field(default, exclude_if=lambda value: value == default)


class Value(BaseModel):
    """An immutable part of a document; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @property
    def fingerprint(self) -> str:
        """Hash of everything it says: a document's data version, and the key of what it decides."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]


class Document(Value):
    """An asset's document.

    Args:
        state: what happened, a word, then after a colon why: `filmed`, `not_filmed: pilot cancelled`,
            `held: budget`, `refused: moderation`, ...
        asked: what Claude was asked for it, paid or not.
        notes: what a person should know of how it was made, a sentence each: what was repaired by rule,
            or why the rules answered instead of Claude.
    """

    state: str
    asked: tuple[Asked, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Hash of what it says, but not of how that came about: asking again changes nothing by itself."""
        said = self.model_dump_json(exclude={"asked", "notes"})
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def identity(self) -> str:
        """Like the fingerprint, but fields that a later version adds do not change it.

        What is made from a document keeps this, to know later whether it is of the newest one: an upgrade
        by itself must make nothing anew.
        """
        said = self.model_dump_json(exclude={"asked", "notes"}, exclude_defaults=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def happened(self) -> str:
        """The state's word, without the reason."""
        return self.state.split(":", 1)[0]

    @property
    def why(self) -> str:
        """The state's reason, or an empty string."""
        return self.state.partition(":")[2].strip()
