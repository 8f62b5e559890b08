"""Makes what a wish asks for: the generators of the simulated providers, behind one door."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from resources.errors import MediaFailed
from resources.providers.image.simulated_picture import make_picture
from resources.providers.music.simulated import make_music
from resources.providers.port import ImageRequest, VideoRequest
from resources.providers.speech.simulated import VOICES, speak
from resources.providers.video.simulated_clip import make_clip
from resources.simulator.encode import encode_picture, encode_sound
from resources.simulator.job import Wish

__all__ = ["generate", "voice_like"]

_FPS = 24
"""Frames per second of clips: no wire protocol here orders another rate."""


async def generate(
    wish: Wish,
    into: Path,
    *,
    first_frame: Path | None = None,
    references: Sequence[Path] = (),
    thumbnail: bool = False,
    slate: str = "",
) -> None:
    """Make the media of a wish: the same wish and slate give the same bytes.

    Args:
        wish: what was ordered.
        into: the file that is written in one step; its suffix says the format: `.mp4` for video, those
            of `encode.PICTURES` for images, those of `encode.SOUNDS` for speech and music.
        first_frame: the opening picture of a clip, or None.
        references: pictures that an image resembles.
        thumbnail: clips at most 128 pixels long; other kinds are quick as they are.
        slate: stands in for the seed where the wish has none, as a real model draws one of its own.

    Raises:
        MediaFailed: the kind has no such format, or ffmpeg could not make it.
    """
    seed = wish.seed or int.from_bytes(hashlib.sha256(slate.encode()).digest()[:4])
    with tempfile.TemporaryDirectory(prefix=".make-", dir=into.parent) as folder:
        scratch, whole = Path(folder), Path(folder) / f"whole{into.suffix}"
        if wish.kind == "video":
            await _film(wish, seed, whole, scratch, first_frame, thumbnail)
        elif wish.kind == "image":
            picture = scratch / "made.png"
            await make_picture(_image(wish, seed), picture, scratch, references=references)
            await asyncio.to_thread(encode_picture, picture, whole)
        else:
            sound = scratch / "made.wav"
            if wish.kind == "speech":
                await speak(wish.text, voice_like(wish.voice), sound, scratch)
            else:
                await make_music(wish.text, seed, _exact(wish.seconds), sound, scratch)
            if whole.suffix == sound.suffix:
                sound.replace(whole)
            else:
                await encode_sound(sound, whole)
        whole.replace(into)


def voice_like(name: str) -> str:
    """The simulated voice that speaks for a provider's.

    Args:
        name: the provider's voice, as it came over the wire.

    Returns:
        A name in `VOICES`: itself where it is one, else always the same for the same name.
    """
    for known in VOICES:
        if known.lower() == name.lower():
            return known
    return sorted(VOICES)[hashlib.sha256(name.encode()).digest()[0] % len(VOICES)]


async def _film(
    wish: Wish, seed: int, into: Path, scratch: Path, first_frame: Path | None, thumbnail: bool
) -> None:
    if into.suffix != ".mp4":
        raise MediaFailed(f"The simulator makes no {into.suffix} clips.", mend="Order .mp4.", where=into.name)
    request = VideoRequest(
        model="simulated",
        direction=wish.text,
        duration=_exact(wish.seconds),
        width=wish.width,
        height=wish.height,
        fps=_FPS,
        seed=seed,
        rate=Decimal(0),
    )
    await make_clip(request, into, scratch, first_frame=first_frame, thumbnail=thumbnail)


def _image(wish: Wish, seed: int) -> ImageRequest:
    return ImageRequest(
        model="simulated",
        direction=wish.text,
        width=wish.width,
        height=wish.height,
        seed=seed,
        rate=Decimal(0),
    )


def _exact(seconds: float) -> Fraction:
    return Fraction(seconds).limit_denominator(1000)
