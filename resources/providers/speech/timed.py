"""Providers whose answer tells when each word is said: kept beside the sound, tagged to it on fetch."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from resources.artifacts.durable import settle, store_errors
from resources.errors import MediaFailed, NotConfigured
from resources.media.caption import SpokenWord
from resources.media.spoken_words import with_words
from resources.providers.at_once import AtOnceProvider

__all__ = ["TimedSpeech", "beside"]

_WORDS = TypeAdapter(tuple[SpokenWord, ...])
_TIMEOUT = 60.0  # seconds


class TimedSpeech(AtOnceProvider):
    """A provider of speech whose sounds carry the times of their words.

    What was answered is kept as it came. Tagging is done on each fetch: a crash or a fault in it can cost
    the words, never the sound that is paid for.
    """

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Copy the kept answer, with its words in its tags where they are known and fit it."""
        words = _words(self._note(remote_id))
        if words:
            with store_errors(into.parent):
                part = into.with_name(f".{into.name}.part")
                try:
                    await with_words(self._answers() / f"{remote_id}.media", words, part, _TIMEOUT)
                except (MediaFailed, NotConfigured) as unfit:
                    logging.getLogger(__name__).warning("%s %s", unfit.what, unfit.mend)
                else:
                    settle(part, into)
                    return
        await super().fetch(remote_id, into)


def beside(words: Sequence[SpokenWord]) -> Mapping[str, Any]:
    """What is kept beside a sound, for `Made`.

    Args:
        words: of the sound; may be empty.
    """
    return {"words": _WORDS.dump_python(tuple(words), mode="json")} if words else {}


def _words(note: Mapping[str, Any]) -> tuple[SpokenWord, ...]:
    try:
        return _WORDS.validate_python((note.get("beside") or {}).get("words", ()))
    except ValidationError:
        return ()  # noted by another version: the sound is good without them
