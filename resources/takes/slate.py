"""A take's identity: production / run / pilot / scene / recipe / take number.

Slates are stored names. They stand in the ledger, at providers and in asset metadata: changing
their format, or renaming a part, breaks the history of every take that was paid.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, field_validator

from resources.errors import StudioError

__all__ = ["Slate"]

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,79}")


class Slate(BaseModel):
    """The identity of one take, and its idempotency key.

    Args:
        production: its name.
        run: the run's name, for example `2026-11-21_080534`.
        pilot: its name.
        scene: its name.
        recipe: hash of everything that decides the take's content.
        number: of the take in its scene, 1 for the first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    production: str
    run: str
    pilot: str
    scene: str
    recipe: str
    number: int

    @field_validator("production", "run", "pilot", "scene", "recipe")
    @classmethod
    def _safe(cls, part: str) -> str:
        if not _PART.fullmatch(part):
            raise StudioError(
                f"{part!r} cannot be part of a slate.",
                mend="Use 1 to 80 letters, digits, `_`, `-` and `.`, not beginning with `.` or `-`.",
                where="slate",
            )
        return part

    @field_validator("number")
    @classmethod
    def _counted(cls, number: int) -> int:
        if number < 1:
            raise StudioError(f"Take {number} cannot be.", mend="Count takes from 1.", where="slate")
        return number

    def __str__(self) -> str:
        parts = (self.production, self.run, self.pilot, self.scene, self.recipe, f"t{self.number}")
        return "/".join(parts)

    @classmethod
    def parse(cls, text: str) -> Slate:
        """Read a slate.

        Args:
            text: `production/run/pilot/scene/recipe/tN`.

        Returns:
            The slate; printing it gives the text again.

        Raises:
            StudioError: the text is no slate.
        """
        parts = text.split("/")
        if len(parts) != 6 or not re.fullmatch(r"t[1-9][0-9]{0,8}", parts[5], re.ASCII):
            raise StudioError(
                f"{text!r} is no slate.", mend="Write it like `production/run/pilot/scene/recipe/t1`."
            )
        production, run, pilot, scene, recipe, take = parts
        return cls(
            production=production, run=run, pilot=pilot, scene=scene, recipe=recipe, number=int(take[1:])
        )
