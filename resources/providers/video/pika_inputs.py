"""Pika's models at fal: which endpoint films a request, its input, and the name that a history gives it."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from resources.providers.port import VideoRequest
from resources.providers.signature import picture_type
from resources.providers.sizes import size_words

__all__ = ["APP", "DURATIONS", "MODELS", "SIZES", "endpoint", "endpoints", "history_token", "pika_input"]

APP = "fal-ai/pika"
"""Owner and app: states and results of every endpoint lie below it."""

MODELS = {"v2.2": f"{APP}/v2.2", "v2.1": f"{APP}/v2.1", "turbo": f"{APP}/v2/turbo"}
"""Model -> where its endpoints lie."""

DURATIONS = {"v2.2": (5, 10), "v2.1": (5,), "turbo": (5,)}
"""Model -> seconds that a clip can have."""

SIZES = size_words(("16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"), ("720p", "1080p"))
"""(width, height) -> (ratio, resolution); the same for all models."""

_TOLD = ("prompt", "seed", "duration", "resolution", "aspect_ratio", "transitions")


def endpoint(request: VideoRequest) -> str:
    """The endpoint that films a request: two key frames are pikaframes, one is image-to-video."""
    if request.last_frame:
        word = "pikaframes"
    else:
        word = "image-to-video" if request.first_frame else "text-to-video"
    return f"{MODELS[request.model]}/{word}"


def endpoints() -> tuple[str, ...]:
    """Every endpoint that a submit of ours can have gone to."""
    words = ("text-to-video", "image-to-video")
    return (*(f"{place}/{word}" for place in MODELS.values() for word in words), f"{APP}/v2.2/pikaframes")


def pika_input(
    request: VideoRequest, first: bytes | None = None, last: bytes | None = None
) -> dict[str, Any]:
    """The input that fal takes as the body of a submit.

    v2.2 wants the duration as a word, the others and every transition as a number. Beside a key frame
    there is no ratio: the clip has the picture's shape.

    Args:
        request: what is wanted.
        first: the opening picture's file, PNG.
        last: the ending picture's file, PNG; never without the opening one.
    """
    ratio, resolution = SIZES[request.width, request.height]
    seconds = int(request.duration)
    body: dict[str, Any] = {"prompt": request.direction, "resolution": resolution, "seed": request.seed}
    if first is not None and last is not None:
        transition = {"duration": seconds, "prompt": request.direction}
        return body | {"image_urls": [_picture(first), _picture(last)], "transitions": [transition]}
    body["duration"] = str(seconds) if request.model == "v2.2" else seconds
    return body | ({"aspect_ratio": ratio} if first is None else {"image_url": _picture(first)})


def history_token(place: str, sent: Mapping[str, Any]) -> str:
    """A name for an input, made of all that a history shows of it but the pictures.

    Its seed comes from the take's recipe, which holds the pictures' hashes, and from its number: inputs
    with one name have the same pictures as well, and either answers for the other. What fal adds of its
    own is left out.

    Args:
        place: the endpoint.
        sent: the input.

    Returns:
        `fal-` and 32 hex digits. A stored name.
    """
    told = {name: sent[name] for name in _TOLD if name in sent}
    text = json.dumps([place, told], sort_keys=True, separators=(",", ":"))
    return f"fal-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _picture(data: bytes) -> str:
    return f"data:{picture_type(data)};base64,{base64.b64encode(data).decode()}"
