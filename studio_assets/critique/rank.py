"""Rank the pilots: whose clips the cuts may use, and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from resources.money import dollars
from studio_assets.critique.review import Critique

__all__ = ["rank"]


def rank(critiques: Sequence[Critique]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The order of the pilots and the reasons.

    Complete films first, then more passed scenes, the higher score, the lower spend, the name.
    Only a reviewed pilot with at least one clip can win.

    Args:
        critiques: one per pilot.

    Returns:
        The pilots that can win, best first, and pilot -> its place and why, best first.
    """
    able = [
        one for one in critiques if one.happened == "reviewed" and any(scene.filmed for scene in one.scenes)
    ]
    order = sorted(able, key=_key)
    ranking = {
        one.pilot: f"place {place} of {len(order)}: {_merits(one)}"
        for place, one in enumerate(order, start=1)
    }
    for one in critiques:
        if one.pilot not in ranking:
            why = "not one clip was filmed" if one.happened == "reviewed" else one.state
            ranking[one.pilot] = f"did not compete: {why}"
    return tuple(one.pilot for one in order), ranking


def _key(one: Critique) -> tuple[bool, int, Decimal, Decimal, str]:
    passed = sum(scene.passed for scene in one.scenes)
    score = Decimal(-1) if one.score is None else one.score
    return not one.complete, -passed, -score, one.spent, one.pilot


def _merits(one: Critique) -> str:
    filmed = sum(scene.filmed for scene in one.scenes)
    passed = sum(scene.passed for scene in one.scenes)
    score = "unjudged" if one.score is None else f"score {one.score:f}"
    return (
        f"{filmed} of {len(one.scenes)} scenes filmed, {passed} passed, {score}, {dollars(one.spent)} spent"
    )
