"""What a model cannot do is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator

from resources.errors import Refused
from resources.providers.port import (
    Capabilities,
    ImageRequest,
    MusicRequest,
    Request,
    SpeechRequest,
    VideoRequest,
)

__all__ = ["check"]


def check(request: Request, able: Capabilities, where: str) -> None:
    """See that a model can make what is asked for.

    Args:
        request: what is wanted.
        able: what the model can make.
        where: provider and model, for the message.

    Raises:
        Refused: it cannot; the message names every reason, nothing was sent.
    """
    reasons = list(_unable(request, able))
    if reasons:
        raise Refused(
            f"{where} cannot make this: {'; '.join(reasons)}.", mend="Change the spec.", where=where
        )


def _unable(request: Request, able: Capabilities) -> Iterator[str]:
    if isinstance(request, VideoRequest | MusicRequest):
        seconds = request.duration
        if able.durations and seconds not in able.durations:
            offered = ", ".join(f"{float(one):g}" for one in able.durations)
            yield f"it lasts {float(seconds):g} s, offered are {offered} s"
        if able.longest is not None and seconds > able.longest:
            yield f"it lasts {float(seconds):g} s, the longest is {float(able.longest):g} s"
    if isinstance(request, VideoRequest | ImageRequest):
        size = (request.width, request.height)
        if able.sizes and size not in able.sizes:
            offered = ", ".join(f"{width}x{height}" for width, height in able.sizes)
            yield f"its size is {size[0]}x{size[1]}, offered are {offered}"
        if len(request.references) > able.references:
            count = len(request.references)
            yield f"it has {count} reference pictures, at most {able.references} can be shown"
    if isinstance(request, VideoRequest):
        if request.first_frame is not None and not able.first_frame:
            yield "no key frame can open it"
        if request.first_frame is None and able.needs_first_frame:
            yield "it films nothing without a key frame that opens it"
        if request.last_frame is not None and not able.last_frame:
            yield "no key frame can end it"
    text = request.text if isinstance(request, SpeechRequest) else request.direction
    if 0 < able.prompt_limit < len(text):
        yield f"its text has {len(text):,} characters, at most {able.prompt_limit:,} are taken"
    if not text.strip():
        yield "there is nothing to say" if isinstance(request, SpeechRequest) else "it has no direction"
    if isinstance(request, SpeechRequest) and able.voices and request.voice not in able.voices:
        yield f"there is no voice {request.voice!r}, offered are {', '.join(able.voices)}"
