"""A scene from the user's words and the model's: checked against what fits, mended by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from resources.claude.material import one_line
from resources.providers.port import Capabilities
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.answer import SceneText, ScriptText
from studio_assets.script.draft import Draft
from studio_assets.script.kept import Written
from studio_assets.script.lengths import lengths
from studio_assets.script.openings import fitting, openings, speaks
from studio_assets.script.overlay_text import LONGEST, placed
from studio_assets.script.pace import cut_to_pace, words, words_allowed
from studio_assets.script.sheets import sheets
from studio_assets.script.shorten import shorten
from studio_assets.seeds.description import SeedAssets
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["Completion"]

MOST_ELEMENTS, LONGEST_ELEMENT, LONGEST_TEXT = 8, 80, 1000


@dataclass(frozen=True)
class Completion:
    """The completion of one pilot's scenes.

    Args:
        production: what is wanted.
        planned: the pilot, as planned.
        able: what the pilot's model can film.
        seeds: what the user's pictures show.
        plain: what the rules would write of each scene.
    """

    production: Production
    planned: PlannedPilot
    able: Capabilities
    seeds: SeedAssets
    plain: Mapping[str, Draft]

    def faults(self, answer: ScriptText, slots: Sequence[SceneSpec]) -> list[str]:
        """What is wrong with an answer, a sentence each.

        Args:
            answer: the entries.
            slots: the scenes that were asked for.
        """
        found = []
        for slot in slots:
            entries = [one for one in answer.scenes if one.scene == slot.name]
            if len(entries) != 1:
                count = f"{len(entries)} entries" if entries else "no entry"
                found.append(f"Scene `{slot.name}` has {count}; give exactly one.")
            for entry in entries[:1]:
                found += self._faults(slot, entry)
        return found

    def draft(self, slot: SceneSpec, written: Written) -> Draft:
        """A scene, its explicit words as they are and the rest from its entry.

        Args:
            slot: the scene.
            written: its entry and where it came from.
        """
        plain, text = self.plain[slot.name], written.text
        if text is None:
            note = f"The rules wrote it: {written.why or 'the answer left it out.'}"
            return replace(plain, asked=written.asked, notes=(note,))
        notes: list[str] = []
        left = self._left(slot)
        seconds = lengths(self.production)
        description, camera = plain.description, plain.camera
        if "description" in left:
            description = shorten(text.description, LONGEST_TEXT) or plain.description
            if not one_line(text.description):
                notes.append("The answer has no description: the concept's own words stand in.")
        if "direction" in left:
            camera = shorten(text.direction, LONGEST_TEXT) or plain.camera
        if self._too_long(slot, text, left):
            notes.append(f"Its direction was cut to the {self.able.prompt_limit} characters that are read.")
        overlay, transition = plain.overlay, plain.transition
        if "overlay" in left and text.overlay is not None:
            overlay = placed(text.overlay, seconds[slot.name])
        if "transition" in left:
            transition = fitting(self.production, slot, text.transition, seconds)
        return Draft(
            description=description,
            camera=camera,
            narration=self._narration(slot, text, seconds[slot.name], notes),
            overlay=overlay,
            transition=transition,
            elements=_elements(text.elements),
            continuity=shorten(text.continuity, LONGEST_TEXT),
            asked=written.asked,
            notes=tuple(notes),
        )

    def _narration(self, slot: SceneSpec, text: SceneText, seconds: Fraction, notes: list[str]) -> str:
        allowed = words_allowed(seconds)
        if "narration" not in self._left(slot):
            if words(slot.narration) > allowed:
                notes.append(f"The narration has {words(slot.narration)} words; {allowed} fit the scene.")
            return slot.narration
        whole = one_line(text.narration)
        said = cut_to_pace(whole, allowed)
        if said != whole:
            notes.append(f"The narration had {words(whole)} words and was cut: {allowed} fit the scene.")
        if not said and speaks(self.production) and allowed:
            said = self.plain[slot.name].narration
            notes.append(f"The answer has no narration, which a {self.production.style} speaks throughout.")
        return said

    def _faults(self, slot: SceneSpec, text: SceneText) -> list[str]:
        found, left, name = [], self._left(slot), slot.name
        seconds = lengths(self.production)[name]
        allowed = words_allowed(seconds)
        if "description" in left and not one_line(text.description):
            found.append(f"Scene `{name}` has no description.")
        if "narration" in left:
            count = words(one_line(text.narration))
            if count > allowed:
                found.append(
                    f"The narration of scene `{name}` has {count} words; "
                    f"{allowed} fit its {float(seconds):g} s."
                )
            if not count and speaks(self.production) and allowed:
                style = self.production.style
                found.append(f"Scene `{name}` has no narration; a {style} is spoken throughout.")
        if "overlay" in left and len(one_line(text.overlay or "")) > LONGEST:
            found.append(f"The overlay of scene `{name}` is longer than {LONGEST} characters.")
        return [*found, *self._too_long(slot, text, left)]

    def _too_long(self, slot: SceneSpec, text: SceneText, left: Sequence[str]) -> list[str]:
        room = self.room(slot)
        if room is None or not {"description", "direction"} & set(left):
            return []
        seen = one_line(text.description) if "description" in left else slot.description
        camera = one_line(text.direction) if "direction" in left else slot.direction or ""
        if len(seen) + 1 + len(camera) <= room:
            return []
        return [
            f"Description and direction of scene `{slot.name}` have {len(seen) + 1 + len(camera)} "
            f"characters together; the video model takes {room}."
        ]

    def room(self, slot: SceneSpec) -> int | None:
        """Characters that description and direction may have together; None means no known limit.

        Args:
            slot: the scene.
        """
        if not self.able.prompt_limit:
            return None
        style = ", ".join(self.production.tiers[self.planned.tier].style)
        added = [style, *sheets(self.production, slot, self.seeds)]
        return max(0, self.able.prompt_limit - sum(len(one) + 2 for one in added if one))

    def _left(self, slot: SceneSpec) -> tuple[str, ...]:
        return openings(self.production, self.production.pilot(self.planned.name), slot)


def _elements(given: Sequence[str]) -> tuple[str, ...]:
    texts = (shorten(one, LONGEST_ELEMENT) for one in given)
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_ELEMENTS]
