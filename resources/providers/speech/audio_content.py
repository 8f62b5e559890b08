"""Reads a sound out of a JSON answer that holds it in base64, and what stands beside it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx

from resources.errors import OutcomeUnknown
from resources.providers.signature import is_media

__all__ = ["audio_content"]


def audio_content(
    answer: httpx.Response, suffix: str, name: str = "audioContent"
) -> tuple[bytes, Mapping[str, Any]]:
    """The sound in an answer to a submit, and what stands beside it.

    Args:
        answer: a 2xx answer that was read whole.
        suffix: of the sound that was ordered, with its dot.
        name: of the member that holds it.

    Returns:
        The sound's bytes, and the JSON object with exact numbers.

    Raises:
        OutcomeUnknown: there is no such sound in it. It may be paid all the same.
    """
    try:
        told = answer.json(parse_float=Decimal)
        data = base64.b64decode(told[name], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise _lost(answer, f"no sound ({type(error).__name__})") from error
    if not is_media(data, suffix):
        raise _lost(answer, f"{len(data)} bytes that are no {suffix} sound")
    return data, told


def _lost(answer: httpx.Response, what: str) -> OutcomeUnknown:
    host = answer.url.host
    return OutcomeUnknown(
        f"{host} answered a submit with HTTP {answer.status_code} and {what}.",
        mend="See in the provider's console whether it is charged before the line is asked for again.",
        where=host,
    )
