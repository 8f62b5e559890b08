"""How far a judge's own askings differ: measured by asking the same clip again, a prior until then."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from resources.artifacts.durable import write_bytes
from resources.errors import NotConfigured, StudioError
from resources.project import studio_home

__all__ = ["PRIOR", "Askings", "Noise", "Spread", "keep", "noise_of", "repeatability"]

PRIOR = Decimal(3)
"""Points that a judge's askings are taken to differ by until its noise is measured. A prior, not a
measurement: on the safe side of what a second opinion costs, a fraction of a cent against a take."""

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Spread:
    """By how many points a judge's askings of one clip differ.

    Args:
        points: their standard deviation.
        clips: how many clips it was measured on; 0 is the prior.
    """

    points: Decimal
    clips: int = 0

    @property
    def words(self) -> str:
        """As reports say it."""
        many = f"measured on {self.clips} clip{'' if self.clips == 1 else 's'}"
        return f"{self.points} points, {many if self.clips else 'assumed, not measured'}"


class Askings(BaseModel):
    """One clip, asked about several times.

    Args:
        clip: its digest.
        measured: the day, ISO 8601.
        scores: overall score of each asking.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    clip: str
    measured: str
    scores: tuple[Decimal, ...]


class Noise(BaseModel):
    """What was measured of one judge.

    Args:
        model: who judges.
        simulated: whether the simulator was measured; it then counts for the simulator only.
        clips: the clips that were asked about, each once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    simulated: bool
    clips: tuple[Askings, ...] = ()

    @property
    def points(self) -> Decimal | None:
        """The spread over all clips: the root of the variances' mean, each weighted by its freedom, k - 1.

        None while nothing was measured.
        """
        freedom = sum(len(one.scores) - 1 for one in self.clips)
        if not freedom:
            return None
        squares = sum(
            (statistics.variance(one.scores) * (len(one.scores) - 1) for one in self.clips), Decimal(0)
        )
        return (squares / freedom).sqrt().quantize(_HUNDREDTH, ROUND_HALF_UP)


def repeatability(scores: Sequence[Decimal]) -> Decimal:
    """The spread of several askings of one clip: their sample standard deviation, with k - 1 below.

    This is the repeatability standard deviation of ISO 5725-1: same judge, same question, same clip, so
    that whatever differs is the judge's own.

    Args:
        scores: overall score of each asking.

    Returns:
        Points, to a hundredth.

    Raises:
        StudioError: one score has no spread; ask at least twice.
    """
    if len(scores) < 2:
        raise StudioError(
            f"{len(scores)} asking of a clip shows no spread.", mend="Ask the same clip at least twice."
        )
    return statistics.stdev(scores).quantize(_HUNDREDTH, ROUND_HALF_UP)


def noise_of(model: str, *, simulated: bool) -> Spread:
    """By how many points a judge's askings differ.

    Args:
        model: who judges.
        simulated: whether the simulator answers.

    Returns:
        What was measured, else `PRIOR`.

    Raises:
        NotConfigured: the file of what was measured does not fit; delete it or measure again.
    """
    known = _read(model, simulated=simulated)
    return Spread(PRIOR) if known.points is None else Spread(known.points, len(known.clips))


def keep(model: str, clip: str, scores: Sequence[Decimal], day: date, *, simulated: bool) -> Noise:
    """Keep what was measured; an older measurement of the same clip is replaced.

    Args:
        model: who judged.
        clip: digest of the clip.
        scores: overall score of each asking, at least two.
        day: of the measurement.
        simulated: whether the simulator answered.

    Returns:
        All that is known of that judge now.

    Raises:
        StudioError: one score has no spread; ask at least twice.
    """
    repeatability(scores)
    known = _read(model, simulated=simulated)
    others = tuple(one for one in known.clips if one.clip != clip)
    new = Askings(clip=clip, measured=day.isoformat(), scores=tuple(scores))
    noise = known.model_copy(update={"clips": (*others, new)})
    write_bytes(_file(model, simulated=simulated), noise.model_dump_json(indent=1).encode())
    return noise


def _read(model: str, *, simulated: bool) -> Noise:
    file = _file(model, simulated=simulated)
    if not file.is_file():
        return Noise(model=model, simulated=simulated)
    try:
        return Noise.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise NotConfigured(
            f"What was measured of {model} does not fit: {error}",
            mend="Delete it, or measure again.",
            where=str(file),
        ) from error


def _file(model: str, *, simulated: bool) -> Path:
    name = re.sub(r"[^A-Za-z0-9_.\-]", "_", model) + ("_simulated" if simulated else "")
    return studio_home() / "profiles" / f"judge_{name}.json"
