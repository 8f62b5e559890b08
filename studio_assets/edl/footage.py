"""The clips that a cut may choose from, measured in frames of the film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from studio_assets.edl.rushes import Rushes
from studio_assets.script.lengths import frame_count
from studio_assets.script.scene import Scene

__all__ = ["Reel", "Shot", "reel", "shots", "why_none"]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One winner's usable clip of a scene.

    Args:
        pilot: whose clip it is.
        scene: its script.
        clip: digest of the file.
        suffix: its file suffix.
        slate: the take's identity; empty for footage that is a file.
        clip_frames: measured length in film frames, more than 0.
        scene_frames: length of the scene in film frames, more than 0.
        overall: QA score, None where unjudged.
        passed: whether QA passed it.
        shortfall: why it did not, in a few words; empty where it did, and where there is no report.
    """

    pilot: str
    scene: Scene
    clip: str
    suffix: str
    slate: str
    clip_frames: int
    scene_frames: int
    overall: Decimal | None
    passed: bool
    shortfall: str = ""

    @property
    def frames(self) -> int:
        """Frames that the scene gets: all of the clip where it is shorter than the scene."""
        return min(self.scene_frames, self.clip_frames)

    @property
    def id(self) -> str:
        """`pilot/scene`."""
        return f"{self.pilot}/{self.scene.name}"


@dataclass(frozen=True)
class Reel:
    """All that can be cut.

    Args:
        shots: scene -> its usable clips, best winner first; every scene of the production, in script order.
        missing: scene -> why a cut may lack it.
    """

    shots: Mapping[str, list[Shot]]
    missing: Mapping[str, str]

    @property
    def all(self) -> list[Shot]:
        """Every usable clip, in script order."""
        return [shot for found in self.shots.values() for shot in found]


def reel(rushes: Rushes) -> Reel:
    """All that can be cut of a production.

    Args:
        rushes: the winners' clips.
    """
    names = [slot.name for slot in rushes.production.scenes]
    return Reel(
        {name: shots(name, rushes) for name in names}, {name: why_none(name, rushes) for name in names}
    )


def shots(name: str, rushes: Rushes) -> list[Shot]:
    """The winners' clips of a scene that have at least one whole frame.

    Args:
        name: the scene's name.
        rushes: the winners' clips.

    Returns:
        At most one shot per winner, best winner first.
    """
    found, fps = [], rushes.production.fps
    for pilot in rushes.winners:
        scene, clip = rushes.scenes[pilot].get(name), rushes.clips[pilot].get(name)
        if scene is None or clip is None or clip.media is None or clip.picture is None:
            continue
        # Floored: a frame that is only begun must never be asked for.
        clip_frames = floor(clip.picture.duration * fps)
        if clip_frames < 1:
            continue
        report = rushes.reports[pilot].get(name)
        found.append(
            Shot(
                pilot=pilot,
                scene=scene,
                clip=clip.media.digest,
                suffix=clip.media.suffix,
                slate=clip.take.slate if clip.take else clip.footage,
                clip_frames=clip_frames,
                scene_frames=max(1, frame_count(scene.duration, fps)),
                overall=report.overall if report else None,
                passed=report.passed if report else False,
                shortfall=report.shortfall if report else "",
            )
        )
    return found


def why_none(name: str, rushes: Rushes) -> str:
    """Why no winner's clip of a scene is in a cut.

    Args:
        name: the scene's name.
        rushes: the winners' clips.

    Returns:
        A sentence that names each winner's reason.
    """
    reasons = []
    for pilot in rushes.winners:
        clip, report = rushes.clips[pilot].get(name), rushes.reports[pilot].get(name)
        if clip is None or clip.media is None:
            why = clip.state if clip else "not_filmed"
        elif clip.picture is None:
            why = "its clip could not be probed"
        elif report is None or report.overall is None:
            why = report.state if report else "unjudged"
        elif not report.passed:
            why = f"QA gave {report.shortfall}"
        else:
            why = "its clip is shorter than one frame of the film"
        reasons.append(f"{pilot}: {why}")
    return "; ".join(reasons) or "no pilot won"
