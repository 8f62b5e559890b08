"""What the dailies show: all documents of one run, gathered, and the run's balance."""

from __future__ import annotations

from collections.abc import Iterator

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from studio_assets.audio.music import Music
from studio_assets.audio.narration import Narration
from studio_assets.captions.captions import Captions
from studio_assets.clips.clip import Clip
from studio_assets.combine.combined import Combined
from studio_assets.critique.review import Critique
from studio_assets.document import Document, Seconds, Value
from studio_assets.edl.cut import Cut, Edl, PictureLock
from studio_assets.greenlight.decision import Greenlight
from studio_assets.planning.plan import Pilot, Plan
from studio_assets.qa.report import QAReport
from studio_assets.render.dailies_asked import Questions
from studio_assets.render.master_document import Master
from studio_assets.script.scene import Scene
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["AccountLine", "Dailies", "IndexRow", "Money", "cuts_of", "run_state"]


class AccountLine(Value):
    """One account of the run's ledger: a pilot, or another that may spend.

    Args:
        granted: dollars that it may spend in all.
        held: dollars reserved for what is under way.
        spent: dollars settled.
        free: dollars still to reserve: granted - held - spent.
    """

    granted: Usd
    held: Usd = ZERO
    spent: Usd = ZERO
    free: Usd


class Money(Value):
    """The run's balance in the ledger. limit = spent + held + free, always.

    Args:
        limit: the budget in dollars.
        contingency: dollars given to no pilot now; a part of `free`.
        held: dollars reserved for what is under way.
        spent: dollars settled.
        free: dollars still to reserve, contingency included.
        accounts: account name -> its line, in the plan's order; `contingency` may be one of them.
    """

    limit: Usd
    contingency: Usd = ZERO
    held: Usd = ZERO
    spent: Usd = ZERO
    free: Usd
    accounts: dict[str, AccountLine] = {}

    @property
    def adds_up(self) -> bool:
        """Whether spent, held and free make the limit."""
        return self.limit == self.spent + self.held + self.free


class Dailies(Value):
    """All that a run has left so far; what is not there yet is None or absent.

    Args:
        production: the run's snapshot of the production.
        run: the run's key.
        started: when the run was made, as people read it.
        plan: the producer's answer.
        pilots: the pilots' documents, in the plan's order.
        scenes: pilot -> scene -> the written scene.
        clips: pilot -> scene -> the clip.
        reports: pilot -> scene -> the QA report.
        greenlight: the decision after the test scenes.
        critiques: pilot -> the critic's judgement.
        edl: the cuts.
        lock: the choice of one cut.
        narration: the spoken lines.
        timeline: the locked cut as it was fitted to them.
        music: the film's cues.
        captions: the film's captions.
        master: the rendered film.
        deliverables: its other forms, in the spec's order.
        combined: the named cuts, by name.
        money: the balance in the ledger.
        seeds: what the user's pictures show.
        asked: what Claude was asked.
    """

    production: Production
    run: str
    started: str
    plan: Plan | None = None
    pilots: tuple[Pilot, ...] = ()
    scenes: dict[str, dict[str, Scene]] = {}
    clips: dict[str, dict[str, Clip]] = {}
    reports: dict[str, dict[str, QAReport]] = {}
    greenlight: Greenlight | None = None
    critiques: dict[str, Critique] = {}
    edl: Edl | None = None
    lock: PictureLock | None = None
    narration: Narration | None = None
    timeline: FilmTimeline | None = None
    music: Music | None = None
    captions: Captions | None = None
    master: Master | None = None
    deliverables: tuple[Master, ...] = ()
    combined: tuple[Combined, ...] = ()
    money: Money | None = None
    seeds: SeedAssets | None = None
    asked: Questions = Questions()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document of the run that is there."""
        single = (
            self.seeds, self.plan, self.greenlight, self.edl, self.lock, self.narration, self.timeline,
            self.music, self.captions, self.master,
        )  # fmt: skip
        return (
            *(one for one in single if one is not None),
            *self.deliverables,
            *self.combined,
            *self.pilots,
            *(one for scenes in self.scenes.values() for one in scenes.values()),
            *(one for clips in self.clips.values() for one in clips.values()),
            *(one for reports in self.reports.values() for one in reports.values()),
            *self.critiques.values(),
        )

    @property
    def simulated(self) -> bool:
        """Whether any number or medium of the run is simulated."""
        clips = (clip for pilot in self.clips.values() for clip in pilot.values())
        return bool(
            (self.plan and self.plan.simulated)
            or (self.narration and self.narration.simulated)
            or (self.music and self.music.simulated)
            or (self.master and self.master.simulated)
            or self.asked.simulated
            or any(clip.simulated for clip in clips)
        )


class IndexRow(Value):
    """One run in the index of all dailies.

    Args:
        production: the production's name.
        run: the run's key.
        state: the run's state, as `run_state` gives it.
        duration: seconds of the film; None while there is none.
        spent: dollars settled.
        limit: the budget in dollars.
        poster: a still of the film, or None.
        page: the run's page, relative to the index, for example `coffee/2026-11-21_080534.html`.
        created: when the run was made, written so that text order is time order.
        simulated: whether any number or medium of the run is simulated.
    """

    production: str
    run: str
    state: str
    duration: Seconds | None
    spent: Usd
    limit: Usd
    poster: Artifact | None
    page: str
    created: str
    simulated: bool


def run_state(dailies: Dailies) -> str:
    """The state of a run as a whole: the word of the last document that decides it.

    Args:
        dailies: the run's documents.

    Returns:
        `rendered`, `partial: ...`, `held: ...`, `waiting: ...`, `refused: ...` or `under_way: ...`.
    """
    plan, edl, lock, master = dailies.plan, dailies.edl, dailies.lock, dailies.master
    if master is not None:
        missing = "; ".join(_missing(dailies, master))
        return f"partial: {missing}" if master.happened == "rendered" and missing else master.state
    if lock is not None and lock.happened == "waiting":
        return lock.state
    if edl is not None and edl.happened == "held":
        return edl.state
    if plan is not None and plan.happened == "refused":
        return plan.state
    return "under_way: there is no master yet"


def _missing(dailies: Dailies, master: Master) -> Iterator[str]:
    """What a rendered film lacks: scenes, and what should be heard in it and was not bought."""
    count = len(master.missing)
    if master.partial:
        yield f"{count} {'scene is' if count == 1 else 'scenes are'} missing from the film"
    if dailies.narration is not None and dailies.narration.happened == "held":
        yield f"nobody speaks in {dailies.narration.why}"
    if dailies.music is not None and dailies.music.happened == "held":
        yield f"there is no music for {dailies.music.why}"


def cuts_of(dailies: Dailies) -> tuple[Cut, ...]:
    """The cuts to show: the candidates, and first the locked one where it is none of them any more.

    Args:
        dailies: the run's documents.

    Returns:
        Cuts, those of the EDL in its order.
    """
    cuts = dailies.edl.cuts if dailies.edl else ()
    locked = dailies.lock.cut if dailies.lock else None
    return cuts if locked is None or locked in cuts else (locked, *cuts)
