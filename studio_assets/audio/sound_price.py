"""What a film's lines and music may still cost, before anything is spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from resources.money import ZERO, dollars
from studio_assets.audio.cues import span
from studio_assets.audio.foreseen import Line, lasting, lines_of
from studio_assets.audio.score import cue_names, music_wish
from studio_assets.audio.speaking import line_wish
from studio_assets.audio.wishes import Wish
from studio_assets.call_sheet import CallSheet
from studio_assets.graph import Key
from studio_assets.spec.production import Narrator
from studio_assets.spec.sound import MusicCue
from studio_assets.timeline.film_timeline import FilmTimeline

__all__ = ["SoundPrice", "sound_price"]

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class SoundPrice:
    """What the contingency may have to pay, in dollars, upwards to the cent.

    Args:
        narration: for the lines.
        music: for the cues.
        unpriced: why a price is not known, a text each. It counts as nothing.
    """

    narration: Decimal = ZERO
    music: Decimal = ZERO
    unpriced: tuple[str, ...] = ()

    @property
    def all(self) -> Decimal:
        """Dollars for both."""
        return self.narration + self.music

    def lacking(self, contingency: Decimal) -> str:
        """What a person should know: prices that are missing, and where the contingency does not reach.

        Args:
            contingency: dollars.
        """
        said = list(self.unpriced)
        if self.all > contingency:
            said.append(
                f"Narration and music may cost {dollars(self.all)}, and the contingency that pays them is "
                f"{dollars(contingency)}: what it lacks is held, not made. "
                "Raise budget.contingency or budget.limit."
            )
        return " ".join(said)


def sound_price(sheet: CallSheet, anew: Collection[Key]) -> SoundPrice:
    """The most that making the narration and the music of a run costs.

    Lines that nobody has written yet count as long as their scenes allow, and those that nobody has spoken
    as a slow voice says them; a provider's price is the dearest of those who may deliver. What the run has
    bought already costs nothing, as long as it still fits and no fresh one is wanted.

    Args:
        sheet: of the run; its assets as the spec has them now. A run of no name is one that nobody began.
        anew: keys of the assets that are made; narration and music that are not among them cost nothing,
            and the words of a scene that is among them may become others.
    """
    graph, narrator = sheet.graph, sheet.production.narrator
    narration = music = ZERO
    speaks = narrator is not None and graph.key("narration") in anew
    if not speaks and graph.key("music") not in anew:
        return SoundPrice()
    lines, costs = lines_of(sheet, anew), _Costs()
    if narrator is not None and speaks:
        paid: dict[str, Decimal] = {}
        for line in lines:  # whichever pilot's clip gets into the cut
            paid[line.scene] = max(paid.get(line.scene, ZERO), _line(sheet, narrator, line, costs))
        narration = sum(paid.values(), ZERO)
    if graph.key("music") in anew:
        music = sum(_cues(sheet, lasting(sheet, lines), costs), ZERO)
    return SoundPrice(_cents(narration), _cents(music), tuple(costs.unpriced))


@dataclass
class _Costs:
    """Why prices are not known, each once."""

    unpriced: dict[str, None] = field(default_factory=dict)

    def of(self, wish: Wish) -> Decimal:
        """The most that a wish costs."""
        most = wish.most
        self.unpriced.update(dict.fromkeys(wish.unpriced))
        return most


def _line(sheet: CallSheet, narrator: Narrator, line: Line, costs: _Costs) -> Decimal:
    """What is paid for a line: once unless it is bought, and once more where it may be shortened."""
    times = int(not line.bought) + int(line.overlong)
    return (
        times * costs.of(line_wish(sheet, narrator, line.pilot, line.scene, line.spoken)) if times else ZERO
    )


def _cues(sheet: CallSheet, seconds: Mapping[str, Fraction], costs: _Costs) -> Iterator[Decimal]:
    cues = sheet.production.mix.music
    for name, cue in zip(cue_names(sheet), cues, strict=True):
        needed = _seconds(sheet, cue, seconds)
        if cue.file is None and needed:
            wish = music_wish(sheet, name, cue, needed)
            yield ZERO if wish.bought() and not sheet.fresh else costs.of(wish)


def _seconds(sheet: CallSheet, cue: MusicCue, seconds: Mapping[str, Fraction]) -> Fraction:
    """How long a cue may be: all its scenes, or where they lie in the film that there is."""
    titles, order = sheet.production.titles, [scene.name for scene in sheet.production.scenes]
    first = order.index(cue.first) if cue.first in order else 0
    last = order.index(cue.last) if cue.last in order else len(order) - 1
    inside = sum((seconds[name] for name in order[first : last + 1]), Fraction(0))
    if cue.first is None and titles.opening is not None:
        inside += titles.opening.duration
    if cue.last is None and titles.closing is not None:
        inside += titles.closing.duration
    timeline = sheet.document("timeline", FilmTimeline) if sheet.run else None
    if timeline is None or timeline.cut is None:
        return inside
    frames = span(cue, timeline.cut, order)
    return max(inside, Fraction(frames[1] - frames[0], timeline.cut.fps)) if frames else inside


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_CEILING)
