"""Specs written in tests, loaded with the shipped tiers and the simulated providers' offers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from resources.errors import SpecFaults
from resources.project import package_folder
from resources.providers.port import Capabilities
from studio_assets.spec.load import load
from studio_assets.spec.offers import OfferTable
from studio_assets.spec.production import Production
from studio_assets.spec.tiers import load_tiers

TIERS, TIER_FAULTS = load_tiers(package_folder("specs"))
VIDEO = Capabilities(
    durations=tuple(Fraction(seconds) for seconds in range(1, 11)), first_frame=True, prompt_limit=2000
)
BLIND = Capabilities(durations=(Fraction(4), Fraction(6)), sizes=((1280, 720), (720, 1280)), prompt_limit=20)
OFFERS = OfferTable(
    {
        **{("video", "simulated", tier): VIDEO for tier in TIERS},
        ("image", "simulated", "static_images"): Capabilities(references=4),
        ("video", "blind", "one"): BLIND,
        ("speech", "simulated", "simulated"): Capabilities(voices=("Adam", "Lily")),
        ("speech", "openai_tts", "tts-1"): Capabilities(voices=("alloy", "nova"), prompt_limit=40),
        ("speech", "elevenlabs", "eleven_v3"): Capabilities(),
        ("music", "simulated", "simulated"): Capabilities(prompt_limit=40),
        ("music", "mubert", "track"): Capabilities(),
    }
)

SMALL = """
production: hello
concept: A paper boat crosses a puddle at sunset.
duration: 15s
budget: $3
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a spec `film.yaml` in an empty folder that is the working folder."""
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        file = tmp_path / "film.yaml"
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return file

    return write


@pytest.fixture
def made(write: Write) -> Callable[[str], Production]:
    """The production of a spec's text."""
    return lambda text: load(write(text), tiers=TIERS, offers=OFFERS)


@pytest.fixture
def faults(write: Write) -> Callable[[str], list[str]]:
    """The faults of a spec's text, without the file's name; an empty list where it is sound."""

    def faults(text: str) -> list[str]:
        try:
            load(write(text), tiers=TIERS, offers=OFFERS)
        except SpecFaults as found:
            return [line.removeprefix("film.yaml:") for line in found.lines]
        return []

    return faults


@pytest.fixture
def small_faults(faults: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """The faults of the smallest spec with more keys below its four lines, so that they begin at line 5."""
    return lambda more: faults(SMALL.lstrip("\n") + textwrap.dedent(more).lstrip("\n"))


@pytest.fixture
def small(made: Callable[[str], Production]) -> Callable[[str], Production]:
    """The production of the smallest spec with more keys below."""
    return lambda more: made(SMALL.lstrip("\n") + textwrap.dedent(more).lstrip("\n"))
