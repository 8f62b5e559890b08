"""The page of what a stop at any point does to the money, from the table that the proof is held to."""

from __future__ import annotations

from collections.abc import Sequence

from resources.takes.crash_point import CrashPoint, Left
from resources.takes.crash_points import AT_ONCE_POINTS, CRASH_POINTS
from resources.takes.purchase import LEASE

__all__ = ["money"]

_HEAD = f"""# What happens to my money when Studio is killed?

At most one charge for each take, whenever a process is killed, a machine goes off or a container is
evicted. Run the same production again (`studio run PRODUCTION --run KEY`): each line of the tables says what
is booked when Studio stops there, what the provider charges, and what the next run does. `make proof` kills
real processes at every one of these points and compares each line with the provider's invoice.

The first two tables are of providers that take a request and film for a while. They differ in one place
only: some list every generation that they accepted, so that a lost answer can be looked up, and some do not;
[Providers](providers.md) says of whom "lists what it took". The third table is of providers that answer a
request with the media; where such a one lists what it took, a lost answer is looked up as in the first table.

A request that was under way when Studio was killed is left alone for {LEASE.seconds // 60} minutes, as it
may still arrive; the next run waits for that first.

## Killed once
"""

_AGAIN = """
## Killed again, while a lost answer is looked up
"""

_AT_ONCE = """
## Voices, pictures and music that come with the answer
"""

_PERSON = """
## The one case that needs you

The answer to a request was lost, and there is no list to look in. Then it is not known whether the
take is paid. Studio keeps its reservation, so that the budget holds either way, and never sends the request
again by itself. `studio status` shows the take as `unknown`. Look for it on the provider's site, then say
what you found:

- It is there: `studio takes claim SLATE --as ID` books its price and fetches its file.
- It was charged, and its media are lost, as a voice's are that came with the answer:
  `studio takes give-up SLATE --charged $X` books what was charged.
- It is not there: `studio takes give-up SLATE` gives its reservation back.

A take that was given up is bought anew by the next run.

## What always holds

- A take that was paid is not paid again by a restart, a retry, a second worker or "Materialize all".
- What is booked is the price that the provider names, or the quote where it names none; what is left of the
  reservation is free again.
- Reserved and spent together never exceed the budget, however many processes ask at once.
"""

_COLUMNS = (
    "Studio is killed",
    "the take is",
    "booked",
    "the provider charges",
)


def money() -> str:
    """The page's text."""
    once = [point for point in CRASH_POINTS if not point.before]
    again = [point for point in CRASH_POINTS if point.before]
    tables = (_table(once), _AGAIN, _table(again), _AT_ONCE, _table(AT_ONCE_POINTS))
    return _HEAD + "".join(tables) + _PERSON


def _table(points: Sequence[CrashPoint]) -> str:
    at_once = any(point.at_once for point in points)
    nexts = ("next run",) if at_once else ("next run, with a list", "next run, without one")
    columns = (*_COLUMNS, *nexts)
    rows = [columns, ("---",) * len(columns)]
    for point in points:
        then = (point.at_once,) if at_once else (point.listed, point.unlisted)
        rows.append(
            (
                point.moment,
                "not there" if point.left.state is None else f"`{point.left.state}`",
                _booked(point.left),
                "the take" if point.left.charged else "nothing",
                *("It never comes to this." if one is None else one.words for one in then),
            )
        )
    return "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _booked(left: Left) -> str:
    if left.held:
        return "its quote is reserved"
    return "its price is spent" if left.spent else "nothing"
