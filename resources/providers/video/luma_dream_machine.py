"""Luma's older API, Dream Machine: ray-2 and ray-flash-2, with a list in which a lost submit is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import Field

from resources.errors import Refused, TransientFailure
from resources.money import dollars
from resources.providers.able import checked
from resources.providers.live import short_token
from resources.providers.moderation import blaming_words
from resources.providers.port import (
    Capabilities,
    Generation,
    Listed,
    MediaSource,
    Quote,
    Request,
    VideoRequest,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of, object_of
from resources.providers.video.luma_account import LumaAccount
from resources.providers.video.luma_dream_machine_wire import (
    DREAM_DURATIONS,
    DREAM_SIZES,
    callback_url,
    dream_body,
    dream_listed,
)
from resources.providers.video.luma_verdict import LOOK, luma_generation_failed

__all__ = ["LumaDreamMachine"]

_MODELS = ("ray-2", "ray-flash-2")
_BASE = "/dream-machine/v1"
_PAGE = 50
_AT_ONCE = 10
"""Generations at once on the lowest paid tier, from memory; one too many is answered with 429."""
_SHORTEST = 3
"""Characters of a direction at least, from memory."""


class LumaDreamMachine(LumaAccount):
    """Luma's ray-2. No seed, no sound.

    Each submit carries an address to call back, with the take's token in it. The list echoes it, so a
    submit whose answer was lost is found again. Nothing listens at that address.
    Pictures are taken by public address only: key frames need `key_frame_url`.
    Deleting a generation is not known to give money back, so nothing is cancelled here.
    """

    name = "luma_dream_machine"
    kind = "video"
    host = "https://api.lumalabs.ai"
    generations = f"{_BASE}/generations"
    key_variable = "LUMAAI_API_KEY"
    caveat = (
        "Luma calls Dream Machine deprecated and names no end date: prefer the provider luma (ray-3.2). "
        "Its prices are a reseller's of 2025, and key frames must lie at a public address."
    )

    model: str = Field("ray-2", description="Model that films unless the spec names another one.")
    callback_base: str = Field(
        "https://studio.invalid/luma",
        pattern=r"^https://\S+$",
        description="Address that carries the take's token; Luma calls it, and nothing needs to answer.",
    )
    key_frame_url: str = Field(
        "",
        pattern=r"^(https://\S*\{digest\}\S*)?$",
        description="Public address of your key frames, with {digest} in it; empty: none can be sent.",
    )

    def models(self) -> tuple[str, ...]:
        """The default first, then whatever else it has."""
        return tuple(dict.fromkeys((self.model, *_MODELS)))

    def token(self, slate: str, request: Request) -> str:
        """What stands in the address to call back."""
        return short_token(slate)

    def capabilities(self, model: str) -> Capabilities:
        """What a model films.

        Raises:
            Refused: there is no such model here; the mend names those that are.
        """
        if model not in _MODELS:
            elsewhere = " The provider luma has it." if model == "ray-3.2" else ""
            raise Refused(
                f"Dream Machine has no model {model!r}.{elsewhere}",
                mend=f"Use one of: {', '.join(_MODELS)}.",
                where="video/luma_dream_machine",
            )
        return Capabilities(
            durations=DREAM_DURATIONS,
            sizes=tuple(DREAM_SIZES),
            first_frame=bool(self.key_frame_url),
            last_frame=bool(self.key_frame_url),
            prompt_limit=5000,
            concurrency=self.concurrency or _AT_ONCE,
            lists=True,
            echoes=True,
        )

    def quote(self, request: Request) -> Quote:
        """The price of one clip of 5 or 9 seconds at the resolution that is sent.

        Raises:
            Refused: it cannot make this.
            NotConfigured: no price is known.
        """
        wanted = self._checked(request)
        _, resolution = DREAM_SIZES[wanted.width, wanted.height]
        return price_of(
            "video",
            self.name,
            wanted.model,
            "generation",
            resolution=resolution,
            duration=int(wanted.duration),
        ).of(1)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Send it once, with the take's token in the address to call back."""
        wanted = self._checked(request)
        content = dream_body(
            wanted,
            callback=callback_url(self.callback_base, self.token(slate, wanted)),
            key_frame_url=self.key_frame_url,
        )
        with blaming_words(wanted):
            response = await self.api().submit("POST", f"{self.generations}/video", json=content)
        return id_of(response, lambda told: told["id"], "Luma", look=LOOK)

    async def poll(self, remote_id: str) -> Generation:
        """Its state; it names no price."""
        found = await self.found(remote_id)
        if found.get("state") == "failed":
            return luma_generation_failed("", str(found.get("failure_reason") or ""))
        if found.get("state") == "completed" and self.clip_url(found):
            return Generation(state="succeeded", suffix=".mp4")
        return Generation(state="running")

    async def list(self, since: datetime) -> Sequence[Listed]:
        """All pages, each line once, as far back as `since`."""
        found: dict[str, Listed] = {}
        offset, more = 0, True
        while more:
            query = {"limit": _PAGE, "offset": offset}
            page = object_of(await self.api().ask("GET", self.generations, params=query), "Luma")
            lines = page.get("generations")
            if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
                raise TransientFailure("Luma's list is no list.", mend="Ask again.", where=self.name)
            listed = [dream_listed(line, since) for line in lines]
            more = bool(page.get("has_more", len(lines) >= _PAGE))
            # A page that adds nothing while there is more: half a list must not pass for a whole one.
            if more and all(one.remote_id in found for one in listed):
                raise TransientFailure("Luma's list does not go on.", mend="Ask again.", where=self.name)
            found |= {one.remote_id: one for one in listed}
            offset += len(lines)
            times = [one.created for one in found.values()]
            if times == sorted(times, reverse=True) and times and times[0] > times[-1] < since:
                break  # newest first, and all that follows is older
        return [one for one in found.values() if one.created >= since]

    async def check_credentials(self) -> str:
        """Ask for the balance, which is free."""
        account = object_of(await self.api().ask("GET", f"{_BASE}/credits"), "Luma")
        cents = account.get("credit_balance")
        if isinstance(cents, bool) or not isinstance(cents, int | float):
            return "Luma accepted the key. It told no balance."
        return f"Luma accepted the key. The balance is {dollars(Decimal(str(cents)) / 100)}."

    def _checked(self, request: Request) -> VideoRequest:
        wanted = checked(self, request, VideoRequest)
        if len(wanted.direction.strip()) < _SHORTEST:
            raise Refused(
                f"Luma wants a direction of {_SHORTEST} characters at least.",
                mend="Say in words what is to be seen.",
                where=self.name,
            )
        return wanted

    @staticmethod
    def clip_url(found: Mapping[str, Any]) -> str:
        """That of its video."""
        assets = found.get("assets")
        return str(assets.get("video") or "") if isinstance(assets, Mapping) else ""
