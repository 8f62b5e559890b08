"""What Pika's endpoints at fal take in the body of a submit, read as strictly as they are documented."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from io import BytesIO
from typing import Any, Literal

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from resources.providers.sizes import size_words
from resources.simulator.part import Failure, Turned

__all__ = ["PikaFrames", "PikaInput", "PikaPicture", "PikaText", "pika_model", "pika_order"]


class _Wire(BaseModel):
    # Strict: a number where a word is wanted is refused there as well.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class PikaInput(_Wire):
    """What all endpoints take.

    Args:
        prompt: what to film.
        resolution: of the shorter side.
        negative_prompt: what not to film.
        seed: of the model's chance.
    """

    prompt: str = Field(min_length=1)
    resolution: Literal["720p", "1080p"] = "720p"
    negative_prompt: str | None = None
    seed: int | None = None

    @property
    def seconds(self) -> int:
        """How long the film is."""
        return int(getattr(self, "duration", 5))

    def pictures(self) -> list[bytes]:
        """The key frames in order."""
        return []

    def size(self) -> tuple[int, int]:
        """Width and height in pixels: of the ratio that is told, else of the first picture.

        Raises:
            Turned: the picture cannot be read.
        """
        ratio = str(getattr(self, "aspect_ratio", ""))
        if not ratio:
            try:
                with Image.open(BytesIO(self.pictures()[0])) as opened:
                    ratio = f"{opened.width}:{opened.height}"
            except OSError:
                raise _turned(("image_url",), "The image cannot be loaded.") from None
        return next(iter(size_words((ratio,), (self.resolution,))))


class PikaText(PikaInput):
    """The input of `text-to-video`.

    Args:
        aspect_ratio: of the film.
    """

    aspect_ratio: Literal["16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3"] = "16:9"


class PikaPicture(PikaInput):
    """The input of `image-to-video`.

    Args:
        image_url: opens the film.
    """

    image_url: str

    def pictures(self) -> list[bytes]:
        """The key frames in order."""
        return [_picture(self.image_url)]


class _Transition(_Wire):
    duration: int = Field(5, ge=1, le=25)
    prompt: str | None = None


class PikaFrames(PikaInput):
    """The input of `pikaframes`.

    Args:
        image_urls: the key frames.
        transitions: between them.
    """

    image_urls: list[str] = Field(min_length=2, max_length=5)
    transitions: list[_Transition] | None = None

    @model_validator(mode="after")
    def _fitting(self) -> PikaFrames:
        if self.transitions is not None and len(self.transitions) != len(self.image_urls) - 1:
            raise ValueError("transitions are one fewer than image_urls")
        if self.seconds > 25:
            raise ValueError("all transitions together are at most 25 s")
        return self

    @property
    def seconds(self) -> int:
        """How long the film is: all transitions."""
        default = [_Transition()] * (len(self.image_urls) - 1)
        return sum(one.duration for one in self.transitions or default)

    def pictures(self) -> list[bytes]:
        """The key frames in order."""
        return [_picture(url) for url in self.image_urls]


class _Text22(PikaText):
    duration: Literal["5", "10"] = "5"


class _Picture22(PikaPicture):
    duration: Literal["5", "10"] = "5"


class _TextNumber(PikaText):
    duration: Literal[5] = 5


class _PictureNumber(PikaPicture):
    duration: Literal[5] = 5


_ENDPOINTS: Mapping[str, tuple[str, type[PikaInput]]] = {
    "v2.2/text-to-video": ("v2.2", _Text22),
    "v2.2/image-to-video": ("v2.2", _Picture22),
    "v2.2/pikaframes": ("v2.2", PikaFrames),
    "v2.1/text-to-video": ("v2.1", _TextNumber),
    "v2.1/image-to-video": ("v2.1", _PictureNumber),
    "v2/turbo/text-to-video": ("turbo", _TextNumber),
    "v2/turbo/image-to-video": ("turbo", _PictureNumber),
}


def pika_model(place: str) -> str:
    """The model of an endpoint.

    Args:
        place: its path below the app.

    Raises:
        Turned: there is no such endpoint.
    """
    if place not in _ENDPOINTS:
        raise Turned(Failure("missing", f"Application 'fal-ai/pika/{place}' not found"))
    return _ENDPOINTS[place][0]


def pika_order(place: str, body: Mapping[str, Any]) -> PikaInput:
    """Read a submit.

    Args:
        place: the endpoint's path below the app.
        body: its JSON.

    Raises:
        Turned: the endpoint would not take it.
    """
    try:
        return _ENDPOINTS[place][1].model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        raise _turned(first["loc"], first["msg"]) from None


def _picture(url: str) -> bytes:
    head, _, data = url.partition(";base64,")
    if not head.startswith("data:image/"):
        raise _turned(("image_url",), "The simulator takes pictures as data URIs only.")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        raise _turned(("image_url",), "The image cannot be loaded.") from None


def _turned(place: tuple[int | str, ...], words: str) -> Turned:
    return Turned(Failure("invalid", f"{'.'.join(str(part) for part in place)}: {words}"))
