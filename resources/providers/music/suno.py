"""Songs by Suno through a gateway of the user's own choice: Suno itself has no public API."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
from pydantic import Field

from resources.errors import NotConfigured, ProviderFailure, Refused, TransientFailure
from resources.providers.able import checked
from resources.providers.live import LiveProvider
from resources.providers.music.suno_wire import LENGTH, body, suno_judge, verdict
from resources.providers.port import (
    Capabilities,
    Generation,
    MediaSource,
    MusicRequest,
    Quote,
    Request,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of, object_of

__all__ = ["Suno"]

_LONGEST = {"V4": 240, "V4_5": 480, "V4_5PLUS": 480, "V4_5ALL": 480, "V5": 480}
"""Model -> seconds of its longest song, from memory."""

_PROMPT = 500
"""Characters of a prompt where lyrics are not given, from memory."""


class Suno(LiveProvider):
    """A gateway in front of Suno that speaks the dialect of sunoapi.org, as we remember it.

    A call makes two songs at one price; the first one is taken. Suno has no field for a length: the
    length is written into the prompt, which it may or may not follow.
    """

    name = "suno"
    kind = "music"
    deciding = ("instrumental",)
    host = ""
    key_variable = "SUNO_API_KEY"
    caveat = (
        "Suno has no public API. This speaks to a gateway of yours (`base_url`), with which you need a "
        "contract that gives you the rights to the music; its protocol here is from memory. A song's length "
        "is asked for in words only. Licensed music with an API: elevenlabs_music, mubert."
    )

    enabled: bool = Field(default=False, description="Whether it may be used at all; off, see its caveat.")
    model: str = Field(default="V5", description=f"The model unless a tier names one: {', '.join(_LONGEST)}.")
    instrumental: bool = Field(default=True, description="Whether nobody sings.")
    callback_url: str = Field(
        default="https://callback.invalid/",
        pattern=r"^https://\S+$",
        description="Where the gateway sends word, which it demands; Studio asks instead and needs none.",
    )

    def models(self) -> tuple[str, ...]:
        """The default one first."""
        return (self.model, *(name for name in _LONGEST if name != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """What a model can make.

        Raises:
            Refused: the gateway has no such model.
        """
        if model not in _LONGEST:
            raise Refused(
                f"Suno has no model {model!r}.", mend=f"Use one of: {', '.join(_LONGEST)}.", where="suno"
            )
        return Capabilities(
            longest=Fraction(_LONGEST[model]), prompt_limit=_PROMPT - LENGTH, concurrency=self.concurrency
        )

    def quote(self, request: Request) -> Quote:
        """One price a call, whatever the length."""
        wanted = checked(self, request, MusicRequest)
        return price_of("music", "suno", wanted.model, "generation").of(Decimal(1))

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Order once; the remote id is the gateway's task."""
        self.check_configured()
        wanted = checked(self, request, MusicRequest)
        sent = body(wanted, instrumental=self.instrumental, callback_url=self.callback_url)
        answer = await self.api().submit("POST", "/api/v1/generate", json=sent)
        look = "Look at the gateway's site before any other submit: it may be paid."
        return id_of(answer, lambda told: told["data"]["taskId"], "The gateway", look=look)

    async def poll(self, remote_id: str) -> Generation:
        """The task's state."""
        return verdict(await self._task(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Download the first song; an address that expired is asked for once more."""
        await self.save_from(lambda: self._url(remote_id), into)

    def poll_interval(self) -> float:
        """Ten seconds: a song takes one to three minutes."""
        return 10.0

    def check_configured(self) -> None:
        """See that it is on and has a gateway and a key.

        Raises:
            NotConfigured: something is missing; the mend names it.
        """
        super().check_configured()
        if not self.address():
            raise NotConfigured(
                "Suno has no gateway.",
                mend="""Set STUDIO_MUSIC_SUNO='{"enabled": true, "base_url": "https://..."}'.""",
            )

    async def check_credentials(self) -> str:
        """Ask for the credits that are left."""
        answer = await self.api().ask("GET", "/api/v1/generate/credit")
        try:
            return f"The gateway accepts the key; {Decimal(str(answer.json()['data'])):f} credits are left."
        except (ValueError, TypeError, KeyError, ArithmeticError):
            return "The gateway accepts the key and tells no balance."

    def credentials(self) -> Mapping[str, str]:
        """The gateway's key as a bearer token."""
        return {"authorization": f"Bearer {self.api_key}"}

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """See `suno_judge`."""
        return suno_judge(response)

    async def _task(self, remote_id: str) -> Mapping[str, Any]:
        answer = await self.api().ask("GET", "/api/v1/generate/record-info", params={"taskId": remote_id})
        found = object_of(answer, "the gateway").get("data")
        if not isinstance(found, dict):
            # An unknown task is no error of this dialect: it answers 200 without data.
            raise Refused(
                f"The gateway knows no task {remote_id!r}.",
                mend="Check that the key is of the account that bought it.",
                where="suno",
            )
        return found

    async def _url(self, remote_id: str) -> str:
        songs = ((await self._task(remote_id)).get("response") or {}).get("sunoData") or [{}]
        if not songs[0].get("audioUrl"):
            raise TransientFailure("The gateway names no address of the song.", mend="Ask again.")
        return str(songs[0]["audioUrl"])
