"""What Runway means by an answer, by a task's state and by its failure code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, Refused
from resources.http.verdict import said, standard
from resources.providers.port import Generation, GenerationState

__all__ = ["runway_generation", "runway_judge"]

_CREDIT = Decimal("0.01")
"""Dollars that one credit costs, by Runway's price list of 2026-09-19."""

_CREDITS = re.compile(r"(enough|insufficient|out of|no) credits?|payment|billing", re.IGNORECASE)
_MODERATION = re.compile(r"moderat|safety|content polic", re.IGNORECASE)

_MODERATED = (
    ("SAFETY.INPUT.TEXT", "direction"),
    ("INPUT_PREPROCESSING.SAFETY.TEXT", "direction"),
    ("SAFETY.INPUT.IMAGE", "first frame"),
    ("SAFETY.INPUT", "direction or the first frame"),
    ("INPUT_PREPROCESSING.SAFETY", "direction or the first frame"),
    ("SAFETY.OUTPUT", "result"),
    ("SAFETY", "direction, the first frame or the result"),
)
"""Beginnings of failure codes that are moderation, the longer before the shorter, and what they mean."""

_USELESS = ("ASSET.",)
"""Beginnings of failure codes that judge the request: the same request would fail again."""


def runway_judge(response: httpx.Response) -> ProviderFailure | None:
    """Runway's meaning of an answer.

    Args:
        response: an answer that was read whole.

    Returns:
        As `standard`, but AccountRefused where a 400 says that credits are missing, and Moderated where
        it speaks of moderation.
    """
    failure = standard(response)
    if response.status_code != 400 or not isinstance(failure, Refused):
        return failure
    words, host = said(response), response.url.host
    if _CREDITS.search(words):
        return AccountRefused(f"{host} wants credits: {words}", mend="Buy credits.", where=host)
    if _MODERATION.search(words):
        return Moderated(
            f"{host} moderated the request: {words}",
            mend="Say it in other words, or show another key frame.",
            where=host,
            about=_about(words),
        )
    return failure


def runway_generation(task: Mapping[str, Any]) -> Generation:
    """A task's state in the port's words, with the credits that it says it has cost.

    Args:
        task: as the API shows it; fields that are not known are passed over.
    """
    status = str(task.get("status"))
    if status == "SUCCEEDED":
        # Without an address it is of no use yet, and is asked again rather than settled.
        state: GenerationState = "succeeded" if task.get("output") else "running"
        return Generation(state=state, suffix=".mp4" if task.get("output") else "", price=_price(task, state))
    if status == "CANCELLED":
        return Generation(state="failed", reason="It was cancelled.", price=_price(task, "failed"))
    if status != "FAILED":
        # PENDING, RUNNING, and THROTTLED: taken, and waiting for a free place.
        return Generation(state="running")
    code, words = str(task.get("failureCode") or ""), str(task.get("failure") or "no reason was given")
    told = f"{words} ({code})" if code else words
    for beginning, about in _MODERATED:
        if code.startswith(beginning):
            return Generation(
                state="refused", reason=f"Moderation of the {about}: {told}", price=_price(task, "refused")
            )
    verdict: GenerationState = "refused" if code.startswith(_USELESS) else "failed"
    return Generation(state=verdict, reason=told, price=_price(task, verdict))


def _price(task: Mapping[str, Any], state: GenerationState) -> Decimal | None:
    cost = task.get("cost")
    credits = cost.get("credits") if isinstance(cost, Mapping) else None
    if state == "running" or isinstance(credits, bool) or not isinstance(credits, int | float):
        return None
    return Decimal(str(credits)) * _CREDIT if credits >= 0 else None


def _about(words: str) -> str:
    text, image = re.search(r"text|prompt(?!image)", words, re.I), re.search(r"image|frame", words, re.I)
    if bool(text) == bool(image):
        return ""
    return "direction" if text else "first_frame"
