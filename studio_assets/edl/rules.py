"""An editor by rules: a safe, a balanced and a creative cut of the winners' clips."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from studio_assets.edl.cut import Cut, CutName, Edl
from studio_assets.edl.editor import Editor
from studio_assets.edl.footage import Reel, Shot, reel
from studio_assets.edl.quality import estimated_quality
from studio_assets.edl.rushes import Rushes
from studio_assets.edl.splice import Join, hands_over, length, splice
from studio_assets.script.lengths import frame_count

__all__ = ["PURPOSE", "RulesEditor", "cut"]

DISSOLVE = Fraction(1, 2)
"""Seconds of a dissolve in the creative cut: the spec language's own example."""

PURPOSE: Mapping[CutName, str] = {
    "safe": "Only clips that passed QA, whole scenes in script order, hard cuts.",
    "balanced": "Every filmed clip in script order, with the script's transitions.",
    "creative": "The best-scored clip of each scene, with dissolves where the clips are long enough.",
}


class RulesEditor(Editor):
    """The editor's twin that costs nothing: the same clips give the same cuts."""

    async def cut(self, rushes: Rushes) -> Edl:
        """The candidate cuts; see `cut`."""
        return cut(rushes)


def cut(rushes: Rushes) -> Edl:
    """Cut the candidates that the production names.

    A candidate without a single clip is not offered.

    Args:
        rushes: the winners' clips; its production names the candidates.

    Returns:
        The EDL, in state `held: no clip can be cut` where there is no candidate.
    """
    production, found = rushes.production, reel(rushes)
    cuts = [_candidate(name, production.fps, found) for name in production.edit.cuts]
    offered = tuple(one for one in cuts if one.events)
    return Edl(
        state="cut" if offered else "held: no clip can be cut",
        crew="rules",
        winners=rushes.winners,
        ranking=dict(rushes.ranking),
        cuts=offered,
    )


def _candidate(name: CutName, fps: int, able: Reel) -> Cut:
    chosen = {scene: _choose(name, found) for scene, found in able.shots.items()}
    taken = [shot for shot in chosen.values() if shot is not None]

    def joining(before: Shot, after: Shot) -> Join:
        return _join(name, before, after, fps)

    events = splice(taken, fps, joining, lambda shot: _why(name, shot, able.shots[shot.scene.name]))
    return Cut(
        name=name,
        events=events,
        fps=fps,
        frames=length(events),
        estimated_quality=estimated_quality(events, taken),
        missing={scene: able.missing[scene] for scene, shot in chosen.items() if shot is None},
        reason=PURPOSE[name],
    )


def _choose(name: CutName, found: list[Shot]) -> Shot | None:
    if name == "safe":
        return next((shot for shot in found if shot.passed), None)
    if name == "creative":
        # `max` keeps the first of equals: the better-ranked winner.
        return max(found, key=_score, default=None)
    return next(iter(found), None)


def _join(name: CutName, before: Shot, after: Shot, fps: int) -> Join:
    if name == "balanced":
        return after.scene.transition.kind, frame_count(after.scene.transition.duration, fps)
    wanted = frame_count(DISSOLVE, fps)
    # A scene that opens on the last frame before it is one movement; a mix would smear it.
    if name == "safe" or hands_over(before, after) or min(before.frames, after.frames) < 2 * wanted:
        return "cut", 0
    return "dissolve", wanted


def _why(name: CutName, shot: Shot, found: list[Shot]) -> str:
    score = "unjudged" if shot.overall is None else f"scored {shot.overall:.1f}"
    if name == "safe":
        return f"{shot.pilot}'s clip passed QA ({score})."
    if name == "creative" and len(found) > 1:
        return f"{shot.pilot}'s clip is the best of {len(found)} ({score})."
    short = f"scored {shot.shortfall}" if shot.overall is not None and shot.shortfall else score
    return f"{shot.pilot}'s clip ({short})."


def _score(shot: Shot) -> Decimal:
    return Decimal(-1) if shot.overall is None else shot.overall
