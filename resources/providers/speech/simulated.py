"""Speech for nothing, its words timed: espeak-ng where it is installed, else a hum in the text's rhythm."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from resources.errors import MediaFailed, Refused
from resources.media.caption import SpokenWord
from resources.media.ffmpeg import BITEXACT, run
from resources.media.spoken_words import with_words
from resources.money import dollars, micros, usd
from resources.providers.able import of_kind
from resources.providers.port import Capabilities, Quote, Request, SpeechRequest
from resources.providers.simulated_provider import SimulatedProvider
from resources.providers.simulated_side import Order
from resources.providers.speech.babble import babble, write_wave
from resources.providers.speech.espeak import installed
from resources.providers.speech.word_times import Part, words_of

__all__ = ["VOICES", "SimulatedSpeech", "speak", "timed"]

VOICES = {
    "Adam": "en-us+m3",
    "Alice": "en-gb-x-rp+f2",
    "Bella": "en-us+f2",
    "Brian": "en-us+m7",
    "Charlotte": "en-gb-x-rp+f4",
    "Daniel": "en-gb-x-rp+m2",
    "George": "en-gb-x-rp+m5",
    "Lily": "en-us+f3",
    "Rachel": "en-us+f4",
    "Sarah": "en-us+f5",
}
"""Voices by the names that narrations are written with, each an espeak-ng voice and variant."""

_LIMIT = 5000  # characters
_TIMEOUT = 60.0  # seconds


class SimulatedSpeech(SimulatedProvider):
    """Speaks lines in simulated voices, at a play price per 1,000 characters."""

    name = "simulated"
    kind = "speech"

    def capabilities(self, model: str) -> Capabilities:
        """Any model's name; up to 5,000 characters."""
        return Capabilities(
            prompt_limit=_LIMIT, concurrency=10, voices=tuple(VOICES), lists=True, echoes=True
        )

    def quote(self, request: Request) -> Quote:
        """Characters times the price per 1,000."""
        wanted = of_kind(self, request, SpeechRequest)
        count = len(wanted.text)
        return Quote(
            amount=usd(micros(Decimal(count) / 1000 * wanted.rate)),
            basis=f"{count} characters x {dollars(wanted.rate)}/1,000 (voice {wanted.voice}, "
            f"{_synthesizer()}, simulated)",
        )

    def suffix(self) -> str:
        """WAV, 48 kHz mono."""
        return ".wav"

    def said(self, request: Request) -> str:
        """The text."""
        return of_kind(self, request, SpeechRequest).text

    def check(self, request: Request) -> None:
        """Against the voices and the limit, before anything is taken down."""
        wanted = of_kind(self, request, SpeechRequest)
        if wanted.voice not in VOICES:
            raise Refused(
                f"There is no simulated voice {wanted.voice!r}.", mend=f"Use one of: {', '.join(VOICES)}."
            )
        if not wanted.text.strip():
            raise Refused("There is nothing to say.", mend="Write the narration.")
        if len(wanted.text) > _LIMIT:
            raise Refused(f"The text is longer than {_LIMIT} characters.", mend="Split it into lines.")

    def inputs(self, request: Request) -> Sequence[str]:
        """None."""
        return []

    def making(self, slate: str, request: Request) -> Mapping[str, Any]:
        """Which synthesizer speaks."""
        return {"synthesizer": _synthesizer()}

    async def make(self, order: Order, into: Path, scratch: Path) -> None:
        """Speak the line, bring it to 48 kHz, then tag it with its words."""
        request = SpeechRequest.model_validate(order.request)
        synthesizer = str(order.making["synthesizer"])
        plain = scratch / "plain.wav"
        words = await speak(request.text, request.voice, plain, scratch, synthesizer=synthesizer)
        if words:
            await with_words(plain, words, into, _TIMEOUT)
        else:
            plain.replace(into)


async def speak(
    text: str, voice: str, into: Path, scratch: Path, *, synthesizer: str = ""
) -> tuple[SpokenWord, ...]:
    """Speak a line into a WAV file, 48 kHz mono. Same arguments, same bytes.

    Args:
        text: what is said.
        voice: a name in `VOICES`; one of another provider's voices is said by any of them, always the same.
        into: the file that is written.
        scratch: an empty folder for files that are needed on the way.
        synthesizer: `espeak-ng` or `hummed`; empty means what is installed.

    Returns:
        Its words, as the synthesizer timed them; the file is not tagged with them.

    Raises:
        MediaFailed: the synthesizer or ffmpeg could not make it.
    """
    synthesizer, raw = synthesizer or _synthesizer(), scratch / "spoken.wav"
    words = await _synthesized(text, voice, raw, synthesizer)
    tag = f"comment=Simulated by Studio: {synthesizer}, voice {voice}."
    sound = ("-map", "0:a", "-c:a", "pcm_s16le", "-ar", "48000", "-ac", "1", "-f", "wav")
    await run(
        ["-i", str(raw), *sound, *BITEXACT, "-metadata", tag, str(into)],
        timeout=_TIMEOUT,
        where=into.name,
    )
    return words


async def timed(text: str, voice: str) -> tuple[SpokenWord, ...]:
    """The words that `speak` gives for a line, without its sound.

    Args:
        text: what is said.
        voice: as `speak` takes it.

    Raises:
        MediaFailed: the synthesizer could not say it.
    """
    with tempfile.TemporaryDirectory() as folder:
        return await _synthesized(text, voice, Path(folder) / "spoken.wav", _synthesizer())


async def _synthesized(text: str, voice: str, into: Path, synthesizer: str) -> tuple[SpokenWord, ...]:
    if synthesizer == "espeak-ng":
        return words_of(text, await _speak(text, _variant(voice), into))
    samples, parts = await asyncio.to_thread(babble, text, voice)
    await asyncio.to_thread(write_wave, into, samples)
    return words_of(text, parts)


def _variant(voice: str) -> str:
    """The espeak-ng voice that stands in for a voice, whoever's it is."""
    return VOICES.get(voice) or list(VOICES.values())[zlib.crc32(voice.encode()) % len(VOICES)]


def _synthesizer() -> str:
    return "espeak-ng" if installed() else "hummed"


async def _speak(text: str, voice: str, into: Path) -> list[Part]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "resources.providers.speech.espeak", "--voice", voice, str(into)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_TIMEOUT):
            told, said = await process.communicate(text.encode())
    except TimeoutError as error:
        raise MediaFailed("espeak-ng took too long.", mend="Run again with less load.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise MediaFailed(
            f"espeak-ng failed: {said.decode(errors='replace').strip()[-500:]}",
            mend="Install espeakng-loader again, or uninstall it to have the text hummed.",
        )
    return [Part(*one) for one in json.loads(told)]
