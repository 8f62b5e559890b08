"""Voices of an ElevenLabs account: specs name them by name, its wire by id."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from resources.errors import Refused
from resources.http.call import Api
from resources.providers.reading import object_of

__all__ = ["Voice", "find_voice", "known_voices"]

_PAGE = 100
"""Voices that one page has at most."""

_ID = re.compile(r"[A-Za-z0-9]{20}")
"""How an id looks: ids of the public library work though no account's list has them."""

_KNOWN: dict[str, tuple[Voice, ...]] = {}
"""Lists of this process, by host and key."""


@dataclass(frozen=True)
class Voice:
    """One voice.

    Args:
        id: ElevenLabs' id.
        name: as its site shows it, such as `Lily` or `Sarah - Mature, Reassuring, Confident`.
    """

    id: str
    name: str

    @property
    def short(self) -> str:
        """The name without what describes it."""
        return self.name.partition(" - ")[0].strip()

    def answers_to(self, word: str) -> bool:
        """Whether a spec can mean it by a word: its id, its name or its short name."""
        return word == self.id or word.casefold() in (self.name.casefold(), self.short.casefold())


async def find_voice(api: Api, word: str) -> str:
    """The id of a voice. Free.

    Args:
        api: the API host.
        word: its id, its name or its short name, as the spec has it.

    Raises:
        Refused: there is no such voice, or more than one; names those that are near.
        TransientFailure: no answer this time; nothing was submitted.
    """
    voices = await known_voices(api)
    if not (found := _matching(voices, word)):
        # It may have been added since this process first asked.
        voices = await known_voices(api, anew=True)
        found = _matching(voices, word)
    if len(found) == 1:
        return found[0].id
    if found:
        raise Refused(
            f"The ElevenLabs account has {len(found)} voices {word!r}.",
            mend=f"Name one by its id: {', '.join(voice.id for voice in found)}.",
        )
    if _ID.fullmatch(word) and await _is_public(api, word):
        return word
    names = {voice.short.casefold(): voice.short for voice in voices}
    near = difflib.get_close_matches(word.casefold(), names, n=5, cutoff=0.5) or sorted(names)[:10]
    raise Refused(
        f"The ElevenLabs account has no voice {word!r}.",
        mend=f"Use one of its voices, such as {', '.join(names[one] for one in near)}, or an id."
        if near
        else "Add a voice to the account, or name one by its id.",
    )


async def known_voices(api: Api, *, anew: bool = False) -> Sequence[Voice]:
    """The account's voices, asked for once in a process.

    Args:
        api: the API host.
        anew: ask again.

    Raises:
        TransientFailure: no answer this time.
    """
    account = hashlib.sha256(f"{api.base_url} {sorted(api.headers.items())}".encode()).hexdigest()
    if anew or account not in _KNOWN:
        _KNOWN[account] = tuple(await _listed(api))
    return _KNOWN[account]


async def _listed(api: Api) -> list[Voice]:
    found: dict[str, Voice] = {}
    query: dict[str, str | int] = {"page_size": _PAGE}
    while True:
        page = object_of(await api.ask("GET", "/v2/voices", params=query), "ElevenLabs")
        for one in page.get("voices") or ():
            id = str(one.get("voice_id") or "")
            found[id] = Voice(id, str(one.get("name") or id))
        token = page.get("next_page_token")
        if not page.get("has_more") or not token or token == query.get("next_page_token"):
            return list(found.values())
        query["next_page_token"] = token


def _matching(voices: Sequence[Voice], word: str) -> list[Voice]:
    # A whole name or an id goes before a short name: `Lily` is not `Lily - Velvety Actress` where both are.
    exact = [one for one in voices if word == one.id or word.casefold() == one.name.casefold()]
    return exact or [one for one in voices if one.answers_to(word)]


async def _is_public(api: Api, id: str) -> bool:
    try:
        await api.ask("GET", f"/v1/voices/{id}")
    except Refused:
        return False
    return True
