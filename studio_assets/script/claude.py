"""The script writer who asks Claude: one question a pilot, lengths and limits by code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resources.claude.answer import Answer, Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Question
from resources.ledger.balance import CONTINGENCY
from resources.providers.port import Capabilities
from studio_assets.clips.kinds import FILMED
from studio_assets.mending import ask_to_mend
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.answer import ScriptText, script_text
from studio_assets.script.briefing import briefing
from studio_assets.script.complete import Completion
from studio_assets.script.compose import compose, filmed_lengths
from studio_assets.script.draft import Draft
from studio_assets.script.filmed import Filmed
from studio_assets.script.kept import Kept, Written
from studio_assets.script.overlong import Overlong, Shortened
from studio_assets.script.rules import drafts, unwritten
from studio_assets.script.scene import Scene
from studio_assets.script.shorter_line import shorter_line
from studio_assets.script.writer import ScriptWriter
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["ClaudeWriter"]

PORTION = 24
"""Scenes of one question at most: their answer fits the role's tokens, thinking included."""


@dataclass(frozen=True)
class ClaudeWriter(ScriptWriter):
    """Writes a pilot's scenes by asking Claude; the rules write what it does not answer.

    Args:
        desk: where Claude is asked.
    """

    desk: Desk

    async def write(
        self, production: Production, planned: PlannedPilot, able: Capabilities, seeds: SeedAssets
    ) -> tuple[Scene, ...]:
        """The script of one pilot.

        What the run has written of a scene stays, as long as the spec says the same of it; the question
        is about the others. A launch that wants everything fresh asks for all of them.

        Args:
            production: what is wanted.
            planned: the pilot, as planned.
            able: what the pilot's model can film.
            seeds: what the user's pictures show.

        Returns:
            One scene per slot, in script order; the notes say what was mended or written by rule.

        Raises:
            StudioError: a scene is longer than the pilot's model can film; nothing was asked.
            TransientFailure: asking again is free and may heal it.
            AccountRefused: the key or the account was turned away.
        """
        filmed = filmed_lengths(production, planned, able)
        plain = drafts(production, planned)
        completion = Completion(production, planned, able, seeds, plain)
        kept = Kept(self.desk.artifacts, self.desk.run, production, planned)
        done: dict[str, Draft] = {}
        shot = Filmed(self.desk.takes, production.name, self.desk.run, planned.name)
        # A run that was begun without a key, or by a version without Claude, is filmed in the rules' words.
        by_rule = shot.by_rule(compose(production, planned, able, seeds, plain), plain)
        for slot in production.scenes:
            written = None if self.desk.fresh else kept.recall(slot, filmed[slot.name])
            if written is None and slot.name in by_rule and not self.desk.fresh:
                done[slot.name] = by_rule[slot.name]
            # What the rules wrote in Claude's place stays once it is filmed: a better text costs a take.
            if written is not None and (not written.why or self._shot(planned.name, slot.name)):
                done[slot.name] = completion.draft(slot, written)
        left = [slot for slot in production.scenes if slot.name not in done]
        for portion in _portions(left):
            try:
                answer = await self._ask(completion, portion, done)
            except Unanswered as nothing:
                for slot in (one for one in left if one.name not in done):
                    written = Written(text=None, asked=nothing.asked, why=nothing.what)
                    kept.remember(slot, filmed[slot.name], written)
                    done[slot.name] = completion.draft(slot, written)
                break
            for slot in portion:
                written = Written(text=answer.value.scene(slot.name), asked=answer.asked)
                kept.remember(slot, filmed[slot.name], written)
                done[slot.name] = completion.draft(slot, written)
        return compose(production, planned, able, seeds, done)

    def unwritten(self, production: Production, pilot: str, why: str) -> tuple[Scene, ...]:
        """The scene documents of a pilot that is not planned; nobody is asked."""
        return unwritten(production, pilot, why)

    async def shorten(self, production: Production, scene: Scene, line: Overlong) -> Shortened:
        """A line in fewer words; one question. The rules cut what is not answered.

        Args:
            production: what is wanted.
            scene: the scene over which it is spoken.
            line: the line that is too long.

        Raises:
            TransientFailure: asking again is free and may heal it.
            AccountRefused: the key or the account was turned away.
        """
        return await shorter_line(self.desk, production, scene, line)

    def _shot(self, pilot: str, scene: str) -> bool:
        takes = self.desk.takes.of_scene(self.desk.production, self.desk.run, pilot, scene)
        return any(take.kind in FILMED for take in takes)

    async def _ask(
        self, completion: Completion, portion: Sequence[SceneSpec], done: dict[str, Draft]
    ) -> Answer[ScriptText]:
        return await ask_to_mend(
            self.desk,
            Question(
                role="script_writer",
                variables=briefing(completion, portion, done),
                answer=script_text([slot.name for slot in portion]),
                accounts=(CONTINGENCY, completion.planned.name),
                pilot=completion.planned.name,
                check=lambda text: completion.faults(text, portion),
            ),
        )


def _portions(slots: Sequence[SceneSpec]) -> Iterator[Sequence[SceneSpec]]:
    for begin in range(0, len(slots), PORTION):
        yield slots[begin : begin + PORTION]
