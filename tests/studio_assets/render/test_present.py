"""What Dagster's UI shows of the master."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

from PIL import Image

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from studio_assets.render.master_document import Invariant, Master
from studio_assets.render.present import master_metadata

FILM = Artifact(digest="ab" * 32, suffix=".mp4", size=1)


def test_a_master_shows_poster_length_and_spend(tmp_path: Path) -> None:
    """The master's page has its poster, a link that plays it, its length and what the whole run spent."""
    artifacts, picture = Artifacts(root=str(tmp_path)), io.BytesIO()
    Image.new("RGB", (960, 540)).save(picture, "WEBP")
    master = Master(
        state="rendered", media=FILM, poster=artifacts.keep_bytes(picture.getvalue(), ".webp"), frames=360,
        fps=24, width=1280, height=720, cut="safe", spend=Decimal("11.25165"), simulated=True,
    )  # fmt: skip
    shown = master_metadata(artifacts, master, "boat")
    assert ["state", "poster", "master", "length_seconds"] == list(shown)[:4]
    assert (15.0, "$11.25165", 11.25165) == (
        shown["length_seconds"].value, shown["total_spend"], shown["total_spend_dollars"].value)  # fmt: skip
    assert shown["master"].md_str.startswith("[play boat](")


def test_a_held_master_says_what_is_missing(tmp_path: Path) -> None:
    """Where nothing was rendered, the page says why and what is missing, and has no link to nothing."""
    master = Master(
        state="held: the cut is empty", fps=24, width=1280, height=720, spend=Decimal(2), partial=True,
        simulated=True, missing={"launch": "refused: moderation"},
    )  # fmt: skip
    shown = master_metadata(Artifacts(root=str(tmp_path)), master, "boat")
    assert ("held: the cut is empty", "- **launch** refused: moderation") == (
        shown["state"], shown["missing"].md_str)  # fmt: skip
    assert {"master", "poster", "length_seconds"}.isdisjoint(shown)


def test_a_broken_promise_stands_out(tmp_path: Path) -> None:
    """Each promise about the frames is a line with both figures; a broken one is shouted."""
    broken = Invariant(name="frames", expected="360", actual="359", held=False)
    master = Master(
        state="rendered", fps=24, width=1280, height=720, spend=Decimal(2), simulated=True,
        invariants=(broken,),
    )  # fmt: skip
    (row,) = master_metadata(Artifacts(root=str(tmp_path)), master, "boat")["invariants"].records
    assert {"promise": "frames", "expected": "360", "measured": "359", "": "BROKEN"} == row.data
