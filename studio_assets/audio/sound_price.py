"""What a film's lines and music may still cost, before anything is spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from resources.money import ZERO, dollars
from studio_assets.audio.cues import span
from studio_assets.audio.score import cue_names, music_wish
from studio_assets.audio.speakable import speakable
from studio_assets.audio.speaking import line_wish
from studio_assets.call_sheet import CallSheet
from studio_assets.graph import Key
from studio_assets.script.lengths import lengths
from studio_assets.script.openings import openings
from studio_assets.script.pace import words_allowed
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Narrator, SceneSpec
from studio_assets.spec.sound import MusicCue
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["SoundPrice", "sound_price"]

_LETTERS = 8
"""Letters with which a word that nobody has written yet is counted, its space included. English has 5.7 of
them on the average and German 7; a voice is paid by the letter."""

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class SoundPrice:
    """What the contingency may have to pay, in dollars, upwards to the cent.

    Args:
        narration: for the lines.
        music: for the cues.
    """

    narration: Decimal = ZERO
    music: Decimal = ZERO

    @property
    def all(self) -> Decimal:
        """Dollars for both."""
        return self.narration + self.music

    def lacking(self, contingency: Decimal) -> str:
        """What a person should know where the contingency does not reach, in a sentence; else nothing.

        Args:
            contingency: dollars.
        """
        if self.all <= contingency:
            return ""
        return (
            f"Narration and music may cost {dollars(self.all)}, and the contingency that pays them is "
            f"{dollars(contingency)}: what it lacks is held, not made. Raise budget.limit."
        )


def sound_price(sheet: CallSheet, anew: Collection[Key]) -> SoundPrice:
    """The most that making the narration and the music of a run costs.

    Lines that nobody has written yet count as long as their scenes allow; a provider's price is the dearest
    of those who may deliver. What the run has bought already costs nothing, as long as it still fits.

    Args:
        sheet: of the run; its assets as the spec has them now. A run of no name is one that nobody began.
        anew: keys of the assets that are made; narration and music that are not among them cost nothing,
            and the words of a scene that is among them may become others.
    """
    graph, narrator = sheet.graph, sheet.production.narrator
    narration = music = ZERO
    if narrator is not None and graph.key("narration") in anew:
        narration = sum((_line(sheet, narrator, scene, anew) for scene in sheet.production.scenes), ZERO)
    if graph.key("music") in anew:
        music = sum(_cues(sheet), ZERO)
    return SoundPrice(_cents(narration), _cents(music))


def _line(sheet: CallSheet, narrator: Narrator, scene: SceneSpec, anew: Collection[Key]) -> Decimal:
    """What the line of a scene costs, whichever pilot's clip gets into the cut."""
    return max(_of_pilot(sheet, narrator, pilot, scene, anew) for pilot in sheet.production.pilot_names)


def _of_pilot(
    sheet: CallSheet, narrator: Narrator, pilot: str, scene: SceneSpec, anew: Collection[Key]
) -> Decimal:
    text = scene.narration or _written(sheet, pilot, scene.name, anew)
    if text is None:
        if "narration" not in openings(sheet.production, sheet.production.pilot(pilot), scene):
            return ZERO
        length = words_allowed(lengths(sheet.production)[scene.name]) * _LETTERS
        return line_wish(sheet, narrator, pilot, scene.name, "x" * length).most
    spoken = speakable(text, sheet.production.language)
    if not spoken:
        return ZERO
    known = (line_wish(sheet, narrator, pilot, scene.name, words) for words in (text, spoken))
    if any(wish.bought() for wish in known):
        return ZERO
    return line_wish(sheet, narrator, pilot, scene.name, spoken).most


def _written(sheet: CallSheet, pilot: str, scene: str, anew: Collection[Key]) -> str | None:
    """The line that stands in the run, or None where there is none or another will be written."""
    if not sheet.run or sheet.graph.key("scene", pilot, scene) in anew:
        return None
    document = sheet.document("scene", Scene, pilot, scene)
    return document.narration if document else None


def _cues(sheet: CallSheet) -> Iterator[Decimal]:
    cues = sheet.production.mix.music
    for name, cue in zip(cue_names(sheet), cues, strict=True):
        seconds = _seconds(sheet, cue)
        if cue.file is None and seconds:
            wish = music_wish(sheet, name, cue, seconds)
            yield ZERO if wish.bought() else wish.most


def _seconds(sheet: CallSheet, cue: MusicCue) -> Fraction:
    """How long a cue is: in the film that there is, or as the scenes are planned where that is longer."""
    production = sheet.production
    order = [scene.name for scene in production.scenes]
    first = order.index(cue.first) if cue.first in order else 0
    last = order.index(cue.last) if cue.last in order else len(order) - 1
    planned = lengths(production)
    seconds = sum((planned[name] for name in order[first : last + 1]), Fraction(0))
    timeline = sheet.document("timeline", FilmTimeline) if sheet.run else None
    if timeline is None or timeline.cut is None:
        return seconds
    frames = span(cue, timeline.cut, order)
    return max(seconds, Fraction(frames[1] - frames[0], timeline.cut.fps)) if frames else seconds


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_CEILING)
