"""A question as the Messages API takes it, and what stands in its answer. Pure: nothing is sent here."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from resources.claude.answer import Usage
from resources.claude.prices import price_of
from resources.errors import Refused, TransientFailure
from resources.providers.port import MediaSource
from resources.providers.request import AnswerRequest, Picture, Words

__all__ = ["body", "usage_of"]

_KEPT = {"type": "ephemeral"}
"""Remembered for five minutes, which is what the quote counts with; an hour would cost twice the input."""

_MARKS = 4
"""Places that one request can ask to be remembered up to."""


def body(request: AnswerRequest, media: MediaSource) -> dict[str, Any]:
    """The JSON that is submitted.

    How much to think is left to the model unless the request says so; sampling parameters are refused
    by the API and never sent.

    Args:
        request: the question.
        media: gives the files of its pictures.

    Raises:
        NotConfigured: the model is not in the price table.
        Refused: the answer's schema cannot be told to the API.
        TransientFailure: a picture could not be read; nothing was sent.
    """
    config: dict[str, Any] = {"format": {"type": "json_schema", "schema": _schema(request.answer_schema)}}
    if request.effort is not None and price_of(request.model).effort:
        config["effort"] = request.effort
    sent: dict[str, Any] = {
        "model": request.model,
        "max_tokens": request.max_tokens,
        "messages": [{"role": "user", "content": _content(request, media)}],
        "output_config": config,
    }
    if request.system.strip():  # an empty block is refused
        sent["system"] = [{"type": "text", "text": request.system, "cache_control": _KEPT}]
    if request.nth > 1:
        # Outside the prompt: the model reads the same words, and what it remembers of them still holds.
        sent["metadata"] = {"user_id": f"asking-{request.nth}"}
    return sent


def usage_of(message: Mapping[str, Any]) -> Usage | None:
    """The tokens that a Message was billed for; None where it does not say.

    Args:
        message: its JSON.
    """
    said = message.get("usage")
    if not isinstance(said, dict) or not all(_count(said, key) for key in ("input_tokens", "output_tokens")):
        return None
    told = said.get("cache_creation")
    written = _number(said, "cache_creation_input_tokens")
    hour = _number(told, "ephemeral_1h_input_tokens") if isinstance(told, dict) else 0
    five = _number(told, "ephemeral_5m_input_tokens") if isinstance(told, dict) else 0
    return Usage(
        input=_number(said, "input_tokens"),
        written_5m=max(five, written - hour),
        written_1h=hour,
        read=_number(said, "cache_read_input_tokens"),
        output=_number(said, "output_tokens"),
    )


def _content(request: AnswerRequest, media: MediaSource) -> list[dict[str, Any]]:
    pieces = [one for one in request.content if isinstance(one, Picture) or one.text.strip()]
    kept = [one for one in pieces if isinstance(one, Words) and one.keep]
    marked = kept[-(_MARKS - 1) :]  # the system block has one; of too many the last ones reach furthest
    return [_block(one, media, mark=any(one is other for other in marked)) for one in pieces]


def _block(piece: Words | Picture, media: MediaSource, *, mark: bool) -> dict[str, Any]:
    if isinstance(piece, Words):
        return {"type": "text", "text": piece.text, **({"cache_control": _KEPT} if mark else {})}
    try:
        data = media(piece.digest).read_bytes()
    except OSError as error:
        raise TransientFailure(
            f"A picture of the question cannot be read: {error.strerror}.",
            mend="See to the disk, then run again; nothing was sent.",
            where=piece.digest,
        ) from error
    source = {"type": "base64", "media_type": piece.media_type, "data": base64.b64encode(data).decode()}
    return {"type": "image", "source": source}


def _schema(text: str) -> dict[str, Any]:
    from anthropic import transform_schema  # here: it takes seconds to import

    try:
        return transform_schema(json.loads(text))
    except (ValueError, TypeError, AttributeError, AssertionError) as error:
        raise Refused(
            f"The answer's schema cannot be told to Claude: {error}",
            mend="Use lists of small models, enums and plain values in the answer's model.",
        ) from error


def _count(said: Mapping[str, Any], key: str) -> bool:
    value = said.get(key)
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _number(said: Mapping[str, Any], key: str) -> int:
    return int(said[key]) if _count(said, key) else 0
