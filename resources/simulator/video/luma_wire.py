"""What Luma's current API takes in the body of a submit, read as strictly as its documentation says."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from resources.providers.sizes import size_words
from resources.simulator.part import Failure, Turned

__all__ = ["LumaOrder", "LumaPicture", "LumaVideo", "luma_order"]

_RATIOS = ("9:16", "3:4", "1:1", "4:3", "16:9", "21:9")
_GRID = 24


class _Wire(BaseModel):
    # Strict: an int where a word is wanted is refused there as well.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class LumaPicture(_Wire):
    """A picture, by exactly one of its four ways.

    Args:
        url: where it lies.
        data: base64.
        media_type: of `data`.
        generation_id: of an earlier generation.
        file_id: of an uploaded file.
    """

    url: str | None = None
    data: str | None = None
    media_type: str | None = None
    generation_id: str | None = None
    file_id: str | None = None

    @model_validator(mode="after")
    def _one(self) -> LumaPicture:
        ways = [self.url, self.data, self.generation_id, self.file_id]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("exactly one of url, data, generation_id and file_id is wanted")
        if self.data is not None and not (self.media_type or "").startswith("image/"):
            raise ValueError("data wants an image's media_type")
        return self

    @property
    def content(self) -> bytes:
        """The bytes that `data` holds.

        Raises:
            Turned: it is no base64.
        """
        try:
            return base64.b64decode(self.data or "", validate=True)
        except binascii.Error:
            raise Turned(Failure("invalid", "A picture is no base64.")) from None


class LumaVideo(_Wire):
    """The `video` object.

    Args:
        resolution: of the shorter side.
        duration: a word.
        loop: whether its end meets its beginning.
        start_frame: opens a clip of 5 seconds.
        end_frame: ends a clip of 5 seconds.
        keyframes: pictures at any place.
        keyframe_indexes: their places at 24 frames a second.
    """

    resolution: Literal["360p", "540p", "720p", "1080p"] = "720p"
    duration: Literal["5s", "10s"] = "5s"
    loop: bool | None = None
    start_frame: LumaPicture | None = None
    end_frame: LumaPicture | None = None
    keyframes: list[LumaPicture] | None = Field(None, min_length=1, max_length=64)
    keyframe_indexes: list[int] | None = None

    @property
    def seconds(self) -> int:
        """The duration as a number."""
        return int(self.duration.removesuffix("s"))

    @model_validator(mode="after")
    def _fitting(self) -> LumaVideo:
        ends = self.start_frame or self.end_frame
        if self.duration == "10s" and (ends or self.loop):
            raise ValueError("start_frame, end_frame and loop are not supported with duration 10s")
        if self.keyframes is not None and (ends or self.loop):
            raise ValueError("keyframes are mutually exclusive with start_frame, end_frame and loop")
        places = self.keyframe_indexes or []
        if len(places) != len(self.keyframes or []) or len(set(places)) != len(places):
            raise ValueError("keyframe_indexes must be unique and as many as keyframes")
        if any(not 0 <= place <= self.seconds * _GRID for place in places):
            raise ValueError(f"keyframe_indexes go from 0 to {self.seconds * _GRID}")
        return self


class LumaOrder(_Wire):
    """The body of a submit.

    Args:
        prompt: what to film.
        model: this simulator has its video model only.
        type: `video` only, for the same reason.
        aspect_ratio: None leaves it to Luma; 16:9 here.
        user_id: whose wish it is.
        video: the rest.
    """

    prompt: str = Field(min_length=1, max_length=6000)
    model: Literal["ray-3.2"]
    type: Literal["video"]
    aspect_ratio: Literal["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"] | None = None
    user_id: str | None = None
    video: LumaVideo = LumaVideo()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        words = size_words(_RATIOS, (self.video.resolution,))
        return next(size for size, word in words.items() if word[0] == (self.aspect_ratio or "16:9"))

    @property
    def last_index(self) -> int:
        """The last frame's place."""
        return self.video.seconds * _GRID


def luma_order(body: dict[str, Any]) -> LumaOrder:
    """Read a submit.

    Args:
        body: its JSON.

    Raises:
        Turned: Luma would not take it.
    """
    try:
        return LumaOrder.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Turned(Failure("invalid", f"{place}: {first['msg']}")) from None
