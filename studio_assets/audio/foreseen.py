"""The lines that a run will speak and how long its scenes may get by them, before anything is spoken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.audio.speakable import speakable
from studio_assets.audio.speaking import line_wish
from studio_assets.call_sheet import CallSheet
from studio_assets.edl.cut import PictureLock
from studio_assets.graph import Key
from studio_assets.script.lengths import lengths
from studio_assets.script.openings import openings
from studio_assets.script.pace import words, words_allowed
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Narrator, SceneSpec
from studio_assets.timeline.film_timeline import FilmTimeline
from studio_assets.timeline.fit import BREATH, LONGEST

__all__ = ["Line", "lasting", "lines_of"]

_LETTERS = 8
"""Letters with which a word that nobody has written yet is counted, its space included. English has 5.7 of
them on the average and German 7; a voice is paid by the letter."""

_SLOW = 2
"""Words a second of a slow narrator. Films are written for a calm one, who has 2.5."""


@dataclass(frozen=True)
class Line:
    """What may be said over a scene, if this pilot's clip of it gets into the cut.

    Args:
        pilot: whose clip.
        scene: the scene's name.
        spoken: the words for the voice; of a line that nobody wrote yet as many letters as it may have.
        bought: whether the run has it already, and no fresh one is wanted.
        seconds: as it was measured, else as a slow voice says it.
        overlong: whether it may be bought once more, shorter.
    """

    pilot: str
    scene: str
    spoken: str
    bought: bool
    seconds: Fraction
    overlong: bool


def lines_of(sheet: CallSheet, anew: Collection[Key]) -> Sequence[Line]:
    """Every line that the run may speak, of each pilot.

    Args:
        sheet: of the run; one of no name is a run that nobody began.
        anew: keys of the assets that are made; the words of a scene that is among them may become others.
    """
    narrator = sheet.production.narrator
    if narrator is None:
        return ()
    planned, room, heard = lengths(sheet.production), _room(sheet), _heard(sheet)
    found = []
    for scene in sheet.production.scenes:
        carried = min(planned[scene.name], room.get(scene.name, planned[scene.name])) * LONGEST
        for pilot in sheet.production.pilot_names:
            text = scene.narration or _written(sheet, pilot, scene.name, anew)
            known = text is not None
            if text is None:
                text = _blank(sheet, pilot, scene, planned[scene.name])
            text = text.strip() if known else text
            spoken = speakable(text, sheet.production.language) if known else text
            if not spoken:
                continue
            before = heard.get((scene.name, text))
            sent = {text, spoken, before.spoken or spoken} if before else {text, spoken}
            bought = known and _bought(sheet, narrator, pilot, scene.name, sent)
            seconds = before.seconds if before and bought else _slowly(spoken)
            shortened = not scene.narration and not sheet.production.audio_led
            overlong = shortened and sheet.production.mix.fit == "longest" and seconds > carried
            found.append(Line(pilot, scene.name, spoken, bought, seconds, overlong))
    return found


def lasting(sheet: CallSheet, lines: Sequence[Line]) -> dict[str, Fraction]:
    """Scene -> seconds that it may last, with its card: as planned, as it is, or as long as its line.

    Args:
        sheet: of the run.
        lines: what may be said in it.
    """
    production = sheet.production
    longest = dict(lengths(production))
    if production.audio_led or production.mix.fit != "shortest":
        pause = BREATH if production.audio_led else Fraction(0)
        for line in lines:
            longest[line.scene] = max(longest[line.scene], line.seconds + pause)
    for scene in production.scenes:
        if scene.card is not None:
            longest[scene.name] += scene.card.duration
    timeline = sheet.document("timeline", FilmTimeline) if sheet.run else None
    if timeline is not None and timeline.cut is not None:
        seen: dict[str, int] = {}
        for event in timeline.cut.events:
            seen[event.scene] = seen.get(event.scene, 0) + event.frames
        for name, frames in seen.items():
            if name in longest:
                longest[name] = max(longest[name], Fraction(frames, timeline.cut.fps))
    return longest


def _written(sheet: CallSheet, pilot: str, scene: str, anew: Collection[Key]) -> str | None:
    """The line that stands in the run, or None where there is none or another will be written."""
    if not sheet.run or sheet.graph.key("scene", pilot, scene) in anew:
        return None
    document = sheet.document("scene", Scene, pilot, scene)
    return document.narration if document else None


def _blank(sheet: CallSheet, pilot: str, scene: SceneSpec, seconds: Fraction) -> str:
    """As many letters as a line may have that nobody wrote yet; none where none is written."""
    if "narration" not in openings(sheet.production, sheet.production.pilot(pilot), scene):
        return ""
    return ("x" * (_LETTERS - 1) + " ") * words_allowed(seconds)


def _bought(sheet: CallSheet, narrator: Narrator, pilot: str, scene: str, texts: Collection[str]) -> bool:
    # A line may have been bought as it was written, or as another version said it.
    wishes = (line_wish(sheet, narrator, pilot, scene, text) for text in texts)
    return not sheet.fresh and any(wish.bought() for wish in wishes)


def _heard(sheet: CallSheet) -> dict[tuple[str, str], NarrationLine]:
    """(scene, text as it was written) -> what was spoken of it."""
    document = sheet.document("narration", Narration) if sheet.run else None
    if document is None or document.language not in ("", sheet.production.language):
        return {}
    spoken = [line for line in document.lines if line.media is not None]
    return {(line.scene, line.shortened_from or line.text): line for line in spoken}


def _room(sheet: CallSheet) -> dict[str, Fraction]:
    """Scene -> seconds of picture in the locked cut."""
    lock = sheet.document("picture_lock", PictureLock) if sheet.run else None
    if lock is None or lock.cut is None:
        return {}
    return {event.scene: Fraction(event.frames, lock.cut.fps) for event in lock.cut.events}


def _slowly(text: str) -> Fraction:
    """Seconds; what stands without spaces between its words is counted by its letters."""
    return Fraction(max(words(text), len(text) // _LETTERS), _SLOW)
