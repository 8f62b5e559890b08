"""The budgets of tools: what a command says that it costs is the most that it can spend."""

from __future__ import annotations

import os
import socket
import uuid
from datetime import datetime
from decimal import Decimal

from resources.ledger.balance import CONTINGENCY
from resources.ledger.ledger import Ledger
from resources.money import ZERO, dollars
from resources.providers.port import Provider, Request
from resources.takes.take import Wanted
from studio_assets.cli.mistake import Mistake

__all__ = ["PRODUCTION", "allow", "must_say_spend", "priced", "wanted", "worker_name"]

PRODUCTION = "tools"
"""Production of everything that is bought outside of films. A stored name."""


def priced(provider: Provider, amount: Decimal) -> str:
    """An amount with a word on whether it is real money.

    Args:
        provider: who is paid.
        amount: dollars.
    """
    return f"{dollars(amount)}{' (simulated money)' if provider.simulated else ''}"


def must_say_spend(provider: Provider, amount: Decimal) -> Mistake:
    """The refusal of a purchase that nobody allowed.

    Args:
        provider: who would be paid.
        amount: dollars.
    """
    return Mistake(
        f"This costs up to {priced(provider, amount)}, and nothing was sent.", mend="Add --spend to pay it."
    )


def allow(ledger: Ledger, budget: str, amount: Decimal) -> None:
    """Let a budget spend so much more than it has spent or holds already, and not a micro-dollar beyond.

    Args:
        ledger: the books.
        budget: `tools/<run>`; opened where it is not open.
        amount: dollars.
    """
    bound = ZERO
    if budget in ledger.budgets():
        balance = ledger.balance(budget)
        bound = balance.spent + balance.held
    ledger.open(budget, bound + amount)


def wanted(
    provider: Provider, request: Request, run: str, scene: str = "", ordinal: int = 1, fresh: str = ""
) -> Wanted:
    """A take of a tool, paid from the run's own budget.

    Args:
        provider: who makes it.
        request: what is asked of it.
        run: such as `try-2026-11-21`; real and play money get runs of their own.
        scene: what it is for; the provider's name where empty.
        ordinal: which take of the request.
        fresh: empty, or a word that makes it a new one.
    """
    return Wanted(
        production=PRODUCTION,
        run=run,
        pilot=provider.kind,
        scene=scene or provider.name,
        kind=provider.kind,
        model=request.model,
        request=request,
        budget=f"{PRODUCTION}/{run}",
        accounts=(CONTINGENCY,),
        ordinal=ordinal,
        fresh=fresh,
    )


def worker_name(tool: str, now: datetime) -> str:
    """A name that no other worker has.

    Args:
        tool: the command's name.
        now: the time.
    """
    return f"{tool}/{now:%Y-%m-%d_%H%M%S}/{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
