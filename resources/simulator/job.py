"""One generation as the simulator took it down, and what was wished."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from resources.money import ZERO, Usd
from resources.providers.port import Kind

__all__ = ["Job", "JobState", "Wish"]

JobState = Literal["queued", "running", "succeeded", "failed", "moderated", "cancelled"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wish(_Value):
    """What was ordered, read out of the wire's body.

    Args:
        kind: of media.
        text: direction, or what is said.
        seconds: of video or music; 0 where the kind has none.
        width: pixels; 0 where the kind has none.
        height: pixels; 0 where the kind has none.
        seed: that was sent; 0 where none was.
        voice: that was sent; empty where none was.
        first_frame: sha256 of the opening picture's bytes, in hex; empty where there is none.
        last_frame: sha256 of the ending picture's bytes, in hex; empty where there is none.
        references: sha256 of further pictures' bytes.
    """

    kind: Kind
    text: str = ""
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    seed: int = 0
    voice: str = ""
    first_frame: str = ""
    last_frame: str = ""
    references: tuple[str, ...] = ()


class Job(_Value):
    """A generation.

    Args:
        id: the id that the dialect tells.
        part: `kind/name` of the provider.
        key: sha256 of the key that ordered it, its first 12 hex digits.
        number: of the submit at this provider, from 1.
        model: that was sent.
        token: that the dialect echoes in its listing; empty where it echoes none.
        wish: what is made.
        body: what was sent, as the dialect may echo it.
        price: dollars charged where it succeeds.
        accepted: when it was taken, in UTC.
        starts: when it begins to run.
        ends: when its verdict is there.
        verdict: what it comes to, unless it is cancelled before.
        reason: why it does not succeed.
        copies: how often its output stands in the finished answer; 2 for a duplicate completion.
        cancelled: when it was cancelled, or None.
    """

    id: str
    part: str
    key: str
    number: int
    model: str
    token: str
    wish: Wish
    body: dict[str, Any]
    price: Usd
    accepted: AwareDatetime
    starts: AwareDatetime
    ends: AwareDatetime
    verdict: Literal["succeeded", "failed", "moderated"]
    reason: str = ""
    copies: int = 1
    cancelled: AwareDatetime | None = None

    def state(self, now: datetime) -> JobState:
        """Where it is at a time."""
        if self.cancelled is not None:
            return "cancelled"
        if now >= self.ends:
            return self.verdict
        return "running" if now >= self.starts else "queued"

    def charged(self, now: datetime) -> Usd:
        """Dollars that the invoice has for it at a time: a success is charged from its submit on."""
        doomed = self.cancelled is not None or (self.verdict != "succeeded" and now >= self.ends)
        return ZERO if doomed else self.price

    def seconds_left(self, now: datetime) -> float:
        """Seconds until its verdict, 0 once it is there."""
        return max((self.ends - now) / timedelta(seconds=1), 0.0)
