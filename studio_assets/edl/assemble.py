"""A cut from the editor's answer: every field held against what was measured, nothing taken on trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from resources.claude.material import one_line
from studio_assets.edl.answer import CutText, EdlText, Entry
from studio_assets.edl.cut import Cut, CutName, Event
from studio_assets.edl.footage import Reel, Shot
from studio_assets.edl.quality import estimated_quality
from studio_assets.edl.rules import PURPOSE
from studio_assets.edl.splice import Join, Points, hands_over, length, splice
from studio_assets.script.lengths import frame_count
from studio_assets.script.overlay_text import LONGEST as LONGEST_TITLE
from studio_assets.script.overlay_text import placed
from studio_assets.script.pace import spoken_seconds
from studio_assets.script.shorten import shorten
from studio_assets.spec.production import Production

__all__ = ["SHORTEST", "Assembly"]

SHORTEST = Fraction(1, 2)
"""Seconds of a clip that are used at least: less is a flicker, no scene."""

LONGEST_TRANSITION = Fraction(2)
LONGEST_REASON = 300


@dataclass(frozen=True)
class Assembly:
    """The assembly of cuts from answers.

    Args:
        production: what is wanted.
        reel: all that can be cut.
    """

    production: Production
    reel: Reel

    def faults(self, answer: EdlText, names: Sequence[CutName]) -> list[str]:
        """Everything that is wrong with an answer, a sentence each.

        Args:
            answer: the cuts.
            names: those that were asked for.
        """
        found = []
        for name in names:
            found += self.broken(answer, name) or self.awkward(answer, name)
        return found

    def broken(self, answer: EdlText, name: CutName) -> list[str]:
        """What is so wrong with one cut that it cannot be used, a sentence each.

        Args:
            answer: the cuts.
            name: the one that is meant.
        """
        given = [one for one in answer.cuts if one.cut == name]
        if len(given) != 1:
            return [f"The {name} cut is there {len(given)} times; give it once."]
        text = given[0]
        if not text.entries:
            return [f"The {name} cut has no clip."]
        wrong = [
            *_repeated(name, text),
            *(fault for one in text.entries for fault in self._outside(name, one)),
        ]
        if wrong:
            return wrong
        wrong = [*self._torn(name, text), *(self._unsafe(text) if name == "safe" else ())]
        most = frame_count(self.production.duration, self._fps)
        frames = length(self._events(text))
        if frames > most:
            wrong.append(
                f"The {name} cut lasts {_seconds(frames, self._fps)} s; "
                f"the film may last {_seconds(most, self._fps)} s."
            )
        return wrong

    def cut(self, answer: EdlText, name: CutName) -> Cut:
        """One cut of an answer.

        Args:
            answer: the cuts.
            name: one that is not broken.
        """
        text = self._one(answer, name)
        events = self._events(text)
        used = {event.scene for event in events}
        return Cut(
            name=name,
            events=events,
            fps=self._fps,
            frames=length(events),
            estimated_quality=estimated_quality(events, [self._shot(one) for one in text.entries]),
            missing={scene: self._why(name, scene) for scene in self.reel.shots if scene not in used},
            reason=shorten(text.reason, LONGEST_REASON) or PURPOSE[name],
        )

    @property
    def _fps(self) -> int:
        return self.production.fps

    def _one(self, answer: EdlText, name: CutName) -> CutText:
        return next(one for one in answer.cuts if one.cut == name)

    def _shot(self, entry: Entry) -> Shot:
        return next(shot for shot in self.reel.all if shot.id == entry.clip)

    def _points(self, entry: Entry) -> Points | None:
        """Frames of the clip; None where the scene's own are meant."""
        if entry.from_second is None and entry.to_second is None:
            return None
        shot = self._shot(entry)
        begin = frame_count(_within_reason(entry.from_second or 0), self._fps)
        if entry.to_second is None:
            return begin, min(begin + shot.scene_frames, shot.clip_frames)
        return begin, frame_count(_within_reason(entry.to_second), self._fps)

    def _outside(self, name: CutName, entry: Entry) -> list[str]:
        if all(shot.id != entry.clip for shot in self.reel.all):
            return [f"The {name} cut uses `{entry.clip}`, which is no clip."]
        shot, points = self._shot(entry), self._points(entry)
        if points is None:
            return []
        begin, end = points
        least = min(frame_count(SHORTEST, self._fps), shot.frames)
        if begin < 0 or end > shot.clip_frames:
            return [
                f"The {name} cut uses `{entry.clip}` from {_seconds(begin, self._fps)} to "
                f"{_seconds(end, self._fps)} s; the clip lasts {_seconds(shot.clip_frames, self._fps)} s."
            ]
        if end - begin < least:
            return [f"The {name} cut uses less than {_seconds(least, self._fps)} s of `{entry.clip}`."]
        return []

    def _torn(self, name: CutName, text: CutText) -> list[str]:
        return [
            f"In the {name} cut `{after.clip}` goes on from `{before.clip}`: join them by a cut."
            for before, after in pairwise(text.entries)
            if hands_over(self._shot(before), self._shot(after)) and self._join(after)[0] != "cut"
        ]

    def _unsafe(self, text: CutText) -> list[str]:
        shots = [self._shot(one) for one in text.entries]
        found = [
            f"The safe cut uses `{shot.id}`, which QA did not pass." for shot in shots if not shot.passed
        ]
        order = list(self.reel.shots)
        places = [order.index(shot.scene.name) for shot in shots]
        if places != sorted(places):
            found.append("The safe cut is not in script order.")
        if any(self._join(one)[0] != "cut" for one in text.entries[1:]):
            found.append("The safe cut has a transition; use hard cuts.")
        return found

    def awkward(self, answer: EdlText, name: CutName) -> list[str]:
        """What is not right in one cut but is mended by rule, or can be borne, a sentence each.

        Args:
            answer: the cuts.
            name: one that is not broken.
        """
        text, found = self._one(answer, name), []
        for entry, event in zip(text.entries, self._events(text), strict=True):
            wanted = self._join(entry)[1] if event.record_in else 0
            if event.transition_frames < wanted:
                found.append(
                    f"The transition into `{entry.clip}` in the {text.cut} cut is too long: the clips allow "
                    f"{_seconds(event.transition_frames, self._fps)} s."
                )
            scene = self._shot(entry).scene
            spoken, seen = spoken_seconds(scene.narration), Fraction(event.frames, self._fps)
            if spoken > seen and seen < scene.duration:
                found.append(
                    f"The {text.cut} cut shows `{entry.clip}` for {float(seen):.3g} s; "
                    f"its narration takes {float(spoken):.3g} s."
                )
            if scene.overlay is None and len(one_line(entry.title or "")) > LONGEST_TITLE:
                found.append(f"A title of the {text.cut} cut is longer than {LONGEST_TITLE} characters.")
        return found

    def _join(self, entry: Entry) -> Join:
        seconds = min(_within_reason(entry.transition_seconds), LONGEST_TRANSITION)
        frames = frame_count(seconds, self._fps)
        return ("cut", 0) if entry.transition == "cut" or frames < 1 else (entry.transition, frames)

    def _events(self, text: CutText) -> tuple[Event, ...]:
        entries = {one.clip: one for one in text.entries}
        taken = [self._shot(one) for one in text.entries]
        events = splice(
            taken,
            self._fps,
            lambda _, after: self._join(entries[after.id]),
            lambda shot: shorten(entries[shot.id].reason, LONGEST_REASON) or f"{shot.pilot}'s clip.",
            lambda shot: self._points(entries[shot.id]),
        )
        return tuple(
            self._titled(event, shot, entries[shot.id]) for event, shot in zip(events, taken, strict=True)
        )

    def _titled(self, event: Event, shot: Shot, entry: Entry) -> Event:
        if shot.scene.overlay is not None or not entry.title:
            return event
        return event.model_copy(update={"overlay": placed(entry.title, Fraction(event.frames, self._fps))})

    def _why(self, name: CutName, scene: str) -> str:
        usable = [shot for shot in self.reel.shots[scene] if shot.passed or name != "safe"]
        return "left out by the editor" if usable else self.reel.missing[scene]


def _repeated(name: CutName, text: CutText) -> list[str]:
    scenes = [one.clip.partition("/")[2] for one in text.entries]
    twice = dict.fromkeys(scene for scene in scenes if scenes.count(scene) > 1)
    return [
        f"The {name} cut shows scene `{scene}` {scenes.count(scene)} times; show it once." for scene in twice
    ]


def _within_reason(seconds: float) -> Fraction:
    # No film lasts a day; beyond that only the arithmetic would suffer.
    return Fraction(max(-86_400.0, min(86_400.0, seconds)))


def _seconds(frames: int, fps: int) -> str:
    return f"{frames / fps:.3f}".rstrip("0").rstrip(".")
