"""Which transfers bring accounts to their targets, with the contingency as the balancing account."""

from __future__ import annotations

from collections.abc import Mapping

from resources.errors import StudioError
from resources.ledger.balance import CONTINGENCY
from resources.money import dollars, usd

__all__ = ["Books", "lowest_limit", "transfers"]

Books = Mapping[str, tuple[int, int]]
"""Account -> (granted, held + spent) in micro-dollars."""


def transfers(books: Books, targets: Mapping[str, int], where: str) -> dict[str, int]:
    """Moves of money that make accounts' grants what they shall be; they add up to 0.

    Args:
        books: all accounts of the budget.
        targets: account -> granted, in micro-dollars; accounts that it does not name stay as they are.
        where: the budget, for the error.

    Returns:
        Account -> micro-dollars to add, the contingency last; accounts without a move are left out.

    Raises:
        StudioError: a target is negative, below what the account has bound, or more than there is.
    """
    if CONTINGENCY in targets:
        raise StudioError(
            "The contingency takes what the other accounts leave.", mend="Name only pilots.", where=where
        )
    moves: dict[str, int] = {}
    for account, target in targets.items():
        granted, bound = books.get(account, (0, 0))
        if target == granted:
            continue
        if target < max(bound, 0):
            raise StudioError(
                f"{account} cannot get {dollars(usd(target))}: {dollars(usd(bound))} is spent or held.",
                mend=f"Grant it {dollars(usd(bound))} or more.",
                where=where,
            )
        moves[account] = target - granted
    balancing = -sum(moves.values())
    granted, bound = books[CONTINGENCY]
    if balancing < 0 and granted + balancing < bound:
        need, free = dollars(usd(-balancing)), dollars(usd(granted - bound))
        raise StudioError(
            f"The grants need {need} more; the contingency has {free}.",
            mend="Grant less or raise budget.limit.",
            where=where,
        )
    return {**moves, CONTINGENCY: balancing}


def lowest_limit(books: Books) -> int:
    """The lowest limit that a budget can get: other accounts keep their grants and what they spent.

    Args:
        books: all accounts of the budget.

    Returns:
        Micro-dollars.
    """
    return sum(
        bound if account == CONTINGENCY else max(granted, bound)
        for account, (granted, bound) in books.items()
    )
