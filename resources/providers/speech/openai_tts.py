"""OpenAI's speech endpoint: one line, one answer, built-in voices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import httpx
from pydantic import Field

from resources.errors import OutcomeUnknown, ProviderFailure, Refused
from resources.providers.able import checked
from resources.providers.at_once import AtOnceProvider, Made
from resources.providers.openai_dialect import HOST, KEY_VARIABLE, ask_about_model, bearer
from resources.providers.openai_dialect import judge as judged
from resources.providers.port import Capabilities, MediaSource, Quote, Request, SpeechRequest
from resources.providers.prices import price_of
from resources.providers.signature import is_media

__all__ = ["OpenAiSpeech", "body"]

_OLD = ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer")
_VOICES = {
    "gpt-4o-mini-tts": (*_OLD, "ballad", "verse", "marin", "cedar"),
    "gpt-4o-mini-tts-2025-12-15": (*_OLD, "ballad", "verse", "marin", "cedar"),
    "tts-1": _OLD,
    "tts-1-hd": _OLD,
}
"""Built-in voices by model (OpenAI's documentation, 2026-11; which the older two lack is from memory)."""

_LIMIT = 4096
"""Characters of one request."""

_SLOW = 600
"""Bytes of text that a slow reader says in a minute. A line is paid by its length in time, which is not
known before: the quote is rather too high."""


class OpenAiSpeech(AtOnceProvider):
    """Speaks lines with OpenAI's built-in voices.

    An answer that was lost on its way cannot be found again: there is no list of what was made.
    """

    name = "openai_tts"
    kind = "speech"
    host = HOST
    key_variable = KEY_VARIABLE
    caveat = (
        "OpenAI shuts this endpoint's models down on 2027-01-06; the successor that it names, "
        "gpt-realtime-2.1-mini, speaks another protocol. An answer that was lost cannot be found again."
    )

    model: str = Field(default="gpt-4o-mini-tts", description="The model that speaks by default.")

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """OpenAI's words for failures."""
        return judged(response)

    def models(self) -> tuple[str, ...]:
        """Its models, the default one first."""
        return (self.model, *(one for one in _VOICES if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Up to 4,096 characters in one of the model's voices.

        Raises:
            Refused: there is no such model.
        """
        if model not in _VOICES:
            raise Refused(f"OpenAI has no speech model {model!r}.", mend=f"Use one of: {', '.join(_VOICES)}.")
        return Capabilities(prompt_limit=_LIMIT, concurrency=self.concurrency or 5, voices=_VOICES[model])

    def quote(self, request: Request) -> Quote:
        """Characters times the model's price, or the minutes of a slow reader times it.

        Raises:
            NotConfigured: its price is not known.
            Refused: it cannot be made.
        """
        wanted = checked(self, request, SpeechRequest)
        if wanted.model.startswith("tts-1"):
            return price_of(self.kind, self.name, wanted.model, "1m_characters").of(len(wanted.text))
        minutes = Fraction(len(wanted.text.encode()), _SLOW)
        return price_of(self.kind, self.name, wanted.model, "minute").of(minutes)

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token."""
        return bearer(self.api_key)

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Ask for the line once."""
        wanted, api = checked(self, request, SpeechRequest), self.api()
        answer = await api.submit("POST", "/v1/audio/speech", json=body(wanted))
        if not is_media(answer.content, ".mp3"):
            raise OutcomeUnknown(
                f"OpenAI answered with {len(answer.content)} bytes that are no .mp3 sound.",
                mend="It may be paid: see OpenAI's usage page before you launch with `fresh: true`.",
                where=api.base_url,
            )
        return Made(answer.content, ".mp3", provider_id=answer.headers.get("x-request-id", ""))

    async def check_credentials(self) -> str:
        """Ask whether the default model is offered to the key."""
        return await ask_about_model(self.api(), self.model)


def body(request: SpeechRequest) -> dict[str, Any]:
    """The JSON that is submitted.

    Args:
        request: the line.
    """
    return {
        "model": request.model,
        "input": request.text,
        "voice": request.voice,
        "response_format": "mp3",
    }
