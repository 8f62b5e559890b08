"""ElevenLabs' music as the simulator speaks it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from fractions import Fraction

from starlette.responses import JSONResponse, Response

from resources.providers.prices import price_of
from resources.simulator.elevenlabs_failures import account_of, elevenlabs_failure
from resources.simulator.job import Wish
from resources.simulator.part import Asked, Call, Failure, Part, Turned

__all__ = ["ElevenLabsMusicPart"]

_MODELS = ("music_v1", "music_v2", "music_v2_5")
_FORMAT = re.compile(r"auto|mp3_(22050_32|24000_48|44100_(32|64|96|128|192)|48000_192)")
_SHORTEST, _LONGEST = 3_000, 600_000  # milliseconds
_PROMPT = 4_100  # characters


class ElevenLabsMusicPart(Part):
    """A piece in one answer, from a direction alone; no history holds it."""

    kind = "music"
    name = "elevenlabs_music"

    def calls(self) -> Sequence[Call]:
        """Compose, balance."""
        return [
            Call("POST", "/v1/music", self._compose, "submit"),
            Call("GET", "/v1/user/subscription", self._subscription),
        ]

    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """The `xi-api-key` header."""
        return account_of(headers)

    def fail(self, failure: Failure) -> Response:
        """ElevenLabs' words; a direction that names somebody's work has its own."""
        if failure.what == "moderated":
            detail = {"status": "bad_prompt", "message": failure.message}
            return JSONResponse({"detail": detail}, 400)
        return elevenlabs_failure(failure)

    async def _compose(self, asked: Asked) -> Response:
        body, form = asked.json, asked.query.get("output_format", "auto")
        prompt, millis = body.get("prompt"), body.get("music_length_ms")
        model, sung = body.get("model_id", "music_v1"), body.get("force_instrumental", False)
        if body.get("composition_plan") is not None:
            raise Turned(Failure("invalid", "The simulator follows no composition plans."))
        if not isinstance(prompt, str) or not 0 < len(prompt) <= _PROMPT:
            raise Turned(Failure("invalid", f"`prompt` must have 1 to {_PROMPT} characters."))
        if body.get("seed") is not None:
            raise Turned(Failure("invalid", "`seed` cannot be used in conjunction with `prompt`."))
        if type(millis) is not int or not _SHORTEST <= millis <= _LONGEST:
            raise Turned(Failure("invalid", f"`music_length_ms` must be {_SHORTEST} to {_LONGEST}."))
        if model not in _MODELS or not isinstance(sung, bool) or not _FORMAT.fullmatch(form):
            raise Turned(
                Failure("invalid", "`model_id`, `force_instrumental` or `output_format` is not known.")
            )
        price = price_of("music", self.name, model, "minute").of(Fraction(millis, 60_000)).amount
        wish = Wish(kind="music", text=prompt, seconds=millis / 1000)
        job = asked.accept(wish, model=model, price=price, body=body, id=secrets.token_hex(10))
        sound = (await self.far.media(job, ".mp3")).read_bytes()
        return Response(sound, media_type="audio/mpeg", headers={"song-id": job.id})

    async def _subscription(self, asked: Asked) -> Response:
        return JSONResponse(
            {"tier": "creator", "status": "active", "character_count": 0, "character_limit": 100_000}
        )
