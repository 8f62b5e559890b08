"""Loads the tiers: those that ship with Studio, and the user's own, which win."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import Field

from resources.errors import SpecFaults
from resources.project import package_folder
from studio_assets.spec.fault import Fault, gathered
from studio_assets.spec.later import Written
from studio_assets.spec.source import KeyPath, Source, read
from studio_assets.spec.structure import checked
from studio_assets.spec.tier import Tier, VideoChoice
from studio_assets.spec.values import Money, Score, Text

__all__ = ["ChoiceWritten", "TierWritten", "load_tier", "load_tiers"]


class ChoiceWritten(Written):
    """A provider and its model: one that gives clips, or one that gives stills."""

    provider: Text | None = Field(None, description="A video provider's name.", examples=["simulated"])
    image: Text | None = Field(
        None,
        description="An image provider's name: each scene is one picture, over which the camera moves.",
        examples=["dalle"],
    )
    model: Text = Field(description="The provider's model; for the simulated provider the tier's name.")


class TierWritten(Written):
    """A look and its price level, one file in specs/tiers; the file's stem is its name."""

    description: Text = Field(description="What it looks like, in a sentence.")
    price_per_second: Money = Field(
        description="Dollars per second of a clip that the simulated environment charges."
    )
    price_per_picture: Money | None = Field(
        None, description="Dollars per still that the simulated environment charges, for image providers."
    )
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
    faults += _choices(source, written, broken)
    if faults:
        raise gathered(file, faults)
    return Tier(
        name=file.stem,
        description=written.description,
        price_per_second=written.price_per_second,
        threshold=written.threshold,
        quality_ceiling=written.quality_ceiling,
        style=tuple(written.style),
        video=tuple(
            VideoChoice(
                provider=one.image or one.provider or "",
                model=one.model,
                kind="video" if one.image is None else "image",
            )
            for one in written.video
        ),
        price_per_picture=written.price_per_picture,
    )


def _choices(source: Source, written: TierWritten, broken: set[KeyPath]) -> list[Fault]:
    """Mistakes in who films it that the model of the file cannot see."""
    if any(path[:1] == ("video",) for path in broken):
        return []
    found = []
    for index, one in enumerate(written.video):
        if (one.provider is None) == (one.image is None):
            what = "no provider" if one.provider is None else "two providers"
            mend = "Name a video provider as `provider`, or an image provider as `image`."
            found.append(source.fault(("video", index), f"this names {what}", mend))
    stills = [index for index, one in enumerate(written.video) if one.image is not None]
    if stills and written.price_per_picture is None and ("price_per_picture",) not in broken:
        what = "an image provider needs the key `price_per_picture`, what a still costs where it is simulated"
        mend = "Write for example `price_per_picture: $0.04`."
        found.append(source.fault(("video", stills[0]), what, mend))
    return found


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
