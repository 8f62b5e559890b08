"""One line of the table of what a stop does to the money: what it leaves behind, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from resources.takes.take import TakeState

__all__ = ["CrashPoint", "Left", "Next"]


@dataclass(frozen=True)
class Left:
    """What a stop leaves behind, before anybody comes back.

    Args:
        state: of the take in the journal; None where it has no line yet.
        held: whether its quote is reserved.
        spent: whether its price is booked.
        charged: whether the provider has it on its invoice.
    """

    state: TakeState | None
    held: bool
    spent: bool
    charged: bool


@dataclass(frozen=True)
class Next:
    """What the next run does about it.

    Args:
        words: a sentence or two.
        submits: how often the request is sent from now on.
        ends: the state that the take comes to without a person.
    """

    words: str
    submits: int
    ends: TakeState

    @property
    def person(self) -> bool:
        """Whether somebody has to look."""
        return self.ends == "unknown"


@dataclass(frozen=True)
class CrashPoint:
    """One line of the table.

    Args:
        name: a word for it.
        moment: when Studio stops, as a user would say it.
        boundaries: the durable writes and network boundaries that are passed last, as `step: what`.
        left: what it leaves behind.
        listed: what comes next at a provider that lists all that it accepted; None where one never comes
            to this point, here as below.
        unlisted: what comes next at one that does not.
        at_once: what comes next at one that answers a request with the media.
        before: the boundary at which an earlier worker stopped, where this is the life of a second one.
    """

    name: str
    moment: str
    boundaries: tuple[str, ...]
    left: Left
    listed: Next | None = None
    unlisted: Next | None = None
    at_once: Next | None = None
    before: str = ""
