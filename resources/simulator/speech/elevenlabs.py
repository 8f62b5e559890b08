"""ElevenLabs' speech as the simulator speaks it: voices in pages, and a history of what was said."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.elevenlabs_failures import account_of, elevenlabs_failure
from resources.simulator.job import Job, Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.speech.alignment import aligned

__all__ = ["ElevenLabsPart"]

_VOICES = {
    "21m00Tcm4TlvDq8ikWAM": "Rachel",
    "EXAVITQu4vr4xnSDxMaL": "Sarah - Mature, Reassuring, Confident",
    "JBFqnCBsd6RMkjVDRZzb": "George - Warm, Captivating Storyteller",
    "XB0fDUnXU5powFXDhCwa": "Charlotte",
    "Xb7hH8MSUJpSbSDYk0k2": "Alice - Clear, Engaging Educator",
    "hpp4J3VqNfWAUOO0d1Us": "Bella - Professional, Bright, Warm",
    "nPczCjzI2devNBz1zQrb": "Brian - Deep, Resonant and Comforting",
    "onwK4e9ZLuTAKqWW03F9": "Daniel - Steady Broadcaster",
    "pFZP5JQG7iQjIQuC4Bku": "Lily - Velvety Actress",
    "pNInz6obpgDQGcFmaJgB": "Adam - Dominant, Firm",
}
"""Voices by id, named as the real account names them: some with, some without a description."""

_PUBLIC = {"9BWtsMINqrJLrRacOk9x": "Aria"}
"""A voice that no account's list has and that speaks nonetheless."""

_LIMITS = {
    "eleven_multilingual_v2": 10_000,
    "eleven_v3": 5_000,
    "eleven_flash_v2_5": 40_000,
    "eleven_turbo_v2_5": 40_000,
    "eleven_flash_v2": 30_000,
    "eleven_turbo_v2": 30_000,
}
_FORMAT = re.compile(
    r"(mp3_(22050_32|24000_48|44100_(32|64|96|128|192))|wav_(8000|16000|22050|24000|32000|44100|48000))"
)
_TYPES = {".mp3": "audio/mpeg", ".wav": "audio/wav"}


class ElevenLabsPart(Part):
    """Speech in one answer; everything but zero retention stands in the history."""

    kind = "speech"
    name = "elevenlabs"

    def calls(self) -> Sequence[Call]:
        """Speak with and without times, voices, history, balance."""
        return [
            Call("POST", "/v1/text-to-speech/{voice}", self._speak, "submit"),
            Call("POST", "/v1/text-to-speech/{voice}/with-timestamps", self._timed, "submit"),
            Call("GET", "/v2/voices", self._voices),
            Call("GET", "/v1/voices/{id}", self._voice),
            Call("GET", "/v1/history", self._history, "list"),
            Call("GET", "/v1/history/{id}", self._entry, "poll"),
            Call("GET", "/v1/history/{id}/audio", self._audio),
            Call("GET", "/v1/user/subscription", self._subscription),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """The `xi-api-key` header."""
        return account_of(headers)

    def fail(self, failure: Failure) -> Response:
        """ElevenLabs' words."""
        return elevenlabs_failure(failure)

    async def _speak(self, asked: Asked) -> Response:
        job, sound, headers = await self._spoken(asked)
        return Response(sound, media_type=_TYPES[str(job.body["suffix"])], headers=headers)

    async def _timed(self, asked: Asked) -> Response:
        job, sound, headers = await self._spoken(asked)
        told = await self._alignment(job)
        data = base64.b64encode(sound).decode()
        # It reads every text as it is written, so that both alignments are one.
        answer = {"audio_base64": data, "alignment": told, "normalized_alignment": told}
        return JSONResponse(answer, headers=headers)

    async def _alignment(self, job: Job) -> Any:
        """When each letter is said, as JSON."""
        told = await aligned(job.wish)
        return told and {
            "characters": told.pieces,
            "character_start_times_seconds": told.starts,
            "character_end_times_seconds": told.ends,
        }

    async def _spoken(self, asked: Asked) -> tuple[Job, bytes, dict[str, str]]:
        voice, body = asked.path("voice"), asked.json
        form = asked.query.get("output_format", "mp3_44100_128")
        model, text, seed = body.get("model_id", "eleven_multilingual_v2"), body.get("text"), body.get("seed")
        if voice not in _VOICES | _PUBLIC:
            raise Turned(Failure("missing", f"A voice with the id '{voice}' was not found."))
        if not _FORMAT.fullmatch(form):
            raise Turned(Failure("invalid", f"output_format {form!r} is not known."))
        if model not in _LIMITS:
            raise Turned(Failure("invalid", f"A model with the id {model!r} does not exist."))
        if not isinstance(text, str) or not 0 < len(text) <= _LIMITS[model]:
            raise Turned(Failure("invalid", f"`text` must have 1 to {_LIMITS[model]} characters."))
        if seed is not None and (type(seed) is not int or not 0 <= seed < 2**32):
            raise Turned(Failure("invalid", "`seed` must be a whole number of 32 bits."))
        half = model.startswith(("eleven_flash", "eleven_turbo"))
        credits = int((Decimal(len(text)) / (2 if half else 1)).to_integral_value(ROUND_CEILING))
        price = price_of("speech", self.name, model, "1k_characters").of(credits * (2 if half else 1)).amount
        suffix, request = f".{form[:3]}", secrets.token_hex(12)
        logged = asked.query.get("enable_logging", "true").lower() != "false"
        spoken = {
            "voice_id": voice,
            "credits": credits,
            "suffix": suffix,
            "logged": logged,
            "request_id": request,
        }
        name = _short((_VOICES | _PUBLIC)[voice])
        wish = Wish(kind="speech", text=text, voice=name, seed=seed or 0)
        id = secrets.token_hex(10)
        job = asked.accept(wish, model=model, price=price, body={**body, **spoken}, id=id)
        sound = (await self.far.media(job, suffix)).read_bytes()
        headers = {"request-id": request, "character-cost": str(credits)}
        if logged:
            headers["history-item-id"] = job.id
        return job, sound, headers

    async def _voices(self, asked: Asked) -> Response:
        begin, size = int(asked.query.get("next_page_token", "0")), _page(asked, 10, 100)
        ids = list(_VOICES)
        more = begin + size < len(ids)
        return JSONResponse(
            {
                "voices": [
                    {"voice_id": id, "name": _VOICES[id], "category": "premade", "labels": {}}
                    for id in ids[begin : begin + size]
                ],
                "has_more": more,
                "total_count": len(ids),
                "next_page_token": str(begin + size) if more else None,
            }
        )

    async def _voice(self, asked: Asked) -> Response:
        id = asked.path("id")
        if id not in _VOICES | _PUBLIC:
            raise Turned(Failure("missing", f"A voice with the id '{id}' was not found."))
        return JSONResponse({"voice_id": id, "name": (_VOICES | _PUBLIC)[id], "category": "premade"})

    async def _history(self, asked: Asked) -> Response:
        size, after = _page(asked, 100, 1000), asked.query.get("start_after_history_item_id", "")
        since = int(asked.query.get("date_after_unix", "0"))
        # The newest stands first.
        entries = [job for job in reversed(asked.jobs) if self._remembered(job)]
        entries = [job for job in entries if int(job.accepted.timestamp()) > since]
        if after:
            ids = [job.id for job in entries]
            entries = entries[ids.index(after) + 1 :] if after in ids else []
        shown = entries[:size]
        return JSONResponse(
            {
                "history": [self._shown(job) for job in shown],
                "last_history_item_id": shown[-1].id if shown else None,
                "has_more": len(entries) > size,
            }
        )

    async def _entry(self, asked: Asked) -> Response:
        return JSONResponse(self._shown(self._found(asked)))

    async def _audio(self, asked: Asked) -> Response:
        job = self._found(asked)
        suffix = str(job.body["suffix"])
        return Response((await self.far.media(job, suffix)).read_bytes(), media_type=_TYPES[suffix])

    async def _subscription(self, asked: Asked) -> Response:
        used = sum(int(job.body["credits"]) for job in asked.jobs)
        return JSONResponse(
            {"tier": "creator", "status": "active", "character_count": used, "character_limit": 100_000}
        )

    def _remembered(self, job: Job) -> bool:
        return job.state(self.far.clock.now()) == "succeeded" and bool(job.body["logged"])

    def _found(self, asked: Asked) -> Job:
        job = asked.job(asked.path("id"))
        if not self._remembered(job):
            raise Turned(Failure("missing", "There is no such entry in the history."))
        return job

    def _shown(self, job: Job) -> dict[str, Any]:
        voice = str(job.body["voice_id"])
        return {
            "history_item_id": job.id,
            "request_id": job.body["request_id"],
            "voice_id": voice,
            "voice_name": (_VOICES | _PUBLIC)[voice],
            "voice_category": "premade",
            "model_id": job.model,
            "text": job.wish.text,
            "date_unix": int(job.accepted.timestamp()),
            "character_count_change_from": 0,
            "character_count_change_to": job.body["credits"],
            "content_type": _TYPES[str(job.body["suffix"])],
            "state": "created",
            "settings": None,
            "source": "TTS",
        }


def _short(name: str) -> str:
    return name.partition(" - ")[0]


def _page(asked: Asked, default: int, most: int) -> int:
    word = asked.query.get("page_size", str(default))
    if not word.isdigit() or not 1 <= int(word) <= most:
        raise Turned(Failure("invalid", f"page_size must be 1 to {most}."))
    return int(word)
