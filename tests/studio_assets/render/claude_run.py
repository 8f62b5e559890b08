"""The made-up run as it is where Claude was asked: seen, judged twice, overridden, and partly unanswered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from resources.claude.answer import Asked
from resources.providers.request import AnswerRequest, Words
from resources.takes.take import Take
from studio_assets.critique.review import SceneReview, SeenLesson
from studio_assets.greenlight.decision import Override
from studio_assets.qa.continuity import Continuity
from studio_assets.qa.report import Opinion
from studio_assets.qa.weigh import Scores
from studio_assets.render.dailies_asked import questions
from studio_assets.render.dailies_run import Dailies
from studio_assets.seeds.description import SeedAsset, SeedAssets
from tests.studio_assets.render import made_up_run
from tests.studio_assets.render.made_up_run import RUN, SCENES, Store, no_files

D = Decimal
HAIKU, SONNET = "claude-haiku-5-5", "claude-sonnet-5-5"
DESK, RAIN = SCENES
BEGUN = datetime(2026, 11, 21, 8, 5, 34, tzinfo=UTC)


def question(
    role: str, model: str, price: str | None, *, pilot: str = "crew", scene: str = "crew", **changes: Any
) -> Take:
    """A question as the journal has it; without a price it is under way or lost."""
    request = AnswerRequest(
        model=model, role=role, system="", content=(Words(text="?"),), answer_schema="{}", max_tokens=10
    )
    name = f"{scene}.{role}"
    given: dict[str, Any] = {
        "slate": f"make_it_rain_coffee/{RUN}/{pilot}/{name}/0c41d9aa73b2/1",
        "production": "make_it_rain_coffee", "run": RUN, "pilot": pilot, "scene": name,
        "recipe": "0c41d9aa73b2", "ordinal": 1, "number": 1, "kind": "answer", "provider": "claude",
        "model": model, "simulated": True, "state": "fetched" if price else "unknown",
        "request": request.model_dump(mode="json"), "quote": D("0.05"),
        "price": D(price) if price else None, "budget": f"make_it_rain_coffee/{RUN}",
        "account": "contingency", "remote_id": None, "suffix": ".json",
        "artifact": no_files(name + pilot, ".json") if price else None, "reason": "", "fresh": "",
        "created": BEGUN, "submitted": None, "settled": None, "worker": "w", "lease_until": BEGUN,
    }  # fmt: skip
    return Take(**(given | changes))


def takes() -> tuple[Take, ...]:
    """Every question of the run, the last one first; one is of a document that is no more."""
    asked = (
        question("asset_analyzer", HAIKU, "0.00041"),
        question("producer", SONNET, "0.02114"),
        question("script_writer", SONNET, "0.03182", pilot="animated"),
        question("script_writer", SONNET, None, pilot="photo", reason="the connection was lost"),
        question("qa_verifier", HAIKU, "0.00212", pilot="animated", scene=DESK),
        question("second_opinion", SONNET, "0.03307", pilot="animated", scene=DESK),
        question("qa_verifier", HAIKU, "0.00198", pilot="animated", scene=RAIN),
        question("qa_verifier", HAIKU, "0.00201", pilot="photo", scene=DESK),
        question("critic", SONNET, "0.04155", pilot="animated"),
        question("editor", SONNET, "0.02650"),
    )
    later = [one.model_copy(update={"created": BEGUN + timedelta(seconds=n)}) for n, one in enumerate(asked)]
    return tuple(reversed(later))


def told(role: str, pilot: str = "crew", scene: str = "crew", outcome: str = "answered") -> Asked:
    """A question as its document has it."""
    take = next(
        one for one in takes() if (one.request["role"], one.pilot) == (role, pilot)
        and one.scene == f"{scene}.{role}"
    )  # fmt: skip
    return Asked(
        role=role, model=take.model, outcome=outcome, price=take.cost, slate=take.slate,
        prompt=no_files(take.scene + pilot, ".md"), answer=take.artifact, simulated=True,
    )  # fmt: skip


def opinion(model: str, overall: str, points: int, words: str) -> Opinion:
    """One judge's four scores with what they rest on."""
    names = ("visual_accuracy", "style_consistency", "technical", "narrative_fit")
    return Opinion(
        model=model,
        scores=Scores(**dict.fromkeys(names, D(points))),
        overall=D(overall),
        evidence={name: f"{words} ({name.replace('_', ' ')})." for name in names},
    )


def dailies(store: Store = no_files) -> Dailies:
    """The whole run, with all that Claude can say of one."""
    run = made_up_run.dailies(store)
    seen: dict[str, Any] = {
        "seeds": _seeds(),
        "plan": run.plan.model_copy(
            update={
                "crew": SONNET,
                "strategy": "Spend on the drawn look, whose clips were good before, and let the photographed "
                "one prove itself on a single test scene.",
                "notes": ("The shares make 105 % together; the money was dealt in proportion.",),
                "asked": (told("producer"),),
            }
        ),
        "scenes": _scenes(run),
        "reports": _reports(run),
        "greenlight": _greenlight(run),
        "critiques": run.critiques | {"animated": _critique(run)},
        "edl": run.edl.model_copy(
            update={
                "crew": SONNET,
                "asked": (told("editor"),),
                "notes": ("The creative cut used coffee_rain twice; the rules cut it once.",),
            }
        ),
    }
    whole = run.model_copy(update=seen)
    return whole.model_copy(update={"asked": questions(takes(), whole.documents)})


def _seeds() -> SeedAssets:
    return SeedAssets(
        state="described",
        crew=HAIKU,
        assets=(
            SeedAsset(
                id="hero", role="character", digest="a" * 64, state="described",
                content="A woman of about thirty with short black hair in a yellow raincoat.",
                themes=("rain", "night"), palette=("yellow", "deep blue"), style="ink and wash",
                sheet="Short black hair, round glasses, yellow raincoat with three wooden buttons.",
            ),
            SeedAsset(id="mug", role="product", digest="b" * 64,
                      state="undescribed: the picture cannot be read"),
        ),
        notes=("The picture `mug` is undescribed: it cannot be read. Providers get it all the same.",),
        asked=(told("asset_analyzer"),),
    )  # fmt: skip


def _scenes(run: Dailies) -> Any:
    lost = told("script_writer", "photo", outcome="unknown: the connection was lost")
    photo = {
        name: scene.model_copy(
            update={"notes": ("The rules wrote it: the connection was lost.",), "asked": (lost,)}
        )
        for name, scene in run.scenes["photo"].items()
    }
    written = (told("script_writer", "animated"),)
    drawn = {
        name: scene.model_copy(update={"asked": written}) for name, scene in run.scenes["animated"].items()
    }
    rain = drawn[RAIN].model_copy(update={"continues": DESK})
    return {"animated": {**drawn, RAIN: rain}, "photo": photo}


def _reports(run: Dailies) -> Any:
    first = opinion(HAIKU, "78.25", 75, "Frames 0 to 4 show the developer at the laptop under a warm lamp")
    second = opinion(SONNET, "84.5", 84, "The lamp's light falls from the left in every frame, as written")
    twice = run.reports["animated"][DESK].model_copy(
        update={
            "judge": HAIKU, "overall": D("81.37"), "passed": True, "first": first, "second": second,
            "visual_accuracy": D("79.5"), "style_consistency": D("79.5"), "narrative_fit": D("79.5"),
            "judged_technical": D("79.5"), "evidence": first.evidence, "noise": D(3),
            "basis": f"30% visual accuracy, 25% style consistency, 25% technical, 20% narrative fit; "
            f"technical as measured; judges: the mean of {HAIKU} and {SONNET}, since 78.25 is within the "
            "noise of 80: 3 points, assumed, not measured",
            "matched": ("a developer", "a laptop", "a warm desk lamp"), "missing": ("rain on the window",),
            "unexpected": ("a second screen with unreadable letters",),
            "notes": ("The judge could make out 5 of 6 frames.",),
            "asked": (told("qa_verifier", "animated", DESK), told("second_opinion", "animated", DESK)),
        }
    )  # fmt: skip
    alone = opinion(HAIKU, "92.5", 92, "Frame 2 shows beans falling past the window")
    broken = run.reports["animated"][RAIN].model_copy(
        update={
            "judge": HAIKU, "overall": D("92.5"), "passed": False, "first": alone,
            "visual_accuracy": D(92), "style_consistency": D(92), "narrative_fit": D(92),
            "judged_technical": D(62), "evidence": alone.evidence, "noise": D("1.2"),
            "basis": f"30% visual accuracy, 25% style consistency, 25% technical, 20% narrative fit; "
            f"technical as measured; judge: {HAIKU}",
            "matched": ("coffee beans",),
            "continuity": Continuity(
                after=DESK, distance=31, colour=9.25, matches=False, identity="different",
                evidence="The scarf is red in the frame before and blue in frames 0 to 4.",
            ),
            "asked": (told("qa_verifier", "animated", RAIN),),
        }
    )  # fmt: skip
    silent = run.reports["photo"][DESK].model_copy(
        update={
            "state": "unjudged: refused: general_harms", "overall": None, "basis": "", "passed": False,
            "notes": ("Change the words or pictures that it is about.",),
            "asked": (told("qa_verifier", "photo", DESK, "refused: general_harms"),),
        }
    )  # fmt: skip
    return {
        "animated": {DESK: twice, RAIN: broken},
        "photo": {**run.reports["photo"], DESK: silent},
    }


def _greenlight(run: Dailies) -> Any:
    animated, photo = run.greenlight.decisions
    word = Override(verdict="cancel", reason="The client does not want real faces.", by="ada")
    over = photo.model_copy(
        update={
            "override": word, "reason": word.reason, "rule": "go",
            "rule_reason": "88.0 is in the band from 75.", "score": D(88),
        }
    )  # fmt: skip
    lapsed = "The override of motion (go: it is cheap) has lapsed: motion is not planned any more."
    return run.greenlight.model_copy(update={"decisions": (animated, over), "notes": (lapsed,)})


def _critique(run: Dailies) -> Any:
    scenes = (
        SceneReview(
            scene=DESK, filmed=True, overall=D("81.37"), passed=True, matched=("a developer", "a lamp"),
            missing=("rain on the window",), verdict="The mood is there, the weather is not.",
        ),
        SceneReview(scene=RAIN, filmed=True, overall=D("92.5"), passed=False),
    )  # fmt: skip
    return run.critiques["animated"].model_copy(
        update={
            "crew": SONNET, "scenes": scenes, "looked_at": (DESK,),
            "advice_reason": "What is missing can be asked for; what is there is good.",
            "gap_analysis": "The concept asks for a breakthrough. The first scene shows the night before it "
            "well; nothing that is seen yet tells that it came.",
            "seen_strengths": ("The lamp's warm light holds through the whole scene.",),
            "seen_lessons": (SeenLesson(text="Name the weather first in a direction.", scenes=(DESK,)),),
            "notes": ("Claude said nothing of coffee_rain, though its frames were in view.",),
            "asked": (told("critic", "animated"),),
        }
    )  # fmt: skip
