"""Mubert's words on the wire: what a request becomes, what a track says, what a failure means."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure, RateLimited
from resources.http.verdict import said, standard
from resources.providers.port import Generation, MusicRequest

__all__ = ["body", "mubert_judge", "time_of", "token_of", "unwrapped", "verdict"]

_RULES = re.compile(r"moderat|inappropriate|prohibited|offensive", re.IGNORECASE)


def body(request: MusicRequest, *, format: str, bitrate: int, intensity: str) -> dict[str, Any]:
    """What is submitted.

    Args:
        request: its model is Mubert's mode; a part of a second is rounded up, so that nothing is missing.
        format: `mp3` or `wav`.
        bitrate: kbit/s.
        intensity: `low`, `medium` or `high`.
    """
    return {
        "prompt": request.direction,
        "duration": math.ceil(request.duration),
        "bitrate": bitrate,
        "format": format,
        "intensity": intensity,
        "mode": request.model,
    }


def verdict(track: Mapping[str, Any]) -> Generation:
    """What a track says of itself. Its words for a state are not all known: an unknown one is running.

    Args:
        track: with its generations, the only one of which is ours.
    """
    made: Mapping[str, Any] = next(iter(track.get("generations") or ()), {})
    if made.get("url"):
        return Generation(state="succeeded", suffix=f".{made.get('format') or 'mp3'}")
    status = str(made.get("status") or "")
    if not re.match(r"fail|error", status, re.IGNORECASE):
        return Generation(state="running")
    words = str(made.get("message") or made.get("description") or status)
    if _RULES.search(words):
        return Generation(state="refused", reason=f"Moderation of the direction: {words}")
    return Generation(state="failed", reason=words)


def mubert_judge(response: httpx.Response) -> ProviderFailure | None:
    """Mubert's failures: a 403 may be a busy licence, a licence that is used up, or a key.

    Args:
        response: an answer that was read whole.
    """
    failure, host = standard(response), response.url.host
    if failure is None or response.status_code >= 500:
        return failure
    words, text = said(response), response.text
    if "LicenseLimitConcurrent" in text:
        return RateLimited(
            f"Mubert makes no more tracks at once: {words}",
            mend="It is asked again after a while.",
            where=host,
        )
    if "License" in text or "AccessTokenExpired" in text:
        return AccountRefused(
            f"Mubert's licence does not allow it: {words}",
            mend="See to the licence: its end, its tracks, and the durations and formats that it allows.",
            where=host,
        )
    if response.status_code in (400, 422) and _RULES.search(text):
        return Moderated(
            f"Moderation of the direction: {words}",
            mend="Change the direction.",
            where=host,
            about="direction",
        )
    return failure


def unwrapped(answer: Mapping[str, Any]) -> Any:
    """The track of an answer: the API's schema wraps it into `data`, its own examples do not.

    Args:
        answer: of a submit or of a question about one track.
    """
    return answer.get("data", answer)


def token_of(track: Mapping[str, Any]) -> str:
    """What tells a submit in the listing: a hash of the fields that both have.

    Args:
        track: the body of a submit, or a track of the listing.

    Returns:
        The hash, or nothing where the listing leaves out a field.
    """
    shown = [track.get(name) for name in ("duration", "intensity", "mode")]
    if "prompt" not in track or None in shown:
        return ""
    shown = [str(track["prompt"]).strip(), f"{float(shown[0] or 0):g}", *shown[1:]]
    return f"mubert-{hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]}"


def time_of(track: Mapping[str, Any], since: datetime) -> datetime:
    """When a listed track was taken.

    Args:
        track: of the listing.
        since: stands in for a time that cannot be read, so that it hides no track that may be ours.
    """
    try:
        found = datetime.fromisoformat(str(track.get("created_at")))
    except ValueError:
        return since
    return found if found.tzinfo else found.replace(tzinfo=UTC)
