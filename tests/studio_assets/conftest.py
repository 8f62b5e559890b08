"""Builders of the film's documents; every argument that a test does not name has a plain default."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from resources.artifacts.artifact import Artifact
from studio_assets.clips.clip import Clip, Picture, TakeLine
from studio_assets.planning.plan import Plan, PlannedPilot
from studio_assets.qa.report import QAReport
from studio_assets.script.scene import Scene, Transition
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
from studio_assets.spec.tier import Tier, VideoChoice

CUT = Transition(kind="cut", duration=Fraction(0))
RUBRIC = Rubric(
    name="default",
    bands=(
        (Decimal(90), Decimal(1)),
        (Decimal(75), Decimal("0.75")),
        (Decimal(65), Decimal("0.5")),
        (Decimal(0), None),
    ),
)
PRICES = {
    "static_images": ("0.04", 75),
    "motion_graphics": ("0.15", 85),
    "animated": ("0.25", 90),
    "photorealistic": ("0.50", 95),
}


def make_tier(name: str = "animated", **changes: Any) -> Tier:
    """A tier whose clips must reach 80."""
    price, ceiling = PRICES.get(name, ("0.25", 90))
    given: dict[str, Any] = {
        "name": name,
        "description": f"The look {name}.",
        "price_per_second": Decimal(price),
        "threshold": Decimal(80),
        "quality_ceiling": ceiling,
        "style": (name.replace("_", " "), "warm colours"),
        "video": (VideoChoice(provider="simulated", model=name),),
    }
    return Tier(**(given | changes))


def make_pilot(name: str, tier: str = "animated", **changes: Any) -> PilotSpec:
    """A pilot that the spec names, without an allotment."""
    given: dict[str, Any] = {
        "name": name,
        "tier": tier,
        "video": VideoChoice(provider="simulated", model=tier),
        "timeout": Fraction(600),
    }
    return PilotSpec(**(given | changes))


def make_production(**changes: Any) -> Production:
    """A 15 s film of three empty slots at 24 fps under $25.00, no named pilot, all four tiers.

    Pilots that are given bring their names along.
    """
    pilots = tuple(changes.get("pilots", ()))
    given: dict[str, Any] = {
        "name": "coffee",
        "file": "coffee.yaml",
        "owner": None,
        "concept": "A developer works late. Coffee beans fall like rain. They lean back and smile.",
        "duration": Fraction(15),
        "aspect_ratio": "16:9",
        "width": 1280,
        "height": 720,
        "fps": 24,
        "budget": Budget(limit=Decimal("25.00"), contingency=Decimal("0.1")),
        "pilots": (),
        "pilot_names": tuple(one.name for one in pilots) or ("pilot_a", "pilot_b", "pilot_c"),
        "takes": 1,
        "transition": CUT,
        "scenes": tuple(SceneSpec(name=f"scene_{number}") for number in (1, 2, 3)),
        "competition": Competition(test_scenes=1, policy="rubric", rubric=RUBRIC, winners=1),
        "quality": Quality(judge="measured", threshold=None, reshoots=1, frames=6),
        "narrator": Narrator(provider="simulated", model="speech", voice="Lily"),
        "edit": Edit(cuts=("safe", "balanced", "creative"), pick="auto"),
        "automation": Automation(on_change="off", auto_approve_under=None, schedule=None),
        "tiers": {name: make_tier(name) for name in PRICES},
    }
    return Production(**(given | changes))


def make_planned(name: str = "pilot_a", allotment: str = "10", **changes: Any) -> PlannedPilot:
    """A pilot of a plan, its allotment in dollars."""
    given: dict[str, Any] = {
        "name": name,
        "tier": "animated",
        "provider": "simulated",
        "model": "animated",
        "share": Decimal("0.4"),
        "allotment": Decimal(allotment),
        "test_price": Decimal(1),
        "film_price": Decimal(5),
        "rationale": "It is the only one.",
    }
    return PlannedPilot(**(given | changes))


def make_plan(*pilots: PlannedPilot, contingency: str = "0", **changes: Any) -> Plan:
    """A plan of these pilots whose limit is their allotments and the contingency."""
    given: dict[str, Any] = {
        "state": "planned",
        "crew": "rules",
        "simulated": True,
        "limit": sum((one.allotment for one in pilots), Decimal(contingency)),
        "contingency": Decimal(contingency),
        "pilots": pilots,
        "unplanned": {},
    }
    return Plan(**(given | changes))


def make_scene(name: str, number: int = 1, seconds: Fraction | int = 5, **changes: Any) -> Scene:
    """A written scene that is filmed as long as it lasts."""
    given: dict[str, Any] = {
        "state": "written",
        "name": name,
        "number": number,
        "description": f"What {name} shows.",
        "direction": f"What {name} shows.",
        "duration": Fraction(seconds),
        "film_duration": Fraction(seconds),
        "transition": CUT,
    }
    return Scene(**(given | changes))


def make_clip(pilot: str, scene: str, frames: int = 120, fps: int = 24, **changes: Any) -> Clip:
    """A filmed clip of so many frames; its digest is its name. No frames: nothing was filmed."""
    if frames == 0:
        return Clip(**({"state": "refused: moderation", "pilot": pilot, "scene": scene} | changes))
    take = TakeLine(
        slate=f"slate/{pilot}/{scene}/1",
        number=1,
        state="fetched",
        provider="simulated",
        model="animated",
        price=Decimal("1.25"),
        chosen=True,
    )
    given: dict[str, Any] = {
        "state": "filmed",
        "pilot": pilot,
        "scene": scene,
        "media": Artifact(digest=f"{pilot}-{scene}", suffix=".mp4", size=1),
        "picture": Picture(
            frames=frames,
            fps=Fraction(fps),
            width=1280,
            height=720,
            duration=Fraction(frames, fps),
            has_audio=False,
        ),
        "take": take,
        "takes": (take,),
        "price": Decimal("1.25"),
        "simulated": True,
    }
    return Clip(**(given | changes))


def make_report(pilot: str, scene: str, overall: str | None = "90", **changes: Any) -> QAReport:
    """A report with that overall score; None is unjudged."""
    score = None if overall is None else Decimal(overall)
    given: dict[str, Any] = {
        "state": "unjudged: no decoder" if score is None else "judged",
        "pilot": pilot,
        "scene": scene,
        "clip": f"{pilot}-{scene}",
        "technical": score,
        "overall": score,
        "threshold": Decimal(80),
        "passed": score is not None and score >= 80,
    }
    return QAReport(**(given | changes))


# Session-wide, because hypothesis refuses fixtures that are made anew for each test.
@pytest.fixture(scope="session")
def production() -> Callable[..., Production]:
    """Builds productions; see `make_production`."""
    return make_production


@pytest.fixture(scope="session")
def tier() -> Callable[..., Tier]:
    """Builds tiers; see `make_tier`."""
    return make_tier


@pytest.fixture(scope="session")
def pilot() -> Callable[..., PilotSpec]:
    """Builds a spec's pilots; see `make_pilot`."""
    return make_pilot


@pytest.fixture(scope="session")
def planned() -> Callable[..., PlannedPilot]:
    """Builds a plan's pilots; see `make_planned`."""
    return make_planned


@pytest.fixture(scope="session")
def plan_of() -> Callable[..., Plan]:
    """Builds plans; see `make_plan`."""
    return make_plan


@pytest.fixture(scope="session")
def scene() -> Callable[..., Scene]:
    """Builds scenes; see `make_scene`."""
    return make_scene


@pytest.fixture(scope="session")
def clip() -> Callable[..., Clip]:
    """Builds clips; see `make_clip`."""
    return make_clip


@pytest.fixture(scope="session")
def report() -> Callable[..., QAReport]:
    """Builds QA reports; see `make_report`."""
    return make_report


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    """The default rubric."""
    return RUBRIC
