"""Kling's envelope: what its codes mean, which words are moderation, and what was charged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import httpx

from resources.errors import (
    AccountRefused,
    Moderated,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
    TransientFailure,
)
from resources.http.verdict import retry_after, standard
from resources.money import ZERO

__all__ = ["UNIT", "about", "judge", "moderation", "settled"]

UNIT = Decimal("0.14")
"""Dollars of one unit of a resource pack at Kling's list price; a pack bought at a discount is cheaper."""

_ACCOUNT = {
    1000: "See to the key.",
    1001: "See to the key: none arrived.",
    1002: "See to the key.",
    1003: "See to this machine's clock: the key is not valid yet.",
    1004: "See to this machine's clock, else to the key: it has expired.",
    1100: "See to the account at Kling's site.",
    1101: "Pay what is due at Kling's site.",
    1102: "Buy a resource pack at Kling's site, or wait until the next one begins.",
    1103: "Give the account the right to this model at Kling's site.",
    1304: "Add this machine's address to the account's list at Kling's site.",
}
_BUSY = (1302, 1303)
_FORBIDDEN = (1300, 1301)
_INVALID = (1200, 1201, 1202, 1203)
_NAME = re.compile(r"external[_ ]?(task[_ ]?)?id", re.IGNORECASE)
_TAKEN = re.compile(r"duplicat|unique|repeat|already|(?<!not )exists?\b|in use", re.IGNORECASE)
_MODERATION = ("risk control", "content security", "sensitive", "moderation", "violat", "policy")


def judge(response: httpx.Response) -> ProviderFailure | None:
    """What an answer of Kling means: success is HTTP 2xx with code 0, and nothing else.

    Its billing failures come as HTTP 429, and HTTP 200 may hold a failure, so the code counts before
    the status. An answer without a code of which nothing is known is no answer.

    Args:
        response: an answer that was read whole.

    Returns:
        None where it is what was asked for.
    """
    code, words = _said(response)
    fine, host = 200 <= response.status_code < 300, response.url.host
    if code == 0 and fine:
        return None
    what = f"Kling answered with code {code}: {words}"
    if code in _ACCOUNT:
        return AccountRefused(what, mend=_ACCOUNT[code], where=host)
    if code in _BUSY:
        return RateLimited(
            what, mend="It is asked again after a while.", where=host, retry_after=retry_after(response)
        )
    if code in _FORBIDDEN:
        named = about(words)
        return Moderated(
            f"Moderation{f' of the {named}' if named else ''} by Kling: {words}",
            mend="Change what it shows or says.",
            where=host,
            about=named,
        )
    if code in _INVALID and _NAME.search(words) and _TAKEN.search(words):
        # The name is made from the slate and sent once: who has it already is an earlier submit of ours.
        return OutcomeUnknown(what, mend="Look the take up: Kling has it already.", where=host)
    if code in _INVALID:
        return Refused(what, mend="Mend what it names, then try again.", where=host)
    if fine or (code is not None and response.status_code >= 500):
        return TransientFailure(what, mend="Ask again later.", where=host)
    return standard(response)


def moderation(words: str) -> bool:
    """Whether the reason of a failed task is one of content.

    Args:
        words: as Kling gives them.
    """
    return any(word in words.lower() for word in _MODERATION)


def about(words: str) -> str:
    """Which input moderation means, as far as its words tell; empty where they do not.

    Args:
        words: as Kling gives them.
    """
    low = words.lower()
    if "image" in low or "picture" in low or "frame" in low:
        return "last_frame" if "tail" in low or "last" in low else "first_frame"
    if "prompt" in low or "text" in low:
        return "direction"
    return "result" if "output" in low or "generated" in low else ""


def settled(billing: Sequence[Any] | None) -> Decimal | None:
    """Dollars that a task was charged.

    Args:
        billing: the task's `billing`: cash, or units of a resource pack.

    Returns:
        The sum, units at `UNIT`; None where it is not told, or not in dollars or units.
    """
    if not isinstance(billing, list) or not billing:
        return None
    total = ZERO
    for item in billing:
        if not isinstance(item, dict):
            return None
        try:
            amount = Decimal(str(item.get("amount")))
        except InvalidOperation:
            return None
        kind, currency = item.get("charge_type"), str(item.get("currency") or "USD").upper()
        if not amount.is_finite() or amount < 0 or kind not in ("cash", "unit"):
            return None
        if kind == "cash" and currency != "USD":
            return None
        total += amount if kind == "cash" else amount * UNIT
    return total


def _said(response: httpx.Response) -> tuple[int | None, str]:
    try:
        body = response.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return None, f"HTTP {response.status_code} without its envelope"
    code = body.get("code")
    known = code if isinstance(code, int) and not isinstance(code, bool) else None
    return known, " ".join(str(body.get("message") or "no reason was given").split())[:300]
