"""How the dailies say things: states, scores, times and parts of a whole, as people read them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from studio_assets.edl.cut import Event

__all__ = [
    "Tone",
    "clock",
    "figure",
    "fitted",
    "instant",
    "moment",
    "number",
    "part",
    "role",
    "size",
    "timecode",
    "tone",
    "why",
    "word",
]

Tone = Literal["good", "wait", "bad", "quiet"]

_TONES: dict[str, Tone] = {
    **dict.fromkeys(("cut", "decided", "filmed", "footage", "go", "judged", "locked", "planned"), "good"),
    **dict.fromkeys(("narrated", "rendered", "reviewed", "spoken", "succeeded", "written"), "good"),
    **dict.fromkeys(("fetched", "ready"), "good"),
    **dict.fromkeys(("captioned", "combined", "file", "fitted", "made"), "good"),
    **dict.fromkeys(("generating", "intended"), "wait"),
    **dict.fromkeys(("held", "partial", "running", "submitted", "under_way", "unjudged"), "wait"),
    **dict.fromkeys(("unknown", "waiting"), "wait"),
    **dict.fromkeys(("cancel", "damaged", "failed", "refused"), "bad"),
    # Of questions to Claude, and of what it looked at.
    **dict.fromkeys(("answered", "described"), "good"),
    **dict.fromkeys(("undescribed", "unpaid"), "wait"),
    "invalid": "bad",
}


def word(state: str) -> str:
    """The state's word for people, without the reason.

    Args:
        state: for example `not_filmed: pilot cancelled`.

    Returns:
        For example `not filmed`.
    """
    return state.split(":", 1)[0].replace("_", " ")


def role(name: str) -> str:
    """Who asks, as people say it.

    Args:
        name: for example `qa_verifier`.

    Returns:
        For example `QA verifier`.
    """
    return " ".join("QA" if part == "qa" else part for part in name.split("_"))


def why(state: str) -> str:
    """The state's reason, or an empty string.

    Args:
        state: for example `not_filmed: pilot cancelled`.
    """
    return state.partition(":")[2].strip()


def tone(state: str) -> Tone:
    """Which colour goes with a state; the colour only repeats what the word says.

    Args:
        state: a document's state or a verdict.

    Returns:
        `quiet` for a state that is neither good nor bad, such as `not_needed`.
    """
    return _TONES.get(state.split(":", 1)[0], "quiet")


def moment(created: str) -> str:
    """A moment to the minute.

    Args:
        created: ISO 8601, for example `2026-11-21T08:05:34+00:00`; other text is left as it is.

    Returns:
        For example `2026-11-21 08:05 UTC`.
    """
    try:
        exact = datetime.fromisoformat(created)
    except ValueError:
        return created
    return f"{exact:%Y-%m-%d %H:%M} {exact.tzname() or ''}".rstrip()


def number(value: Decimal | float, places: int = 1) -> str:
    """A figure with at most so many decimals, without trailing zeros.

    Args:
        value: any finite figure.
        places: the most decimals.

    Returns:
        For example `92` or `87.5`.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    text = format(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value: float) -> str:
    """A measured figure of any magnitude with four significant digits.

    Args:
        value: in the measure's own unit.
    """
    return f"{value:.4g}"


def part(amount: Decimal | float | int, whole: Decimal | float | int) -> str:
    """A part of a whole as a CSS percentage, held within 0-100 %.

    Args:
        amount: the part.
        whole: the whole in the same unit; with 0 the part is 0 %.
    """
    if whole <= 0:
        return "0%"
    exact = Decimal(str(amount)) * 100 / Decimal(str(whole))
    return f"{number(min(max(exact, Decimal(0)), Decimal(100)), 3)}%"


def timecode(frame: int, fps: int) -> str:
    """A frame as SMPTE timecode without drop frames (SMPTE ST 12-1), from zero.

    Args:
        frame: frame of the film, from 0.
        fps: whole frames per second.

    Returns:
        `hours:minutes:seconds:frames`, for example `00:00:05:12`.
    """
    seconds, frames = divmod(frame, fps)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}:{frames:02}"


def clock(seconds: Fraction) -> str:
    """A length as people read it.

    Args:
        seconds: exact.

    Returns:
        For example `7.5 s` or `1 min 30 s`.
    """
    minutes, rest = divmod(seconds, 60)
    text = f"{number(Decimal(rest.numerator) / Decimal(rest.denominator), 2)} s"
    return f"{minutes} min {text}" if minutes else text


def instant(ms: int) -> str:
    """A moment of the film, as captions name it.

    Args:
        ms: milliseconds from the film's start.

    Returns:
        For example `0:03.120`.
    """
    return f"{ms // 60_000}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def fitted(event: Event, fps: int) -> str:
    """How an event was fitted to its line.

    Args:
        event: of the film's timeline.
        fps: frames per second of the film.

    Returns:
        For example `slow motion, 80 % of its speed; stands still for 1.5 s`.
    """
    if event.card is not None:
        return "card"
    used, told = event.source_out - event.source_in, []
    if event.spread is not None:
        pace = "slow" if event.spread > used else "fast"
        told.append(f"{pace} motion, {used * 100 // event.spread} % of its speed")
    if event.hold:
        told.append(f"stands still for {clock(Fraction(event.hold, fps))}")
    return "; ".join(told) or "as it was filmed"


def size(count: int) -> str:
    """A file's size in decimal units (IEC 80000-13: 1 kB = 1000 bytes).

    Args:
        count: bytes.

    Returns:
        For example `812 B`, `34.5 kB` or `2.1 MB`.
    """
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{number(Decimal(count) / step)} {unit}"
    return f"{count} B"
