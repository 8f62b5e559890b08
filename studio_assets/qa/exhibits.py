"""The pictures that a judge is shown: the film's references, the end of the clip before, and the frames."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.artifacts.port import ArtifactStore
from resources.claude.question import Seen
from resources.errors import MediaFailed
from resources.media.measure.stills import LONG_EDGE
from resources.media.pictures import look, small_jpeg
from resources.providers.request import Picture
from studio_assets.qa.measured import Still
from studio_assets.qa.viewing import Viewing
from studio_assets.seeds.picture import sent
from studio_assets.spec.production import SeedFile

__all__ = ["Exhibits", "exhibits"]


@dataclass(frozen=True)
class Exhibits:
    """What is shown for one clip.

    Args:
        references: seed pictures, the same for each clip of the film, so that they are remembered.
        pictures: the end of the clip before, where there is one, then the clip's frames in order.
    """

    references: tuple[Seen, ...]
    pictures: tuple[Seen, ...]


async def exhibits(artifacts: ArtifactStore, viewing: Viewing, stills: Sequence[Still]) -> Exhibits:
    """The pictures for one clip.

    Args:
        artifacts: has them, and keeps smaller copies.
        viewing: which seed pictures, and which clip before.
        stills: the clip's frames.

    Raises:
        DamagedArtifact: the store has lost one; load the spec again, or film the clip before again.
    """
    return await asyncio.to_thread(_exhibits, artifacts, viewing, stills)


def _exhibits(artifacts: ArtifactStore, viewing: Viewing, stills: Sequence[Still]) -> Exhibits:
    # What opens one scene says nothing of the others.
    seeds = [seed for seed in viewing.production.seeds if seed.role != "first_frame"]
    before = viewing.before
    opening = () if before is None else (Seen(_BEFORE, _small(artifacts, before.frame)),)
    return Exhibits(
        references=tuple(found for seed in seeds if (found := _reference(artifacts, seed)) is not None),
        pictures=(*opening, *map(_frame, stills)),
    )


_BEFORE = "last frame of the clip before"


def _reference(artifacts: ArtifactStore, seed: SeedFile) -> Seen | None:
    try:
        return Seen(f"reference `{seed.id}` ({seed.role})", sent(artifacts, seed.file.digest))
    except MediaFailed:
        return None  # what cannot be read is no reference; the asset analyzer says so


def _frame(one: Still) -> Seen:
    picture = Picture(digest=one.picture.digest, media_type="image/jpeg", width=one.width, height=one.height)
    return Seen(f"frame {one.frame} at {float(one.at):.4g} s", picture)


def _small(artifacts: ArtifactStore, digest: str) -> Picture:
    """The frame as small as the stills beside it, so that the two can be compared."""
    key = f"qa-opening/{digest}/{LONG_EDGE}"
    copy = artifacts.recall(key)
    if copy is None:
        copy = artifacts.keep_bytes(small_jpeg(artifacts.file_of(digest), LONG_EDGE), ".jpg")
        artifacts.remember(key, copy)
    facts = look(Path(artifacts.path(copy)))
    return Picture(digest=copy.digest, media_type="image/jpeg", width=facts.width, height=facts.height)
