"""Which input a moderation means where the provider does not say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from resources.errors import Moderated
from resources.providers.port import VideoRequest

__all__ = ["blaming_words"]


@contextmanager
def blaming_words(request: VideoRequest) -> Iterator[None]:
    """Around a submit: moderation that names no input means the direction where nothing else was sent.

    Args:
        request: what is sent.

    Raises:
        Moderated: as it came, or about the direction.
    """
    try:
        yield
    except Moderated as no:
        if no.about or request.first_frame or request.last_frame or request.references:
            raise
        raise Moderated(no.what, mend=no.mend, where=no.where, about="direction") from no
