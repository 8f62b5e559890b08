"""The frames that a critic has in view: one contact sheet per filmed scene."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.claude.question import Seen
from resources.errors import DamagedArtifact
from resources.providers.request import Picture
from studio_assets.clips.clip import Clip

__all__ = ["frames_of"]


def frames_of(
    scenes: Iterable[str], clips: Mapping[str, Clip], artifacts: ArtifactStore
) -> tuple[dict[str, Seen], tuple[str, ...]]:
    """What there is to see of a pilot.

    Args:
        scenes: names in script order.
        clips: scene -> what was filmed.
        artifacts: has the contact sheets.

    Returns:
        Scene -> its contact sheet, for scenes that have a clip; and a sentence on each sheet that
        cannot be read.
    """
    seen: dict[str, Seen] = {}
    lost: list[str] = []
    for scene in scenes:
        clip = clips.get(scene)
        if clip is None or clip.media is None or clip.sheet is None:
            continue
        picture = _picture(clip.sheet, artifacts)
        if picture is None:
            lost.append(f"The contact sheet of {scene} cannot be read: its frames were not looked at.")
            continue
        seen[scene] = Seen(f"Frames of scene {scene}, in time order from left to right, row by row:", picture)
    return seen, tuple(lost)


def _picture(sheet: Artifact, artifacts: ArtifactStore) -> Picture | None:
    # Loaded here: a crew of rules never looks at a picture.
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(artifacts.path(sheet)) as image:
            width, height = image.size
    except (DamagedArtifact, UnidentifiedImageError, OSError):
        return None
    return Picture(digest=sheet.digest, media_type="image/webp", width=width, height=height)
