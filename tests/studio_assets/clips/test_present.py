"""What Dagster's UI shows of a clip."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from resources.artifacts.store import Artifacts
from studio_assets.clips.present import clip_metadata


def test_a_clip_is_shown_from_its_state_to_its_takes(tmp_path: Path, clip: Callable[..., Any]) -> None:
    """A filmed clip shows its state first, then picture, file, length, cost, who filmed it, and its takes."""
    artifacts, picture = Artifacts(root=str(tmp_path)), io.BytesIO()
    Image.new("RGB", (972, 272)).save(picture, "WEBP")
    filmed = clip("drawn", "launch", sheet=artifacts.keep_bytes(picture.getvalue(), ".webp"))
    shown = clip_metadata(artifacts, filmed)
    assert ["state", "contact_sheet", "clip", "duration_seconds", "size", "cost", "cost_dollars",
            "provider", "model", "take", "slate", "simulated", "takes"] == list(shown)  # fmt: skip
    assert ("filmed", "$1.25", 1.25, 5.0, "1280x720, 24 fps, 120 frames") == (
        shown["state"], shown["cost"], shown["cost_dollars"].value, shown["duration_seconds"].value,
        shown["size"])  # fmt: skip
    line = {"take": "1", "provider": "simulated", "state": "fetched", "cost": "$1.25", "score": "unjudged"}
    assert [{**line, "chosen": "chosen", "reason": ""}] == [row.data for row in shown["takes"].records]


def test_a_clip_that_is_not_there_says_why(tmp_path: Path, clip: Callable[..., Any]) -> None:
    """A refused clip shows why and what it cost, and no picture or link to nothing."""
    shown = clip_metadata(Artifacts(root=str(tmp_path)), clip("drawn", "launch", 0))
    assert ["state", "cost", "cost_dollars", "simulated", "takes"] == list(shown)
    assert ("refused: moderation", "$0.00", "none") == (shown["state"], shown["cost"], shown["takes"])
