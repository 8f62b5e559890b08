"""Voices and composers over real HTTP: where an outcome is unknown, no other provider is asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resources.errors import Refused
from resources.money import ZERO
from resources.providers.speech.openai_tts import OpenAiSpeech
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from studio_assets.spec.production import Mix, MusicCue, Narrator
from studio_assets.wiring import doers
from tests.studio_assets.audio.conftest import Stage

LINES = {"desk": "It was two in the morning."}
NARRATOR = Narrator(
    provider="openai_tts",
    model="tts-1",
    voice="nova",
    fallback=(Narrator(provider="elevenlabs", model="eleven_multilingual_v2", voice="Lily"),),
)
CUE = MusicCue(provider="suno", model="V5", mood="warm lo-fi", fallback=(("elevenlabs_music", "music_v1"),))


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    """All providers in one process."""
    with running(FarSide(tmp_path / "far", latency=0.05)) as site:
        yield site


@pytest.fixture
def live(stage: Any, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A film in the live environment whose world is the simulator."""
    film: Stage = stage("desk", narrator=NARRATOR, mix=Mix(music=(CUE,)))
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
    monkeypatch.setenv("STUDIO_MUSIC_SUNO", '{"enabled": true, "interval": 0.05}')
    for name in ("OPENAI_API_KEY", "ELEVENLABS_API_KEY", "SUNO_API_KEY"):
        monkeypatch.setenv(name, f"key-{name}")
    film.sheet = film.of("narration", doers=doers())
    film.lock(LINES)
    return film


def billed(simulator: Simulator) -> Decimal:
    """Dollars of all invoices."""
    return sum((Decimal(line["charged"]) for line in simulator.far.invoice()), ZERO)


def test_the_next_voice_speaks_what_one_refuses(live: Stage, simulator: Simulator) -> None:
    """A line that is refused at one provider is spoken by the next with its own voice, and paid once."""
    simulator.far.scenario = Scenario(
        faults=(Fault(at="submit", what="moderate", provider="speech/openai_tts"),)
    )
    [line] = live.narration().lines
    assert ("elevenlabs", "Lily", "openai_tts") == (line.provider, line.voice, line.fell_back_from)
    assert line == live.narration().lines[0]
    assert live.sheet.doers.ledger.balance(live.sheet.budget).spent == line.price == billed(simulator)


def test_an_unknown_outcome_goes_to_nobody_else(live: Stage, simulator: Simulator) -> None:
    """A lost answer that cannot be looked up is `unknown`: its money is held, and nobody else is asked."""
    faults = [
        Fault(at="submit", what="drop_after", provider=f"{one}")
        for one in ("speech/openai_tts", "music/suno")
    ]
    simulator.far.scenario = Scenario(faults=tuple(faults))
    for _ in range(2):
        [line], [cue] = live.narration().lines, live.music().cues
        assert ["unknown", "unknown"] == [one.state.partition(":")[0] for one in (line, cue)]
    assert ["music/suno", "speech/openai_tts"] == sorted(one["provider"] for one in simulator.far.invoice())
    assert {"unknown"} == {take.state for take in live.takes}
    balance = live.sheet.doers.ledger.balance(live.sheet.budget)
    assert (ZERO, True) == (balance.spent, balance.held > 0)


def test_what_a_provider_no_longer_makes_is_still_looked_up_there(
    live: Stage, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line whose outcome is unknown is asked of nobody else, though its provider takes no such line now."""
    simulator.far.scenario = Scenario(
        faults=(Fault(at="submit", what="drop_after", provider="speech/openai_tts"),)
    )
    assert ["unknown"] == [one.state.partition(":")[0] for one in live.narration().lines]

    def full(*_: Any) -> Any:
        raise Refused("The line is too long.", mend="Shorten it.")

    monkeypatch.setattr(OpenAiSpeech, "quote", full)
    assert ["unknown"] == [one.state.partition(":")[0] for one in live.narration().lines]
    assert ["speech/openai_tts"] == [one["provider"] for one in simulator.far.invoice()]
