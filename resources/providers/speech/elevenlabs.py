"""ElevenLabs: speech in one answer, and a history in which a lost answer is found again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

import httpx
from pydantic import Field

from resources.artifacts.durable import write_bytes
from resources.errors import ProviderFailure, Refused, StudioError, TransientFailure
from resources.providers.able import checked
from resources.providers.at_once import Made
from resources.providers.elevenlabs_dialect import HOST, KEY_VARIABLE, ask_for_balance
from resources.providers.elevenlabs_dialect import judge as judged
from resources.providers.port import (
    Capabilities,
    Generation,
    Listed,
    MediaSource,
    Quote,
    Request,
    SpeechRequest,
)
from resources.providers.prices import price_of
from resources.providers.reading import object_of
from resources.providers.signature import is_media
from resources.providers.speech.audio_content import audio_content
from resources.providers.speech.elevenlabs_history import history, spoken, token
from resources.providers.speech.elevenlabs_voices import find_voice
from resources.providers.speech.timed import TimedSpeech, beside
from resources.providers.speech.word_times import lists_of, told_words

__all__ = ["ElevenLabs", "body"]

_LIMITS = {
    "eleven_multilingual_v2": 10_000,
    "eleven_v3": 5_000,
    "eleven_flash_v2_5": 40_000,
    "eleven_turbo_v2_5": 40_000,
    "eleven_flash_v2": 30_000,
    "eleven_turbo_v2": 30_000,
}
"""Characters of one request by model (ElevenLabs' documentation, 2026-09; that of v3 from memory)."""

_HALF = ("eleven_flash", "eleven_turbo")
"""Models that charge half a credit a character; the others charge one."""

_LISTS = ("characters", "character_start_times_seconds", "character_end_times_seconds")
"""Of the letters as they were sent; ElevenLabs has another alignment of the text as it reads it."""


class ElevenLabs(TimedSpeech):
    """Speaks lines with the voices of an ElevenLabs account, named by name or id, and times their words.

    A finished answer is kept on this machine; one that was lost on its way is in the account's history,
    from which its sound is downloaded again at no cost; the words' times are not there.
    """

    name = "elevenlabs"
    kind = "speech"
    deciding = ("output_format",)
    host = HOST
    key_variable = KEY_VARIABLE
    caveat = (
        "The account pays in credits: dollars are counted by the price table. A line is found again by its "
        "words, voice and model, so the same line spoken again within minutes may be the first one's sound."
    )

    model: str = Field(default="eleven_multilingual_v2", description="The model that speaks by default.")
    output_format: str = Field(
        default="mp3_44100_128",
        pattern=r"^(mp3|wav)_\d+(_\d+)?$",
        description="Codec, sample rate and bit rate; mp3_44100_192 wants the Creator tier, WAV the Pro one.",
    )
    history: bool = Field(
        default=True,
        description="Whether the account keeps a history. False asks for zero retention (enterprise only): "
        "then an answer that was lost cannot be found again.",
    )

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """ElevenLabs' words for failures."""
        return judged(response)

    def models(self) -> tuple[str, ...]:
        """Its models, the default one first."""
        return (self.model, *(one for one in _LIMITS if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """Any voice of the account; at once as many lines as the smallest tier takes.

        Raises:
            Refused: there is no such model.
        """
        if model not in _LIMITS:
            raise Refused(
                f"ElevenLabs has no speech model {model!r}.", mend=f"Use one of: {', '.join(_LIMITS)}."
            )
        return Capabilities(
            prompt_limit=_LIMITS[model], concurrency=self.concurrency or 2, lists=self.history
        )

    def quote(self, request: Request) -> Quote:
        """Characters times the model's price.

        Raises:
            NotConfigured: its price is not known.
            Refused: it cannot be made.
        """
        wanted = checked(self, request, SpeechRequest)
        return self._price(wanted.model, Decimal(len(wanted.text)))

    def token(self, slate: str, request: Request) -> str:
        """The line's content: the history shows no slates."""
        return (
            token(request.model, request.voice, request.text) if isinstance(request, SpeechRequest) else slate
        )

    def credentials(self) -> Mapping[str, str]:
        """The key in ElevenLabs' own header."""
        return {"xi-api-key": self.api_key}

    async def make(self, request: Request, media: MediaSource, slate: str) -> Made:
        """Find the voice's id, then ask once for the line and when its letters are said."""
        wanted = checked(self, request, SpeechRequest)
        api, suffix = self.api(), f".{self.output_format[:3]}"
        voice = await find_voice(api, wanted.voice)
        query = {"output_format": self.output_format} | ({} if self.history else {"enable_logging": "false"})
        path = f"/v1/text-to-speech/{voice}/with-timestamps"
        answer = await api.submit("POST", path, json=body(wanted), params=query)
        data, told = audio_content(answer, suffix, "audio_base64")
        words = told_words(*lists_of(told.get("alignment"), *_LISTS))
        id = answer.headers.get("history-item-id") or answer.headers.get("request-id") or ""
        cost = answer.headers.get("character-cost", "")
        return Made(data, suffix, self._charged(wanted.model, cost), id, beside(words))

    async def poll(self, remote_id: str) -> Generation:
        """That of a kept answer, or of an entry of the history."""
        if self._is_kept(remote_id):
            return await super().poll(remote_id)
        entry = await self.api().ask("GET", f"/v1/history/{quoted(remote_id, safe='')}")
        one = spoken(object_of(entry, "ElevenLabs"))
        if one.state == "processing":
            return Generation(state="running")
        price = None if one.credits is None else self._charged(one.model, str(one.credits))
        return Generation(state="succeeded", price=price, suffix=one.suffix)

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Copy the kept answer, or download it again from the history."""
        if self._is_kept(remote_id):
            await super().fetch(remote_id, into)
            return
        path = f"/v1/history/{quoted(remote_id, safe='')}/audio"
        answer = await self.api().ask("GET", path, timeout=100.0)
        if not is_media(answer.content, into.suffix):
            raise TransientFailure(
                f"ElevenLabs' history gave {len(answer.content)} bytes that are no {into.suffix} sound.",
                mend="It is asked again; nothing is charged.",
                where=remote_id,
            )
        write_bytes(into, answer.content)

    async def list(self, since: datetime) -> Sequence[Listed]:
        """The account's history, by their kept answers where there are such; then what else was kept.

        An entry stands there once for each word by which its voice can be named.
        """
        kept = await super().list(since)
        if not self.history:
            return kept
        names, found = self._kept_names(), []
        for one in await history(self.api(), since):
            id = names.get(one.id) or names.get(one.request_id) or one.id
            found += [Listed(remote_id=id, token=word, created=one.created) for word in one.tokens or ("",)]
        told = {one.remote_id for one in found}
        # A kept answer that the history lacks may be anybody's: without a name nothing is bought anew.
        found += [
            one if one.token.startswith("studio-") else one.model_copy(update={"token": ""})
            for one in kept
            if one.remote_id not in told
        ]
        return found

    async def check_credentials(self) -> str:
        """Ask for the account's balance."""
        return await ask_for_balance(self.api())

    def _price(self, model: str, characters: Decimal) -> Quote:
        return price_of(self.kind, self.name, model, "1k_characters").of(characters)

    def _charged(self, model: str, credits: str) -> Decimal | None:
        """Dollars by the credits that the answer names; None where it names none."""
        if not credits.isdigit():
            return None
        try:
            return self._price(model, Decimal(credits) * (2 if model.startswith(_HALF) else 1)).amount
        except StudioError:
            return None

    def _is_kept(self, remote_id: str) -> bool:
        return remote_id.startswith("studio-")

    def _kept_names(self) -> dict[str, str]:
        notes = [(note.stem, json.loads(note.read_bytes())) for note in self._answers().glob("*.json")]
        return {note["provider_id"]: name for name, note in notes if note.get("provider_id")}


def body(request: SpeechRequest) -> dict[str, Any]:
    """The JSON that is submitted.

    Args:
        request: the line.
    """
    return {"text": request.text, "model_id": request.model}
