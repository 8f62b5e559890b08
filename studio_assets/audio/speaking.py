"""One line of the narration: said, measured, and said shorter where its picture cannot carry it."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from resources.claude.answer import Asked
from resources.errors import BudgetReached, MediaFailed, OutcomeUnknown, Refused
from resources.media.speech_measure import speech
from resources.providers.port import SpeechRequest
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.audio.speakable import speakable
from studio_assets.audio.speech_report import Room, judge_speech
from studio_assets.audio.wishes import Choice, Wish, rate
from studio_assets.call_sheet import CallSheet
from studio_assets.edl.cut import Cut, Event
from studio_assets.script.overlong import Overlong
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Narrator
from studio_assets.timeline.fit import LONGEST, fit

__all__ = ["Said", "Speaking", "line_wish"]

SIMULATED_RATE = Decimal("0.015")
"""Dollars per 1,000 characters that the simulated voice charges: a common price of plain voices.
Providers with a price table of their own ignore it."""


class _Kept(BaseModel):
    """A line that was shortened in this run: another writer, or none, speaks no third version of it."""

    model_config = ConfigDict(frozen=True)

    text: str
    room: Fraction
    asked: tuple[Asked, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What came of a line.

    Args:
        line: as the document has it.
        asked: what Claude was asked for it.
    """

    line: NarrationLine
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Speaking:
    """The line of one event of the locked cut.

    Args:
        sheet: what is made today.
        narrator: who speaks, and who where that one does not.
        cut: the locked cut.
        event: the event.
    """

    sheet: CallSheet
    narrator: Narrator
    cut: Cut
    event: Event

    async def say(self) -> Said | None:
        """Speak the line; None where there is nothing to say.

        Raises:
            TransientFailure: a retry would heal it; what is bought costs nothing then.
        """
        scene = self.sheet.need("scene", Scene, self.event.pilot, self.event.scene)
        text = scene.narration.strip()
        if not speakable(text, self.sheet.production.language):
            return None
        line = await self._spoken(text)
        slot = self.sheet.production.scene(self.event.scene)
        room = self._room(line.seconds)
        production = self.sheet.production
        own_words = slot is not None and bool(slot.narration)
        if (
            line.media is None
            or room.most is None
            or line.seconds <= room.most
            or production.mix.fit != "longest"
            or own_words
        ):
            return Said(line)
        return await self._shorter(scene, line, room.most)

    async def _shorter(self, scene: Scene, line: NarrationLine, most: Fraction) -> Said:
        """The line again, in fewer words. Once: what is still too long is the timeline's to tell."""
        kept = await self._shortened(scene, Overlong(self.event.pilot, line.text, line.seconds, most))
        if not kept.text or kept.text == line.text:
            note = "It is too long for its picture, and nothing shorter was found."
            return Said(line.model_copy(update={"notes": (*kept.notes, note)}), kept.asked)
        again = await self._spoken(kept.text)
        if again.media is None:
            note = f"A shorter line could not be spoken, so the long one stays: {again.state}."
            changes = {"notes": (*kept.notes, note), "price": again.price}
            return Said(line.model_copy(update=changes), kept.asked)
        changes = {"shortened_from": line.text, "notes": (*again.notes, *kept.notes)}
        return Said(again.model_copy(update=changes), kept.asked)

    async def _shortened(self, scene: Scene, line: Overlong) -> _Kept:
        artifacts, budget = self.sheet.doers.artifacts, self.sheet.budget
        digest = hashlib.sha256(line.text.encode()).hexdigest()[:16]
        key = f"shortened/1/{budget}/{self.event.pilot}/{self.event.scene}/{digest}"
        known = artifacts.recall(key)
        if known is not None and not self.sheet.fresh:
            kept = _Kept.model_validate_json(artifacts.path(known).read_bytes())
            # What was short enough for less room is short enough now.
            if kept.room <= line.room:
                return kept
        text, asked, notes = await self.sheet.cast.script_writer.shorten(self.sheet.production, scene, line)
        kept = _Kept(text=text, room=line.room, asked=tuple(asked), notes=tuple(notes))
        artifacts.remember(key, artifacts.keep_bytes(kept.model_dump_json().encode(), ".json"))
        return kept

    async def _spoken(self, text: str) -> NarrationLine:
        spoken = self._sent(text)
        wish = self._wish(spoken)
        line = NarrationLine(
            pilot=self.event.pilot, scene=self.event.scene, text=text, spoken=spoken, state="spoken"
        )
        try:
            take = await wish.obtain()
        except BudgetReached as short:
            return line.model_copy(update={"state": f"held: {short.what}", "price": wish.price})
        except OutcomeUnknown as lost:
            return line.model_copy(update={"state": f"unknown: {lost.what}", "price": wish.price})
        except Refused as unable:
            return line.model_copy(update={"state": f"refused: {unable.what}", "price": wish.price})
        if take.artifact is None:
            return line.model_copy(update={"state": f"refused: {take.reason}", "price": wish.price})
        path = self.sheet.doers.artifacts.path(take.artifact)
        try:
            heard = await asyncio.to_thread(speech, path)
        except MediaFailed as broken:
            return line.model_copy(update={"state": f"damaged: {broken.what}", "price": wish.price})
        elsewhere = take.provider != self.narrator.provider
        return line.model_copy(
            update={
                "media": take.artifact,
                "seconds": heard.seconds,
                "price": wish.price,
                "slate": take.slate,
                "provider": take.provider,
                "voice": str(take.request.get("voice", "")),
                "fell_back_from": self.narrator.provider if elsewhere else "",
                "report": judge_speech(heard, spoken, self._room(heard.seconds)),
            }
        )

    def _sent(self, text: str) -> str:
        """The words for the voice; a line that this run bought in other ones for the same text stays."""
        spoken = speakable(text, self.sheet.production.language)
        if self.sheet.fresh or self._wish(spoken).bought():
            return spoken
        # As another version said it, or as it was written.
        known = (one for one in (self._once(text), text) if one)
        return next((one for one in known if self._wish(one).bought()), spoken)

    def _once(self, text: str) -> str:
        """What the voice was sent for a text when this run spoke it last; empty where it did not."""
        before = self.sheet.document("narration", Narration)
        if before is None or before.language not in ("", self.sheet.production.language):
            return ""
        line = before.line(self.event.pilot, self.event.scene)
        return line.spoken if line and line.text == text else ""

    def _wish(self, text: str) -> Wish:
        return line_wish(self.sheet, self.narrator, self.event.pilot, self.event.scene, text)

    def _room(self, seconds: Fraction) -> Room:
        """How long the line may be, by the rule that fits it to its picture."""
        production, event, fps = self.sheet.production, self.event, self.cut.fps
        picture = Fraction(event.frames, fps)
        if production.audio_led:
            return Room(picture, None)
        if production.mix.fit == "shortest":
            return Room(picture, picture, cut_off=True)
        continues = {scene.name: scene.continues for scene in production.scenes}
        lines = {(event.pilot, event.scene): seconds}
        fitted = fit(self.cut, lines, production.mix.fit, audio_led=False, continues=continues)
        same = next(one for one in fitted.cut.events if (one.pilot, one.scene) == (event.pilot, event.scene))
        own = max(event.frames, same.source_out - same.source_in)
        return Room(picture, own * LONGEST / fps)


def line_wish(sheet: CallSheet, narrator: Narrator, pilot: str, scene: str, text: str) -> Wish:
    """What the film wants of those who may speak a line.

    Args:
        sheet: of the run.
        narrator: who speaks, and who where that one does not.
        pilot: whose clip it is spoken over.
        scene: over which scene.
        text: the words for the voice.
    """
    choices = [
        Choice(
            one.provider,
            SpeechRequest(
                model=one.model,
                voice=one.voice,
                text=text,
                rate=rate(sheet.doers.provider("speech", one.provider), SIMULATED_RATE),
            ),
        )
        for one in (narrator, *narrator.fallback)
    ]
    return Wish(sheet, pilot, f"{scene}_narration", choices)
