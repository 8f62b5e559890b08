"""What the UI shows of seed assets."""

from __future__ import annotations

import asyncio
from typing import Any

from studio_assets.seeds.claude import ClaudeAnalyzer
from studio_assets.seeds.description import SeedAsset, SeedAssets
from studio_assets.seeds.present import seeds_metadata


def test_pictures_and_words_stand_side_by_side(production: Any, desk: Any, seed: Any) -> None:
    """Each picture shows small with what is seen in it; a character's sheet is readable in whole."""
    made = asyncio.run(ClaudeAnalyzer(desk).describe(production(seeds=(seed("ada"),))))
    shown = seeds_metadata(desk.artifacts, made)
    assert shown["ada"].md_str.startswith("[![character ada](")
    assert "described" == shown["state"]
    [row] = shown["assets"].records
    assert ("ada", "character", "brick red, slate grey") == (
        row.data["id"],
        row.data["role"],
        row.data["palette"],
    )
    assert "- ada: About sixty" in shown["sheets"].md_str


def test_a_lost_or_broken_picture_hides_nothing_else(artifacts: Any) -> None:
    """A picture that cannot be shown is a link or left out, and the words stay."""
    broken = artifacts.keep_bytes(b"no picture", ".png").digest
    made = SeedAssets(
        state="undescribed: nobody looked",
        assets=(
            SeedAsset(id="ada", role="style", digest=broken),
            SeedAsset(id="bob", role="style", digest="0" * 64),
        ),
    )
    shown = seeds_metadata(artifacts, made)
    assert "[ada](" in shown["ada"].md_str
    assert "bob" not in shown
    assert ["ada", "bob"] == [row.data["id"] for row in shown["assets"].records]
