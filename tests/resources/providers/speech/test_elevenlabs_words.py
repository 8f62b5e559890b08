"""When the words of ElevenLabs' speech are said: asked for with the line, and kept in its sound."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from resources.clock import ManualClock
from resources.errors import NotConfigured
from resources.media.spoken_words import spoken_words
from resources.providers.port import SpeechRequest
from resources.providers.speech import elevenlabs_voices, timed
from resources.providers.speech.elevenlabs import ElevenLabs
from resources.simulator.far_side import FarSide
from resources.simulator.job import Job
from resources.simulator.server import Simulator, running
from resources.simulator.speech.elevenlabs import ElevenLabsPart
from resources.takes.recipe import recipe
from tests.resources.providers.speech.heard import samples

KEY = "canary-elevenlabs-words"


class Misaligned(ElevenLabsPart):
    """Tells of each line's letters what a test says."""

    told: Any = None

    async def _alignment(self, job: Job) -> Any:
        return self.told


@pytest.fixture
def part() -> type[ElevenLabsPart]:
    """The dialect that answers."""
    return ElevenLabsPart


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[ElevenLabsPart]) -> Iterator[Simulator]:
    """A simulator that stands in for ElevenLabs."""
    monkeypatch.setattr(elevenlabs_voices, "_KNOWN", {})
    with running(FarSide(tmp_path / "far", clock=ManualClock(), latency=1), [part]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def line(text: str = "Two in the morning.") -> SpeechRequest:
    """A line of Lily's."""
    return SpeechRequest(model="eleven_multilingual_v2", voice="Lily", text=text, rate=Decimal(0))


def speak(request: SpeechRequest, **fields: Any) -> str:
    """Order a line."""
    provider = ElevenLabs(api_key=KEY, **fields)
    return asyncio.run(provider.submit("coffee/monday/narration/one/1", request, lambda digest: Path(digest)))


def test_the_recipe_of_a_line_is_what_it_was() -> None:
    """Asking for times buys no line again: its recipe has its words, voice, model and format alone."""
    provider, request = ElevenLabs(), line()
    known = "0d0f15479c66"
    assert (known, {}) == (recipe(provider.name, request, provider.settings), provider.settings)


@pytest.mark.parametrize("form", ["mp3_44100_128", "wav_44100"])
def test_a_line_carries_its_words(sim: Simulator, tmp_path: Path, form: str) -> None:
    """The fetched sound has the words of the alignment in milliseconds, and the samples of the answer."""
    provider, request = ElevenLabs(api_key=KEY, output_format=form), line("Two lamps, at night.")
    name = speak(request, output_format=form)
    asyncio.run(provider.fetch(name, tmp_path / "line"))
    words = spoken_words(tmp_path / "line")
    assert ["Two", "lamps,", "at", "night."] == [one.text for one in words]
    assert all(one.end <= two.start for one, two in pairwise(words))
    kept = provider._answers() / f"{name}.media"
    assert ((), samples(kept)) == (spoken_words(kept), samples(tmp_path / "line"))
    asyncio.run(provider.fetch(name, tmp_path / "again"))
    assert (tmp_path / "line").read_bytes() == (tmp_path / "again").read_bytes()


TOLD = {
    "characters": ["T", "w", "o", "."],
    "character_start_times_seconds": [0.0, 0.1004, 0.2006, 0.4],
    "character_end_times_seconds": [0.1004, 0.2006, 0.3006, 0.5],
}


@pytest.mark.parametrize("part", [Misaligned])
@pytest.mark.parametrize(
    ("told", "words"),
    [
        (TOLD, [("Two.", 0, 301)]),
        (None, []),
        ("none", []),
        ({}, []),
        (TOLD | {"characters": ["T", "w", "o"]}, []),
        (TOLD | {"character_start_times_seconds": [0.0, 0.9, 0.1, 0.2]}, []),
        (TOLD | {"character_end_times_seconds": [99.0, 99.0, 99.0, 99.0]}, []),
    ],
    ids=["whole", "null", "text", "empty", "short", "disordered", "behind the sound"],
)
def test_a_damaged_alignment_costs_the_words_and_never_the_sound(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: Any, words: list[Any]
) -> None:
    """Whatever stands beside a sound that is paid for, it is kept, fetched and plays."""
    monkeypatch.setattr(Misaligned, "told", told)
    provider, name = ElevenLabs(api_key=KEY), speak(line("Two."))
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert words == [(one.text, one.start, one.end) for one in spoken_words(tmp_path / "line.mp3")]
    assert samples(provider._answers() / f"{name}.media") == samples(tmp_path / "line.mp3")
    assert 1 == sum(seen.method == "POST" for seen in sim.far.seen)


def test_a_sound_of_the_history_has_no_words(sim: Simulator, tmp_path: Path) -> None:
    """A lost line that is found again is the same sound without times."""
    provider = ElevenLabs(api_key=KEY)
    kept = speak(line("Two."))
    (found,) = {one["history_item_id"] for one in sim_history(sim)}
    asyncio.run(provider.fetch(found, tmp_path / "found.mp3"))
    asyncio.run(provider.fetch(kept, tmp_path / "kept.mp3"))
    assert ((), 1) == (spoken_words(tmp_path / "found.mp3"), len(spoken_words(tmp_path / "kept.mp3")))
    assert samples(tmp_path / "kept.mp3") == samples(tmp_path / "found.mp3")


def sim_history(sim: Simulator) -> list[dict[str, Any]]:
    """The account's history as the wire has it."""
    address = f"{sim.url}/speech/elevenlabs/v1/history"
    found = httpx.get(address, headers={"xi-api-key": KEY}, trust_env=False).json()["history"]
    assert isinstance(found, list)
    return found


def test_an_answer_that_was_kept_without_words_is_fetched_as_it_is(sim: Simulator, tmp_path: Path) -> None:
    """What was bought before words were asked for has none, and nothing is asked again."""
    provider, name = ElevenLabs(api_key=KEY), speak(line("Two."))
    note = provider._answers() / f"{name}.json"
    told = json.loads(note.read_bytes())
    assert [{"text": "Two.", "start": 0, "end": told["beside"]["words"][0]["end"]}] == told.pop("beside")[
        "words"
    ]
    note.write_text(json.dumps(told))
    before = len(sim.far.seen)
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert (provider._answers() / f"{name}.media").read_bytes() == (tmp_path / "line.mp3").read_bytes()
    assert before == len(sim.far.seen)


@pytest.mark.parametrize(
    "beside", [{"words": [{"text": "Two."}]}, {"words": "Two."}, {"words": None}, None], ids=str
)
def test_a_note_of_another_version_costs_the_words_and_never_the_sound(
    sim: Simulator, tmp_path: Path, beside: Any
) -> None:
    """Whatever a version left beside a sound that is paid for, it is fetched and plays."""
    provider, name = ElevenLabs(api_key=KEY), speak(line("Two."))
    note = provider._answers() / f"{name}.json"
    note.write_text(json.dumps(json.loads(note.read_bytes()) | {"beside": beside}))
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert (provider._answers() / f"{name}.media").read_bytes() == (tmp_path / "line.mp3").read_bytes()


def test_a_machine_without_ffmpeg_fetches_the_sound_without_words(
    sim: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is paid for is fetched where nothing can tag it."""

    async def missing(*_: Any) -> None:
        raise NotConfigured("ffmpeg is not there.", mend="Install it.")

    monkeypatch.setattr(timed, "with_words", missing)
    provider, name = ElevenLabs(api_key=KEY), speak(line("Two."))
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert (provider._answers() / f"{name}.media").read_bytes() == (tmp_path / "line.mp3").read_bytes()
