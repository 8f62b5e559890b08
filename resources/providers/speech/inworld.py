"""Inworld: lines in one answer each, up to 2,000 characters."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal

import httpx
from pydantic import Field

from resources.errors import ProviderFailure, Refused
from resources.providers.able import checked
from resources.providers.at_once import Made
from resources.providers.port import Capabilities, MediaSource, Quote, Request, SpeechRequest
from resources.providers.prices import price_of
from resources.providers.speech.audio_content import audio_content
from resources.providers.speech.inworld_verdict import KEY_VARIABLE
from resources.providers.speech.inworld_verdict import judge as judged
from resources.providers.speech.timed import TimedSpeech, beside
from resources.providers.speech.voice_list import count_voices
from resources.providers.speech.word_times import lists_of, told_words

__all__ = ["LIMIT", "MODELS", "Inworld", "body"]

LIMIT = 2000
"""Characters of one request (Inworld's client library, 1.2.1)."""

MODELS = ("inworld-tts-1.5-max", "inworld-tts-1.5-mini", "inworld-tts-2")

_SUFFIXES = {"LINEAR16": ".wav", "MP3": ".mp3"}
_BIT_RATE = 128_000  # bits per second of MP3, as the client library has it
_LISTS = ("words", "wordStartTimeSeconds", "wordEndTimeSeconds")
_AT_ONCE = 10
"""Inworld takes 100 requests a second and names no limit of lines at once: a cautious number."""


class Inworld(TimedSpeech):
    """Speaks lines with the voices of an Inworld workspace, named by id such as `Ashley`, with their times.

    Nothing lists past lines, so an answer that was lost stays unknown: a person looks at the account's
    usage.
    """

    name = "inworld"
    kind = "speech"
    deciding = ("encoding", "sample_rate", "speaking_rate", "temperature", "language", "delivery")
    host = "https://api.inworld.ai"
    key_variable = KEY_VARIABLE
    caveat = (
        "The key is the base64 one of Inworld's portal, as it stands there. Prices are second-hand. A lost "
        "answer cannot be looked up."
    )
    model: str = Field(default="inworld-tts-1.5-max", description="The model that speaks by default.")
    encoding: Literal["LINEAR16", "MP3"] = Field(
        default="LINEAR16", description="How the sound comes: LINEAR16 is WAV, MP3 has 128 kbit/s."
    )
    sample_rate: int = Field(default=48_000, ge=8000, le=48_000, description="Samples per second.")
    speaking_rate: float = Field(
        default=1.0, ge=0.5, le=1.5, description="How fast it speaks; 1 is the voice's own speed."
    )
    temperature: float = Field(default=1.0, gt=0, le=2, description="How freely it speaks, up to 2.")
    language: str = Field(default="", description="Language tag of the text; empty means that it is heard.")
    delivery: Literal["", "STABLE", "BALANCED", "CREATIVE"] = Field(
        default="", description="How inworld-tts-2 delivers a line; empty means its own way."
    )

    def models(self) -> tuple[str, ...]:
        """Its models, the default one first."""
        return (self.model, *(one for one in MODELS if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Any voice of the workspace, up to 2,000 characters.

        Raises:
            Refused: there is no such model.
        """
        if model not in MODELS:
            raise Refused(f"Inworld has no model {model!r}.", mend=f"Use one of: {', '.join(MODELS)}.")
        return Capabilities(prompt_limit=LIMIT, concurrency=self.concurrency or _AT_ONCE)

    def quote(self, request: Request) -> Quote:
        """Characters times the model's price.

        Raises:
            NotConfigured: its price is not known.
            Refused: it cannot be made.
        """
        wanted = self._checked(request)
        return self._price(wanted.model, len(wanted.text))

    def credentials(self) -> Mapping[str, str]:
        """The key, which is base64 already."""
        return {"authorization": f"Basic {self.api_key}"}

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask for the line once; its answer says how many characters are charged."""
        wanted = self._checked(request)
        answer = await self.api().submit("POST", "/tts/v1/voice", json=body(self, wanted))
        suffix = _SUFFIXES[self.encoding]
        data, told = audio_content(answer, suffix)
        (alignment,) = lists_of(told.get("timestampInfo"), "wordAlignment")
        words = told_words(*lists_of(alignment, *_LISTS), apart=True)
        return Made(data, suffix, self._charged(wanted.model, told), beside=beside(words))

    async def check_credentials(self) -> str:
        """Ask for the voices of the workspace."""
        answer = await self.api().ask("GET", "/voices/v1/voices")
        count = count_voices(answer, "Inworld", self.address())
        return f"Inworld accepts the key and has {count} voices; it tells no balance."

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """What an answer means, see `inworld_verdict`."""
        return judged(response)

    def _checked(self, request: Request) -> SpeechRequest:
        wanted = checked(self, request, SpeechRequest)
        if not wanted.voice:
            raise Refused("The line has no voice.", mend="Name one, such as `Ashley`.")
        if self.delivery and wanted.model != "inworld-tts-2":
            raise Refused(
                f"{wanted.model} takes no delivery.",
                mend="Use inworld-tts-2, or leave the provider's `delivery` empty.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted

    def _price(self, model: str, characters: int) -> Quote:
        return price_of(self.kind, self.name, model, "1m_characters").of(characters)

    def _charged(self, model: str, told: Mapping[str, Any]) -> Decimal | None:
        """Dollars by the characters that the answer names; None where it names none."""
        usage = told.get("usage")
        count = usage.get("processedCharactersCount") if isinstance(usage, dict) else None
        # protobuf writes 64-bit numbers as text.
        if isinstance(count, str) and count.isascii() and count.isdecimal():
            count = int(count)
        if not isinstance(count, int) or isinstance(count, bool) or count <= 0:
            return None
        return self._price(model, count).amount


def body(provider: Inworld, request: SpeechRequest) -> dict[str, Any]:
    """The JSON that is submitted.

    Args:
        provider: whose settings hold.
        request: the line.
    """
    audio: dict[str, Any] = {"audioEncoding": provider.encoding, "sampleRateHertz": provider.sample_rate}
    if provider.encoding == "MP3":
        audio["bitRate"] = _BIT_RATE
    audio["speakingRate"] = provider.speaking_rate
    sent: dict[str, Any] = {
        "text": request.text,
        "voiceId": request.voice,
        "modelId": request.model,
        "audioConfig": audio,
        "temperature": provider.temperature,
        "timestampType": "WORD",
    }
    if provider.language:
        sent["language"] = provider.language
    if provider.delivery:
        sent["deliveryMode"] = provider.delivery
    return sent
