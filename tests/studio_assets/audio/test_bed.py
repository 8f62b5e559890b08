"""All lines in one sound, the same bytes each time; broken lines are told, and never stop the film."""

from __future__ import annotations

import asyncio
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.store import Artifacts
from resources.media.sound import sound_length
from studio_assets.audio.bed import PAUSE, bed
from tests.studio_assets.audio.conftest import Stage


def tone(store: Artifacts, folder: Path, seconds: float, level: int) -> Any:
    """A sound of one level."""
    file = folder / f"{level}.wav"
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 16_000, 0, "NONE", ""))
        out.writeframes(level.to_bytes(2, "little", signed=True) * int(16_000 * seconds))
    return store.keep(file, ".wav")


def test_lines_one_after_another(tmp_path: Path) -> None:
    """The bed is as long as its lines with half a second between, and is the same in another store."""
    beds = []
    for name in ("one", "other"):
        store = Artifacts(root=str(tmp_path / name))
        lines = [tone(store, tmp_path, 0.4, level) for level in (500, 900)]
        made = asyncio.run(bed(lines, store))
        assert made is not None and made == asyncio.run(bed(lines, store))
        beds.append(made)
    assert beds[0] == beds[1]
    assert abs(sound_length(store.path(beds[0])) - Fraction(13, 10)) < Fraction(1, 20)
    assert (0.5, ".m4a") == (PAUSE, beds[0].suffix)


def test_no_lines_no_bed(tmp_path: Path) -> None:
    """A silent film has none."""
    assert asyncio.run(bed([], Artifacts(root=str(tmp_path)))) is None


@pytest.mark.parametrize("content", [b"", b"RIFF no sound"], ids=["empty", "broken"])
def test_a_broken_sound_is_a_state(stage: Any, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    """A paid sound that does not decode is told with its reason and is never bought again by itself."""
    from resources.providers.speech.simulated import SimulatedSpeech

    async def make(self: Any, order: Any, into: Path, scratch: Path) -> None:
        into.write_bytes(content or b"\0")

    monkeypatch.setattr(SimulatedSpeech, "make", make)
    film: Stage = stage("desk")
    film.lock({"desk": "Off it goes."})
    made = film.narrate()
    document: Any = made.document
    assert ("held: desk", True) == (document.state, document.lines[0].state.startswith("damaged: "))
    assert (False, None) == (made.checks[0].passed, document.bed)
    assert document == film.narration()
    assert 1 == len(film.takes)
    film.check_money()
