"""Google Cloud Text-to-Speech: lines in one answer each, priced by the family of the voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import httpx
from pydantic import Field

from resources.errors import ProviderFailure, Refused
from resources.providers.able import checked
from resources.providers.at_once import AtOnceProvider, Made
from resources.providers.port import Capabilities, MediaSource, Quote, Request, SpeechRequest
from resources.providers.prices import price_of
from resources.providers.speech.audio_content import audio_content
from resources.providers.speech.google_tts_verdict import KEY_VARIABLE
from resources.providers.speech.google_tts_verdict import judge as judged
from resources.providers.speech.google_tts_voices import FAMILIES, voice
from resources.providers.speech.voice_list import count_voices

__all__ = ["LIMIT", "GoogleTts", "body"]

LIMIT = 5000
"""Bytes of UTF-8 in one request (Google's client library, `SynthesisInput`, 2.38.0)."""

_SUFFIXES = {"LINEAR16": ".wav", "MP3": ".mp3"}
_AT_ONCE = 10
"""Google limits requests a minute (200 for Chirp 3, 2026-11), not lines at once: a cautious number."""


class GoogleTts(AtOnceProvider):
    """Speaks lines with Google's voices, named whole (`en-US-Chirp3-HD-Kore`) or short (`Kore`).

    The model is the voice's family, since that decides the price. Nothing lists past lines, so an answer
    that was lost stays unknown: a person looks at the account's usage.
    """

    name = "google_tts"
    kind = "speech"
    deciding = ("language", "encoding", "sample_rate", "speaking_rate")
    host = "https://texttospeech.googleapis.com"
    key_variable = KEY_VARIABLE
    caveat = (
        "It needs an API key; service accounts are not used. The prices are from memory, so compare them "
        "with Google's page. A lost answer cannot be looked up. Gemini voices are priced by tokens and not "
        "offered here."
    )
    model: str = Field(
        default="chirp3-hd", description="The family of voices that speaks by default, which has its price."
    )
    language: str = Field(
        default="en-US", description="Language tag of voices that are named short, such as `Kore`."
    )
    encoding: Literal["LINEAR16", "MP3"] = Field(
        default="LINEAR16", description="How the sound comes: LINEAR16 is WAV, MP3 has 32 kbit/s only."
    )
    sample_rate: int = Field(
        default=0, ge=0, le=48_000, description="Samples per second; 0 means the voice's own."
    )
    speaking_rate: float = Field(
        default=1.0, ge=0.25, le=2.0, description="How fast it speaks; 1 is the voice's own speed."
    )

    def models(self) -> tuple[str, ...]:
        """The families of voices, the default one first."""
        return (self.model, *(one for one in FAMILIES if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Any voice of the family. The limit is one of bytes: `quote` refuses a text that has more.

        Raises:
            Refused: there is no such family.
        """
        if model not in FAMILIES:
            raise Refused(
                f"Google's speech has no model {model!r} with a price by characters.",
                mend=f"Use one of: {', '.join(FAMILIES)}.",
            )
        return Capabilities(prompt_limit=LIMIT, concurrency=self.concurrency or _AT_ONCE)

    def quote(self, request: Request) -> Quote:
        """Characters times the family's price.

        Raises:
            NotConfigured: its price is not known.
            Refused: it cannot be made.
        """
        wanted = self._checked(request)
        price = price_of(self.kind, self.name, wanted.model, "1m_characters")
        return price.of(len(wanted.text))

    def credentials(self) -> Mapping[str, str]:
        """The key in Google's own header."""
        return {"x-goog-api-key": self.api_key}

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask for the line once."""
        wanted = self._checked(request)
        answer = await self.api().submit("POST", "/v1/text:synthesize", json=body(self, wanted))
        suffix = _SUFFIXES[self.encoding]
        return Made(audio_content(answer, suffix)[0], suffix)

    async def check_credentials(self) -> str:
        """Ask for the voices of the language."""
        answer = await self.api().ask("GET", "/v1/voices", params={"languageCode": self.language})
        count = count_voices(answer, "Google", self.address())
        return f"Google accepts the key and has {count} voices for {self.language}; it tells no balance."

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """What an answer means, see `google_tts_verdict`."""
        return judged(response)

    def _checked(self, request: Request) -> SpeechRequest:
        wanted = checked(self, request, SpeechRequest)
        voice(wanted.model, wanted.voice, self.language)
        if (size := len(wanted.text.encode())) > LIMIT:
            raise Refused(
                f"The text has {size:,} bytes, at most {LIMIT:,} are taken.",
                mend="Split it into lines; letters beyond ASCII count two to four bytes.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted


def body(provider: GoogleTts, request: SpeechRequest) -> dict[str, Any]:
    """The JSON that is submitted.

    Args:
        provider: whose settings hold.
        request: the line.
    """
    chosen = voice(request.model, request.voice, provider.language)
    audio: dict[str, Any] = {"audioEncoding": provider.encoding}
    if provider.speaking_rate != 1.0:
        audio["speakingRate"] = provider.speaking_rate
    if provider.sample_rate:
        audio["sampleRateHertz"] = provider.sample_rate
    return {
        "input": {"text": request.text},
        "voice": {"languageCode": chosen.language, "name": chosen.name},
        "audioConfig": audio,
    }
