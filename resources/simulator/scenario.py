"""What goes wrong at the simulator, when, and for whom: by name, or as YAML of a person's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from resources.errors import NotConfigured
from resources.providers.positions import POSITIONS, among

__all__ = ["ANSWERS", "FAULTS", "Fault", "Place", "Scenario", "names", "scenario", "shows"]

Place = Literal["submit", "poll", "list", "other", "call", "end", "media"]

_ANY_CALL = (
    "rate_limit", "error_before", "error_after", "drop_before", "drop_after",
    "unauthorised", "outage", "slow",
)  # fmt: skip

ANSWERS = ("refuse", "refuse_midway", "cut_off", "invalid_json", "wrong_shape", "break_off")
"""What can go wrong at the end of an answer alone: all of it is charged."""

FAULTS: Mapping[Place, tuple[str, ...]] = {
    "submit": (*_ANY_CALL, "unpaid", "spend_limit", "moderate"),
    "poll": _ANY_CALL,
    "list": _ANY_CALL,
    "other": _ANY_CALL,
    "call": (*_ANY_CALL, "unpaid", "spend_limit"),
    "end": ("moderate", "fail", "late", "wrong_duration", "duplicate", *ANSWERS),
    "media": ("truncate", "corrupt", "slow", "expired", "missing"),
}
"""What can go wrong at each place."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "status": ("error_before", "error_after"),
    "retry_after": ("rate_limit",),
    "seconds": ("slow", "late", "wrong_duration"),
}
"""Fields that only some faults read."""


class Fault(BaseModel):
    """One thing that goes wrong.

    Args:
        at: `submit`, `poll`, `list` and `other` are calls, `call` is any of them; `end` is how a generation
            ends; `media` its download.
        what: see `FAULTS` for what there is at which place. `_before` is before the call does anything,
            `_after` once it has done everything but answer. `wrong_duration` is of video and music;
            `duplicate` is for dialects that answer with a list of outputs; `ANSWERS` are for answers.
        when: which ones, as `1,3-4` or `*`, counted from 1: for each provider by submits (`submit`,
            `end`), for each listing by its calls (`list`), or for each generation by its calls or downloads
            (all others). With `matching`, of those that match.
        matching: a text that the body of a submit, or of any `call`, must have; at the `end`, the direction
            or the prompt. Empty means any.
        provider: `kind/name`, or empty for all.
        status: HTTP status of `error_before` and `error_after`.
        retry_after: seconds that a `rate_limit` asks to wait; None leaves the header out.
        seconds: how late by the clock, how much longer than ordered, or how slow in real seconds: for a
            call in all, for a download for each 64 KiB.
        begin: time of day in UTC from which it holds, as `23:30`; empty means always.
        until: time of day in UTC until which it holds; it may be on the next day; empty means midnight.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Place
    what: str
    when: str = Field("*", pattern=POSITIONS)
    matching: str = ""
    provider: str = Field("", pattern=r"^((video|image|speech|music|answer)/[a-z0-9_-]+)?$")
    status: int = Field(500, ge=400, le=599)
    retry_after: float | None = Field(None, ge=0)
    seconds: float = Field(1.0, ge=0)
    begin: str = Field("", pattern=r"^(\d\d:\d\d)?$")
    until: str = Field("", pattern=r"^(\d\d:\d\d)?$")

    @field_validator("when", "begin", "until", mode="before")
    @classmethod
    def _as_yaml_reads_it(cls, given: object, info: ValidationInfo) -> object:
        # YAML reads `1` as a number and `23:30` as one to the base of sixty.
        if type(given) is not int:
            return given
        return str(given) if info.field_name == "when" else f"{given // 60:02}:{given % 60:02}"

    @model_validator(mode="after")
    def _says_nothing_in_vain(self) -> Self:
        if self.what not in FAULTS[self.at]:
            raise ValueError(f"{self.what!r} cannot happen at {self.at!r}, only {', '.join(FAULTS[self.at])}")
        for name, readers in _FIELDS.items():
            if self.what not in readers and getattr(self, name) != type(self).model_fields[name].default:
                raise ValueError(f"`{name}` says nothing for {self.what!r}, only for {', '.join(readers)}")
        if self.matching and self.at not in ("submit", "call", "end"):
            raise ValueError(f"`matching` says nothing at {self.at!r}, only at submit, call, end")
        if self.what in ANSWERS and self.provider and not self.provider.startswith("answer/"):
            raise ValueError(f"{self.what!r} is of answers, not of {self.provider}")
        if self.until and not self.begin:
            raise ValueError("`until` says nothing without `begin`")
        if self.what == "wrong_duration" and self.provider.startswith(("image/", "speech/", "answer/")):
            raise ValueError(f"nobody orders a duration of {self.provider}")
        for clock in filter(None, (self.begin, self.until)):
            time.fromisoformat(clock)
        return self

    def holds(self, at: Place, part: str, number: int, now: datetime) -> bool:
        """Whether it happens now.

        Args:
            at: the place that is passed.
            part: `kind/name`.
            number: of the submit, call or download, from 1.
            now: the time in UTC.
        """
        places = (at,) if at in ("end", "media") else (at, "call")
        if self.what in ANSWERS and not part.startswith("answer/"):
            return False
        if self.at not in places or self.provider not in ("", part) or not among(number, self.when):
            return False
        if not self.begin:
            return True
        begin, clock = time.fromisoformat(self.begin), now.time()
        if not self.until:
            return begin <= clock
        until = time.fromisoformat(self.until)
        return begin <= clock < until if begin < until else clock >= begin or clock < until


class Scenario(BaseModel):
    """Everything that goes wrong.

    Args:
        faults: the first of a place that holds is the one that happens.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    faults: tuple[Fault, ...] = ()

    @property
    def reads(self) -> bool:
        """Whether any fault wants to know what a call says."""
        return any(one.matching for one in self.faults)

    def fault(
        self,
        at: Place,
        part: str,
        number: int,
        now: datetime,
        text: str = "",
        count: Callable[[Fault], int] = lambda fault: 1,
    ) -> Fault | None:
        """The fault that happens now at a place, or None; see `Fault.holds`.

        Args:
            at: the place that is passed.
            part: `kind/name`.
            number: of the submit, call or download, from 1.
            now: the time in UTC.
            text: what is said there, for faults that match a text.
            count: counts one more of what a fault matches.
        """
        # All that match are counted, also behind the one that happens: each counts by itself.
        met = [(one, count(one) if one.matching else number) for one in self.faults if one.matching in text]
        return next((one for one, nth in met if one.holds(at, part, nth, now)), None)


def names() -> tuple[str, ...]:
    """The scenarios that ship with Studio, sorted."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


def shows(name: str) -> str:
    """What a scenario that ships with Studio shows: its file's first line.

    Args:
        name: one of `names()`.
    """
    return (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")


def scenario(word: str) -> Scenario:
    """A scenario by its name, or from a YAML file.

    Args:
        word: a name of `names()`, or the path of a file that ends in `.yaml`.

    Raises:
        NotConfigured: there is none of that name, or the file does not fit; the mend says what does.
    """
    file = _FOLDER / f"{word}.yaml" if word in names() else Path(word)
    if file.suffix != ".yaml" or not file.is_file():
        raise NotConfigured(
            f"There is no scenario {word!r}.", mend=f"Use one of {', '.join(names())}, or a .yaml file."
        )
    try:
        return Scenario.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise NotConfigured(
            f"The scenario does not fit: {_said(error)}",
            mend="Mend the file; docs/how-to/simulate-providers.md says what there is.",
            where=str(file),
        ) from error


_FOLDER = Path(__file__).parent / "scenarios"


def _said(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split())
    parts = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return "; ".join(parts)
