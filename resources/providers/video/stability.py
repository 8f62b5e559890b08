"""Stability's image-to-video: four seconds that move one picture, without a word of direction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import httpx
from PIL import Image
from pydantic import Field

from resources.artifacts.durable import write_bytes
from resources.errors import (
    Moderated,
    ProviderFailure,
    RateLimited,
    Refused,
    TransientFailure,
)
from resources.http.verdict import said, standard
from resources.providers.able import checked
from resources.providers.live import LiveProvider
from resources.providers.port import (
    Capabilities,
    Generation,
    MediaSource,
    Quote,
    Request,
    VideoRequest,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of
from resources.providers.signature import is_media, picture_type

__all__ = ["Stability", "form", "stability_judge", "verdict"]

_MODEL = "svd"
_PATH = "/v2beta/image-to-video"
_SIZES = ((1024, 576), (576, 1024), (768, 768))
_SECONDS = Fraction(4)  # 25 frames; from memory
_BUSY = 60.0
"""Seconds for which the API turns a key away that asked too often; from memory."""

_WHOLE_CLIP = 100.0
"""Seconds for an answer that holds a clip."""


def form(request: VideoRequest, *, cfg_scale: float, motion_bucket_id: int) -> dict[str, str]:
    """The fields that go beside the picture.

    Args:
        request: its seed is sent; 0 lets Stability draw one.
        cfg_scale: 0 to 10.
        motion_bucket_id: 1 to 255.
    """
    return {
        "seed": str(request.seed),
        "cfg_scale": f"{cfg_scale:g}",
        "motion_bucket_id": str(motion_bucket_id),
    }


def verdict(response: httpx.Response) -> Generation:
    """What an answer about a result says.

    Args:
        response: 202 while it runs; else JSON with the clip, or with why there is none.
    """
    if response.status_code == 202:
        return Generation(state="running")
    try:
        body = response.json()
        reason, video = body.get("finish_reason"), body.get("video")
    except (ValueError, AttributeError) as odd:
        raise TransientFailure("Stability's answer is no result.", mend="Ask again.") from odd
    if reason == "CONTENT_FILTERED":
        return Generation(state="refused", reason="Moderation of the result: CONTENT_FILTERED")
    if video:
        return Generation(state="succeeded", suffix=".mp4")
    return Generation(state="failed", reason=str(reason or "It ended without a video."))


def stability_judge(response: httpx.Response) -> ProviderFailure | None:
    """Stability's failures, which it names; a path that is gone means that the provider is.

    Args:
        response: an answer that was read whole.
    """
    failure, status, host = standard(response), response.status_code, response.url.host
    about_result = "/result/" in response.url.path
    if status == 403 and "content_moderation" in response.text:
        return Moderated(
            f"Moderation of the key frame: {said(response)}",
            mend="Open the clip with another picture.",
            where=host,
            about="first_frame",
        )
    if status == 404 and about_result:
        return Refused(
            f"Stability has no such result, or has it no longer: {said(response)}",
            mend="Results are kept for 24 hours; launch with `fresh: true` on a provider that is alive.",
            where=host,
        )
    if status in (404, 410):
        return Refused(
            f"Stability's video is believed retired: it answered HTTP {status}.",
            mend="Use another video provider.",
            where=host,
        )
    if isinstance(failure, RateLimited) and failure.retry_after is None:
        failure.retry_after = _BUSY
    return failure


class Stability(LiveProvider):
    """Stable Video Diffusion. The key frame decides all: a direction has no place in its protocol.

    Prices, limits and the life of results are from memory. It has no listing and no way to stop.
    """

    name = "stability"
    kind = "video"
    deciding = ("cfg_scale", "motion_bucket_id")
    host = "https://api.stability.ai"
    key_variable = "STABILITY_API_KEY"
    caveat = (
        "Its video endpoint is believed retired since 2025-07-24. It takes a key frame and no words: the "
        "direction does not reach it."
    )

    enabled: bool = Field(default=False, description="Whether it may be used at all; off, see its caveat.")
    model: str = Field(default=_MODEL, pattern=f"^{_MODEL}$", description="The only model: svd.")
    cfg_scale: float = Field(
        default=1.8, ge=0, le=10, description="How closely the clip keeps to the key frame, 0 to 10."
    )
    motion_bucket_id: int = Field(default=127, ge=1, le=255, description="How much moves, 1 to 255.")

    def models(self) -> tuple[str, ...]:
        """The only one."""
        return (_MODEL,)

    def capabilities(self, model: str) -> Capabilities:
        """What it can film.

        Raises:
            Refused: there is no such model.
        """
        if model != _MODEL:
            raise Refused(f"Stability has no model {model!r}.", mend=f"Use {_MODEL}.", where="stability")
        return Capabilities(
            durations=(_SECONDS,),
            sizes=_SIZES,
            first_frame=True,
            needs_first_frame=True,
            seed=True,
            concurrency=self.concurrency,
        )

    def quote(self, request: Request) -> Quote:
        """One price a clip."""
        wanted = checked(self, request, VideoRequest)
        return price_of("video", "stability", wanted.model, "generation").of(Decimal(1))

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Send the key frame once."""
        self.check_configured()
        wanted = checked(self, request, VideoRequest)
        frame = media(str(wanted.first_frame))
        _check_size(frame, wanted)
        answer = await self.api().submit(
            "POST",
            _PATH,
            files={"image": _part(frame.read_bytes())},
            data=form(wanted, cfg_scale=self.cfg_scale, motion_bucket_id=self.motion_bucket_id),
        )
        look = "Look at the account's credits before any other submit: it may be paid."
        return id_of(answer, lambda told: told["id"], "Stability", look=look)

    async def poll(self, remote_id: str) -> Generation:
        """Its state; a finished one sends its clip along."""
        return verdict(await self._result(remote_id, "application/json"))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Write the clip that the API host sends."""
        data = (await self._result(remote_id, "video/*")).content
        if not is_media(data, ".mp4"):
            raise TransientFailure("Stability's answer is no MP4.", mend="Fetch it again.", where=remote_id)
        write_bytes(into, data)

    def poll_interval(self) -> float:
        """Ten seconds, which it asks for; from memory."""
        return 10.0

    async def check_credentials(self) -> str:
        """Ask for the balance."""
        answer = await self.api().ask("GET", "/v1/user/balance")
        try:
            credits = Decimal(str(answer.json()["credits"]))
            return f"Stability accepts the key; the balance is {credits:f} credits."
        except (ValueError, TypeError, KeyError, ArithmeticError):
            return "Stability accepts the key and tells no balance."

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token."""
        return {"authorization": f"Bearer {self.api_key}"}

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """See `stability_judge`."""
        return stability_judge(response)

    async def _result(self, remote_id: str, accept: str) -> httpx.Response:
        if not re.fullmatch(r"[\w-]+", remote_id):
            raise Refused(f"{remote_id!r} is no generation of Stability.", mend="Check the take's remote id.")
        return await self.api().ask(
            "GET", f"{_PATH}/result/{remote_id}", headers={"accept": accept}, timeout=_WHOLE_CLIP
        )


def _part(frame: bytes) -> tuple[str, bytes, str]:
    media_type = picture_type(frame)
    return f"first_frame.{media_type.removeprefix('image/')}", frame, media_type


def _check_size(frame: Path, request: VideoRequest) -> None:
    with Image.open(frame) as picture:
        size = picture.size
    if size != (request.width, request.height):
        raise Refused(
            f"The key frame is {size[0]}x{size[1]} and the clip {request.width}x{request.height}.",
            mend="Give a key frame of the clip's size: Stability takes no other.",
            where="stability",
        )
