"""Values as a person writes them: `1m30s`, `$12.50`, `40%`, `16:9`, `720p`, names and cron lines."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from dagster import DagsterInvalidDefinitionError, ScheduleDefinition
from pydantic import AfterValidator, PlainSerializer, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from resources.media.transitions import TRANSITIONS
from resources.money import dollars
from studio_assets.script.scene import Transition
from studio_assets.spec.fault import nearest
from studio_assets.spec.production import Allotment

__all__ = [
    "MAX_DURATION",
    "MAX_MONEY",
    "Cron",
    "Duration",
    "Moment",
    "Money",
    "Name",
    "Owner",
    "Part",
    "Percent",
    "Ratio",
    "Resolution",
    "Score",
    "Text",
    "TransitionWord",
    "duration_text",
    "is_number",
    "mistake",
    "parse_percent",
    "percent_text",
]

MAX_DURATION = Fraction(24 * 3600)
MAX_MONEY = Decimal(1_000_000)
_DURATION = r"(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6}(?:\.[0-9]{1,6})?)s)?"
_MONEY = r"\$([0-9]{1,9}(?:\.[0-9]{1,6})?)"
_PERCENT = r"([0-9]{1,3}(?:\.[0-9]{1,4})?)%"
_NAME = r"[a-z][a-z0-9_]{0,62}"
_SIZES = ("360p", "480p", "720p", "1080p", "1440p", "2160p")


def mistake(message: str, mend: str) -> PydanticCustomError:
    """A fault in a value, for pydantic to carry to the value's line."""
    return PydanticCustomError("mistake", "{message}", {"message": message, "mend": mend})


def is_number(value: object) -> bool:
    """Whether a value was written as a plain number."""
    return isinstance(value, int | Decimal | float) and not isinstance(value, bool)


def _moment(value: object) -> Fraction:
    if is_number(value):
        raise mistake(f"the duration {value} has no unit", f"Write `{value}s`.")
    if not isinstance(value, str):
        raise mistake("this is not a duration", "Write `5s` or `1m30s`.")
    text = value.strip()
    match = re.fullmatch(_DURATION, text)
    if match is None or not text:
        unit = re.fullmatch(r"([0-9.]+)\s*([^0-9\s]+)", text)
        if unit and unit[2] not in ("h", "m", "s"):
            near = next((letter for letter in ("h", "m") if re.match(f"{letter}(?!s$)", unit[2])), "s")
            raise mistake(
                f"`{unit[2]}` is not a unit of time in `{value}`",
                f"Write h, m or s without spaces, such as `{unit[1]}{near}`.",
            )
        raise mistake(
            f"`{value}` is not a duration", "Write h, m and s in this order, such as `5s` or `1m30s`."
        )
    hours, minutes, seconds = (Fraction(part or 0) for part in match.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total > MAX_DURATION:
        raise mistake(f"`{value}` is longer than 24h", "Write a shorter duration.")
    return total


def _duration(value: object) -> Fraction:
    total = _moment(value)
    if total == 0:
        raise mistake("a duration of 0s films nothing", "Write more than `0s`.")
    return total


def duration_text(seconds: Fraction) -> str:
    """Seconds as they are written in a spec, for example `1m30s` or `7.5s`.

    Args:
        seconds: at least 0, with a finite decimal.
    """
    whole, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(whole), 60)
    number = Decimal(rest.numerator) / Decimal(rest.denominator)
    tail = f"{format(number.quantize(Decimal('0.000001')), 'f').rstrip('0').rstrip('.')}s"
    head = (f"{hours}h" if hours else "") + (f"{minutes}m" if minutes else "")
    return head if head and number == 0 else head + tail


def _money(value: object) -> Decimal:
    if is_number(value):
        raise mistake(f"the amount {value} has no currency", f'Write "${value}".')
    if not isinstance(value, str) or (match := re.fullmatch(_MONEY, value.strip())) is None:
        raise mistake(
            f"`{value}` is not an amount of money",
            'Write dollars without commas, such as "$12.50", to 6 decimals.',
        )
    amount = Decimal(match[1])
    if not 0 < amount <= MAX_MONEY:
        raise mistake(f"`{value}` is out of bounds", f"Write more than $0 and at most {dollars(MAX_MONEY)}.")
    return amount


def parse_percent(value: object) -> Decimal:
    """`40%` as `0.4`.

    Raises:
        PydanticCustomError: it is no percentage from 0% to 100%.
    """
    if is_number(value):
        raise mistake(f"the share {value} has no `%`", f"Write `{value}%`.")
    if not isinstance(value, str) or (match := re.fullmatch(_PERCENT, value.strip())) is None:
        raise mistake(f"`{value}` is not a percentage", "Write it such as `40%`.")
    part = Decimal(match[1]) / 100
    if part > 1:
        raise mistake(f"`{value}` is more than 100%", "Write 0% to 100%.")
    return part


def percent_text(part: Decimal) -> str:
    """A fraction as it is written in a spec, for example `40%`."""
    text = format(part * 100, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def _part(value: object) -> Allotment:
    if isinstance(value, str) and value.strip().startswith("$"):
        return Allotment(amount=_money(value))
    if is_number(value):
        raise mistake(f"the allotment {value} has no unit", f'Write `{value}%` of the budget or "${value}".')
    part = parse_percent(value)
    if part == 0:
        raise mistake("an allotment of 0% films nothing", "Write more than 0%, or remove the pilot.")
    return Allotment(share=part)


def _ratio(value: object) -> str:
    match = re.fullmatch(r"([1-9][0-9]?):([1-9][0-9]?)", value.strip()) if isinstance(value, str) else None
    if match is None:
        raise mistake(f"`{value}` is not an aspect ratio", 'Write width:height, such as "16:9".')
    if not Fraction(1, 4) <= Fraction(int(match[1]), int(match[2])) <= 4:
        raise mistake(f"the aspect ratio {value} is too extreme", 'Write one between "1:4" and "4:1".')
    return match[0]


def _resolution(value: object) -> str:
    if not isinstance(value, str) or value not in _SIZES:
        near = f"`{value}p`" if is_number(value) and f"{value}p" in _SIZES else f"one of: {', '.join(_SIZES)}"
        raise mistake(f"`{value}` is not a resolution", f"Write {near}.")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or re.fullmatch(_NAME, value) is None or "__" in value:
        # Two underscores join production and pilot in Dagster's names.
        raise mistake(
            f"`{value}` is not a name",
            "Use a-z, 0-9 and single _, beginning with a letter, at most 63 characters.",
        )
    return value


def _owner(value: str) -> str:
    if re.fullmatch(r"team:[A-Za-z0-9_-]+|[^@\s]+@[^@\s]+\.[^@\s]+", value) is None:
        raise mistake(f"`{value}` is not an owner", "Write `team:NAME` or an e-mail address.")
    return value


def _cron(value: str) -> str:
    try:
        ScheduleDefinition(name="spec", job_name="spec", cron_schedule=value)
    except DagsterInvalidDefinitionError:
        raise mistake(
            f"`{value}` is not a cron line",
            'Write minute, hour, day, month and weekday, such as "0 6 * * 1" for each Monday at 6.',
        ) from None
    return value


def _score(value: object) -> Decimal:
    if not is_number(value) or not 0 <= Decimal(str(value)) <= 100:
        raise mistake(f"`{value}` is not a score", "Write a number from 0 to 100.")
    return Decimal(str(value))


def _transition(value: object) -> Transition:
    words = value.split() if isinstance(value, str) else []
    kind = words[0] if words else ""
    if kind not in TRANSITIONS or len(words) > 2:
        mend = "Write its name and its length, such as `dissolve 0.5s`."
        raise mistake(
            f"`{value}` is not a transition", mend if kind in TRANSITIONS else nearest(kind, TRANSITIONS)
        )
    if kind == "cut":
        if len(words) == 2:
            raise mistake("a cut has no length", "Write `cut` alone.")
        return Transition(kind="cut", duration=Fraction(0))
    if len(words) == 1:
        raise mistake(f"the transition `{kind}` has no length", f"Write one, such as `{kind} 0.5s`.")
    return Transition(kind=kind, duration=_duration(words[1]))


def _transition_text(value: Transition) -> str:
    return value.kind if value.kind == "cut" else f"{value.kind} {duration_text(value.duration)}"


def _written(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": list(examples)})


Moment = Annotated[
    Fraction,
    PlainValidator(_moment),
    PlainSerializer(duration_text),
    _written(f"(?!$){_DURATION}", "0s", "1.5s"),
]
"""A point in time from the start of something; may be 0."""
Duration = Annotated[
    Fraction,
    PlainValidator(_duration),
    PlainSerializer(duration_text),
    _written(f"(?!$){_DURATION}", "5s", "1m30s"),
]
Money = Annotated[Decimal, PlainValidator(_money), PlainSerializer(dollars), _written(_MONEY, "$3", "$12.50")]
Percent = Annotated[
    Decimal, PlainValidator(parse_percent), PlainSerializer(percent_text), _written(_PERCENT, "40%")
]
Part = Annotated[Allotment, PlainValidator(_part), _written(f"(?:{_PERCENT}|{_MONEY})", "40%", "$5")]
Ratio = Annotated[str, PlainValidator(_ratio), _written("[1-9][0-9]?:[1-9][0-9]?", "16:9", "9:16")]
Resolution = Annotated[
    str, PlainValidator(_resolution), WithJsonSchema({"type": "string", "enum": list(_SIZES)})
]
Name = Annotated[str, PlainValidator(_name), _written(_NAME, "desk_at_night")]
Owner = Annotated[str, AfterValidator(_owner)]
Cron = Annotated[str, AfterValidator(_cron), _written(r"\S.*", "0 6 * * 1")]
Score = Annotated[
    Decimal,
    PlainValidator(_score),
    PlainSerializer(float),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]
TransitionWord = Annotated[
    Transition,
    PlainValidator(_transition),
    PlainSerializer(_transition_text),
    _written(
        rf"(?:cut|(?:{'|'.join(name for name in TRANSITIONS if name != 'cut')}) {_DURATION})",
        "cut",
        "dissolve 0.5s",
    ),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)]
"""Any text that is not empty."""
