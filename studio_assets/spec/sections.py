"""Which part of a production decides which asset: the hash that is the asset's code version.

An edit of the YAML changes the hash of those assets alone that it decides; what follows from them is
seen by their data. A scene's narration and overlay stand in its own document, so they touch the scene,
and the clip is not filmed anew for them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Literal

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from resources.claude.prompt import template_hash
from resources.claude.question import Role
from resources.errors import StudioError
from studio_assets.seeds.casting import shown
from studio_assets.spec.finish import SOUNDED, delivered, sounded
from studio_assets.spec.production import PilotSpec, Production, SceneSpec
from studio_assets.spec.stills import moves_the_seed
from studio_assets.spec.tier import Tier, VideoChoice

__all__ = ["AssetKind", "section_hash"]

AssetKind = Literal[
    "seed_assets",
    "plan",
    "pilot",
    "scene",
    "clip",
    "qa_report",
    "greenlight",
    "critique",
    "edl",
    "picture_lock",
    "narration",
    "timeline",
    "music",
    "captions",
    "master",
    "deliverable",
    "dailies",
    "lessons",
]

_PROMPTS: dict[AssetKind, Role] = {
    "seed_assets": "asset_analyzer",
    "plan": "producer",
    "scene": "script_writer",
    "qa_report": "qa_verifier",
    "critique": "critic",
    "edl": "editor",
}
"""Whose prompt decides an asset, too. A clip has none: another prompt reaches it as another direction."""

_ELSEWHERE = {"chapter", "card", "move"}
"""What is written in a scene and decides the timeline, or its clip alone."""


def section_hash(
    production: Production,
    asset_kind: AssetKind,
    pilot: str | None = None,
    scene: str | None = None,
    deliverable: str | None = None,
) -> str:
    """The code version of one asset.

    Args:
        production: with every default filled in.
        asset_kind: which asset.
        pilot: its pilot, for assets that have one.
        scene: its scene, for assets that have one.
        deliverable: its name, for forms of the film.

    Returns:
        The first 12 hex digits of the sha256 of what decides the asset.
    """
    if deliverable is not None:
        decides = delivered(production, deliverable)
    elif asset_kind in SOUNDED:
        decides = sounded(production, asset_kind)
    else:
        decides = _section(production, asset_kind, pilot, scene)
    section = [asset_kind, production.name, pilot, scene, decides]
    if asset_kind in _PROMPTS:
        section.append(_prompt_hash(_PROMPTS[asset_kind]))
    text = json.dumps(section, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _prompt_hash(role: Role) -> str:
    try:
        return template_hash(role)
    except StudioError:
        return ""  # a broken prompt stops who asks, with its own mend; the graph loads all the same


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value) if isinstance(value, Fraction) else to_jsonable_python(value)


def _section(production: Production, kind: AssetKind, pilot: str | None, scene: str | None) -> object:
    if kind in ("scene", "clip"):
        slot = production.scene(scene or "")
        if slot is None:
            raise KeyError(f"{production.name} has no scene {scene!r}")
        return _scene(production, slot, pilot) if kind == "scene" else _clip(production, slot, pilot)
    if kind == "seed_assets":
        return [[seed.id, seed.role, seed.file.digest] for seed in production.seeds]
    if kind == "plan":
        return _plan(production)
    if kind == "pilot":
        names = [one.name for one in production.scenes]
        return [_look(production, pilot), production.quality.threshold, names, production.test_scenes()]
    if kind == "qa_report":
        tier = _tier(production, pilot)
        return [production.quality, tier.threshold if tier and production.quality.threshold is None else None]
    if kind == "greenlight":
        return [production.competition, production.test_scenes()]
    if kind == "critique":
        return [production.competition.rubric, production.competition.policy]
    if kind == "edl":
        return [
            production.edit.cuts,
            production.edit.exports,
            production.competition.winners,
            production.fps,
            production.duration,
        ]
    if kind == "picture_lock":
        return production.edit.pick
    return None  # dailies and lessons show what is there, whatever was asked for


def _tier(production: Production, pilot: str | None) -> Tier | None:
    spec = production.pilot(pilot or "")
    tier = production.tiers.get(spec.tier) if spec is not None else None
    return _deciding(tier, (spec.video,)) if spec is not None and tier is not None else None


def _deciding(tier: Tier, filmed: Sequence[VideoChoice]) -> Tier:
    """A tier as it decides what is filmed: where nobody gives stills, those who could decide nothing."""
    if any(one.stills for one in filmed):
        return tier
    clips = tuple(one for one in tier.video if one.kind == "video")
    return tier.model_copy(update={"video": clips, "price_per_picture": None})


def _look(production: Production, pilot: str | None) -> object:
    """Who films a pilot in which look; the plan decides it where the spec names no pilot."""
    spec = production.pilot(pilot or "")
    return [spec.tier, spec.video, _tier(production, pilot)] if spec is not None else "planned"


def _plan(production: Production) -> object:
    """The words of scenes cost nothing; their seconds, takes and footage do."""
    costs = [
        [
            one.name,
            one.duration,
            one.footage is not None,
            [production.takes_of(one, p) for p in _pilots(production)],
        ]
        for one in production.scenes
    ]
    named = production.pilots
    return [
        production.concept,
        production.duration,
        production.budget,
        [[one.name, one.tier, one.video, one.allotment] for one in named],
        production.pilot_names,
        costs,
        production.competition.test_scenes,
        [production.width, production.height, production.fps],
        {
            name: _deciding(tier, [one.video for one in named if one.tier == name] or tier.video[:1])
            for name, tier in production.tiers.items()
            if not named or any(one.tier == name for one in named)
        },
        *([moved] if (moved := _own_stills(production)) else []),
    ]


def _own_stills(production: Production) -> list[list[str]]:
    """Scenes that cost nothing in a pilot, since they are the user's own pictures."""
    return [
        [pilot.name, scene.name]
        for pilot in production.pilots
        for scene in production.scenes
        if moves_the_seed(pilot.video, scene)
    ]


def _pilots(production: Production) -> tuple[PilotSpec | None, ...]:
    return production.pilots or (None,)


def _scene(production: Production, slot: SceneSpec, pilot: str | None) -> object:
    spec = production.pilot(pilot or "")
    own = slot.model_copy(update={"takes": None, "transition": None})
    names = [one.name for one in production.scenes]
    timed = [one.duration for one in production.scenes if one.duration is not None]
    return [
        own.model_dump(mode="json", exclude=_ELSEWHERE),
        names.index(slot.name) if slot.given else names,
        _look(production, pilot),
        production.takes_of(slot, spec),
        production.transition_of(slot, spec),
        production.concept if slot.direction is None or not slot.given else None,
        [production.duration - sum(timed, Fraction(0)), len(timed)] if slot.duration is None else None,
        slot.name in production.test_scenes(),
        production.style,
    ]


def _clip(production: Production, slot: SceneSpec, pilot: str | None) -> object:
    heard = {"narration": "", "overlay": None, "transition": None, "takes": None}
    pictures = [[seed.role, seed.file.digest] for seed in shown(production, slot)]
    return [
        # The pictures themselves count, not what the spec calls them.
        slot.model_copy(update=heard).model_dump(mode="json", exclude={"seed_asset", *_ELSEWHERE}),
        _look(production, pilot),
        production.takes_of(slot, production.pilot(pilot or "")),
        [production.width, production.height, production.fps],
        *([pictures] if pictures else []),
        *([["move", slot.move]] if slot.move else []),
    ]
