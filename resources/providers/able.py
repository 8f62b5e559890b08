"""What a model cannot do is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from resources.errors import Refused
from resources.providers.port import (
    AnswerRequest,
    Capabilities,
    ImageRequest,
    MusicRequest,
    Provider,
    Request,
    SpeechRequest,
    VideoRequest,
)
from resources.providers.request import Words

__all__ = ["check", "checked", "of_kind", "words_of"]

Wish = TypeVar("Wish", bound=Request)


def of_kind(provider: Provider, request: Request, kind: type[Wish]) -> Wish:
    """The request, where it is of the provider's own kind.

    Args:
        provider: who is asked.
        request: what is wanted.
        kind: the class of the requests that it takes.

    Raises:
        Refused: it is of another kind.
    """
    if isinstance(request, kind):
        return request
    raise Refused(
        f"The {provider.kind} provider {provider.name} makes no {request.kind}.",
        mend=f"Name a provider of {request.kind}.",
        where=f"{provider.kind}/{provider.name}",
    )


def checked(provider: Provider, request: Request, kind: type[Wish]) -> Wish:
    """The request, where it is of the provider's own kind and its model can make it.

    Args:
        provider: who is asked.
        request: what is wanted.
        kind: the class of the requests that it takes.

    Raises:
        StudioError: the provider has no such model, see `Provider.capabilities`.
        Refused: it is of another kind, or see `check`; nothing was sent.
    """
    wanted = of_kind(provider, request, kind)
    check(wanted, provider.capabilities(wanted.model), f"{provider.name} {wanted.model}")
    return wanted


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


def _unable_beside(request: VideoRequest, able: Capabilities) -> Iterator[str]:
    if not request.references:
        return
    if able.reference_durations and request.duration not in able.reference_durations:
        offered = ", ".join(f"{float(one):g}" for one in able.reference_durations)
        yield f"reference pictures go with {offered} s only"
    if (request.first_frame or request.last_frame) and not able.references_beside_frames:
        yield "reference pictures go without key frames"


def words_of(request: Request) -> str:
    """What a request says to its provider, pictures and schemas left out.

    Args:
        request: of any kind.
    """
    if isinstance(request, AnswerRequest):
        return "\n".join(piece.text for piece in request.content if isinstance(piece, Words))
    return request.text if isinstance(request, SpeechRequest) else request.direction


_WORDLESS = {"speech": "there is nothing to say", "answer": "nothing is asked"}


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
    references = getattr(request, "references", ())
    if len(references) > able.references:
        what = "pictures" if request.kind == "answer" else "reference pictures"
        yield f"it has {len(references)} {what}, at most {able.references} can be shown"
    if isinstance(request, VideoRequest):
        yield from _unable_beside(request, able)
        if request.first_frame is not None and not able.first_frame:
            yield "no key frame can open it"
        if request.first_frame is None and able.needs_first_frame:
            yield "it films nothing without a key frame that opens it"
        if request.last_frame is not None and not able.last_frame:
            yield "no key frame can end it"
    text = words_of(request)
    if 0 < able.prompt_limit < len(text):
        yield f"its text has {len(text):,} characters, at most {able.prompt_limit:,} are taken"
    if not text.strip():
        yield _WORDLESS.get(request.kind, "it has no direction")
    if isinstance(request, SpeechRequest) and able.voices and request.voice not in able.voices:
        yield f"there is no voice {request.voice!r}, offered are {', '.join(able.voices)}"
