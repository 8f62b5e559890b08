"""A critic that shows Claude the frames of a pilot; the measured facts stay the rules'."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from resources.claude.answer import Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Question, Seen
from resources.ledger.balance import CONTINGENCY
from studio_assets.critique.critic import Critic
from studio_assets.critique.dossier import Dossier
from studio_assets.critique.frames import frames_of
from studio_assets.critique.opinion import Opinion, faults, joined, opinion_of
from studio_assets.critique.review import Critique
from studio_assets.critique.rules import review as review_by_rules
from studio_assets.critique.told import told
from studio_assets.mending import ask_to_mend

__all__ = ["ClaudeCritic"]


@dataclass(frozen=True)
class ClaudeCritic(Critic):
    """Asks once a pilot, and only where there are frames to look at.

    Args:
        desk: where Claude is asked.
    """

    desk: Desk

    async def review(self, dossier: Dossier) -> Critique:
        """The judgement of one pilot; see `Critic.review`.

        A pilot that is not filmed, or has no frame to look at, is left to the rules, and so is one on
        which there is no answer; the notes say so.
        """
        facts = review_by_rules(dossier)
        if facts.happened != "reviewed":
            return facts
        names = [scene.name for scene in dossier.script]
        seen, lost = await asyncio.to_thread(frames_of, names, dossier.clips, self.desk.artifacts)
        facts = _noted(facts, lost)
        if not seen:
            return _noted(facts, ["Claude was not asked: there is no frame to look at."])
        try:
            answer = await ask_to_mend(self.desk, _question(dossier, facts, seen))
        except Unanswered as unanswered:
            note = f"The rules alone judged, because Claude did not: {unanswered.what.rstrip('.')}."
            return _noted(facts, [note]).model_copy(update={"asked": unanswered.asked})
        return joined(facts, answer, tuple(seen))


def _question(dossier: Dossier, facts: Critique, seen: Mapping[str, Seen]) -> Question[Opinion]:
    return Question(
        role="critic",
        variables=told(dossier, facts, tuple(seen)),
        answer=opinion_of(tuple(seen)),
        accounts=(CONTINGENCY, dossier.pilot),
        pilot=dossier.pilot,
        pictures=tuple(seen.values()),
        check=partial(faults, seen=tuple(seen)),
    )


def _noted(critique: Critique, notes: Sequence[str]) -> Critique:
    return critique.model_copy(update={"notes": (*critique.notes, *notes)})
