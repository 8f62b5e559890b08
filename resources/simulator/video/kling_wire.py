"""What Kling takes in the body of a submit, new API and older one, read as strictly as it is documented."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Literal, TypeVar

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from resources.providers.sizes import size_words
from resources.simulator.part import Failure, Turned

__all__ = [
    "MODELS",
    "KlingImageOrder",
    "KlingOldOrder",
    "KlingOptions",
    "KlingSettings",
    "KlingTextOrder",
    "kling_order",
    "kling_picture",
    "kling_size",
]

MODELS = ("kling-3.0", "kling-3.0-turbo")
"""Models that stand in the new API's paths."""

Ratio = Literal["16:9", "9:16", "1:1"]
Order = TypeVar("Order", bound=BaseModel)


class _Wire(BaseModel):
    # Strict: a word where a number is wanted is refused there as well.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class KlingSettings(_Wire):
    """The `settings` object.

    Args:
        resolution: of the shorter side.
        duration: seconds.
        audio: this simulator films silently only.
        multi_shot: whether it may cut.
        aspect_ratio: without a first frame only.
    """

    resolution: Literal["720p", "1080p", "4k"] = "720p"
    duration: int = Field(5, ge=3, le=15)
    audio: Literal["native", "off"] = "off"
    multi_shot: bool = True
    aspect_ratio: Ratio | None = None


class _Watermark(_Wire):
    enabled: bool = False


class KlingOptions(_Wire):
    """The `options` object.

    Args:
        callback_url: taken and not called.
        external_task_id: the customer's own name, unique.
        watermark_info: taken; no copy with a watermark is made.
    """

    callback_url: str = ""
    external_task_id: str = ""
    watermark_info: _Watermark = _Watermark()


class KlingTextOrder(_Wire):
    """The body of `POST /text-to-video/{model}`.

    Args:
        prompt: what to film.
        settings: how.
        options: the rest.
    """

    prompt: str = Field(min_length=1, max_length=3072)
    settings: KlingSettings = KlingSettings()
    options: KlingOptions = KlingOptions()


class _Content(_Wire):
    type: Literal["prompt", "first_frame", "last_frame"]
    text: str | None = Field(None, min_length=1, max_length=3072)
    url: str | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _fitting(self) -> _Content:
        wanted, other = (self.text, self.url) if self.type == "prompt" else (self.url, self.text)
        if wanted is None or other is not None:
            raise ValueError("a prompt has text, a frame has a url")
        return self


class KlingImageOrder(_Wire):
    """The body of `POST /image-to-video/{model}`.

    Args:
        contents: the prompt and the key frames, each once.
        settings: how; no ratio, which is the first frame's.
        options: the rest.
    """

    contents: list[_Content] = Field(min_length=2, max_length=3)
    settings: KlingSettings = KlingSettings()
    options: KlingOptions = KlingOptions()

    @field_validator("settings")
    @classmethod
    def _shaped(cls, settings: KlingSettings) -> KlingSettings:
        if settings.aspect_ratio is not None:
            raise ValueError("aspect_ratio is not taken beside a first frame")
        return settings

    @model_validator(mode="after")
    def _complete(self) -> KlingImageOrder:
        types = [content.type for content in self.contents]
        if len(set(types)) != len(types) or not {"prompt", "first_frame"} <= set(types):
            raise ValueError("a prompt and a first_frame are wanted, each once")
        return self

    def one(self, what: str) -> str:
        """The text or address of one content; empty where there is none."""
        return next((str(one.text or one.url) for one in self.contents if one.type == what), "")


class KlingOldOrder(_Wire):
    """The body of `POST /v1/videos/text2video` and `image2video`.

    Args:
        model_name: the model.
        prompt: what to film.
        mode: `std` films in 720p, `pro` in 1080p.
        duration: a word.
        aspect_ratio: without an image only.
        sound: this simulator films silently only.
        image: opens the clip; bare base64.
        image_tail: ends it.
        callback_url: taken and not called.
        external_task_id: the customer's own name, unique.
    """

    model_name: Literal["kling-v2-6", "kling-v2-5-turbo"]
    prompt: str = Field(min_length=1, max_length=2500)
    mode: Literal["std", "pro"] = "std"
    duration: Literal["5", "10"] = "5"
    aspect_ratio: Ratio | None = None
    sound: Literal["on", "off"] = "off"
    image: str = ""
    image_tail: str = ""
    callback_url: str = ""
    external_task_id: str = ""

    @property
    def resolution(self) -> str:
        """Of the shorter side."""
        return "720p" if self.mode == "std" else "1080p"


def kling_order(kind: type[Order], body: Mapping[str, Any]) -> Order:
    """Read a submit.

    Args:
        kind: of order.
        body: its JSON.

    Raises:
        Turned: Kling would not take it.
    """
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Turned(Failure("invalid", f"{place}: {first['msg']}")) from None


def kling_picture(bare: str) -> bytes:
    """The bytes of a picture.

    Args:
        bare: base64 without a `data:` prefix; addresses are not followed here.

    Raises:
        Turned: it is no base64 of a PNG or JPEG.
    """
    try:
        data = base64.b64decode(bare, validate=True)
    except binascii.Error:
        raise Turned(Failure("invalid", "The image is no bare base64.")) from None
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Turned(Failure("invalid", "The image is neither PNG nor JPEG."))
    return data


def kling_size(ratio: str | None, resolution: str, picture: bytes = b"") -> tuple[int, int]:
    """Width and height in pixels of the film.

    Args:
        ratio: 16:9 where it is not told.
        resolution: of the shorter side.
        picture: the first frame, whose shape wins.

    Raises:
        Turned: the picture cannot be read, or is longer than 2.5 times its shorter side.
    """
    if not picture:
        return next(iter(size_words((ratio or "16:9",), (resolution,))))
    try:
        with Image.open(BytesIO(picture)) as opened:
            width, height = opened.size
    except OSError:
        raise Turned(Failure("invalid", "The image cannot be read.")) from None
    if 2 * max(width, height) > 5 * min(width, height):
        raise Turned(Failure("invalid", "The image is outside of 1:2.5 to 2.5:1."))
    return next(iter(size_words((f"{width}:{height}",), (resolution,))))
