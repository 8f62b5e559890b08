"""The editor who asks Claude: one question for the cuts, every frame and every figure by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Question
from resources.ledger.balance import CONTINGENCY
from studio_assets.edl.answer import EdlText, edl_text
from studio_assets.edl.assemble import Assembly
from studio_assets.edl.briefing import briefing, contact_sheets
from studio_assets.edl.cut import Cut, CutName, Edl
from studio_assets.edl.editor import Editor
from studio_assets.edl.footage import reel
from studio_assets.edl.rules import cut as cut_by_rule
from studio_assets.edl.rushes import Rushes
from studio_assets.mending import ask_to_mend

__all__ = ["ClaudeEditor"]

MOST_ENTRIES = 80
"""Clips in all cuts of one question: their answer fits the role's tokens, thinking included."""


@dataclass(frozen=True)
class ClaudeEditor(Editor):
    """Cuts by asking Claude; a cut that does not hold is the rules' own.

    Args:
        desk: where Claude is asked.
    """

    desk: Desk

    async def cut(self, rushes: Rushes) -> Edl:
        """The candidate cuts.

        Nobody is asked for a cut that has no clip by rule either. A film of many scenes is asked for cut
        by cut.

        Args:
            rushes: the winners' clips; its production names the candidates.

        Returns:
            Cuts in whole frames, no point outside what was measured in a clip; the notes name the cuts
            that the rules made, and why, and what of the others they mended.

        Raises:
            TransientFailure: asking again is free and may heal it.
            AccountRefused: the key or the account was turned away.
        """
        plain, found = cut_by_rule(rushes), reel(rushes)
        assembly = Assembly(rushes.production, found)
        wanted = rushes.production.edit.cuts
        made: dict[CutName, Cut] = {name: one for name in wanted if (one := plain.cut(name)) is not None}
        notes: list[str] = []
        asked: tuple[Asked, ...] = ()
        crew = plain.crew
        for names in _portions(list(made), len(found.all)):
            try:
                answer = await self._ask(rushes, names, assembly)
            except Unanswered as nothing:
                notes += [f"The {name} cut is the rules' own: {nothing.what}" for name in names]
                asked += nothing.asked
                continue
            asked += answer.asked
            for name in names:
                broken = assembly.broken(answer.value, name)
                if broken:
                    notes.append(f"The {name} cut is the rules' own: {broken[0]}")
                else:
                    made[name] = assembly.cut(answer.value, name)
                    notes += assembly.awkward(answer.value, name)
                    crew = answer.model
        return plain.model_copy(
            update={"crew": crew, "cuts": tuple(made.values()), "asked": asked, "notes": tuple(notes)}
        )

    async def _ask(self, rushes: Rushes, names: Sequence[CutName], assembly: Assembly) -> Answer[EdlText]:
        return await ask_to_mend(
            self.desk,
            Question(
                role="editor",
                variables=briefing(rushes, names, assembly.reel),
                answer=edl_text(names, [shot.id for shot in assembly.reel.all]),
                accounts=(CONTINGENCY, *rushes.winners),
                pictures=contact_sheets(self.desk.artifacts, assembly.reel, rushes),
                check=lambda text: assembly.faults(text, names),
            ),
        )


def _portions(names: Sequence[CutName], clips: int) -> Iterator[Sequence[CutName]]:
    if not names:
        return
    if clips * len(names) <= MOST_ENTRIES:
        yield names
    else:
        yield from ([name] for name in names)
