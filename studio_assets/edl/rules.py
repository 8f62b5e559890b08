"""An editor by rules: a safe, a balanced and a creative cut of the winners' clips."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from studio_assets.clips.clip import Clip
from studio_assets.edl.cut import Cut, CutName, Edl, Event
from studio_assets.edl.editor import Editor
from studio_assets.edl.footage import Shot, shots, why_none
from studio_assets.edl.splice import Join, length, splice
from studio_assets.qa.report import QAReport
from studio_assets.script.lengths import frame_count
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["RulesEditor", "cut"]

DISSOLVE = Fraction(1, 2)
"""Seconds of a dissolve in the creative cut: the spec language's own example."""

_PURPOSE: dict[CutName, str] = {
    "safe": "Only clips that passed QA, whole scenes in script order, hard cuts.",
    "balanced": "Every filmed clip in script order, with the script's transitions.",
    "creative": "The best-scored clip of each scene, with dissolves where the clips are long enough.",
}


class RulesEditor(Editor):
    """The editor's twin that costs nothing: the same clips give the same cuts."""

    async def cut(
        self,
        *,
        production: Production,
        winners: tuple[str, ...],
        ranking: Mapping[str, str],
        scenes: Mapping[str, Mapping[str, Scene]],
        clips: Mapping[str, Mapping[str, Clip]],
        reports: Mapping[str, Mapping[str, QAReport]],
    ) -> Edl:
        """The candidate cuts; see `cut`."""
        return cut(production, winners, ranking, scenes, clips, reports)


def cut(
    production: Production,
    winners: tuple[str, ...],
    ranking: Mapping[str, str],
    scenes: Mapping[str, Mapping[str, Scene]],
    clips: Mapping[str, Mapping[str, Clip]],
    reports: Mapping[str, Mapping[str, QAReport]],
) -> Edl:
    """Cut the candidates that the production names.

    A candidate without a single clip is not offered.

    Args:
        production: what is wanted; its edit names the candidates.
        winners: pilots whose clips may be used, best first.
        ranking: pilot -> why it won or lost.
        scenes: winner -> scene -> its script.
        clips: winner -> scene -> what was filmed.
        reports: winner -> scene -> QA report.

    Returns:
        The EDL, in state `held: no clip can be cut` where there is no candidate.
    """
    able = {
        slot.name: shots(slot.name, production.fps, winners, scenes, clips, reports)
        for slot in production.scenes
    }
    missing = {name: why_none(name, winners, clips, reports) for name in able}
    cuts = [_candidate(name, production.fps, able, missing) for name in production.edit.cuts]
    offered = tuple(one for one in cuts if one.events)
    return Edl(
        state="cut" if offered else "held: no clip can be cut",
        crew="rules",
        winners=winners,
        ranking=dict(ranking),
        cuts=offered,
    )


def _candidate(name: CutName, fps: int, able: Mapping[str, list[Shot]], missing: Mapping[str, str]) -> Cut:
    chosen = {scene: _choose(name, found) for scene, found in able.items()}
    taken = [shot for shot in chosen.values() if shot is not None]

    def joining(before: Shot, after: Shot) -> Join:
        return _join(name, before, after, fps)

    events = splice(taken, fps, joining, lambda shot: _why(name, shot, able[shot.scene.name]))
    return Cut(
        name=name,
        events=events,
        fps=fps,
        frames=length(events),
        estimated_quality=_quality(events, taken),
        missing={scene: missing[scene] for scene, shot in chosen.items() if shot is None},
        reason=_PURPOSE[name],
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
    carried_on = after.pilot == before.pilot and after.scene.continues == before.scene.name
    # A scene that opens on the last frame before it is one movement; a mix would smear it.
    if name == "safe" or carried_on or min(before.frames, after.frames) < 2 * wanted:
        return "cut", 0
    return "dissolve", wanted


def _why(name: CutName, shot: Shot, found: list[Shot]) -> str:
    score = "unjudged" if shot.overall is None else f"scored {shot.overall:.1f}"
    if name == "safe":
        return f"{shot.pilot}'s clip passed QA ({score})."
    if name == "creative" and len(found) > 1:
        return f"{shot.pilot}'s clip is the best of {len(found)} ({score})."
    return (
        f"{shot.pilot}'s clip ({score}{', under the threshold' if not shot.passed and shot.overall else ''})."
    )


def _score(shot: Shot) -> Decimal:
    return Decimal(-1) if shot.overall is None else shot.overall


def _quality(events: tuple[Event, ...], taken: list[Shot]) -> Decimal | None:
    scores = [shot.overall for shot in taken if shot.overall is not None]
    if not events or len(scores) < len(events):
        return None
    total = sum(event.frames for event in events)
    weighted = sum((score * event.frames for score, event in zip(scores, events, strict=True)), Decimal(0))
    return (weighted / total).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
