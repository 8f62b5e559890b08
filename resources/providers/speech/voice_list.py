"""The list of voices that a free question is answered with: that it is one shows that the key is accepted."""

from __future__ import annotations

import httpx

from resources.errors import TransientFailure

__all__ = ["count_voices"]


def count_voices(answer: httpx.Response, who: str, where: str) -> int:
    """How many voices an answer lists.

    Args:
        answer: one that the dialect found nothing wrong with.
        who: the provider, as messages name it.
        where: the address that was asked.

    Raises:
        TransientFailure: it holds no list of voices; asking again is free.
    """
    try:
        return len(answer.json().get("voices") or [])
    except (ValueError, AttributeError, TypeError) as error:
        raise TransientFailure(
            f"{who}'s answer holds no list of voices.", mend="Ask again; it is free.", where=where
        ) from error
