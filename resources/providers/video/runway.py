"""Runway: gen4.5 films from words or from a key frame, gen4_turbo from a key frame only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

import httpx
from pydantic import Field

from resources.errors import ProviderFailure, Refused, TransientFailure
from resources.providers.able import checked
from resources.providers.live import LiveProvider
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
from resources.providers.reading import id_of, object_of
from resources.providers.video.runway_body import RUNWAY_MODELS, runway_body, runway_path, utf16_units
from resources.providers.video.runway_verdict import runway_generation, runway_judge

__all__ = ["Runway"]

_VERSION = "2024-11-06"
_FEWEST = 2
"""Generations at once for one model at the lowest tier; one more is taken and waits there."""


class Runway(LiveProvider):
    """Runway's Gen-4 models. No last frame, no list.

    A submit whose answer is lost can be looked up by a person only. A task that runs is not cancelled
    here: Runway charges it in full all the same, and its clip would be lost.
    """

    name = "runway"
    kind = "video"
    host = "https://api.dev.runwayml.com"
    key_variable = "RUNWAYML_API_SECRET"
    caveat = (
        "It has no list of tasks: a submit whose answer was lost must be looked up on its site. "
        "gen4_turbo needs a key frame. Generations above the account's limit wait at Runway."
    )

    model: str = Field("gen4.5", description="Model that films unless the spec names another one.")

    def models(self) -> tuple[str, ...]:
        """The default first, then whatever else it has."""
        return tuple(dict.fromkeys((self.model, *RUNWAY_MODELS)))

    def capabilities(self, model: str) -> Capabilities:
        """What a model films.

        Raises:
            Refused: there is no such model here; the mend names those that are.
        """
        if model not in RUNWAY_MODELS:
            gone = " It was taken out of the API; gen4_turbo is its successor." if model in _GONE else ""
            raise Refused(
                f"Runway has no model {model!r} here.{gone}",
                mend=f"Use one of: {', '.join(RUNWAY_MODELS)}.",
                where="video/runway",
            )
        return RUNWAY_MODELS[model].model_copy(update={"concurrency": self.concurrency or _FEWEST})

    def quote(self, request: Request) -> Quote:
        """Seconds times the model's price.

        Raises:
            Refused: it cannot make this.
            NotConfigured: no price is known.
        """
        wanted = self._checked(request)
        return price_of("video", self.name, wanted.model, "second").of(int(wanted.duration))

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Send it once. Nothing of the slate goes along: there is no field that comes back."""
        wanted = self._checked(request)
        api = self.api()
        content = runway_body(wanted, media)
        with blaming_words(wanted):
            response = await api.submit("POST", runway_path(wanted), json=content)
        return id_of(response, lambda told: told["id"], "Runway", look=_LOOK)

    async def poll(self, remote_id: str) -> Generation:
        """Its state, with the credits that it has cost where Runway says so."""
        return runway_generation(await self._task(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Ask for a fresh address and download from it; once more where it has expired meanwhile."""
        await self.save_from(lambda: self._address(remote_id), into)

    async def cancel(self, remote_id: str) -> bool:
        """Only while it waits.

        The same call deletes the clip of a finished task, and a running one is charged anyway.
        """
        if (await self._task(remote_id)).get("status") not in ("PENDING", "THROTTLED"):
            return False
        await self.api().ask("DELETE", _path(remote_id))
        return (await self._task(remote_id)).get("status") == "CANCELLED"

    def poll_interval(self) -> float:
        """Runway asks for no more than one question in 5 seconds; its own package waits 6."""
        return 6.0

    async def check_credentials(self) -> str:
        """Ask for the account, which is free, and tell its credits."""
        account = object_of(await self.api().ask("GET", "/v1/organization"), "Runway")
        credits = account.get("creditBalance")
        if isinstance(credits, bool) or not isinstance(credits, int | float):
            return "Runway accepted the key. It told no balance."
        return f"Runway accepted the key. The account has {credits} credits of $0.01."

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """Runway's words for moderation and credits."""
        return runway_judge(response)

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token, and the version that this client speaks."""
        return {"Authorization": f"Bearer {self.api_key}", "X-Runway-Version": _VERSION}

    def _checked(self, request: Request) -> VideoRequest:
        wanted = checked(self, request, VideoRequest)
        limit = self.capabilities(wanted.model).prompt_limit
        if (units := utf16_units(wanted.direction)) > limit:
            raise Refused(
                f"The direction has {units:,} UTF-16 units, at most {limit:,} are taken.",
                mend="Shorten it; characters such as emoji count twice.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted

    async def _task(self, remote_id: str) -> dict[str, Any]:
        return object_of(await self.api().ask("GET", _path(remote_id)), "Runway")

    async def _address(self, remote_id: str) -> str:
        output = (await self._task(remote_id)).get("output")
        if not isinstance(output, list) or not output or not isinstance(output[0], str):
            raise TransientFailure(
                "Runway names no address of the clip yet.", mend="Ask again.", where="runway"
            )
        return output[0]


_GONE = ("gen3a_turbo",)
_LOOK = "Look for it on Runway's site before any other submit: it may be paid."


def _path(remote_id: str) -> str:
    return f"/v1/tasks/{quoted(remote_id, safe='')}"
