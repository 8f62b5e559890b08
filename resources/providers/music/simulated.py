"""Music for nothing: a plain tune composed here, charged in play money a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from resources.errors import Refused
from resources.media.ffmpeg import BITEXACT, run
from resources.money import dollars, micros, usd
from resources.providers.able import check, of_kind
from resources.providers.music.tune import RATE, mood, tune
from resources.providers.port import Capabilities, MusicRequest, Quote, Request
from resources.providers.simulated_provider import SimulatedProvider
from resources.providers.simulated_side import Order

__all__ = ["SimulatedMusic", "make_music"]

_SHORTEST = Fraction(1, 2)  # seconds
_TIMEOUT = 60.0  # seconds


class SimulatedMusic(SimulatedProvider):
    """Composes tunes whose mood follows the direction, at a play price per minute."""

    name = "simulated"
    kind = "music"

    def capabilities(self, model: str) -> Capabilities:
        """Any model's name; any length up to ten minutes."""
        return Capabilities(
            longest=Fraction(600), seed=True, prompt_limit=2000, concurrency=10, lists=True, echoes=True
        )

    def quote(self, request: Request) -> Quote:
        """Minutes times the price per minute."""
        wanted = of_kind(self, request, MusicRequest)
        seconds = Decimal(wanted.duration.numerator) / Decimal(wanted.duration.denominator)
        return Quote(
            amount=usd(micros(seconds * wanted.rate / 60)),
            basis=f"{seconds} s x {dollars(wanted.rate)}/min (simulated)",
        )

    def suffix(self) -> str:
        """WAV, 48 kHz stereo."""
        return ".wav"

    def said(self, request: Request) -> str:
        """The direction."""
        return of_kind(self, request, MusicRequest).direction

    def check(self, request: Request) -> None:
        """Against the capabilities, before anything is taken down."""
        wanted = of_kind(self, request, MusicRequest)
        check(wanted, self.capabilities(wanted.model), "simulated music")
        if wanted.duration < _SHORTEST:
            raise Refused(
                f"Music of {float(wanted.duration):g} s is not offered.",
                mend=f"Order at least {float(_SHORTEST):g} s.",
                where="simulated music",
            )

    def inputs(self, request: Request) -> Sequence[str]:
        """None."""
        return []

    def making(self, slate: str, request: Request) -> Mapping[str, Any]:
        """Nothing besides the request."""
        return {}

    async def make(self, order: Order, into: Path, scratch: Path) -> None:
        """Compose the tune."""
        request = MusicRequest.model_validate(order.request)
        await make_music(request.direction, request.seed, request.duration, into, scratch)


async def make_music(direction: str, seed: int, seconds: Fraction, into: Path, scratch: Path) -> None:
    """Make a WAV file of music, 48 kHz stereo. Same arguments, same bytes.

    Args:
        direction: mood, style and instruments in words.
        seed: makes takes of one direction differ.
        seconds: how long, exact to the sample.
        into: the file that is written.
        scratch: an empty folder for files that are needed on the way.

    Raises:
        MediaFailed: ffmpeg could not make it.
    """
    raw, feel = scratch / "tune.pcm", mood(direction, seed)
    await asyncio.to_thread(_play, direction, seed, seconds, raw)
    how = f"{'minor' if feel.minor else 'major'}, {feel.tempo} beats a minute"
    sound = ("-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", str(raw), "-c:a", "pcm_s16le", "-f", "wav")
    tag = ("-metadata", f"comment=Simulated by Studio: composed by program, {how}.")
    await run([*sound, *BITEXACT, *tag, str(into)], timeout=_TIMEOUT, where=into.name)


def _play(direction: str, seed: int, seconds: Fraction, into: Path) -> None:
    with into.open("wb") as file:
        for piece in tune(direction, seed, seconds):
            file.write(piece)
