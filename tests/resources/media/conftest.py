"""Marker clips that the tests of a session share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.resources.media.marker_clips import FPS, write_clip


@pytest.fixture(scope="session")
def clip_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Marker clips by number and length, each made once."""
    folder = tmp_path_factory.mktemp("clips")

    def make(clip: int, frames: int, fps: int = FPS) -> Path:
        path = folder / f"{clip}_{frames}_{fps}.mp4"
        return path if path.exists() else write_clip(path, clip, frames, fps=fps)

    return make
