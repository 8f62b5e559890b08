"""Loads the tiers: those that ship with Studio, and the user's own, which win."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from resources.errors import SpecFaults
from resources.project import package_folder
from studio_assets.spec.fault import gathered
from studio_assets.spec.later import Written
from studio_assets.spec.source import read
from studio_assets.spec.structure import checked
from studio_assets.spec.tier import Tier, VideoChoice
from studio_assets.spec.values import Money, Score, Text

__all__ = ["ChoiceWritten", "TierWritten", "load_tier", "load_tiers"]


class ChoiceWritten(Written):
    """A video provider and its model."""

    provider: Text = Field(description="The provider's name.", examples=["simulated"])
    model: Text = Field(description="The provider's model; for the simulated provider the tier's name.")


class TierWritten(Written):
    """A look and its price level, one file in specs/tiers; the file's stem is its name."""

    description: Text = Field(description="What it looks like, in a sentence.")
    price_per_second: Money = Field(description="Dollars per second that the simulated environment charges.")
    threshold: Score = Field(description="QA score that a clip must reach unless the spec says otherwise.")
    quality_ceiling: Annotated[int, Field(ge=0, le=100)] = Field(
        description="The highest score that the tier is expected to reach."
    )
    style: Annotated[list[Text], Field(max_length=20)] = Field(
        description="Words that go into every direction of this tier."
    )
    video: Annotated[list[ChoiceWritten], Field(min_length=1, max_length=8)] = Field(
        description="Providers in order of preference."
    )


def load_tier(file: Path) -> Tier:
    """Load one tier.

    Args:
        file: its YAML file; the stem is the tier's name.

    Raises:
        SpecFaults: all mistakes in it, each with its line and mend.
    """
    source = read(file)
    written, broken, misfits = checked(source, TierWritten)
    faults = [*source.faults, *misfits]
    if re.fullmatch(r"[a-z][a-z0-9_]{0,62}", file.stem) is None:
        faults.append(source.fault((), f"`{file.stem}` is not a name", "Rename the file to a-z, 0-9 and _."))
    if not broken & {("threshold",), ("quality_ceiling",)} and written.threshold > written.quality_ceiling:
        faults.append(
            source.fault(
                ("threshold",),
                f"the threshold {written.threshold} is above the quality ceiling {written.quality_ceiling}: "
                "no clip can ever pass",
                f"Write {written.quality_ceiling} or less.",
            )
        )
    if faults:
        raise gathered(file, faults)
    return Tier(
        name=file.stem,
        description=written.description,
        price_per_second=written.price_per_second,
        threshold=written.threshold,
        quality_ceiling=written.quality_ceiling,
        style=tuple(written.style),
        video=tuple(VideoChoice(provider=one.provider, model=one.model) for one in written.video),
    )


def load_tiers(specs: Path) -> tuple[dict[str, Tier], list[SpecFaults]]:
    """Load the shipped tiers and those of the user's specs folder.

    Args:
        specs: the folder of productions; its `tiers/` may be missing.

    Returns:
        Tiers by name, cheapest first, the user's in place of shipped ones of the same name; and one
        error for each file with faults.
    """
    tiers: dict[str, Tier] = {}
    faults: list[SpecFaults] = []
    folders = dict.fromkeys(
        folder.resolve() for folder in (package_folder("specs") / "tiers", specs / "tiers")
    )
    for folder in folders:
        for file in sorted(folder.glob("[!.]*.yaml")):
            try:
                tiers[file.stem] = load_tier(file)
            except SpecFaults as found:
                tiers.pop(file.stem, None)  # a broken tier never falls back to a shipped price in silence
                faults.append(found)
    return dict(sorted(tiers.items(), key=lambda item: (item[1].price_per_second, item[0]))), faults
