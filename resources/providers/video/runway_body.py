"""The JSON that Runway wants for a wish, and what each of its models can film."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from resources.errors import Refused
from resources.providers.port import Capabilities, MediaSource, VideoRequest
from resources.providers.signature import picture_type

__all__ = ["RUNWAY_MODELS", "runway_body", "runway_path", "utf16_units"]

_SECONDS = tuple(Fraction(seconds) for seconds in range(2, 11))
_LANDSCAPE_AND_PORTRAIT = ((1280, 720), (720, 1280))
_PICTURE = 5 * 1024 * 1024
"""Bytes of a data URI at most."""

RUNWAY_MODELS: Mapping[str, Capabilities] = {
    # From a key frame it films four more sizes. They are not named here: what is named can be filmed
    # with and without one.
    "gen4.5": Capabilities(
        durations=_SECONDS,
        sizes=_LANDSCAPE_AND_PORTRAIT,
        first_frame=True,
        seed=True,
        prompt_limit=1000,
        url_life=24 * 3600,
    ),
    "gen4_turbo": Capabilities(
        durations=_SECONDS,
        sizes=(*_LANDSCAPE_AND_PORTRAIT, (1104, 832), (832, 1104), (960, 960), (1584, 672)),
        first_frame=True,
        needs_first_frame=True,
        seed=True,
        prompt_limit=1000,
        url_life=24 * 3600,
    ),
}
"""What each model films, the default model first."""


def runway_path(request: VideoRequest) -> str:
    """Where a wish is sent: with and without a key frame are two paths.

    Args:
        request: within the capabilities of its model.
    """
    return "/v1/image_to_video" if request.first_frame else "/v1/text_to_video"


def runway_body(request: VideoRequest, media: MediaSource) -> dict[str, Any]:
    """The JSON of a submit, exactly as it is sent.

    Args:
        request: within the capabilities of its model.
        media: gives the PNG file of the frame that it names.

    Raises:
        Refused: the key frame is larger than Runway takes; nothing was sent.
    """
    body: dict[str, Any] = {
        "model": request.model,
        "promptText": request.direction,
        "ratio": f"{request.width}:{request.height}",
        "duration": int(request.duration),
        "seed": request.seed,
    }
    if request.first_frame is not None:
        frame = media(request.first_frame).read_bytes()
        uri = f"data:{picture_type(frame)};base64,{base64.b64encode(frame).decode()}"
        if len(uri) > _PICTURE:
            raise Refused(
                f"The key frame has {len(uri):,} bytes as a data URI, Runway takes {_PICTURE:,}.",
                mend="Give a smaller picture.",
                where="video/runway",
            )
        body["promptImage"] = [{"uri": uri, "position": "first"}]
    return body


def utf16_units(text: str) -> int:
    """How long Runway finds a text: an emoji counts twice.

    Args:
        text: a direction.
    """
    return len(text.encode("utf-16-le")) // 2
