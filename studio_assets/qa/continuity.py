"""Whether a clip continues the one before it: measured at the cut, and seen by the judge."""

from __future__ import annotations

from typing import Literal

from studio_assets.document import Value

__all__ = ["Continuity", "Identity", "agreed"]

Identity = Literal["same", "different", "unsure"]
"""Whether who and what is seen is who and what the clip before shows."""


class Continuity(Value):
    """What is known across one chained cut.

    Args:
        after: the scene that this clip continues.
        distance: bits of 64 by which the difference hashes of the two frames at the cut differ; None
            where it was not measured.
        colour: how far their colours are apart; None where it was not measured.
        matches: whether the measured two are near enough; None where they were not measured.
        identity: the judge's word; None where nobody looked.
        evidence: what the judge's word rests on, in a sentence.
    """

    after: str
    distance: int | None = None
    colour: float | None = None
    matches: bool | None = None
    identity: Identity | None = None
    evidence: str = ""

    @property
    def broken(self) -> bool:
        """Whether the clip does not continue the one before: measured so, or seen so."""
        return self.matches is False or self.identity == "different"

    @property
    def issues(self) -> tuple[str, ...]:
        """What is wrong at the cut, a sentence each."""
        found = []
        if self.matches is False:
            found.append(
                f"It does not open on the last frame of {self.after}: {self.distance} of 64 bits of the "
                f"pictures' hashes differ, and their colours by {self.colour:.1f}."
            )
        if self.identity == "different":
            found.append(f"It does not show whom or what {self.after} shows: {self.evidence}")
        return tuple(found)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What to try, a sentence each."""
        found = []
        if self.matches is False:
            found.append(f"Film another take that opens on the last frame of {self.after}.")
        if self.identity == "different":
            found.append("Name in the direction what must stay: face, hair, clothes, marks.")
        return tuple(found)


def agreed(first: Identity | None, second: Identity | None) -> Identity | None:
    """What two judges say together: a certain word counts before an unsure one; two that differ are unsure.

    Args:
        first: one judge's word.
        second: the other's.
    """
    certain = {word for word in (first, second) if word in ("same", "different")}
    if len(certain) == 1:
        return certain.pop()
    return "unsure" if certain or "unsure" in (first, second) else None
