"""Google Cloud Text-to-Speech at the simulator: its two REST calls, its limits and its words."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.providers.speech.google_tts_voices import FAMILIES, family
from resources.simulator.authorization import authorized
from resources.simulator.job import Wish
from resources.simulator.part import Asked, Call, Failure, Part
from resources.simulator.speech.google_tts_wire import LANGUAGES, VOICES, Order, read
from resources.simulator.speech.sound import spoken

__all__ = ["GoogleTtsPart"]

_STATUS = {400: "INVALID_ARGUMENT", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED",
           500: "INTERNAL", 502: "UNAVAILABLE", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}  # fmt: skip
"""HTTP status -> the word in the body (google.rpc.Code)."""

_CODES = {"auth": 400, "unpaid": 403, "rate": 429, "concurrency": 429, "invalid": 400, "moderated": 400,
          "missing": 404}  # fmt: skip
_NATURAL = 24_000  # samples per second of the voices


class GoogleTtsPart(Part):
    """Speaks lines, and lists voices. Long audio, streaming and Gemini voices are not served."""

    kind = "speech"
    name = "google_tts"
    voice = "Kore"

    def calls(self) -> Sequence[Call]:
        """Its paths."""
        return [
            Call("POST", "/v1/text:synthesize", self._synthesize, "submit"),
            Call("GET", "/v1/voices", self._voices),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """An API key in its header or in the address, or an OAuth token."""
        return headers.get("x-goog-api-key") or query.get("key") or authorized(headers)

    def fail(self, failure: Failure) -> Response:
        """As google.rpc.Status; a wrong key is an invalid argument there."""
        code = _CODES.get(failure.what, failure.status)
        message, details = failure.message, list[dict[str, Any]]()
        if failure.what == "auth":
            message = "API key not valid. Please pass a valid API key."
            details = [_reason("API_KEY_INVALID")]
        elif failure.what == "unpaid":
            message = "This API method requires billing to be enabled. Please enable billing on the project."
            details = [_reason("BILLING_DISABLED")]
        elif failure.what == "moderated":
            message = "The text was blocked by the safety filters."
        elif failure.retry_after is not None:
            info = "type.googleapis.com/google.rpc.RetryInfo"
            details = [{"@type": info, "retryDelay": f"{failure.retry_after:g}s"}]
        error = {"code": code, "message": message, "status": _STATUS.get(code, "UNKNOWN")}
        return JSONResponse({"error": error | ({"details": details} if details else {})}, code)

    async def _synthesize(self, asked: Asked) -> Response:
        order = read(asked.json)
        price = price_of(self.kind, self.name, order.model, "1m_characters")
        wish = Wish(kind="speech", text=_words(order), voice=order.voice)
        amount = price.of(len(order.text)).amount
        job = asked.accept(wish, model=order.model, price=amount, body=asked.json)
        data = await spoken(
            self.far,
            job,
            order.encoding,
            rate=order.rate or _NATURAL,
            speed=order.speed or 1.0,
            pitch=order.pitch,
            gain=order.gain,
        )
        return JSONResponse({"audioContent": base64.b64encode(data).decode()})

    async def _voices(self, asked: Asked) -> Response:
        wanted = asked.query.get("languageCode", "")
        tags = [tag for tag in LANGUAGES if tag == wanted or tag.startswith(f"{wanted}-") or not wanted]
        return JSONResponse(
            {
                "voices": [
                    {
                        "languageCodes": [tag],
                        "name": f"{tag}-{name}",
                        "ssmlGender": "FEMALE" if number % 2 else "MALE",
                        "naturalSampleRateHertz": _NATURAL,
                    }
                    for tag in tags
                    for number, name in enumerate(VOICES)
                    if family(f"{tag}-{name}") in FAMILIES
                ]
            }
        )


def _words(order: Order) -> str:
    """What is said: SSML without its marks."""
    return re.sub(r"<[^>]*>", " ", order.text) if order.ssml else order.text


def _reason(word: str) -> dict[str, Any]:
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": word,
        "domain": "googleapis.com",
        "metadata": {"service": "texttospeech.googleapis.com"},
    }
