"""Inworld at the simulator: one line an answer, its voices, and failures in the words of gRPC."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned
from resources.simulator.speech.alignment import aligned
from resources.simulator.speech.sound import ENCODINGS, spoken

__all__ = ["InworldPart"]

_NAMES = """Alex Ashley Craig Deborah Dennis Edward Elizabeth Hades Julia Mark Olivia Pixie Priya Ronald
Sarah Shaun Theodore Timothy Wendy"""
_VOICES = tuple(_NAMES.split())
_MODELS = ("inworld-tts-1.5-max", "inworld-tts-1.5-mini", "inworld-tts-2")
_ENCODINGS = ("LINEAR16", "WAV", "PCM", "MP3", "OGG_OPUS", "FLAC", "ALAW", "MULAW")
_FIELDS = ("text", "voiceId", "modelId", "audioConfig", "temperature", "timestampType",
           "applyTextNormalization", "language", "deliveryMode")  # fmt: skip
_AUDIO = ("audioEncoding", "sampleRateHertz", "bitRate", "speakingRate")
_LIMIT = 2000  # characters
_ALIGNMENTS = {
    "WORD": ("wordAlignment", "words", "word"),
    "CHARACTER": ("characterAlignment", "characters", "character"),
}
"""`timestampType` -> names of the alignment, of its pieces and of their times."""

_CODES = {"auth": (401, 16), "unpaid": (402, 8), "rate": (429, 8), "concurrency": (429, 8),
          "invalid": (400, 3), "moderated": (400, 3), "missing": (404, 5)}  # fmt: skip
"""Failure -> HTTP status and gRPC code."""


class InworldPart(Part):
    """Speaks lines, and lists voices. Streams, phonemes and cloning are not served."""

    kind = "speech"
    name = "inworld"
    voice = "Ashley"

    def calls(self) -> Sequence[Call]:
        """Its paths."""
        return [
            Call("POST", "/tts/v1/voice", self._speak, "submit"),
            Call("GET", "/voices/v1/voices", self._voices),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """The key after the word Basic."""
        return authorized(headers, "Basic")

    def fail(self, failure: Failure) -> Response:
        """As gRPC's gateway writes it."""
        status, code = _CODES.get(failure.what, (failure.status, 14 if failure.status == 503 else 13))
        message = "The text was blocked by moderation." if failure.what == "moderated" else failure.message
        return JSONResponse({"code": code, "message": message, "details": []}, status, failure.headers)

    async def _speak(self, asked: Asked) -> Response:
        body = asked.json
        audio = _checked(body)
        text, model = body["text"], body["modelId"]
        amount = price_of(self.kind, self.name, model, "1m_characters").of(len(text))
        wish = Wish(kind="speech", text=text, voice=body["voiceId"])
        job = asked.accept(wish, model=model, price=amount.amount, body=body)
        data = await spoken(
            self.far,
            job,
            audio.get("audioEncoding", "MP3"),
            rate=audio.get("sampleRateHertz", 48_000),
            speed=float(audio.get("speakingRate", 1.0)),
        )
        usage = {"processedCharactersCount": len(text), "modelId": model}
        answer: dict[str, Any] = {"audioContent": base64.b64encode(data).decode(), "usage": usage}
        return JSONResponse({**answer, **await self._timestamps(wish, body)})

    async def _timestamps(self, wish: Wish, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """When each token or letter is said, as JSON, where the body asks for it."""
        if not (form := body.get("timestampType")):
            return {}
        speed = float(body.get("audioConfig", {}).get("speakingRate", 1.0))
        told = await aligned(wish, speed=speed, tokens=form == "WORD")
        if told is None:
            return {}
        name, pieces, one = _ALIGNMENTS[form]
        times = {f"{one}StartTimeSeconds": told.starts, f"{one}EndTimeSeconds": told.ends}
        return {"timestampInfo": {name: {pieces: told.pieces, **times}}}

    async def _voices(self, asked: Asked) -> Response:
        return JSONResponse(
            {
                "voices": [
                    {
                        "voiceId": name,
                        "displayName": name,
                        "langCode": "EN_US",
                        "description": "A simulated voice.",
                        "tags": [],
                        "name": f"workspaces/simulated/voices/{name}",
                        "source": "SYSTEM",
                    }
                    for name in _VOICES
                ]
            }
        )


def _checked(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's `audioConfig`, once all of it is seen to be as Inworld takes it."""
    audio = body.get("audioConfig", {})
    if not isinstance(audio, dict):
        raise _wrong("audioConfig must be an object")
    for part, fields in ((body, _FIELDS), (audio, _AUDIO)):
        if unknown := [name for name in part if name not in fields]:
            raise _wrong(f'unknown field "{unknown[0]}"')
    for name in ("text", "voiceId", "modelId"):
        if not isinstance(body.get(name), str) or not body[name].strip():
            raise _wrong(f"{name} is required")
    if len(body["text"]) > _LIMIT:
        raise _wrong(f"text exceeds the maximum of {_LIMIT} characters")
    if body["modelId"] not in _MODELS:
        raise _wrong(f"unknown modelId {body['modelId']!r}")
    if body["voiceId"] not in _VOICES:
        raise Turned(Failure("missing", f"Unknown voice: {body['voiceId']} not found!"))
    _one_of(body, "timestampType", tuple(_ALIGNMENTS))
    _one_of(body, "applyTextNormalization", ("ON", "OFF"))
    _one_of(body, "deliveryMode", ("STABLE", "BALANCED", "CREATIVE", "EXPRESSIVE"))
    if "deliveryMode" in body and body["modelId"] != "inworld-tts-2":
        raise _wrong("deliveryMode is for inworld-tts-2 only")
    _one_of(audio, "audioEncoding", tuple(one for one in _ENCODINGS if one in ENCODINGS))
    _between(body, "temperature", 0, 2, float)
    _between(audio, "speakingRate", 0.5, 1.5, float)
    _between(audio, "sampleRateHertz", 8000, 48_000, int)
    _between(audio, "bitRate", 8000, 512_000, int)
    return audio


def _one_of(part: Mapping[str, Any], name: str, words: Sequence[str]) -> None:
    if name in part and part[name] not in words:
        raise _wrong(f"invalid value for enum field {name}: {part[name]!r}")


def _between(part: Mapping[str, Any], name: str, low: float, high: float, type: type[int | float]) -> None:
    if name not in part:
        return
    value = part[name]
    fits = isinstance(value, int) if type is int else isinstance(value, int | float)
    if isinstance(value, bool) or not fits or not low <= value <= high:
        raise _wrong(f"{name} must be from {low} to {high}, not {value!r}")


def _wrong(message: str) -> Turned:
    return Turned(Failure("invalid", message))
