"""What Runway takes in the body of a submit, read as strictly as its package's types say."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from resources.simulator.part import Failure, Turned

__all__ = ["ImageToVideo", "RunwayOrder", "TextToVideo", "runway_order"]

_PICTURE = 5 * 1024 * 1024
_PROMPT = 1000


class _Wire(BaseModel):
    # Strict: a word where a number is wanted is refused there as well.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Moderation(_Wire):
    publicFigureThreshold: Literal["auto", "low"] = "auto"


class _Picture(_Wire):
    uri: str
    position: Literal["first"]


class RunwayOrder(_Wire):
    """What both ways of ordering have.

    Args:
        duration: whole seconds.
        seed: of the draw.
        contentModeration: is read and has no effect here.
        outputFormat: this simulator makes mp4 only.
    """

    duration: int = Field(ge=2, le=10)
    seed: int | None = Field(None, ge=0, le=4294967295)
    contentModeration: _Moderation | None = None
    outputFormat: Literal["mp4"] = "mp4"

    @field_validator("promptText", check_fields=False)
    @classmethod
    def _short(cls, text: str | None) -> str | None:
        if text is not None and not 1 <= len(text.encode("utf-16-le")) // 2 <= _PROMPT:
            raise ValueError(f"1 to {_PROMPT} UTF-16 units are wanted")
        return text


class TextToVideo(RunwayOrder):
    """From words: gen4.5 in two sizes."""

    model: Literal["gen4.5"]
    promptText: str
    ratio: Literal["1280:720", "720:1280"]


class ImageToVideo(RunwayOrder):
    """From a picture: both models in six sizes; only gen4.5 insists on words."""

    model: Literal["gen4.5", "gen4_turbo"]
    promptText: str | None = None
    promptImage: str | list[_Picture]
    ratio: Literal["1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672"]

    @property
    def picture(self) -> bytes:
        """The opening picture.

        Raises:
            Turned: it is no data URI, or larger than 5 MB.
        """
        uri = self.promptImage if isinstance(self.promptImage, str) else self.promptImage[0].uri
        head, comma, data = uri.partition(",")
        if not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
            raise Turned(Failure("invalid", "The simulator takes pictures as data URIs only."))
        if len(uri) > _PICTURE:
            raise Turned(Failure("invalid", "The picture is larger than 5 MB."))
        try:
            return base64.b64decode(data, validate=True)
        except binascii.Error:
            raise Turned(Failure("invalid", "The picture is no base64.")) from None


def runway_order(body: dict[str, Any], *, picture: bool) -> TextToVideo | ImageToVideo:
    """Read a submit.

    Args:
        body: its JSON.
        picture: whether it came to the path that wants one.

    Raises:
        Turned: Runway would not take it.
    """
    if picture and body.get("model") == "gen4.5" and not body.get("promptText"):
        raise Turned(Failure("invalid", "promptText: gen4.5 wants words"))
    if picture and isinstance(body.get("promptImage"), list) and len(body["promptImage"]) != 1:
        raise Turned(Failure("invalid", "promptImage: exactly one picture is wanted"))
    try:
        return (ImageToVideo if picture else TextToVideo).model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Turned(Failure("invalid", f"{place}: {first['msg']}")) from None
