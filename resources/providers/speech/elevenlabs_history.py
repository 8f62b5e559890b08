"""The history of an ElevenLabs account: speech that was paid for, found again when its answer was lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from resources.errors import TransientFailure
from resources.http.call import Api
from resources.providers.reading import object_of
from resources.providers.speech.elevenlabs_voices import Voice, known_voices

__all__ = ["Spoken", "history", "spoken", "token"]

_PAGE = 1000
"""Entries that one page has at most."""

_SUFFIXES = {"audio/mpeg": ".mp3", "audio/mp3": ".mp3", "audio/wav": ".wav", "audio/x-wav": ".wav"}


@dataclass(frozen=True)
class Spoken:
    """One entry of the history.

    Args:
        id: of the entry; its sound is under it.
        request_id: of the request that made it; empty where it is not told.
        tokens: of `token`, one for each word by which a spec can have named the voice; empty where the
            entry does not tell enough.
        created: when, in UTC.
        model: ElevenLabs' name of it; empty where it is not told.
        credits: that it was charged; None where it is not told.
        suffix: of its sound, with the dot.
        state: in ElevenLabs' word; empty where it is not told.
    """

    id: str
    request_id: str
    tokens: tuple[str, ...]
    created: datetime
    model: str
    credits: int | None
    suffix: str
    state: str


def token(model: str, voice: str, text: str) -> str:
    """What names a line by its content: whoever has the same token says the same with the same voice.

    Args:
        model: ElevenLabs' name of it.
        voice: its name or id.
        text: what is said.

    Returns:
        `studio-` and 32 hex digits. A stored name.
    """
    said = json.dumps([model, voice.casefold(), " ".join(text.split())])
    return f"studio-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


async def history(api: Api, since: datetime) -> Sequence[Spoken]:
    """All speech of the account since a time. Free.

    Args:
        api: the API host.
        since: entries have whole seconds: those of its second are among them.

    Raises:
        TransientFailure: no answer this time.
    """
    begin = int(since.timestamp())
    query: dict[str, str | int] = {"page_size": _PAGE, "date_after_unix": begin - 1}
    found: dict[str, Spoken] = {}
    while True:
        page = object_of(await api.ask("GET", "/v1/history", params=query), "ElevenLabs")
        entries = page.get("history")
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise TransientFailure(
                "The history of ElevenLabs is no list.",
                mend="Ask again later; it is free.",
                where=api.base_url,
            )
        for entry in entries:
            # Dubbing and voice changing stand there too; they are nobody's line.
            if entry.get("source") in (None, "TTS") and not entry.get("dialogue"):
                one = spoken(entry, () if entry.get("voice_name") else await known_voices(api))
                found[one.id] = one
        last = str(page.get("last_history_item_id") or "")
        if not page.get("has_more"):
            return [one for one in found.values() if one.created.timestamp() >= begin]
        if not last or last == query.get("start_after_history_item_id"):
            # Half a list must not pass for a whole one: what it does not name would be bought again.
            raise TransientFailure(
                "The history of ElevenLabs has more pages but does not say where the next one begins.",
                mend="Ask again later; it is free.",
                where=api.base_url,
            )
        query["start_after_history_item_id"] = last


def spoken(entry: Mapping[str, Any], voices: Sequence[Voice] = ()) -> Spoken:
    """An entry as the wire has it.

    Args:
        entry: one of the list, or a single one.
        voices: the account's, for an entry that tells its voice by id only.

    Raises:
        TransientFailure: it does not fit; asking again is free.
    """
    model, text = str(entry.get("model_id") or ""), str(entry.get("text") or "")
    voice = Voice(str(entry.get("voice_id") or ""), str(entry.get("voice_name") or ""))
    names = [voice, *(one for one in voices if one.id == voice.id)]
    words = {word for one in names for word in (one.id, one.name, one.short) if word}
    before, after = entry.get("character_count_change_from"), entry.get("character_count_change_to")
    credits = after - before if isinstance(before, int) and isinstance(after, int) else -1
    try:
        id, created = str(entry["history_item_id"]), datetime.fromtimestamp(int(entry["date_unix"]), UTC)
    except (KeyError, TypeError, ValueError) as error:
        raise TransientFailure(
            f"An entry of ElevenLabs' history does not fit: {error!r}.", mend="Ask again later; it is free."
        ) from error
    return Spoken(
        id=id,
        request_id=str(entry.get("request_id") or ""),
        tokens=tuple(sorted({token(model, word, text) for word in words})) if model and text else (),
        created=created,
        model=model,
        credits=credits if credits >= 0 else None,
        suffix=_SUFFIXES.get(str(entry.get("content_type") or "").partition(";")[0], ".mp3"),
        state=str(entry.get("state") or ""),
    )
