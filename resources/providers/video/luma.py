"""Luma's current API (Luma Agents): ray-3.2 films 5 or 10 seconds, with key frames at both ends.

Its dialect in short: durations are words such as `5s`, a frame is sent as base64, frames of a ten-second
clip stand on a grid of 24 frames a second, and finished media lie behind an address that lives one hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic import Field

from resources.errors import Refused
from resources.providers.able import checked
from resources.providers.moderation import blaming_words
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
from resources.providers.video.luma_account import LumaAccount
from resources.providers.video.luma_body import LUMA_SIZES, luma_body
from resources.providers.video.luma_verdict import LOOK, luma_generation_failed

__all__ = ["Luma"]


class Luma(LumaAccount):
    """Luma's ray-3.2. No seed, no sound, no list and no cancelling.

    A submit whose answer is lost can be looked up by a person only. How failures look in its body is not
    documented, so any of the usual words is read. How many generations it takes at once is not known
    either: one too many is answered with 429 and sent again after a while.
    """

    name = "luma"
    kind = "video"
    host = "https://agents.lumalabs.ai"
    generations = "/v1/generations"
    key_variable = "LUMA_AGENTS_API_KEY"
    caveat = (
        "It has no list of generations and no cancelling: a submit whose answer was lost must be looked up "
        "on its site. The key is one of the Luma Agents API, not of Dream Machine."
    )

    model: str = Field("ray-3.2", description="Model that films unless the spec names another one.")

    def models(self) -> tuple[str, ...]:
        """The default first, then whatever else it has."""
        return tuple(dict.fromkeys((self.model, "ray-3.2")))

    def capabilities(self, model: str) -> Capabilities:
        """What ray-3.2 makes.

        Raises:
            Refused: there is no such model here; the mend names those that are.
        """
        if model != "ray-3.2":
            elsewhere = " Dream Machine has it: provider luma_dream_machine." if model in _OLDER else ""
            raise Refused(
                f"Luma's current API has no model {model!r}.{elsewhere}",
                mend="Use ray-3.2.",
                where="video/luma",
            )
        return Capabilities(
            durations=(Fraction(5), Fraction(10)),
            sizes=tuple(LUMA_SIZES),
            first_frame=True,
            last_frame=True,
            prompt_limit=6000,
            concurrency=self.concurrency,
            url_life=3600,
        )

    def quote(self, request: Request) -> Quote:
        """The price of one block of 5 or 10 seconds at the resolution that is sent.

        Raises:
            Refused: it cannot make this.
            NotConfigured: no price is known.
        """
        wanted = checked(self, request, VideoRequest)
        _, resolution = LUMA_SIZES[wanted.width, wanted.height]
        price = price_of(
            "video",
            self.name,
            wanted.model,
            "generation",
            resolution=resolution,
            duration=int(wanted.duration),
        )
        return price.of(1)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Send it once. Nothing of the slate goes along: there is no field that comes back."""
        wanted = checked(self, request, VideoRequest)
        api = self.api()
        content = luma_body(wanted, media)
        with blaming_words(wanted):
            response = await api.submit("POST", self.generations, json=content)
        return id_of(response, lambda told: told["id"], "Luma", look=LOOK)

    async def poll(self, remote_id: str) -> Generation:
        """Its state; a failure is told with its code and Luma's words."""
        found = await self.found(remote_id)
        state = found.get("state")
        if state == "completed":
            # Completed without an address is not yet useful: it is asked again rather than settled.
            told = self.clip_url(found)
            return Generation(state="succeeded", suffix=".mp4") if told else Generation(state="running")
        if state != "failed":
            return Generation(state="running")
        return luma_generation_failed(
            str(found.get("failure_code") or ""), str(found.get("failure_reason") or "")
        )

    async def check_credentials(self) -> str:
        """Ask for one line of the list of files, which is free."""
        await self.api().ask("GET", "/v1/files", params={"limit": 1})
        return "Luma accepted the key. It does not tell the balance."

    @staticmethod
    def clip_url(found: Mapping[str, Any]) -> str:
        """That of its first output that has one."""
        outputs = found.get("output") or []
        urls = [one["url"] for one in outputs if isinstance(one, dict) and one.get("url")]
        # A clip that is listed twice is still one clip.
        return str(urls[0]) if urls else ""


_OLDER = ("ray-2", "ray-flash-2")
