"""Mubert's music API, version 3: a track from a few words, as long as it is ordered."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
from pydantic import Field, field_validator

from resources.errors import NotConfigured, ProviderFailure, Refused, TransientFailure
from resources.providers.able import checked
from resources.providers.live import LiveProvider
from resources.providers.music.mubert_wire import body, mubert_judge, time_of, token_of, unwrapped, verdict
from resources.providers.port import (
    Capabilities,
    Generation,
    Listed,
    MediaSource,
    MusicRequest,
    Quote,
    Request,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of, object_of

__all__ = ["Mubert"]

_TRACKS = "/api/v3/public/tracks"
_MODES = ("track", "loop")
_SHORTEST, _LONGEST = 15, 1500  # seconds, by the API's schema
_BITRATES = (32, 96, 128, 192, 256, 320)
_PAGE = 50


class Mubert(LiveProvider):
    """Music by Mubert, from 15 s to 25 minutes, without seeds and without a way to stop a track.

    Its listing shows prompt, duration, intensity and mode. Two submits that agree in these are told apart
    by nothing, and either one's track answers for the other.
    """

    name = "mubert"
    kind = "music"
    deciding = ("format", "bitrate", "intensity")
    host = "https://music-api.mubert.com"
    key_variable = "MUBERT_ACCESS_TOKEN"
    caveat = (
        "Sold as a licence by plan: no price of a track is known, so a row of your own in STUDIO_PRICES is "
        "needed. The licence may forbid durations, formats and bit rates."
    )

    model: str = Field(default="track", pattern="^(track|loop)$", description="What is made: track or loop.")
    customer_id: str = Field(
        default_factory=lambda: os.environ.get("MUBERT_CUSTOMER_ID", "").strip(),
        repr=False,
        description="The customer's id, which goes with the access token; from MUBERT_CUSTOMER_ID.",
    )
    format: str = Field(default="mp3", pattern="^(mp3|wav)$", description="Of the file: mp3 or wav.")
    bitrate: int = Field(
        default=128, description="kbit/s of the sound: 32, 96, 128, 192, 256 or 320, as the licence allows."
    )
    intensity: str = Field(
        default="high",
        pattern="^(low|medium|high)$",
        description="How much is going on: low, medium or high.",
    )

    @field_validator("bitrate")
    @classmethod
    def _offered(cls, value: int) -> int:
        if value not in _BITRATES:
            raise ValueError(f"{value} is not one of {', '.join(map(str, _BITRATES))}")
        return value

    def models(self) -> tuple[str, ...]:
        """The modes that take a direction, the default one first."""
        return (self.model, *(mode for mode in _MODES if mode != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """What a mode can make.

        Raises:
            Refused: there is no such mode.
        """
        if model not in _MODES:
            raise Refused(
                f"Mubert makes no {model!r} from words.",
                mend=f"Use one of: {', '.join(_MODES)}.",
                where="mubert",
            )
        return Capabilities(
            longest=Fraction(_LONGEST),
            shortest=Fraction(_SHORTEST),
            prompt_limit=200,
            concurrency=self.concurrency,
            lists=True,
        )

    def quote(self, request: Request) -> Quote:
        """The price that the user's own row gives for a track."""
        return price_of("music", "mubert", self._checked(request).model, "generation").of(Decimal(1))

    def token(self, slate: str, request: Request) -> str:
        """A hash of what the listing shows of a track."""
        return token_of(self._body(self._checked(request)))

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Order one track."""
        self.check_configured()
        sent = self._body(self._checked(request))
        answer = await self.api().submit("POST", _TRACKS, json=sent)
        look = "Run again: it is looked up in Mubert's listing."
        return id_of(answer, lambda told: unwrapped(told)["id"], "Mubert", look=look)

    async def poll(self, remote_id: str) -> Generation:
        """The track's state."""
        return verdict(await self._track(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Download the track; an address that expired is asked for once more."""
        await self.save_from(lambda: self._url(remote_id), into)

    async def list(self, since: datetime) -> Sequence[Listed]:
        """Every track of this customer since a time, page by page, in whatever order they come."""
        found: dict[str, Listed] = {}
        offset, total = 0, 1
        while offset < total:
            answer = await self.api().ask("GET", _TRACKS, params={"offset": offset, "limit": _PAGE})
            try:
                page = answer.json()
                tracks = page["data"]
                for track in tracks:
                    one = Listed(remote_id=track["id"], token=token_of(track), created=time_of(track, since))
                    found[one.remote_id] = one
                offset, total = offset + len(tracks), int(page["meta"]["total"])
                if not tracks and offset < total:
                    # Half a listing must not pass for a whole one: what it does not name is bought again.
                    raise ValueError(f"{offset} of {total} tracks")
            except (ValueError, TypeError, KeyError) as odd:
                raise TransientFailure("Mubert's listing is no listing.", mend="Ask again.") from odd
        return [one for one in found.values() if one.created >= since]

    def poll_interval(self) -> float:
        """Three seconds: a minute of music takes some ten."""
        return 3.0

    def check_configured(self) -> None:
        """See that it is on and has both halves of its credentials.

        Raises:
            NotConfigured: one is missing; the mend names the variable.
        """
        super().check_configured()
        if not self.customer_id:
            raise NotConfigured("Mubert has no customer's id.", mend="Set MUBERT_CUSTOMER_ID.")

    async def check_credentials(self) -> str:
        """Ask for the listing's first line."""
        await self.api().ask("GET", _TRACKS, params={"offset": 0, "limit": 1})
        return "Mubert accepts the access token of this customer."

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """See `mubert_judge`."""
        return mubert_judge(response)

    def credentials(self) -> Mapping[str, str]:
        """Customer's id and access token."""
        return {"customer-id": self.customer_id, "access-token": self.api_key}

    def _body(self, request: MusicRequest) -> dict[str, Any]:
        return body(request, format=self.format, bitrate=self.bitrate, intensity=self.intensity)

    def _checked(self, request: Request) -> MusicRequest:
        wanted = checked(self, request, MusicRequest)
        if math.ceil(wanted.duration) < _SHORTEST:
            raise Refused(
                f"Mubert's music lasts {_SHORTEST} s at least, not {float(wanted.duration):g} s.",
                mend="Order it longer and cut it, or use another provider.",
                where="mubert",
            )
        return wanted

    async def _track(self, remote_id: str) -> Mapping[str, Any]:
        if not re.fullmatch(r"[\w-]+", remote_id):
            raise Refused(f"{remote_id!r} is no track of Mubert.", mend="Check the take's remote id.")
        answer = await self.api().ask("GET", f"{_TRACKS}/{remote_id}")
        found = unwrapped(object_of(answer, "Mubert"))
        if not isinstance(found, dict):
            raise TransientFailure("Mubert's answer is no track.", mend="Ask again.", where=remote_id)
        return found

    async def _url(self, remote_id: str) -> str:
        made: Mapping[str, Any] = next(iter((await self._track(remote_id)).get("generations") or ()), {})
        if not made.get("url"):
            raise TransientFailure(
                "Mubert names no address of the track.", mend="Ask again.", where=remote_id
            )
        return str(made["url"])
