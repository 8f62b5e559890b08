"""The JSON that Luma's current API wants for a wish."""

from __future__ import annotations

import base64
from fractions import Fraction
from typing import Any

from resources.providers.port import MediaSource, VideoRequest
from resources.providers.signature import picture_type
from resources.providers.sizes import size_words

__all__ = ["LUMA_SIZES", "luma_body"]

LUMA_SIZES = size_words(("16:9", "9:16", "1:1", "4:3", "3:4", "21:9"), ("540p", "720p", "1080p"))
"""It also makes 360p drafts, for which no price is known: what has no price is not offered."""

_START_AND_END = Fraction(5)
"""Seconds up to which `start_frame` and `end_frame` are taken; a longer clip wants indexed key frames."""

_GRID = 24
"""Frames per second on which indexed key frames stand, whatever rate the clip has."""


def luma_body(request: VideoRequest, media: MediaSource) -> dict[str, Any]:
    """The JSON of a submit, exactly as it is sent.

    Args:
        request: within the capabilities of its model.
        media: gives the files of the frames that it names.
    """
    ratio, resolution = LUMA_SIZES[request.width, request.height]
    video: dict[str, Any] = {"duration": f"{int(request.duration)}s", "resolution": resolution}
    frames = {
        name: _frame(media(digest).read_bytes())
        for name, digest in (("start_frame", request.first_frame), ("end_frame", request.last_frame))
        if digest is not None
    }
    if request.duration <= _START_AND_END:
        video |= frames
    elif frames:
        places = {"start_frame": 0, "end_frame": int(request.duration * _GRID)}
        video |= {"keyframes": list(frames.values()), "keyframe_indexes": [places[name] for name in frames]}
    return {
        "prompt": request.direction,
        "model": request.model,
        "type": "video",
        "aspect_ratio": ratio,
        "video": video,
    }


def _frame(data: bytes) -> dict[str, str]:
    return {"data": base64.b64encode(data).decode(), "media_type": picture_type(data)}
