"""What a stop at any point of a take does to the money: the table behind docs/reference/money.md.

The proof in `tests/proof` kills real workers at every boundary named here and holds each line to its
word, so that no line says what is not so, and no boundary of a take is without a line.
"""

from __future__ import annotations

from collections.abc import Sequence

from resources.takes.crash_point import CrashPoint, Left, Next

__all__ = ["AT_ONCE_POINTS", "CRASH_POINTS"]


def _of(step: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{step}: {word}" for word in words)


_CALL = ("connect", "connected", "head sent", "sent", "answer begins", "answered")
_CHANGE = ("begun", "update takes", "before commit")
_FILE = ("synced", "renamed", "synced 2")
_MONEY = ("update budgets", "update accounts")

_NOT_SENT = ("intend: committed", *_of("submit", _CALL[:3]))
_SENT = (*_of("submit", _CALL[3:]), *_of("submitted", _CHANGE))
_INTENT = _of("intend", ("begun", "insert takes", *_MONEY, "insert entries", *_CHANGE[1:]))
_PRICE = _of("settle_ready", ("begun", "insert entries", *_MONEY, *_CHANGE[1:]))

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
    "It sends nothing and shows the take as `unknown`, its quote still reserved: "
    "[it needs you](#the-one-case-that-needs-you).",
    0,
    "unknown",
)
_FOUND_HERE = Next("It finds the answer that was kept on this machine. Nothing is sent again.", 0, "fetched")
_KEPT = Next("It takes the answer that was kept on this machine. Nothing is sent again.", 0, "fetched")
_COPIED = Next("It copies the kept answer again, which is free.", 0, "fetched")
_AWAITED = Next("It asks how the generation stands, and waits for it. Nothing is sent again.", 0, "fetched")
_FETCHED = Next("It fetches the file again, which is free.", 0, "fetched")
_USED = Next("It uses the file that is there.", 0, "fetched")

CRASH_POINTS = (
    CrashPoint(
        name="before the intent",
        moment="before the take and its reservation are written down",
        boundaries=_INTENT,
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
            *_PRICE,
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
            *_of("fetch", ("some written", "all written", *_FILE)),
            *_of("keep", _FILE),
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
"""Every point at which a worker can be stopped that waits for a generation, in the order of a take's life."""

AT_ONCE_POINTS = (
    CrashPoint(
        name="before the intent, at once",
        moment=CRASH_POINTS[0].moment,
        boundaries=_INTENT,
        left=CRASH_POINTS[0].left,
        at_once=_AFRESH,
    ),
    CrashPoint(
        name="before the request, at once",
        moment=CRASH_POINTS[1].moment,
        boundaries=_NOT_SENT,
        left=CRASH_POINTS[1].left,
        at_once=_SHOWN,
    ),
    CrashPoint(
        name="before the answer is kept",
        moment="after the request is sent, before its answer is kept whole on this machine",
        boundaries=_of("submit", (*_CALL[3:], *_FILE, "synced 3")),
        left=Left("intended", held=True, spent=False, charged=True),
        at_once=_SHOWN,
    ),
    CrashPoint(
        name="once the answer is kept",
        moment="after the answer is kept, before that is written down",
        boundaries=(*_of("submit", ("renamed 2", "synced 4")), *_of("submitted", _CHANGE)),
        left=Left("intended", held=True, spent=False, charged=True),
        at_once=_FOUND_HERE,
    ),
    CrashPoint(
        name="before the price, at once",
        moment="after that is written down, before the price is",
        boundaries=("submitted: committed", *_PRICE),
        left=Left("generating", held=True, spent=False, charged=True),
        at_once=_KEPT,
    ),
    CrashPoint(
        name="while it is stored, at once",
        moment="after the price is booked, while the file is stored",
        boundaries=(
            "settle_ready: committed",
            *_of("fetch", (*_FILE, "renamed 2")),
            *_of("keep", _FILE),
            *_of("fetched", _CHANGE),
        ),
        left=Left("ready", held=False, spent=True, charged=True),
        at_once=_COPIED,
    ),
    CrashPoint(
        name="at the end, at once",
        moment="after the file is stored",
        boundaries=("fetched: committed",),
        left=Left("fetched", held=False, spent=True, charged=True),
        at_once=_USED,
    ),
    CrashPoint(
        name="before it is noted, at once",
        moment="a second time, before it is noted that the answer was lost",
        boundaries=_of("lapse", _CHANGE),
        left=Left("intended", held=True, spent=False, charged=True),
        at_once=_SHOWN,
        before="submit: answered",
    ),
    CrashPoint(
        name="once it is noted, at once",
        moment="a second time, once that is noted",
        boundaries=("lapse: committed",),
        left=Left("unknown", held=True, spent=False, charged=True),
        at_once=_SHOWN,
        before="submit: answered",
    ),
)
"""The same where a provider answers a request with the media, as most voices and pictures are."""
