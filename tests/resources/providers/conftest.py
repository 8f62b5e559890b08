"""A home of its own for every test, and small requests of each kind."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.media.caption import SpokenWord
from resources.providers.port import (
    AnswerRequest,
    ImageRequest,
    MusicRequest,
    Request,
    SpeechRequest,
    VideoRequest,
)
from resources.providers.request import Words
from resources.providers.speech.simulated import timed
from resources.simulator.generate import generate
from resources.simulator.job import Wish

_TIMED: dict[tuple[str, str], tuple[SpokenWord, ...]] = {}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """STUDIO_HOME in the test's own folder."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def filmed_once(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulator's media of one wish are made once for all tests: these are of the wire, not of ffmpeg."""
    made = tmp_path_factory.getbasetemp() / "filmed"
    made.mkdir(exist_ok=True)

    async def once(wish: Wish, into: Path, *, thumbnail: bool = False, **how: Any) -> None:
        name = hashlib.sha256(f"{wish.model_dump_json()}{thumbnail}".encode()).hexdigest()
        file = made / f"{name}{into.suffix}"
        if not file.exists():
            await generate(wish, file, thumbnail=thumbnail, **how)
        shutil.copyfile(file, into)

    async def timed_once(text: str, voice: str) -> tuple[SpokenWord, ...]:
        if (text, voice) not in _TIMED:
            _TIMED[text, voice] = await timed(text, voice)
        return _TIMED[text, voice]

    monkeypatch.setattr("resources.simulator.far_side.generate", once)
    monkeypatch.setattr("resources.simulator.speech.alignment.timed", timed_once)


@pytest.fixture
def video() -> Any:
    """Makes a small video request; any field can be given."""

    def request(**fields: Any) -> VideoRequest:
        size = {"width": 320, "height": 180, "fps": 12, "duration": Fraction(1)}
        words = {"model": "animated", "direction": "A desk at night, warm lamp.", "rate": Decimal("0.25")}
        return VideoRequest(**{**size, **words, **fields})

    return request


@pytest.fixture
def speech() -> Any:
    """Makes a speech request; any field can be given."""

    def request(**fields: Any) -> SpeechRequest:
        words = {
            "model": "any",
            "voice": "Lily",
            "text": "It was two in the morning.",
            "rate": Decimal("0.30"),
        }
        return SpeechRequest(**{**words, **fields})

    return request


@pytest.fixture
def image() -> Any:
    """Makes a small picture request; any field can be given."""

    def request(**fields: Any) -> ImageRequest:
        size = {"width": 320, "height": 180}
        words = {"model": "any", "direction": "A desk at night, warm lamp.", "rate": Decimal("0.04")}
        return ImageRequest(**{**size, **words, **fields})

    return request


@pytest.fixture
def music() -> Any:
    """Makes a short music request; any field can be given."""

    def request(**fields: Any) -> MusicRequest:
        words = {
            "model": "any",
            "direction": "Calm piano for a quiet night.",
            "duration": Fraction(3),
            "rate": Decimal("0.80"),
        }
        return MusicRequest(**{**words, **fields})

    return request


@pytest.fixture
def answer() -> Any:
    """Makes a small question; any field can be given."""

    def request(**fields: Any) -> AnswerRequest:
        words = {"model": "any", "role": "critic", "system": "Answer.", "content": (Words(text="Well?"),)}
        return AnswerRequest(**{**words, "answer_schema": "{}", "max_tokens": 1_000, **fields})

    return request


@pytest.fixture
def requests(video: Any, image: Any, speech: Any, music: Any, answer: Any) -> dict[str, Request]:
    """One request of every kind that the contract suite can order."""
    return {"video": video(), "image": image(), "speech": speech(), "music": music(), "answer": answer()}
