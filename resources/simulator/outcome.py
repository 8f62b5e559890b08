"""How a generation ends where a scenario has a fault for its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from resources.simulator.job import Wish
from resources.simulator.scenario import Fault

__all__ = ["Outcome", "outcome"]


@dataclass(frozen=True)
class Outcome:
    """How a generation ends.

    Args:
        wish: what is really made.
        verdict: what it comes to.
        reason: why it does not succeed.
        copies: how often its output stands in the finished answer.
        late: seconds after its time.
    """

    wish: Wish
    verdict: Literal["succeeded", "failed", "moderated"] = "succeeded"
    reason: str = ""
    copies: int = 1
    late: float = 0.0


def outcome(wish: Wish, fault: Fault | None) -> Outcome:
    """How the generation of a wish ends.

    Args:
        wish: what was ordered.
        fault: that happens at its end, or None.
    """
    if fault is None:
        return Outcome(wish)
    match fault.what:
        case "moderate":
            return Outcome(wish, "moderated", "The result was withheld by content moderation.")
        case "fail":
            return Outcome(wish, "failed", "The generation failed inside.")
        case "late":
            return Outcome(wish, late=fault.seconds)
        case "wrong_duration" if wish.seconds:
            return Outcome(wish.model_copy(update={"seconds": wish.seconds + fault.seconds}))
        case "duplicate":
            return Outcome(wish, copies=2)
    return Outcome(wish)
