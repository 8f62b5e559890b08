"""Veo's words on the wire: what a request becomes, what an operation says, what a failure means."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

import httpx

from resources.errors import AccountRefused, Moderated, ProviderFailure
from resources.http.verdict import said, standard
from resources.providers.live import short_token
from resources.providers.port import Generation, MediaSource, VideoRequest
from resources.providers.signature import picture_type
from resources.providers.sizes import size_words

__all__ = ["SIZES", "body", "veo_judge", "verdict"]

SIZES = size_words(("16:9", "9:16"), ("720p", "1080p"))
"""(width, height) -> the wire's ratio and resolution."""

_RULES = re.compile(r"guideline|safety|polic|sensitive|violat|responsible|filtered", re.IGNORECASE)
_INVALID = 3
"""Code of an operation's error that is about its input, as in google.rpc.Code."""


def body(
    request: VideoRequest, media: MediaSource, slate: str, *, people: str, audio: bool
) -> dict[str, Any]:
    """What `predictLongRunning` is sent.

    Args:
        request: of a size in `SIZES` and of whole seconds.
        media: gives the pictures' files.
        slate: labels the operation on the project's bill.
        people: `allow_adult` or `dont_allow`.
        audio: whether the clip gets sound of its own.
    """
    instance: dict[str, Any] = {"prompt": request.direction}
    if request.first_frame is not None:
        instance["image"] = _picture(media, request.first_frame)
    if request.last_frame is not None:
        instance["lastFrame"] = _picture(media, request.last_frame)
    if request.references:
        instance["referenceImages"] = [
            {"image": _picture(media, digest), "referenceType": "ASSET"} for digest in request.references
        ]
    ratio, resolution = SIZES[request.width, request.height]
    parameters = {
        "sampleCount": 1,
        "durationSeconds": int(request.duration),
        "seed": request.seed,
        "aspectRatio": ratio,
        "resolution": resolution,
        "personGeneration": people,
        "generateAudio": audio,
    }
    return {"instances": [instance], "parameters": parameters, "labels": {"studio": short_token(slate)}}


def verdict(operation: Mapping[str, Any]) -> Generation:
    """What an operation says of itself.

    Args:
        operation: the answer of `fetchPredictOperation`.
    """
    if not operation.get("done"):
        return Generation(state="running")
    if error := operation.get("error"):
        words = str(error.get("message") or error)
        if _RULES.search(words):
            return Generation(state="refused", reason=_moderation(words))
        return Generation(state="refused" if error.get("code") == _INVALID else "failed", reason=words)
    response = operation.get("response") or {}
    if any(one.get("bytesBase64Encoded") or one.get("gcsUri") for one in response.get("videos") or ()):
        return Generation(state="succeeded", suffix=".mp4")
    reasons = response.get("raiMediaFilteredReasons") or ()
    if reasons or response.get("raiMediaFilteredCount"):
        return Generation(state="refused", reason=_moderation("; ".join(map(str, reasons)) or "filtered"))
    return Generation(state="failed", reason="The operation ended without a video.")


def veo_judge(response: httpx.Response) -> ProviderFailure | None:
    """Google's failures: a 400 may be moderation or the account, a 404 of a submit is the project's.

    Args:
        response: an answer that was read whole.
    """
    failure, status = standard(response), response.status_code
    words, host = said(response), response.url.host
    submit = response.url.path.endswith(":predictLongRunning")
    if status == 400 and _RULES.search(words):
        return Moderated(
            _moderation(words, "direction or a picture"),
            mend="Change what it names.",
            where=host,
            about=_about(words),
        )
    if status == 401:
        return AccountRefused(
            f"Google did not accept the token: {words}",
            mend="Set GOOGLE_ACCESS_TOKEN anew (it works for one hour), or use a service account.",
            where=host,
        )
    if (status == 400 and "FAILED_PRECONDITION" in response.text) or (status == 404 and submit):
        return AccountRefused(
            f"The project cannot use this model: {words}",
            mend="See to the project's billing, its Vertex AI API, the region and the model's name.",
            where=host,
        )
    return failure


def _moderation(words: str, unnamed: str = "result") -> str:
    inputs = {"direction": "direction", "first_frame": "key frame", "": unnamed}
    return f"Moderation of the {inputs[_about(words)]}: {words}"


def _about(words: str) -> str:
    found = re.search(r"prompt|image", words, re.IGNORECASE)
    return {"prompt": "direction", "image": "first_frame"}.get(found[0].lower() if found else "", "")


def _picture(media: MediaSource, digest: str) -> dict[str, str]:
    data = media(digest).read_bytes()
    return {"bytesBase64Encoded": base64.b64encode(data).decode(), "mimeType": picture_type(data)}
