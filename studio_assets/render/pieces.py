"""What a form of the film needs beside clips: its cards, where its crops look, its font."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from resources.artifacts.segment_cache import SegmentCache
from resources.media import ffmpeg
from resources.media.card import card
from resources.media.motion_centre import motion_centre
from resources.media.timeline import Format
from studio_assets.call_sheet import CallSheet
from studio_assets.edl.cut import CardText, Cut
from studio_assets.render.film import format_of
from studio_assets.spec.delivery import Deliverable

__all__ = ["Pieces"]

_DRAWN = 2  # raise it when card.py draws differently


@dataclass(frozen=True)
class Pieces:
    """The pieces of one form.

    Args:
        sheet: what is made today.
        form: which form.
    """

    sheet: CallSheet
    form: Deliverable

    @property
    def font(self) -> Path | None:
        """The user's font of every text, or None for the one that ships."""
        wanted = self.sheet.production.font
        return self.sheet.doers.artifacts.file_of(wanted.digest) if wanted else None

    async def cards(self, cut: Cut, folder: Path) -> Mapping[CardText, Path]:
        """The clip of each card, drawn once for each form.

        Args:
            cut: the film's cut.
            folder: where they are made before they are kept.

        Raises:
            StudioError: the font lacks letters of a card; the mend says what to do.
        """
        cache = SegmentCache(self.sheet.doers.artifacts)
        made: dict[CardText, Path] = {}
        longest: dict[CardText, int] = {}
        for event in cut.events:
            if event.card is not None:
                longest[event.card] = max(longest.get(event.card, 0), event.frames)
        for text, frames in longest.items():
            key = self._key(text, frames)
            found = cache.get(key)
            if found is None:
                found = folder / f"{key}.mp4"
                await self._draw(text, frames, found)
                found = cache.put(key, found)
            made[text] = found
        return made

    async def focus(self, cut: Cut) -> Mapping[str, tuple[Fraction, Fraction]]:
        """Digest of each clip -> where it moves, for forms that are cut to another shape.

        Args:
            cut: the film's cut.

        Raises:
            MediaFailed: a clip cannot be read; fetch or film it again.
        """
        production = self.sheet.production
        same = self.form.width * production.height == self.form.height * production.width
        if self.form.fit != "crop" or self.form.sound_only or same:
            return {}
        digests = dict.fromkeys(event.clip for event in cut.events if event.card is None)
        return {digest: await self._centre(digest) for digest in digests}

    async def _centre(self, digest: str) -> tuple[Fraction, Fraction]:
        artifacts, key = self.sheet.doers.artifacts, f"motion_centre 2 {digest}"
        known = artifacts.recall(key)
        if known is None:
            found = await asyncio.to_thread(motion_centre, artifacts.file_of(digest))
            known = artifacts.keep_bytes(json.dumps([str(one) for one in found]).encode(), ".json")
            artifacts.remember(key, known)
        across, down = json.loads(artifacts.path(known).read_text())
        return Fraction(across), Fraction(down)

    async def _draw(self, text: CardText, frames: int, into: Path) -> None:
        media = self.sheet.doers.media
        await card(
            text.text,
            text.subtitle,
            text.background,
            frames=frames,
            form=self._format,
            font=self.font,
            into=into,
            encoder=media.encoder(),
            timeout=media.timeout,
        )

    @property
    def _format(self) -> Format:
        return format_of(self.sheet.production, self.form)

    def _key(self, text: CardText, frames: int) -> str:
        font = self.sheet.production.font
        recipe = [
            _DRAWN,
            text.model_dump(),
            frames,
            self._format.model_dump(),
            font.digest if font else "",
            self.sheet.doers.media.encoder().model_dump(),
            ffmpeg.version(),
        ]
        return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()
