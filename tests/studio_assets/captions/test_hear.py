"""What the sound of a line tells of its words."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from resources.media.spoken_words import spoken_words, with_words
from resources.providers.speech.simulated import speak
from studio_assets.captions.hear import hear, placed

TEXT = "It was two in the morning. She slept."


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One line as a sound with and without its words."""
    folder = tmp_path_factory.mktemp("lines")

    async def make() -> None:
        words = await speak(TEXT, "Lily", folder / "plain.wav", folder, synthesizer="hummed")
        await with_words(folder / "plain.wav", words, folder / "told.wav", 60)

    asyncio.run(make())
    told = (folder / "told.wav").read_bytes()
    (folder / "damaged.wav").write_bytes(told.replace(b'{"ms":[["It"', b'{"ms":[[12.5'))
    return {name: folder / f"{name}.wav" for name in ("plain", "told", "damaged")}


def test_a_sound_that_carries_its_words_is_believed(lines: dict[str, Path]) -> None:
    """Captions have the words as the sound tells them."""
    words, how = placed(TEXT, hear(lines["told"]))
    assert "provider" == how
    assert (spoken_words(lines["told"]), TEXT.split()) == (words, [one.text for one in words])


@pytest.mark.parametrize("name", ["plain", "damaged"])
def test_a_sound_without_words_is_measured(lines: dict[str, Path], name: str) -> None:
    """Where a sound carries no words, or damaged ones, they are placed by its pauses."""
    heard = hear(lines[name])
    words, how = placed(TEXT, heard)
    assert ((), "pauses") == (heard.words, how)
    true = spoken_words(lines["told"])
    assert all(abs(one.start - two.start) < 300 for one, two in zip(words, true, strict=True))
