"""How a spoken line sounds: measured, and in sentences where something is wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from resources.media.speech_measure import Speech
from studio_assets.document import Seconds, Value
from studio_assets.script.pace import words

__all__ = [
    "CLIPPED",
    "FASTEST",
    "FEW_WORDS",
    "LEADING",
    "LONGEST_PAUSE",
    "LOUDEST",
    "QUIETEST",
    "SLOWEST",
    "TRAILING",
    "Room",
    "SpeechReport",
    "judge_speech",
]

CLIPPED = 0.001
"""Share of samples at full scale, 48 in a second: fewer are a click that nobody hears, more is a rasp."""

QUIETEST, LOUDEST = -35.0, -9.0
"""LUFS. Voices come at -16 to -24. Ten under that, what lifts the line to the film's level lifts its hiss,
too; above -9 there is no speech that was not limited until it rasps."""

SLOWEST, FASTEST = 80, 240
"""Words a minute. Audiobooks are read at 150 to 160; beyond 240 listeners lose the thread, and under 80 each
word stands alone. A voice outside of both has mostly misread the text."""

FEW_WORDS = 10
"""A shorter line is mostly one breath: its pace says nothing."""

LEADING, TRAILING = 1000, 1500
"""Milliseconds of silence before and after the voice: more is seen as a speaker who missed the picture."""

LONGEST_PAUSE = 2000
"""Milliseconds within a line; readers take up to one second at a full stop. A longer one sounds as if the
speech had ended."""


@dataclass(frozen=True)
class Room:
    """How long a line may be.

    Args:
        picture: seconds of its picture in the cut.
        most: seconds after which it is no longer heard, or no picture is left; None: the speech sets the
            lengths.
        cut_off: whether what is longer is cut off, else the picture is stretched beyond what looks well.
    """

    picture: Fraction
    most: Fraction | None
    cut_off: bool = False


class SpeechReport(Value):
    """How a line sounds.

    Args:
        clipped: share of samples at full scale, 0-1.
        loudness: LUFS; None for silence and for lines under 0.4 s.
        words_per_minute: from the first sound to the last; None where there are few words.
        leading: milliseconds of silence before the voice.
        trailing: milliseconds of silence after it.
        longest_pause: milliseconds of the longest silence within.
        picture: seconds of its picture in the cut.
        faults: what is wrong, a sentence each.
    """

    clipped: float
    loudness: float | None
    words_per_minute: int | None
    leading: int
    trailing: int
    longest_pause: int
    picture: Seconds
    faults: tuple[str, ...] = ()


def judge_speech(heard: Speech, text: str, room: Room) -> SpeechReport:
    """Judge a line by its measures.

    Args:
        heard: the measures.
        text: as it was sent to the voice; a pause that it asks for is no fault.
        room: how long it may be.
    """
    voiced = heard.seconds - Fraction(heard.leading + heard.trailing, 1000)
    count = words(text)
    report = SpeechReport(
        clipped=heard.clipped,
        loudness=heard.integrated,
        words_per_minute=round(count * 60 / voiced) if voiced > 0 and count >= FEW_WORDS else None,
        leading=heard.leading,
        trailing=heard.trailing,
        longest_pause=max((end - start for start, end in heard.pauses), default=0),
        picture=room.picture,
    )
    faults = tuple(_faults(report, heard.seconds, voiced <= 0, "<break" in text, room))
    return report.model_copy(update={"faults": faults})


def _faults(report: SpeechReport, seconds: Fraction, silent: bool, breaks: bool, room: Room) -> Iterator[str]:
    if silent:
        yield "Nobody speaks: it is silent."
        return
    if report.clipped > CLIPPED:
        yield f"It is clipped: {report.clipped:.1%} of it stand at full scale."
    if report.loudness is not None and not QUIETEST <= report.loudness <= LOUDEST:
        word = "quiet" if report.loudness < QUIETEST else "loud"
        yield f"It is too {word}: {report.loudness:.1f} LUFS, where {QUIETEST:g} to {LOUDEST:g} are usual."
    pace = report.words_per_minute
    if pace is not None and not SLOWEST <= pace <= FASTEST:
        word = "slow" if pace < SLOWEST else "fast"
        yield f"It is too {word}: {pace} words a minute, where {SLOWEST} to {FASTEST} can be followed."
    if report.leading > LEADING:
        yield f"It begins after {report.leading / 1000:.1f} s of silence."
    if report.trailing > TRAILING:
        yield f"It ends with {report.trailing / 1000:.1f} s of silence."
    if report.longest_pause > LONGEST_PAUSE and not breaks:
        yield f"It has a pause of {report.longest_pause / 1000:.1f} s."
    if room.most is not None and seconds > room.most:
        picture = f"It takes {float(seconds):.1f} s and its picture {float(room.picture):.1f} s"
        yield (
            f"{picture}: its end is cut off."
            if room.cut_off
            else (f"{picture}, which can be extended to {float(room.most):.1f} s.")
        )
