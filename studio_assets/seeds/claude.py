"""An asset analyzer that looks: one question a picture, so that a new one asks for no other again."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from resources.claude.answer import Asked, Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Question, Seen
from resources.errors import MediaFailed
from resources.ledger.balance import CONTINGENCY
from studio_assets.seeds.analyzer import AssetAnalyzer
from studio_assets.seeds.answer import SeenPicture, answer_model, asset, faults
from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.seeds.picture import sent
from studio_assets.seeds.rules import undescribed
from studio_assets.spec.production import Production, SeedFile

__all__ = ["ClaudeAnalyzer"]


@dataclass(frozen=True)
class _Look:
    asset: SeedAsset
    asked: tuple[Asked, ...] = ()
    model: str = ""
    note: str = ""


class ClaudeAnalyzer(AssetAnalyzer):
    """Shows each picture to Claude once.

    The question holds the picture and its role alone, never the concept or the id: so an edit of the
    story, or of a name, describes nothing anew.

    Args:
        desk: where this run asks.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def describe(self, production: Production) -> SeedAssets:
        """What the pictures show; one that stays unanswered is undescribed, with a note that says why."""
        if not production.seeds:
            return SeedAssets(state="none")
        looks = await self._looks(production.seeds)
        seen = [look for look in looks if look.model]
        state = "described" if seen else looks[0].asset.state
        return SeedAssets(
            state=state,
            crew=seen[0].model if seen else "rules",
            assets=tuple(look.asset for look in looks),
            asked=tuple(asked for look in looks for asked in look.asked),
            notes=tuple(look.note for look in looks if look.note),
        )

    async def _looks(self, seeds: tuple[SeedFile, ...]) -> list[_Look]:
        done = await asyncio.gather(*map(self._look, seeds), return_exceptions=True)
        looks = []
        for one in done:  # all are over by now: what was paid is kept, whatever failed beside it
            if isinstance(one, BaseException):
                raise one
            looks.append(one)
        return looks

    async def _look(self, seed: SeedFile) -> _Look:
        try:
            picture = await asyncio.to_thread(sent, self.desk.artifacts, seed.file.digest)
        except MediaFailed as unreadable:
            return _unseen(seed, unreadable.what)
        question: Question[SeenPicture] = Question(
            role="asset_analyzer",
            variables={"role": seed.role},
            answer=answer_model(seed),
            accounts=(CONTINGENCY,),
            scene=seed.id,
            pictures=(Seen("the picture", picture),),
            check=faults,
        )
        try:
            answer = await self.desk.ask(question)
        except Unanswered as unanswered:
            return _unseen(seed, unanswered.what, unanswered.asked)
        return _Look(asset(seed, answer.value), answer.asked, answer.model)


def _unseen(seed: SeedFile, what: str, asked: tuple[Asked, ...] = ()) -> _Look:
    why = what.rstrip(".")
    note = f"The picture `{seed.id}` is undescribed: {why}. Providers get it all the same."
    return _Look(undescribed(seed, why), asked, note=note)
