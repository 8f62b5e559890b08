"""OpenAI's speech endpoint as the simulator speaks it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.port import Quote
from resources.providers.prices import price_of
from resources.simulator.authorization import authorized
from resources.simulator.job import Wish
from resources.simulator.openai_failures import openai_failure
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["OpenAiSpeechPart"]

_OLD = ("alloy", "ash", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer")
_VOICES = (*_OLD, "ballad", "verse", "marin", "cedar")
_MODELS = ("gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15", "tts-1", "tts-1-hd")
_TYPES = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "aac": "audio/aac",
    "opus": "audio/ogg",
}
_FIELDS = {"input", "model", "voice", "instructions", "response_format", "speed", "stream_format"}
_LIMIT = 4096  # characters
_PACE = 600  # bytes of text in a minute, as a slow reader has it: the simulator charges what is quoted


class OpenAiSpeechPart(Part):
    """One line, one answer; there is no list of what was made."""

    kind = "speech"
    name = "openai_tts"

    def calls(self) -> Sequence[Call]:
        """Speak, and a model."""
        return [
            Call("POST", "/v1/audio/speech", self._speak, "submit"),
            Call("GET", "/v1/models/{model}", self._model),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """A bearer token."""
        return authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """OpenAI's words."""
        return openai_failure(failure)

    async def _speak(self, asked: Asked) -> Response:
        body = asked.json
        model, text, form = body.get("model"), body.get("input"), body.get("response_format", "mp3")
        if unknown := sorted(set(body) - _FIELDS):
            raise Turned(Failure("invalid", f"Unknown parameter: '{unknown[0]}'."))
        if model not in _MODELS:
            raise Turned(Failure("missing", f"The model `{model}` does not exist."))
        if not isinstance(text, str) or not 0 < len(text) <= _LIMIT:
            raise Turned(Failure("invalid", f"`input` must have 1 to {_LIMIT} characters."))
        if form not in _TYPES:
            raise Turned(Failure("invalid", f"`response_format` {form!r} is not known."))
        speed = body.get("speed", 1.0)
        if isinstance(speed, bool) or not isinstance(speed, int | float) or not 0.25 <= speed <= 4:
            raise Turned(Failure("invalid", "`speed` must be a number from 0.25 to 4."))
        if body.get("stream_format", "audio") != "audio":
            raise Turned(Failure("invalid", "The simulator streams no events."))
        wish = Wish(kind="speech", text=text, voice=_voice(model, body.get("voice")))
        price = self._price(str(model), text).amount
        job = asked.accept(wish, model=str(model), price=price, body=body)
        sound = (await self.far.media(job, f".{form}")).read_bytes()
        headers = {"x-request-id": f"req_{secrets.token_hex(8)}"}
        return Response(sound, media_type=_TYPES[form], headers=headers)

    async def _model(self, asked: Asked) -> Response:
        if (model := asked.path("model")) not in _MODELS:
            raise Turned(Failure("missing", f"The model `{model}` does not exist."))
        return JSONResponse({"id": model, "object": "model", "created": 0, "owned_by": "openai"})

    def _price(self, model: str, text: str) -> Quote:
        if model.startswith("tts-1"):
            return price_of("speech", self.name, model, "1m_characters").of(len(text))
        return price_of("speech", self.name, model, "minute").of(Fraction(len(text.encode()), _PACE))


def _voice(model: str, value: Any) -> str:
    name = value.get("id") if isinstance(value, dict) else value
    offered = _OLD if model.startswith("tts-1") else _VOICES
    if not isinstance(name, str) or (name not in offered and not name.startswith("voice_")):
        raise Turned(Failure("invalid", f"The voice {name!r} is not one of {', '.join(offered)}."))
    return name
