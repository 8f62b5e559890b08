"""The JSON of Luma's Dream Machine: of a submit, and of its list, where a submit is found again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import httpx

from resources.providers.port import Listed, VideoRequest
from resources.providers.sizes import size_words

__all__ = ["DREAM_DURATIONS", "DREAM_SIZES", "callback_url", "dream_body", "dream_listed"]

DREAM_SIZES = size_words(
    ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21"), ("540p", "720p", "1080p", "4k")
)
DREAM_DURATIONS = (Fraction(5), Fraction(9))

_TOKEN = "token"  # noqa: S105 - the name of a query field, not a secret
_OTHER = "-"
"""Token of what is surely no submit of ours; no token of ours has this form."""


def callback_url(base: str, token: str) -> str:
    """The address that a submit carries so that the list shows its token.

    Args:
        base: an https address.
        token: see `short_token`.
    """
    return str(httpx.URL(base).copy_set_param(_TOKEN, token))


def dream_body(request: VideoRequest, *, callback: str, key_frame_url: str) -> dict[str, Any]:
    """The JSON of a submit, exactly as it is sent.

    Args:
        request: within the capabilities of its model.
        callback: see `callback_url`.
        key_frame_url: where key frames lie, with `{digest}` in it.
    """
    ratio, resolution = DREAM_SIZES[request.width, request.height]
    body: dict[str, Any] = {
        "model": request.model,
        "prompt": request.direction,
        "aspect_ratio": ratio,
        "resolution": resolution,
        "duration": f"{int(request.duration)}s",
        "callback_url": callback,
    }
    frames = {
        name: {"type": "image", "url": key_frame_url.replace("{digest}", digest)}
        for name, digest in (("frame0", request.first_frame), ("frame1", request.last_frame))
        if digest is not None
    }
    return {**body, "keyframes": frames} if frames else body


def dream_listed(generation: Mapping[str, Any], since: datetime) -> Listed:
    """One line of the list.

    Its token is empty where the line does not say whether it is ours: a missing field is no proof.

    Args:
        generation: as the API shows it.
        since: stands in for a time that is missing or cannot be read.
    """
    remote_id = str(generation.get("id") or "")
    token = _token(generation) if remote_id else ""
    return Listed(remote_id=remote_id, token=token, created=_created(generation, since))


def _token(generation: Mapping[str, Any]) -> str:
    if generation.get("generation_type") == "image":
        return _OTHER
    request = generation.get("request")
    if not isinstance(request, Mapping) or "callback_url" not in request:
        return ""
    try:
        return httpx.URL(request["callback_url"] or "").params.get(_TOKEN) or _OTHER
    except (httpx.InvalidURL, TypeError):
        return _OTHER


def _created(generation: Mapping[str, Any], since: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(generation.get("created_at")))
    except ValueError:
        return since
    return found if found.tzinfo else found.replace(tzinfo=UTC)
