"""What the editor is told: every usable clip with what was measured of it, and what a cut must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from resources.artifacts.port import ArtifactStore
from resources.claude.question import Seen
from resources.errors import StudioError
from studio_assets.clips.clip import Clip
from studio_assets.edl.assemble import SHORTEST
from studio_assets.edl.cut import CutName
from studio_assets.edl.footage import Reel, Shot
from studio_assets.edl.rushes import Rushes
from studio_assets.qa.report import QAReport
from studio_assets.script.pace import spoken_seconds, words
from studio_assets.seeds.picture import sent

__all__ = ["MOST_PICTURES", "briefing", "contact_sheets"]

MOST_PICTURES = 60
"""Contact sheets of one question: about 350 tokens each, and 100 pictures are what every model takes."""

MOST_ISSUES = 3


def briefing(rushes: Rushes, names: Sequence[CutName], reel: Reel) -> dict[str, object]:
    """The variables of the editor's prompt.

    Args:
        rushes: the winners' clips.
        names: the cuts that are asked for.
        reel: all that can be cut.
    """
    production, clips, reports = rushes.production, rushes.clips, rushes.reports
    return {
        "concept": production.concept,
        "style": production.style,
        "seconds": _number(production.duration),
        "fps": production.fps,
        "shortest": _number(SHORTEST),
        "cuts": list(names),
        "clips": [
            _clip(shot, production.fps, clips[shot.pilot][shot.scene.name], reports[shot.pilot])
            for shot in reel.all
        ],
        "missing": [f"{scene}: {reel.missing[scene]}" for scene, found in reel.shots.items() if not found],
    }


def contact_sheets(artifacts: ArtifactStore, reel: Reel, rushes: Rushes) -> tuple[Seen, ...]:
    """The clips' contact sheets, as far as they are there.

    Args:
        artifacts: where they are kept.
        reel: all that can be cut.
        rushes: the winners' clips.
    """
    seen = []
    for shot in reel.all[:MOST_PICTURES]:
        sheet = rushes.clips[shot.pilot][shot.scene.name].sheet
        if sheet is None:
            continue
        try:
            picture = sent(artifacts, sheet.digest)
        except StudioError:
            continue  # The facts in words are there; a lost picture of a picture holds up no cut.
        seen.append(Seen(f"`{shot.id}`, stills evenly spread from its first second to its last:", picture))
    return tuple(seen)


def _clip(shot: Shot, fps: int, clip: Clip, reports: Mapping[str, QAReport]) -> dict[str, object]:
    scene, report = shot.scene, reports.get(shot.scene.name)
    judged = "unjudged" if shot.overall is None else f"{shot.overall:.1f}"
    facts = [
        f"Scene {scene.number}. {_number(Fraction(shot.clip_frames, fps))} s, {shot.clip_frames} frames; "
        f"its scene has {_number(scene.duration)} s.",
        f"QA: {judged}, {'passed' if shot.passed else 'not passed'}. "
        + (f"Take {clip.take.number}." if clip.take else "The user's own footage."),
    ]
    if scene.continues is not None:
        facts.append(f"It opens on the last frame of `{shot.pilot}/{scene.continues}` and goes on from it.")
    if scene.narration:
        facts.append(
            f"Its narration has {words(scene.narration)} words and takes "
            f"{_number(spoken_seconds(scene.narration))} s."
        )
    if scene.overlay is not None:
        facts.append("The script puts a text over it: no title.")
    begins = scene.transition
    if begins.kind != "cut":
        facts.append(f"The script begins it by a {begins.kind} of {_number(begins.duration)} s.")
    return {
        "id": shot.id,
        "facts": facts,
        "description": scene.description,
        "continuity": scene.continuity,
        "issues": list(report.issues[:MOST_ISSUES]) if report else [],
    }


def _number(seconds: Fraction) -> str:
    return f"{float(seconds):.3f}".rstrip("0").rstrip(".")
