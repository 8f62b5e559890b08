"""What a stop at any point of a take does to the money: the table behind docs/reference/money.md.

The proof in `tests/proof` kills real workers at every boundary named here and holds each line to its
word, so that no line says what is not so, and no boundary of a take is without a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from resources.takes.take import TakeState

__all__ = ["CRASH_POINTS", "CrashPoint", "Left", "Next"]


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
        listed: what comes next at a provider that lists all that it accepted.
        unlisted: what comes next at any other; None where one never comes to this point.
        before: the boundary at which an earlier worker stopped, where this is the life of a second one.
    """

    name: str
    moment: str
    boundaries: tuple[str, ...]
    left: Left
    listed: Next
    unlisted: Next | None
    before: str = ""


def _of(step: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{step}: {word}" for word in words)


_CALL = ("connect", "connected", "head sent", "sent", "answer begins", "answered")
_CHANGE = ("begun", "update takes", "before commit")
_MONEY = ("update budgets", "update accounts")

_NOT_SENT = ("intend: committed", *_of("submit", _CALL[:3]))
_SENT = (*_of("submit", _CALL[3:]), *_of("submitted", _CHANGE))

_AFRESH = Next("It buys the take, as if nothing had been.", 1, "fetched")
_SENT_NOW = Next(
    "It reads the provider's list, which does not name the take, and sends the request under the same "
    "reservation.",
    1,
    "fetched",
)
_FOUND = Next(
    "It finds the take in the provider's list and goes on with it. Nothing is sent again.", 0, "fetched"
)
_SHOWN = Next(
    "It cannot tell whether the provider took the request, so it is never sent again by itself. The take "
    "is shown as `unknown` and keeps its reservation until a person says what they found.",
    0,
    "unknown",
)
_AWAITED = Next("It asks how the generation stands, and waits for it. Nothing is sent again.", 0, "fetched")
_FETCHED = Next("It fetches the file again, which is free.", 0, "fetched")
_USED = Next("It uses the file that is there.", 0, "fetched")

CRASH_POINTS = (
    CrashPoint(
        name="before the intent",
        moment="before the take and its reservation are written down",
        boundaries=_of("intend", ("begun", "insert takes", *_MONEY, "insert entries", *_CHANGE[1:])),
        left=Left(None, held=False, spent=False, charged=False),
        listed=_AFRESH,
        unlisted=_AFRESH,
    ),
    CrashPoint(
        name="before the request",
        moment="after that, before the whole request is sent",
        boundaries=_NOT_SENT,
        left=Left("intended", held=True, spent=False, charged=False),
        listed=_SENT_NOW,
        unlisted=_SHOWN,
    ),
    CrashPoint(
        name="before the id",
        moment="after the request is sent, before the provider's id is written down",
        boundaries=_SENT,
        left=Left("intended", held=True, spent=False, charged=True),
        listed=_FOUND,
        unlisted=_SHOWN,
    ),
    CrashPoint(
        name="while it is generated",
        moment="while the provider is at work, or before its verdict and price are written down",
        boundaries=(
            "submitted: committed",
            *_of("poll", _CALL),
            *_of("settle_ready", ("begun", "insert entries", *_MONEY, *_CHANGE[1:])),
        ),
        left=Left("generating", held=True, spent=False, charged=True),
        listed=_AWAITED,
        unlisted=_AWAITED,
    ),
    CrashPoint(
        name="while it is fetched",
        moment="after the price is booked, while the file is fetched and stored",
        boundaries=(
            "settle_ready: committed",
            *_of("fetch", _CALL),
            *_of("download", _CALL),
            *_of("fetch", ("some written", "all written", "synced", "renamed")),
            *_of("keep", ("synced", "renamed")),
            *_of("fetched", _CHANGE),
        ),
        left=Left("ready", held=False, spent=True, charged=True),
        listed=_FETCHED,
        unlisted=_FETCHED,
    ),
    CrashPoint(
        name="at the end",
        moment="after the file is stored",
        boundaries=("fetched: committed",),
        left=Left("fetched", held=False, spent=True, charged=True),
        listed=_USED,
        unlisted=_USED,
    ),
    CrashPoint(
        name="before it is noted",
        moment="a second time, before it is noted that the answer was lost",
        boundaries=_of("lapse", _CHANGE),
        left=Left("intended", held=True, spent=False, charged=True),
        listed=_FOUND,
        unlisted=_SHOWN,
        before="submit: answered",
    ),
    CrashPoint(
        name="once it is noted",
        moment="a second time, once that is noted",
        boundaries=("lapse: committed",),
        left=Left("unknown", held=True, spent=False, charged=True),
        listed=_FOUND,
        unlisted=_SHOWN,
        before="submit: answered",
    ),
    CrashPoint(
        name="while it is looked up",
        moment="a second time, while a take that was accepted is looked up",
        boundaries=(*_of("list", _CALL), *_of("submitted", _CHANGE)),
        left=Left("unknown", held=True, spent=False, charged=True),
        listed=_FOUND,
        unlisted=None,
        before="submit: answered",
    ),
    CrashPoint(
        name="before it is sent again",
        moment="a second time, while a take that was never accepted is looked up",
        boundaries=_of("resubmittable", _CHANGE),
        left=Left("unknown", held=True, spent=False, charged=False),
        listed=_SENT_NOW,
        unlisted=None,
        before="intend: committed",
    ),
    CrashPoint(
        name="while it is sent again",
        moment="a second time, when that is settled and the request is not yet sent",
        boundaries=("resubmittable: committed", *_NOT_SENT[1:]),
        left=Left("intended", held=True, spent=False, charged=False),
        listed=_SENT_NOW,
        unlisted=None,
        before="intend: committed",
    ),
    CrashPoint(
        name="after it is sent again",
        moment="a second time, when the request is sent and the id is not yet written down",
        boundaries=_SENT,
        left=Left("intended", held=True, spent=False, charged=True),
        listed=_FOUND,
        unlisted=None,
        before="intend: committed",
    ),
)
"""Every point at which a worker can be stopped, in the order of a take's life."""
