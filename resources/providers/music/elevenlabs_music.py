"""ElevenLabs' music: a whole piece in one answer, from three seconds to ten minutes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import httpx
from pydantic import Field

from resources.errors import OutcomeUnknown, ProviderFailure, Refused
from resources.providers.able import checked
from resources.providers.at_once import AtOnceProvider, Made
from resources.providers.elevenlabs_dialect import HOST, KEY_VARIABLE, ask_for_balance
from resources.providers.elevenlabs_dialect import judge as judged
from resources.providers.port import Capabilities, MediaSource, MusicRequest, Quote, Request
from resources.providers.prices import price_of
from resources.providers.signature import is_media

__all__ = ["ElevenLabsMusic", "body"]

_MODELS = ("music_v1", "music_v2", "music_v2_5")
_SHORTEST, _LONGEST = Fraction(3), Fraction(600)
_PROMPT = 4_100
"""Characters of a direction; the limit of music_v1 from memory, taken for all models."""


class ElevenLabsMusic(AtOnceProvider):
    """Composes a piece from a direction.

    Its history does not hold music, so an answer that was lost on its way cannot be found again.
    """

    name = "elevenlabs_music"
    kind = "music"
    deciding = ("output_format", "instrumental")
    host = HOST
    key_variable = KEY_VARIABLE
    caveat = (
        "Music wants a paid tier. A long piece takes a minute or more in one answer, and one that was lost "
        "on its way cannot be found again. It takes no seed beside a direction: two takes differ by chance."
    )

    model: str = Field(default="music_v1", description="The model that composes by default.")
    output_format: str = Field(
        default="mp3_44100_128",
        pattern=r"^mp3_\d+_\d+$",
        description="Codec, sample rate and bit rate; mp3_44100_192 wants the Creator tier.",
    )
    instrumental: bool = Field(default=True, description="Whether nobody may sing in it.")

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """ElevenLabs' words for failures."""
        return judged(response)

    def models(self) -> tuple[str, ...]:
        """Its models, the default one first."""
        return (self.model, *(one for one in _MODELS if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Any length up to ten minutes, one or two pieces at once.

        Raises:
            Refused: there is no such model.
        """
        if model not in _MODELS:
            raise Refused(
                f"ElevenLabs has no music model {model!r}.", mend=f"Use one of: {', '.join(_MODELS)}."
            )
        return Capabilities(
            longest=_LONGEST, shortest=_SHORTEST, prompt_limit=_PROMPT, concurrency=self.concurrency or 2
        )

    def quote(self, request: Request) -> Quote:
        """Minutes times the model's price.

        Raises:
            NotConfigured: its price is not known.
            Refused: it cannot be made.
        """
        wanted = self._checked(request)
        minutes = Fraction(_millis(wanted.duration), 60_000)
        return price_of(self.kind, self.name, wanted.model, "minute").of(minutes)

    def credentials(self) -> Mapping[str, str]:
        """The key in ElevenLabs' own header."""
        return {"xi-api-key": self.api_key}

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask for the piece once."""
        wanted, api = self._checked(request), self.api()
        answer = await api.submit(
            "POST",
            "/v1/music",
            json=body(wanted, self.instrumental),
            params={"output_format": self.output_format},
        )
        if not is_media(answer.content, ".mp3"):
            raise OutcomeUnknown(
                f"ElevenLabs answered with {len(answer.content)} bytes that are no .mp3 sound.",
                mend="Look for the piece on ElevenLabs' site: it may be paid.",
                where=api.base_url,
            )
        id = answer.headers.get("song-id") or answer.headers.get("request-id") or ""
        return Made(answer.content, ".mp3", provider_id=id)

    async def check_credentials(self) -> str:
        """Ask for the account's balance."""
        return await ask_for_balance(self.api())

    def _checked(self, request: Request) -> MusicRequest:
        wanted = checked(self, request, MusicRequest)
        if wanted.duration < _SHORTEST:
            raise Refused(
                f"The piece would last {float(wanted.duration):g} s; the shortest is 3 s.",
                mend="Order at least 3 s and cut it.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted


def body(request: MusicRequest, instrumental: bool = True) -> dict[str, Any]:
    """The JSON that is submitted; a seed is not allowed in it beside a direction.

    Args:
        request: the piece.
        instrumental: whether nobody may sing in it.
    """
    return {
        "prompt": request.direction,
        "music_length_ms": _millis(request.duration),
        "model_id": request.model,
        "force_instrumental": instrumental,
    }


def _millis(duration: Fraction) -> int:
    """Seconds as whole milliseconds, rounded."""
    return round(duration * 1000)
