"""The music of the film: each cue made by a provider as long as the film needs it, or taken from a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from resources.errors import BudgetReached, MediaFailed, OutcomeUnknown, Refused
from resources.media.audible import check_audible
from resources.media.sound import sound_length
from resources.money import ZERO
from resources.progress import Progress, report
from resources.providers.port import MusicRequest
from studio_assets.audio.cues import length, names, span
from studio_assets.audio.music import Cue, Music
from studio_assets.audio.present import music_metadata
from studio_assets.audio.wishes import Choice, Wish, rate
from studio_assets.call_sheet import CallSheet, Check, Made
from studio_assets.edl.cut import Cut
from studio_assets.spec.sound import MusicCue
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["FILM", "cue_names", "music_wish", "score"]

FILM = "_film"
"""The pilot of what belongs to the whole film, whoever won it. No pilot can be called so. A stored name:
renaming it buys all music anew."""

SIMULATED_RATE = Decimal("0.60")
"""Dollars a minute that the simulated composer charges: a reseller's price of music by ElevenLabs.
Providers with a price table of their own ignore it."""


async def score(sheet: CallSheet) -> AsyncIterator[Made]:
    """Make the cues of the film, paid from the contingency.

    Raises:
        TransientFailure: a retry would heal it at no cost for the cues that are made.
    """
    timeline, wanted = sheet.need("timeline", FilmTimeline), sheet.production.mix.music
    cues: list[Cue] = []
    if timeline.cut is not None:
        scoring = [
            _Scoring(sheet, timeline.cut, number, name, cue)
            for number, (name, cue) in enumerate(zip(cue_names(sheet), wanted, strict=True), 1)
        ]
        done = await asyncio.gather(*(one.cue() for one in scoring), return_exceptions=True)
        # All are over by now: what was bought is written down, whatever became of another cue.
        for one in done:
            if isinstance(one, BaseException):
                raise one
            cues.append(one)
    missing = [
        f"cue {cue.number}" for cue in cues if cue.media is None and not cue.state.startswith("silent")
    ]
    heard = any(cue.media is not None for cue in cues)
    document = Music(
        state=f"held: {', '.join(missing)}" if missing else "made" if heard else "silent",
        cues=tuple(cues),
        price=sum((cue.price for cue in cues), ZERO),
        simulated=any(cue.slate and sheet.doers.provider("music", cue.provider).simulated for cue in cues),
        timeline=timeline.identity,
        notes=tuple(_notes(cues, timeline.cut)),
    )
    report(Progress(stage="score", subject=sheet.production.name, state=document.happened))
    found = "; ".join(f"cue {cue.number}: {cue.state}" for cue in cues if cue.media is None)
    check = Check("made", not missing, found or document.state)
    yield Made(sheet.wanted[0], document, music_metadata(document), (check,))


def _notes(cues: list[Cue], cut: Cut | None) -> list[str]:
    return [
        f"The music of cue {cue.number} is {float(cue.seconds):g} s long, and the cue "
        f"{float(Fraction(cue.end - cue.at, cut.fps)):g} s."
        for cue in cues
        if cut is not None and cue.slate and 0 < cue.seconds < Fraction(cue.end - cue.at, cut.fps)
    ]


@dataclass(frozen=True)
class _Scoring:
    """One cue.

    Args:
        sheet: what is made today.
        cut: the film as it is rendered.
        number: 1 for the first cue of the spec.
        name: what its takes are called.
        wanted: what the spec asks for.
    """

    sheet: CallSheet
    cut: Cut
    number: int
    name: str
    wanted: MusicCue

    async def cue(self) -> Cue:
        order = [scene.name for scene in self.sheet.production.scenes]
        frames = span(self.wanted, self.cut, order)
        file = self.wanted.file
        cue = Cue(
            number=self.number,
            state="silent: none of its scenes is in the cut",
            at=frames[0] if frames else 0,
            end=frames[1] if frames else 0,
            gain_db=float(self.wanted.gain_db),
            provider=self.wanted.provider,
            mood=file.path if file else self.wanted.mood,
        )
        if frames is None or frames[0] >= frames[1]:
            return cue
        changes = await asyncio.to_thread(self._file, file.digest) if file else await self._made(cue)
        return cue.model_copy(update=changes)

    def _file(self, digest: str) -> dict[str, object]:
        media = self.sheet.doers.artifacts.find(digest)
        if media is None:
            return {"state": "held: the music file is not in the artifact store; load the spec again"}
        try:
            check_audible(self.sheet.doers.artifacts.path(media))
        except MediaFailed as broken:
            return {"state": f"damaged: {broken.what} {broken.mend}"}
        return {"state": "file", "media": media}

    async def _made(self, cue: Cue) -> dict[str, object]:
        needed = Fraction(cue.end - cue.at, self.cut.fps)
        wish = music_wish(self.sheet, self.name, self.wanted, needed)
        try:
            take = await wish.obtain()
        except BudgetReached as short:
            return {"state": f"held: {short.what}", "price": wish.price}
        except OutcomeUnknown as lost:
            return {"state": f"unknown: {lost.what}", "price": wish.price}
        except Refused as unable:
            return {"state": f"refused: {unable.what}", "price": wish.price}
        if take.artifact is None:
            return {"state": f"refused: {take.reason}", "price": wish.price}
        try:
            path = self.sheet.doers.artifacts.path(take.artifact)
            seconds = await asyncio.to_thread(sound_length, path)
        except MediaFailed as broken:
            return {"state": f"damaged: {broken.what}", "price": wish.price}
        return {
            "state": "made",
            "media": take.artifact,
            "seconds": seconds,
            "provider": take.provider,
            "price": wish.price,
            "slate": take.slate,
            "fell_back_from": "" if take.provider == cue.provider else cue.provider,
        }


def music_wish(sheet: CallSheet, name: str, cue: MusicCue, needed: Fraction) -> Wish:
    """What the film wants of those who may make a cue.

    Args:
        sheet: of the run.
        name: what the cue's takes are called; see `cue_names`.
        cue: what the spec asks for.
        needed: seconds, more than 0.
    """
    takes = sheet.doers.takes.of_scene(sheet.production.name, sheet.run, FILM, name)
    choices = []
    for of, model in ((cue.provider, cue.model), *cue.fallback):
        provider = sheet.doers.provider("music", of)
        bought = [
            Fraction(str(take.request["duration"]))
            for take in takes
            if (take.provider, take.model) == (of, model)
            and take.request.get("direction") == cue.mood
            and not take.in_vain
        ]
        request = MusicRequest(
            model=model,
            direction=cue.mood,
            duration=length(needed, provider.capabilities(model), bought),
            rate=rate(provider, SIMULATED_RATE),
        )
        choices.append(Choice(of, request))
    return Wish(sheet, FILM, name, choices)


def cue_names(sheet: CallSheet) -> tuple[str, ...]:
    """What the takes of each cue are called in a run.

    Args:
        sheet: of the run.
    """
    takes = sheet.doers.takes.of_run(sheet.production.name, sheet.run)
    tried = ((take.scene, str(take.request.get("direction", ""))) for take in takes if take.pilot == FILM)
    return names(sheet.production.mix.music, tried)
