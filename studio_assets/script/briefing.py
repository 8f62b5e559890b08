"""What the script writer is told: the concept, the scenes as far as they are settled, what can be filmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from resources.providers.port import Capabilities
from studio_assets.script.complete import Completion
from studio_assets.script.compose import filmed_lengths
from studio_assets.script.draft import Draft
from studio_assets.script.lengths import lengths
from studio_assets.script.openings import openings, speaks
from studio_assets.script.pace import words_allowed
from studio_assets.seeds.casting import shown
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["briefing"]


def briefing(of: Completion, wanted: Sequence[SceneSpec], settled: Mapping[str, Draft]) -> dict[str, object]:
    """The variables of the script writer's prompt.

    Args:
        of: the pilot's scenes and what is known of them.
        wanted: the scenes that are asked for.
        settled: scene name -> what was written of it before.
    """
    production, planned = of.production, of.planned
    tier = production.tiers[planned.tier]
    return {
        "concept": production.concept,
        "style": production.style,
        "seconds": _seconds(production.duration),
        "aspect_ratio": production.aspect_ratio,
        "tier": planned.tier,
        "look": tier.description,
        "style_words": ", ".join(tier.style),
        "able": _able(of.able),
        "seeds": [_seed(production, one.model_dump()) for one in of.seeds.assets],
        "scenes": [
            _scene(of, number, slot, slot in wanted, settled.get(slot.name))
            for number, slot in enumerate(production.scenes, start=1)
        ],
        "wanted": [slot.name for slot in wanted],
    }


def _scene(of: Completion, number: int, slot: SceneSpec, wanted: bool, draft: Draft | None) -> dict[str, Any]:
    production, planned = of.production, of.planned
    seconds = lengths(production)[slot.name]
    left = openings(production, production.pilot(planned.name), slot)
    overlay = slot.overlay or (draft.overlay if draft else None)
    return {
        "number": number,
        "name": slot.name,
        "seconds": _seconds(seconds),
        "words": words_allowed(seconds),
        "facts": _facts(of, slot, left),
        "description": slot.description or (draft.description if draft else ""),
        "direction": slot.direction or (draft.camera if draft else ""),
        "narration": slot.narration or (draft.narration if draft else ""),
        "overlay": overlay.text if overlay else "",
        "continuity": draft.continuity if draft else "",
        "task": f"Write: {', '.join(left)}." if wanted else "Written already: give no entry for it.",
    }


def _facts(of: Completion, slot: SceneSpec, left: Sequence[str]) -> list[str]:
    production, facts = of.production, []
    filmed = filmed_lengths(production, of.planned, of.able)[slot.name]
    seconds = lengths(production)[slot.name]
    if slot.footage is not None:
        facts.append("The user's own footage is shown: nothing is filmed.")
    elif filmed > seconds:
        facts.append(
            f"It is filmed for {_seconds(filmed)} s, of which the first {_seconds(seconds)} s count."
        )
    if slot.continues is not None:
        facts.append(f"It opens on the very last frame of `{slot.continues}` and goes on from there.")
    if slot.seed_asset is not None:
        verb = "opens on" if slot.first_frame is not None else "shows"
        facts.append(f"It {verb} the picture `{slot.seed_asset}`.")
    room = of.room(slot)
    if room is not None and slot.footage is None:
        facts.append(f"Description and direction have at most {room} characters together.")
    if "narration" not in left and not slot.narration:
        written = "overlay" in left or slot.overlay is not None
        facts.append("Nothing is said over it." if written else "Nothing is said or written over it.")
    elif "narration" in left and speaks(production):
        facts.append("It is spoken.")
    return facts


def _able(able: Capabilities) -> list[str]:
    lines = []
    if able.durations:
        lines.append(f"It films clips of {', '.join(_seconds(one) for one in able.durations)} s.")
    elif able.longest is not None:
        lines.append(f"It films clips of up to {_seconds(able.longest)} s.")
    if able.prompt_limit:
        lines.append(f"It reads at most {able.prompt_limit} characters, the look's words among them.")
    opens = "can open a clip on a given frame" if able.first_frame else "cannot open a clip on a given frame"
    lines.append(f"It {opens}.")
    if able.references:
        lines.append(f"It can be shown {able.references} reference pictures.")
    lines.append("Count on no speech and no readable text from it.")
    return lines


def _seed(production: Production, seed: dict[str, Any]) -> dict[str, Any]:
    shows = [
        slot.name
        for slot in production.scenes
        if slot.seed_asset == seed["id"] or any(one.id == seed["id"] for one in shown(production, slot))
    ]
    everywhere = len(shows) == len(production.scenes)
    return seed | {
        "scenes": "every scene" if everywhere else ", ".join(f"`{name}`" for name in shows) or "no scene"
    }


def _seconds(seconds: Fraction) -> str:
    return f"{float(seconds):.6g}"
