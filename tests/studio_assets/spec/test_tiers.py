"""Tiers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from resources.errors import SpecFaults
from resources.project import package_folder
from resources.providers.registry import found
from studio_assets.spec.tier import Shot, VideoChoice
from studio_assets.spec.tiers import load_tier, load_tiers

TIER = """\
description: Clay figures.
price_per_second: $0.30
threshold: 80
quality_ceiling: 90
style: [clay]
video: [{provider: simulated, model: clay}]
"""


@pytest.mark.parametrize(
    ("name", "price", "threshold", "ceiling", "kind"),
    [
        ("static_images", "0.04", 70, 75, "image"),
        ("motion_graphics", "0.15", 75, 85, "video"),
        ("animated", "0.25", 80, 90, "video"),
        ("photorealistic", "0.50", 85, 95, "video"),
    ],
)
def test_the_shipped_tiers_have_their_price_level(
    name: str, price: str, threshold: int, ceiling: int, kind: Shot
) -> None:
    """Each shipped tier has its price a second, threshold and ceiling, and the simulator films it."""
    tier = load_tier(package_folder("specs") / "tiers" / f"{name}.yaml")
    assert (Decimal(price), Decimal(threshold), ceiling) == (
        tier.price_per_second,
        tier.threshold,
        tier.quality_ceiling,
    )
    assert VideoChoice(provider="simulated", model=name, kind=kind) == tier.video[0]
    assert set(found()) >= {(choice.kind, choice.provider) for choice in tier.video}
    assert 2 <= len(tier.video), "nobody films it in the live environment"
    assert tier.style
    assert tier.description


def test_the_users_tier_wins(tmp_path: Path) -> None:
    """A tier in the user's folder takes the place of the shipped one, and new ones join."""
    folder = tmp_path / "tiers"
    folder.mkdir()
    (folder / "animated.yaml").write_text(TIER)
    (folder / "clay.yaml").write_text(TIER)
    tiers, faults = load_tiers(tmp_path)
    assert not faults
    assert list(tiers) == ["static_images", "motion_graphics", "animated", "clay", "photorealistic"]
    assert Decimal("0.30") == tiers["animated"].price_per_second


def test_a_tiers_mistakes_have_their_lines(tmp_path: Path) -> None:
    """A tier file's faults are shown all at once, each with its line."""
    file = tmp_path / "Clay.yaml"
    file.write_text(TIER.replace("$0.30", "0.30").replace("style", "styles").replace("80", "95"))
    with pytest.raises(SpecFaults) as found:
        load_tier(file)
    expected = [
        f"{file}:1:1: `Clay` is not a name. Rename the file to a-z, 0-9 and _.",
        f"{file}:1:1: the key `style` is missing. Add it: Words that go into every direction of this tier.",
        f'{file}:2:19: the amount 0.30 has no currency. Write "$0.30".',
        f"{file}:3:12: the threshold 95 is above the quality ceiling 90: no clip can ever pass. "
        "Write 90 or less.",
        f"{file}:5:1: unknown key `styles`. Did you mean `style`?",
    ]
    assert expected == list(found.value.lines)


def test_a_broken_tier_is_not_replaced_in_silence(tmp_path: Path) -> None:
    """A user's broken tier takes the shipped one of its name out of use, so that no other price is paid."""
    folder = tmp_path / "tiers"
    folder.mkdir()
    (folder / "animated.yaml").write_text("description: [")
    tiers, faults = load_tiers(tmp_path)
    expected = (False, 1)
    assert expected == ("animated" in tiers, len(faults))


def test_a_tier_of_clips_says_nothing_of_stills(tmp_path: Path) -> None:
    """A tier and a provider without stills have the JSON that they had before there were any."""
    file = tmp_path / "clay.yaml"
    file.write_text(TIER)
    told = load_tier(file).model_dump(mode="json")
    assert "price_per_picture" not in told
    assert [{"provider": "simulated", "model": "clay", "fallback": []}] == told["video"]


@pytest.mark.parametrize(
    ("video", "more", "expected"),
    [
        (
            "{provider: luma, image: dalle, model: m}",
            "price_per_picture: $0.04\n",
            "6:9: this names two providers. Name a video provider as `provider`, or an image provider as "
            "`image`.",
        ),
        (
            "{model: m}",
            "",
            "6:9: this names no provider. Name a video provider as `provider`, or an image provider as "
            "`image`.",
        ),
        (
            "{image: dalle, model: m}",
            "",
            "6:9: an image provider needs the key `price_per_picture`, what a still costs where it is "
            "simulated. Write for example `price_per_picture: $0.04`.",
        ),
        (
            "{image: dalle, model: m}",
            "price_per_picture: 0.04\n",
            '7:20: the amount 0.04 has no currency. Write "$0.04".',
        ),
    ],
    ids=["two", "none", "no-price", "no-currency"],
)
def test_who_draws_a_tier_is_said_whole(tmp_path: Path, video: str, more: str, expected: str) -> None:
    """A provider of clips or of stills, one of both, and what a still costs: else a fault with its place."""
    file = tmp_path / "clay.yaml"
    file.write_text(TIER.replace("{provider: simulated, model: clay}", video) + more)
    with pytest.raises(SpecFaults) as found:
        load_tier(file)
    assert [f"{file}:{expected}"] == list(found.value.lines)
