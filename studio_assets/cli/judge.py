"""`studio judge`: how far a judge's own askings of one clip differ, measured for second opinions to go by."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import click

from resources.artifacts.artifact import Artifact
from resources.claude.compose import compose
from resources.claude.desk import Desk
from resources.claude.prompt import render
from resources.claude.roles import respondent
from resources.money import ZERO
from resources.providers.port import Provider, VideoRequest
from resources.takes.submission import request_of
from studio_assets.call_sheet import CallSheet, Doers
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.cli.providers.purse import (
    PRODUCTION,
    allow,
    must_say_spend,
    priced,
    worker_name,
)
from studio_assets.cli.providers.which import asked, say_label
from studio_assets.cli.takes.which import production_of
from studio_assets.clips.clip import Clip
from studio_assets.clips.gates import Gates
from studio_assets.clips.shown import Screening
from studio_assets.planning.plan import Plan
from studio_assets.qa.claude import ClaudeVerifier, Repeated
from studio_assets.qa.exhibits import exhibits
from studio_assets.qa.noise import keep, noise_of
from studio_assets.qa.question import question
from studio_assets.qa.viewing import Viewing
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.script.scene import Scene
from studio_assets.wiring import doers

__all__ = ["judge"]


@click.command()
@click.argument("clip")
@click.option("-k", "times", type=click.IntRange(2, 50), default=5, show_default=True,
              help="How often the same is asked.")  # fmt: skip
@click.option("--run", "key", help="The run, where CLIP does not name it; without it, the newest.")
@click.option("--spend", is_flag=True, help="Pay the price that is said; play money needs no such word.")
def judge(clip: str, times: int, key: str | None, spend: bool) -> None:
    """Ask Claude about CLIP, `production/run/pilot/scene`, several times, and keep how far its scores differ.

    A clip whose score is nearer to the threshold than that gets a second opinion. Until it is measured,
    3 points are assumed. It is paid from a budget of its own, not from the film's; the same on the same
    day costs nothing again.
    """
    provider = asked("answer/claude")
    say_label()
    provider.check_configured()
    who = doers()
    shot = _shot(who, clip, key)
    viewing = asyncio.run(shot.viewing())
    if viewing.look is None or not viewing.look.stills:
        raise Mistake(
            f"There is nothing to look at: {viewing.why or 'the clip gave no frame'}.",
            mend="Name a clip that decodes.",
            where=shot.word,
        )
    now = who.clock.now()
    run = f"judge-{now:%Y-%m-%d}{'-simulated' if provider.simulated else ''}"
    bill = _most(who, provider, viewing)
    total = bill.each * times
    click.echo(f"{shot.word}: {times} askings of {bill.model}, up to {priced(provider, total)} in all")
    if not spend and not provider.simulated:
        raise must_say_spend(provider, total)
    allow(who.ledger, f"{PRODUCTION}/{run}", total)
    desk = Desk(
        provider=provider,
        batches=None,
        takes=who.takes,
        artifacts=who.artifacts,
        clock=who.clock,
        worker=worker_name("judge", now),
        production=PRODUCTION,
        run=run,
        budget=f"{PRODUCTION}/{run}",
        limit=total,
    )
    before = _spent(who, run)
    try:
        repeated = asyncio.run(ClaudeVerifier(desk).repeat(viewing, times))
    finally:
        click.echo(f"  spent      {priced(provider, _spent(who, run) - before)}")
    keep(repeated.model, viewing.clip, repeated.scores, now.date(), simulated=repeated.simulated)
    _say(repeated)


@dataclass(frozen=True)
class _Shot:
    """A clip of a run with all that its judge saw.

    Args:
        sheet: of its run.
        scene: what was to be filmed.
        clip: what was.
        media: its file.
    """

    sheet: CallSheet
    scene: Scene
    clip: Clip
    media: Artifact

    @property
    def word(self) -> str:
        """`production/run/pilot/scene`."""
        return "/".join((self.sheet.budget, self.clip.pilot, self.clip.scene))

    async def viewing(self) -> Viewing:
        """What the judge may look at: the frames that QA looked at, against what was ordered."""
        sheet, clip = self.sheet, self.clip
        planned = sheet.need("plan", Plan).pilot(clip.pilot)
        if planned is None:
            raise Mistake(
                f"{clip.pilot} is not planned any more.", mend="Name a clip of a planned pilot.",
                where=self.word,
            )  # fmt: skip
        request = request_of(sheet.doers.takes.take(clip.take.slate)) if clip.take else None
        screening = Screening(sheet, Gates(sheet.doers.limits), planned, self.scene, self._opening())
        ordered = request if isinstance(request, VideoRequest) else None
        own = None if clip.take else clip.still
        return await screening.viewing(self.media, ordered, still=clip.still is not None, own=own)

    def _opening(self) -> str | None:
        if self.scene.continues is None:
            return self.scene.first_frame
        before = self.sheet.document("clip", Clip, self.clip.pilot, self.scene.continues)
        return before.last_frame.digest if before and before.last_frame else None


def _shot(who: Doers, word: str, key: str | None) -> _Shot:
    parts = word.strip("/").split("/")
    if len(parts) not in (3, 4) or (key and len(parts) == 4 and parts[1] != key):
        raise Mistake(
            f"{word!r} is no clip.",
            mend="Write production/run/pilot/scene, or production/pilot/scene for the newest run or --run.",
        )
    name, (pilot, scene) = production_of(who, parts[0]), parts[-2:]
    key = parts[1] if len(parts) == 4 else key
    record = who.runs.find(name, key) if key else who.runs.newest(name)
    if record is None:
        runs = [one.run for one in who.runs.of(name)]
        raise Mistake(f"{name} has no run {key or 'yet'}.", mend=nearest(key or "", runs))
    sheet = sheet_of(who, record)
    there = [f"{node.pilot}/{node.scene}" for node in sheet.graph.nodes if node.kind == "clip"]
    if f"{pilot}/{scene}" not in there:
        raise Mistake(f"{sheet.budget} has no clip {pilot}/{scene}.", mend=nearest(f"{pilot}/{scene}", there))
    clip = sheet.need("clip", Clip, pilot, scene)
    if clip.media is None:
        raise Mistake(
            f"{pilot}/{scene} of {sheet.budget} has no clip: {clip.state}.",
            mend="Name a clip that is filmed.",
        )
    return _Shot(sheet, sheet.need("scene", Scene, pilot, scene), clip, clip.media)


class _Bill(NamedTuple):
    model: str
    each: Decimal


def _most(who: Doers, provider: Provider, viewing: Viewing) -> _Bill:
    """What one asking costs at most, and of whom: known before anything is sent."""
    assert viewing.look is not None, "looked at before"
    shown = asyncio.run(exhibits(who.artifacts, viewing, viewing.look.stills))
    one = question(viewing, shown, "qa_verifier")
    request = compose(one, render(one.template or one.role, one.variables), respondent(one.role))
    return _Bill(request.model, provider.quote(request).amount)


def _spent(who: Doers, run: str) -> Decimal:
    return sum((take.cost for take in who.takes.of_run(PRODUCTION, run)), ZERO)


def _say(repeated: Repeated) -> None:
    for number, score in enumerate(repeated.scores, start=1):
        click.echo(f"  asking {number:<3} {score}")
    click.echo(f"  spread     {repeated.spread} points, the standard deviation of these")
    known = noise_of(repeated.model, simulated=repeated.simulated)
    label = "; it counts for the simulator only" if repeated.simulated else ""
    click.echo(f"The noise of {repeated.model} is now {known.words}{label}.")
