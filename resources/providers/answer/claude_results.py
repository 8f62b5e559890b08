"""What the Message Batches API says of a batch and of each question in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx

from resources.claude.message import usage_of
from resources.claude.prices import price
from resources.errors import NotConfigured, Refused, TransientFailure
from resources.money import ZERO
from resources.providers.port import Generation

__all__ = ["Place", "Results", "created", "ended", "parted", "readable", "results", "verdict"]

_ID = re.compile(r"([A-Za-z0-9_-]{1,128})/([A-Za-z0-9_-]{1,64})")

_ENDS = {"expired": "The batch was over before its turn.", "canceled": "The batch was cancelled."}

Results = Mapping[str, Mapping[str, Any]]
"""`custom_id` -> its result."""


@dataclass(frozen=True)
class Place:
    """Where a question is.

    Args:
        batch: the API's id of the batch.
        custom_id: our name of the question in it.
    """

    batch: str
    custom_id: str


def parted(remote_id: str) -> Place:
    """The batch and the name in it of `<batch>/<custom_id>`.

    Raises:
        Refused: it is no such id.
    """
    found = _ID.fullmatch(remote_id)
    if found is None:
        raise Refused(
            f"{remote_id!r} names no question of a batch.", mend="Give it as BATCH/NAME, as it was told."
        )
    return Place(found[1], found[2])


def ended(batch: Mapping[str, Any]) -> bool:
    """Whether each question of a batch has its result."""
    return batch.get("processing_status") == "ended"


def readable(batch: Mapping[str, Any]) -> bool:
    """Whether a batch tells what is in it: it has ended, and its results are not put away yet."""
    return ended(batch) and not batch.get("archived_at")


def created(batch: Mapping[str, Any]) -> datetime:
    """When a batch was taken, in UTC.

    Raises:
        TransientFailure: it does not say, so that the listing is worth nothing.
    """
    try:
        time = datetime.fromisoformat(str(batch["created_at"]).replace("Z", "+00:00"))
    except (KeyError, ValueError):
        raise TransientFailure(
            "Anthropic lists a batch without its time.", mend="Ask again later; it is free."
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def results(answer: httpx.Response) -> Results:
    """The results of a batch by the names of its questions.

    Args:
        answer: JSON lines.

    Raises:
        TransientFailure: a line of it cannot be read, so that none counts.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for line in answer.text.split("\n"):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
            found[str(one["custom_id"])] = dict(one["result"])
        except (KeyError, TypeError, ValueError):
            raise TransientFailure(
                "Anthropic's results of a batch cannot be read.", mend="Ask again later; it is free."
            ) from None
    return found


def verdict(result: Mapping[str, Any]) -> Generation:
    """What came of one question: only an answer is charged.

    Args:
        result: of one question in a batch that has ended.

    Raises:
        TransientFailure: it says nothing that is known.
    """
    word = result.get("type")
    if word == "succeeded" and isinstance(result.get("message"), dict):
        return Generation(state="succeeded", price=_price(result["message"]), suffix=".json")
    if word == "errored":
        kind, words = _error(result)
        # What is wrong with the question stays wrong; everything else may go well the next time.
        return Generation(
            state="refused" if kind == "invalid_request_error" else "failed", price=ZERO, reason=words
        )
    if word in _ENDS:
        return Generation(state="failed", price=ZERO, reason=_ENDS[word])
    raise TransientFailure(
        f"Anthropic's result of a question is {word!r}, which is not known here.",
        mend="Ask again later; it is free. If it stays so, update Studio.",
    )


def _price(message: Mapping[str, Any]) -> Decimal | None:
    usage = usage_of(message)
    if usage is None:
        return None  # then the quote stands
    try:
        return price(str(message.get("model")), usage, batch=True)
    except NotConfigured:
        return None


def _error(result: Mapping[str, Any]) -> tuple[str, str]:
    # The error stands in an envelope of its own: {"type": "error", "error": {"type": ..., "message": ...}}.
    found = result.get("error")
    if isinstance(found, dict) and isinstance(found.get("error"), dict):
        found = found["error"]
    if not isinstance(found, dict):
        return "", "no reason was given"
    return str(found.get("type") or ""), str(
        found.get("message") or found.get("type") or "no reason was given"
    )
