"""Beginnings of prompts that the simulated Claude remembers, so that they cost less the next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from resources.claude.answer import Usage
from resources.simulator.answer.prompt import Prompt

__all__ = ["Remembered"]

_LIVES = {"5m": timedelta(minutes=5), "1h": timedelta(hours=1)}
_BACK = 20
"""Pieces before a mark that are looked up, as the API documents it."""


@dataclass
class _Entry:
    begins: datetime
    ends: datetime
    life: timedelta


class Remembered:
    """What was remembered for each account, by a clock.

    It is forgotten when the simulator ends, as the real one may be at any time.
    """

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], _Entry] = {}

    def used(self, account: str, prompt: Prompt, output: int, now: datetime, least: int) -> Usage:
        """The tokens of a question that is asked now; it is not remembered yet.

        Args:
            account: who asks, hashed.
            prompt: the question.
            output: tokens of its answer.
            now: the time.
            least: tokens that a beginning must have to be remembered.
        """
        beginnings = prompt.beginnings()
        marks = [place for place in self._marks(prompt) if beginnings[place][1] >= least]
        read = max((beginnings[place][1] for place in self._known(account, prompt, now)), default=0)
        written, before = {"5m": 0, "1h": 0}, read
        for place in marks:
            tokens = beginnings[place][1]
            written[prompt.pieces[place].keep or "5m"] += max(tokens - before, 0)
            before = max(before, tokens)
        return Usage(
            input=prompt.tokens - read - sum(written.values()),
            written_5m=written["5m"],
            written_1h=written["1h"],
            read=read,
            output=output,
        )

    def keep(self, account: str, prompt: Prompt, now: datetime, answered: datetime, least: int) -> None:
        """Remember the beginnings of a question that the API took.

        Args:
            account: who asked, hashed.
            prompt: the question.
            now: when it was asked: what it read lives anew from here.
            answered: when its answer was there: what it wrote can be read from then on.
            least: tokens that a beginning must have to be remembered.
        """
        beginnings = prompt.beginnings()
        for place in self._known(account, prompt, now):
            entry = self._entries[account, beginnings[place][0]]
            entry.ends = now + entry.life
        for place in self._marks(prompt):
            name, tokens = beginnings[place]
            known = self._entries.get((account, name))
            if tokens >= least and (known is None or not known.begins <= now < known.ends):
                life = _LIVES[prompt.pieces[place].keep or "5m"]
                # Of two that are under way at once, the first answered counts.
                pending = known is not None and now < known.begins
                begins = min(answered, known.begins) if known is not None and pending else answered
                self._entries[account, name] = _Entry(begins, answered + life, life)

    def _marks(self, prompt: Prompt) -> list[int]:
        return [place for place, piece in enumerate(prompt.pieces) if piece.keep]

    def _known(self, account: str, prompt: Prompt, now: datetime) -> list[int]:
        """The places up to which the prompt can be read from memory now."""
        beginnings = prompt.beginnings()
        found = set()
        for mark in self._marks(prompt):
            for place in range(mark, max(mark - _BACK, -1), -1):
                entry = self._entries.get((account, beginnings[place][0]))
                if entry is not None and entry.begins <= now < entry.ends:
                    found.add(place)
                    break
        return sorted(found)
