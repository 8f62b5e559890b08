"""A made-up run for the pages: 2 pilots, 2 scenes, one transfer, one cancelled pilot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from resources.artifacts.artifact import Artifact
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.clips.clip import Clip, Picture, TakeLine
from studio_assets.critique.review import Critique, SceneReview
from studio_assets.edl.cut import Cut, Edl, Event, PictureLock
from studio_assets.greenlight.decision import Decision, Greenlight, Transfer
from studio_assets.planning.plan import Pilot, Plan, PlannedPilot
from studio_assets.qa.report import Measure, QAReport
from studio_assets.render.dailies_run import AccountLine, Dailies, Money
from studio_assets.render.master_document import Invariant, Master
from studio_assets.script.scene import Overlay, Scene, Transition
from studio_assets.spec.production import (
    Automation,
    Budget,
    Competition,
    Edit,
    Narrator,
    PilotSpec,
    Production,
    Quality,
    Rubric,
    SceneSpec,
)
from studio_assets.spec.tier import VideoChoice

Store = Callable[[str, str], Artifact]
"""Gives the artifact of a name and suffix, for example `("animated desk_at_night", ".mp4")`."""

RUN = "2026-11-21_080534"
FPS = 24
FRAMES = 48
SCENES = ("desk_at_night", "coffee_rain")
D = Decimal


def no_files(name: str, suffix: str) -> Artifact:
    """Artifacts of files that nobody made."""
    return Artifact(digest=hashlib.sha256(name.encode()).hexdigest(), suffix=suffix, size=34_512)


def production(
    concept: str = "A 4-second story of a developer who has a breakthrough at night.",
) -> Production:
    """What the run is made from."""
    video = VideoChoice(provider="simulated", model="animated")
    return Production(
        name="make_it_rain_coffee",
        file="coffee.yaml",
        owner="team:studio",
        concept=concept,
        duration=Fraction(4),
        aspect_ratio="16:9",
        width=640,
        height=360,
        fps=FPS,
        budget=Budget(limit=D(25), contingency=D("0.1")),
        pilots=tuple(
            PilotSpec(name=name, tier=tier, video=video, timeout=Fraction(600))
            for name, tier in (("animated", "animated"), ("photo", "photorealistic"))
        ),
        pilot_names=("animated", "photo"),
        takes=1,
        transition=Transition(kind="cut", duration=Fraction(0)),
        scenes=tuple(SceneSpec(name=name) for name in SCENES),
        competition=Competition(
            test_scenes=1,
            policy="rubric",
            winners=1,
            rubric=Rubric(name="default", bands=((D(75), D("0.75")), (D(0), None))),
        ),
        quality=Quality(judge="measured", threshold=None, reshoots=1, frames=6),
        narrator=Narrator(provider="simulated", model="tone", voice="Lily"),
        edit=Edit(cuts=("safe", "balanced", "creative"), pick="auto"),
        automation=Automation(on_change="run", auto_approve_under=None, schedule=None),
        tiers={},
    )


def plan() -> Plan:
    """Two pilots on $25."""
    return Plan(
        state="planned",
        crew="rules",
        simulated=True,
        limit=D(25),
        contingency=D("2.50"),
        pilots=(
            PlannedPilot(
                name="animated",
                tier="animated",
                provider="simulated",
                model="animated",
                share=D("0.4"),
                allotment=D(10),
                test_price=D("0.80"),
                film_price=D("1.60"),
                rationale="The budget films it six times over, so reshoots are affordable.",
            ),
            PlannedPilot(
                name="photo",
                tier="photorealistic",
                provider="simulated",
                model="photorealistic",
                share=D("0.5"),
                allotment=D("12.50"),
                test_price=D(3),
                film_price=D(6),
                rationale="The highest ceiling that the budget still films twice.",
            ),
        ),
        unplanned={"motion": "no provider of its tier films 640x360"},
        learned=("The tier animated reached 91.5 in 4 of 5 earlier runs.",),
    )


def pilots(plan: Plan) -> tuple[Pilot, ...]:
    """Their documents."""
    return tuple(
        Pilot(
            state="planned",
            name=one.name,
            planned=one,
            durations=(Fraction(5),),
            quality_ceiling=92,
            threshold=D(80),
            scenes=SCENES,
            test_scenes=SCENES[:1],
        )
        for one in plan.pilots
    )


def scene(name: str, number: int) -> Scene:
    """A written scene; the second one dissolves in and has a text over it."""
    return Scene(
        state="written",
        name=name,
        number=number,
        description="Wide shot of a developer hunched over a laptop, warm desk lamp, rain on the window.",
        direction="Slow push in, 35mm, warm practical light, shallow focus, gentle film grain.",
        duration=Fraction(2),
        film_duration=Fraction(5),
        narration="It was two in the morning.",
        overlay=Overlay(text="2:00 AM", position="lower_third", start=Fraction(0), end=Fraction(1)),
        transition=Transition(kind="dissolve" if number > 1 else "cut", duration=Fraction(number - 1, 4)),
        test=number == 1,
    )


def clip(store: Store, pilot: str, name: str) -> Clip:
    """A filmed clip with two takes, the second chosen."""
    takes = tuple(
        TakeLine(
            slate=f"make_it_rain_coffee/{RUN}/{pilot}/{name}/5f2a9c01b7d4/{number}",
            number=number,
            state="succeeded",
            provider="simulated",
            model=pilot,
            price=D("0.40"),
            score=(71.25, 93.5)[number - 1],
            chosen=number == 2,
        )
        for number in (1, 2)
    )
    return Clip(
        state="filmed",
        pilot=pilot,
        scene=name,
        media=store(f"{pilot} {name}", ".mp4"),
        picture=Picture(
            frames=FRAMES, fps=Fraction(FPS), width=640, height=360, duration=Fraction(2), has_audio=False
        ),
        take=takes[1],
        takes=takes,
        price=D("0.80"),
        sheet=store(f"{pilot} {name}", ".webp"),
        simulated=True,
    )


def report(pilot: str, name: str, overall: str = "93.5") -> QAReport:
    """Measured, with three dimensions that nobody looked at."""
    return QAReport(
        state="judged",
        pilot=pilot,
        scene=name,
        technical=D(overall),
        overall=D(overall),
        threshold=D(80),
        basis="The technical score alone; nobody looked at the picture.",
        passed=D(overall) >= 80,
        measures={
            "sharpness": Measure(value=412.6871, score=0.97, weight=0.3),
            "black_frames": Measure(value=2, score=0.8, weight=0.5, note="2 frames at the start are black."),
        },
        issues=("The first two frames are black.",),
        suggestions=("Film another take with a later start.",),
    )


def greenlight() -> Greenlight:
    """Animated goes on and receives what photo leaves."""
    return Greenlight(
        state="decided",
        rubric="default",
        spent=D("3.80"),
        granted=D("15.90"),
        withheld=D("2.80"),
        contingency=D("2.50"),
        decisions=(
            Decision(
                pilot="animated",
                verdict="go",
                score=D("93.5"),
                allotment=D(10),
                test_spend=D("0.80"),
                keeps=D(1),
                kept=D("9.20"),
                received=D("6.70"),
                withheld=D(0),
                granted=D("15.90"),
                reason="93.5 is in the band from 75.",
            ),
            Decision(
                pilot="photo",
                verdict="cancel",
                score=None,
                allotment=D("12.50"),
                test_spend=D(3),
                keeps=D(0),
                kept=D(0),
                received=D(0),
                withheld=D("2.80"),
                granted=D(0),
                reason="Its test scene could not be judged.",
            ),
        ),
        transfers=(
            Transfer(source="photo", target="animated", amount=D("6.70"), why="The cancelled pilot's money."),
            Transfer(source="photo", target="contingency", amount=D("2.80"), why="What nobody can use."),
        ),
    )


def cut(store: Store, name: str, source_in: int = 0, overlap: int = 0) -> Cut:
    """Both scenes of the animated pilot; with an overlap the second one dissolves in."""
    used = FRAMES - source_in
    events = tuple(
        Event(
            pilot="animated",
            scene=scene_name,
            clip=media.digest,
            suffix=media.suffix,
            slate=f"make_it_rain_coffee/{RUN}/animated/{scene_name}/5f2a9c01b7d4/2",
            clip_frames=FRAMES,
            source_in=source_in,
            source_out=FRAMES,
            transition="dissolve" if place and overlap else "cut",
            transition_frames=overlap if place else 0,
            record_in=place * (used - overlap),
            overlay=scene(scene_name, 1).overlay if place == 0 else None,
            reason="Its best take, without the two black frames at the start.",
        )
        for place, scene_name in enumerate(SCENES)
        for media in [store(f"animated {scene_name}", ".mp4")]
    )
    reason = {"safe": "Straight cuts and the best takes only."}.get(
        name, "More pace, and a dissolve in the middle."
    )
    return Cut(
        name=name,
        events=events,
        fps=FPS,
        frames=2 * used - overlap,
        reason=reason,
        estimated_quality=None if name == "creative" else D("93.5"),
        files={"otio": store(name, ".otio")},
    )


def money() -> Money:
    """Adds up to $25."""
    return Money(
        limit=D(25),
        contingency=D("5.30"),
        held=D("0.40"),
        spent=D("4.62"),
        free=D("19.98"),
        accounts={
            "animated": AccountLine(granted=D("16.70"), held=D("0.40"), spent=D("1.62"), free=D("14.68")),
            "photo": AccountLine(granted=D(3), spent=D(3), free=D(0)),
        },
    )


def dailies(store: Store = no_files) -> Dailies:
    """The whole run, finished, with one pilot cancelled after its test scene."""
    planned = plan()
    names = [pilot.name for pilot in planned.pilots]
    cancelled = Clip(state="not_filmed: pilot cancelled", pilot="photo", scene=SCENES[1])
    unseen = QAReport(state="not_filmed: pilot cancelled", pilot="photo", scene=SCENES[1], threshold=D(80))
    candidates = (cut(store, "safe"), cut(store, "balanced", 6, 6), cut(store, "creative", 12))
    return Dailies(
        production=production(),
        run=RUN,
        started="21 November 2026, 08:05:34 UTC",
        plan=planned,
        pilots=pilots(planned),
        scenes={name: {one: scene(one, n) for n, one in enumerate(SCENES, 1)} for name in names},
        clips={
            "animated": {one: clip(store, "animated", one) for one in SCENES},
            "photo": {SCENES[0]: clip(store, "photo", SCENES[0]), SCENES[1]: cancelled},
        },
        reports={
            "animated": {one: report("animated", one) for one in SCENES},
            "photo": {SCENES[0]: report("photo", SCENES[0], "64.25"), SCENES[1]: unseen},
        },
        greenlight=greenlight(),
        critiques={
            "animated": Critique(
                state="reviewed",
                pilot="animated",
                crew="rules",
                score=D("93.5"),
                band="75-100: keeps 75 %",
                advice="continue",
                complete=True,
                spent=D("1.62"),
                scenes=tuple(
                    SceneReview(scene=one, filmed=True, overall=D("93.5"), passed=True) for one in SCENES
                ),
                strengths=("Every clip passed on its second take.",),
                gaps=("Both clips open on black.",),
                lessons=("Ask for a picture from the first frame.",),
                unjudged="Nobody looked at story and style.",
            ),
            "photo": Critique(state="not_filmed: pilot cancelled", pilot="photo", crew="rules", spent=D(3)),
        },
        edl=Edl(
            state="cut",
            crew="rules",
            winners=("animated",),
            cuts=candidates,
            ranking={"animated": "93.5, the best.", "photo": "Cancelled after the test scene."},
        ),
        lock=PictureLock(
            state="locked", cut=candidates[1], picked_by="policy", reason="The best by estimated quality."
        ),
        narration=Narration(
            state="held: a line is missing",
            voice="Lily",
            provider="simulated",
            price=D("0.02"),
            simulated=True,
            lines=(
                NarrationLine(
                    pilot="animated",
                    scene=SCENES[0],
                    text="It was two in the morning.",
                    state="spoken",
                    media=store("narration", ".m4a"),
                    seconds=Fraction(3, 2),
                    price=D("0.02"),
                    slate="narration/1",
                ),
                NarrationLine(
                    pilot="animated",
                    scene=SCENES[1],
                    text="And then it rained.",
                    state="held: budget reached",
                ),
            ),
        ),
        master=Master(
            state="rendered",
            media=store("master", ".mp4"),
            poster=store("poster", ".webp"),
            frames=78,
            fps=FPS,
            width=640,
            height=360,
            cut="balanced",
            spend=D("4.62"),
            simulated=True,
            invariants=(
                Invariant(name="frames", expected="78", actual="78", held=True),
                Invariant(name="loudness", expected="-14 ± 1 LUFS", actual="-16.2 LUFS", held=False),
            ),
        ),
        money=money(),
    )
