"""ElevenLabs' speech: what reaches the wire, and what is found again."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
    TransientFailure,
)
from resources.media.probe import probe_sound
from resources.providers.port import SpeechRequest
from resources.providers.prices import price_of
from resources.providers.speech import elevenlabs_history, elevenlabs_voices
from resources.providers.speech.elevenlabs import ElevenLabs
from resources.simulator.far_side import FarSide, Seen
from resources.simulator.part import Asked
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.speech.elevenlabs import ElevenLabsPart

CANARY = "canary-elevenlabs-7b21"
SLATE = "coffee/2026-11-21_080534/narration/one/0a1b2c/"
START = datetime(2026, 11, 21, tzinfo=UTC)
LILY = "pFZP5JQG7iQjIQuC4Bku"


class Broken(ElevenLabsPart):
    """Answers every line with JSON, and half a history."""

    async def _speak(self, asked: Asked) -> Response:
        return JSONResponse({"audio": None})

    _timed = _speak

    async def _history(self, asked: Asked) -> Response:
        return JSONResponse({"history": [], "has_more": True, "last_history_item_id": None})


class Twins(ElevenLabsPart):
    """An account with two voices of one name."""

    async def _voices(self, asked: Asked) -> Response:
        voices = [{"voice_id": id, "name": "Lily", "more": 1} for id in ("one", "two")]
        return JSONResponse({"voices": voices, "has_more": False})


@pytest.fixture
def part() -> type[ElevenLabsPart]:
    """The dialect that answers."""
    return ElevenLabsPart


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[ElevenLabsPart]) -> Iterator[Simulator]:
    """A simulator that stands in for ElevenLabs."""
    monkeypatch.setattr(elevenlabs_voices, "_KNOWN", {})
    with running(FarSide(tmp_path / "far", clock=ManualClock(START), latency=1), [part]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def line(text: str = "Two in the morning.", **fields: Any) -> SpeechRequest:
    """A line of Lily's."""
    words = {"model": "eleven_multilingual_v2", "voice": "Lily", "text": text, "rate": Decimal(0)}
    return SpeechRequest(**{**words, **fields})


def speak(request: SpeechRequest, number: int = 1, **fields: Any) -> str:
    """Order a line as the take of a number."""
    provider = ElevenLabs(api_key=CANARY, **fields)
    return asyncio.run(provider.submit(f"{SLATE}{number}", request, lambda digest: Path(digest)))


def submits(sim: Simulator) -> list[Seen]:
    """What was ordered over the wire."""
    return [seen for seen in sim.far.seen if seen.method == "POST"]


def test_a_line_is_the_text_and_the_model_at_its_voice(sim: Simulator, tmp_path: Path) -> None:
    """Text, model, voice and format reach the wire, and the sound that comes back plays."""
    name = speak(line())
    (sent,) = submits(sim)
    path = f"/v1/text-to-speech/{LILY}/with-timestamps"
    assert (path, "output_format=mp3_44100_128") == (sent.path, sent.query)
    assert {"text": "Two in the morning.", "model_id": "eleven_multilingual_v2"} == json.loads(sent.body)
    provider = ElevenLabs(api_key=CANARY)
    assert ("succeeded", ".mp3") == (lambda one: (one.state, one.suffix))(asyncio.run(provider.poll(name)))
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert probe_sound(tmp_path / "line.mp3").duration > 0


@pytest.mark.parametrize(
    ("word", "id"),
    [
        ("lily", LILY),
        (LILY, LILY),
        ("Lily - Velvety Actress", LILY),
        ("Rachel", "21m00Tcm4TlvDq8ikWAM"),
        ("9BWtsMINqrJLrRacOk9x", "9BWtsMINqrJLrRacOk9x"),
    ],
    ids=["short", "id", "whole", "plain", "public"],
)
def test_a_voice_is_named_by_name_or_id(sim: Simulator, word: str, id: str) -> None:
    """A name in any case, its first word or an id finds the voice, whatever page it stands on."""
    speak(line(voice=word))
    assert [f"/v1/text-to-speech/{id}/with-timestamps"] == [seen.path for seen in submits(sim)]


def test_voices_are_asked_for_once_and_whole(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages of voices are read, and two lines need them once."""
    monkeypatch.setattr(elevenlabs_voices, "_PAGE", 4)
    speak(line(voice="Adam"))
    speak(line(voice="Rachel"), 2)
    asked = [seen.query for seen in sim.far.seen if seen.path == "/v2/voices"]
    assert ["page_size=4", "page_size=4&next_page_token=4", "page_size=4&next_page_token=8"] == asked


def test_an_unknown_voice_names_those_near(sim: Simulator) -> None:
    """A misspelt voice is refused with the near names, and nothing is ordered."""
    with pytest.raises(Refused) as caught:
        speak(line(voice="Lilly"))
    assert "Lily" in caught.value.mend
    assert [] == submits(sim)


@pytest.mark.parametrize("part", [Twins])
def test_two_voices_of_one_name_want_an_id(sim: Simulator) -> None:
    """A name that two voices have is refused with their ids."""
    with pytest.raises(Refused) as caught:
        speak(line())
    assert "Name one by its id: one, two." == caught.value.mend
    assert [] == submits(sim)


def test_a_lost_answer_is_found_in_the_history(sim: Simulator, tmp_path: Path) -> None:
    """When the answer is lost, the history has the line under its token, with price and sound."""
    provider, request = ElevenLabs(api_key=CANARY), line()
    sim.far.scenario = Scenario(faults=(Fault(at="submit", what="drop_after", when="1"),))
    with pytest.raises(OutcomeUnknown):
        speak(request)
    listed = asyncio.run(provider.list(START))
    (found,) = {one.remote_id for one in listed if one.token == provider.token(f"{SLATE}1", request)}
    state = asyncio.run(provider.poll(found))
    assert ("succeeded", provider.quote(request).amount, ".mp3") == (state.state, state.price, state.suffix)
    asyncio.run(provider.fetch(found, tmp_path / "line.mp3"))
    assert probe_sound(tmp_path / "line.mp3").duration > 0
    assert 1 == len(submits(sim))
    assert [] == asyncio.run(provider.list(datetime(2026, 11, 22, tzinfo=UTC)))


@pytest.mark.parametrize(
    "other", [{"text": "Three in the morning."}, {"voice": "Rachel"}, {"model": "eleven_v3"}]
)
def test_another_line_has_another_token(sim: Simulator, other: dict[str, str]) -> None:
    """A line with another text, voice or model is not taken for a lost one."""
    speak(line())
    provider = ElevenLabs(api_key=CANARY)
    tokens = {one.token for one in asyncio.run(provider.list(START))}
    assert provider.token(SLATE, line()) in tokens
    assert provider.token(SLATE, line(**other)) not in tokens


def test_a_kept_answer_goes_before_the_history(sim: Simulator, tmp_path: Path) -> None:
    """What is kept on this machine is listed by its kept name and fetched without a request."""
    provider, name = ElevenLabs(api_key=CANARY), speak(line())
    assert {name} == {one.remote_id for one in asyncio.run(provider.list(START))}
    before = len(sim.far.seen)
    asyncio.run(provider.fetch(name, tmp_path / "line.mp3"))
    assert before == len(sim.far.seen)


def test_a_kept_answer_that_the_history_lacks_is_not_passed_over(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kept line that was deleted from the history is listed, so that it is not bought anew."""
    provider, name = ElevenLabs(api_key=CANARY), speak(line())
    monkeypatch.setattr(sim.far, "_jobs", {})
    (listed,) = asyncio.run(provider.list(START.replace(year=2020)))
    assert name == listed.remote_id
    assert listed.token in ("", provider.token(f"{SLATE}1", line()))


def test_the_history_is_read_to_its_end(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """All pages of the history are read."""
    monkeypatch.setattr(elevenlabs_history, "_PAGE", 2)
    names = {speak(line(f"Line {number}."), number) for number in range(5)}
    assert names == {one.remote_id for one in asyncio.run(ElevenLabs(api_key=CANARY).list(START))}
    assert 3 == len([seen for seen in sim.far.seen if seen.path == "/v1/history"])


@pytest.mark.parametrize("part", [Broken])
def test_half_a_history_is_no_history(sim: Simulator) -> None:
    """A history that does not tell where it goes on is an error, not a short list."""
    with pytest.raises(TransientFailure):
        asyncio.run(ElevenLabs(api_key=CANARY).list(START))


@pytest.mark.parametrize("page", [{}, {"history": None}, {"history": ["7d1f"]}])
def test_a_history_that_is_no_list_proves_nothing(
    sim: Simulator, monkeypatch: pytest.MonkeyPatch, page: dict[str, Any]
) -> None:
    """An answer without its entries never says that nothing was spoken."""

    async def ask(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json=page)

    monkeypatch.setattr("resources.http.call.Api.ask", ask)
    with pytest.raises(TransientFailure):
        asyncio.run(ElevenLabs(api_key=CANARY).list(START))


@pytest.mark.parametrize("part", [Broken])
def test_json_is_no_sound(sim: Simulator) -> None:
    """HTTP 200 without a sound leaves the outcome unknown: it may be paid."""
    with pytest.raises(OutcomeUnknown):
        speak(line())


def test_zero_retention_lists_nothing(sim: Simulator) -> None:
    """Without a history the wire says so, and nobody believes a lost line to be listed."""
    name = speak(line(), history=False)
    assert "output_format=mp3_44100_128&enable_logging=false" == submits(sim)[0].query
    provider = ElevenLabs(api_key=CANARY, history=False)
    assert not provider.capabilities(provider.model).lists
    assert [name] == [one.remote_id for one in asyncio.run(provider.list(START.replace(year=2020)))]


@pytest.mark.parametrize("model", ["eleven_multilingual_v2", "eleven_flash_v2_5"])
def test_the_credits_settle_the_price(sim: Simulator, model: str) -> None:
    """What the answer's credits cost is what is settled, and what is on the invoice."""
    request = line("Four words and six.", model=model)
    name = speak(request)
    settled = asyncio.run(ElevenLabs(api_key=CANARY).poll(name)).price
    assert [str(settled)] == [one["charged"] for one in sim.far.invoice()]
    characters = 20 if "flash" in model else 19  # half a credit is rounded up
    assert price_of("speech", "elevenlabs", model, "1k_characters").of(characters).amount == settled


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Fault(at="submit", what="unpaid"), AccountRefused, "credits are used up"),
        (Fault(at="submit", what="unauthorised"), AccountRefused, "did not accept the key"),
        (Fault(at="submit", what="rate_limit", retry_after=3), RateLimited, "busy"),
        (Fault(at="submit", what="moderate"), Moderated, "Moderation of the text"),
        (Fault(at="end", what="moderate"), Moderated, "Moderation of the text"),
        (Fault(at="end", what="fail"), OutcomeUnknown, "HTTP 500"),
        (Fault(at="submit", what="error_before", status=503), OutcomeUnknown, "HTTP 503"),
        (Fault(at="submit", what="drop_before"), OutcomeUnknown, "lost"),
    ],
    ids=lambda one: f"{one.at}-{one.what}" if isinstance(one, Fault) else "",
)
def test_each_failure_has_its_type(
    sim: Simulator, fault: Fault, kind: type[ProviderFailure], words: str
) -> None:
    """A failure of the submit is of the type that says whether asking again is free, and is asked once."""
    sim.far.scenario = Scenario(faults=(fault,))
    with pytest.raises(kind) as caught:
        speak(line())
    assert words in caught.value.what
    assert (kind, 1) == (type(caught.value), len(submits(sim)))
    assert CANARY not in f"{caught.value}{caught.value!r}"
    assert fault.retry_after == getattr(caught.value, "retry_after", None)


def test_too_many_at_once_is_asked_again_later(sim: Simulator) -> None:
    """The older words for too many lines at once mean: wait, nothing was accepted."""
    sim.far.limit = 0
    with pytest.raises(RateLimited):
        speak(line())
    assert [] == sim.far.invoice()


@pytest.mark.parametrize(
    "wrong", [{"model": "eleven_v9"}, {"text": "a" * 10_001}, {"text": " "}], ids=["model", "long", "empty"]
)
def test_what_cannot_be_spoken_is_refused_before_any_request(sim: Simulator, wrong: dict[str, str]) -> None:
    """An unknown model, too long a text or none at all never reaches the wire."""
    with pytest.raises(Refused) as caught:
        speak(line(**wrong))
    assert caught.value.mend
    assert [] == sim.far.seen


def test_the_key_is_told_to_the_api_alone(sim: Simulator) -> None:
    """The key stands in its own header, and nowhere else."""
    speak(line())
    provider = ElevenLabs(api_key=CANARY)
    words = asyncio.run(provider.check_credentials())
    assert "99,981 of 100,000 credits are left (tier creator)" in words
    for seen in sim.far.seen:
        assert CANARY == seen.headers["xi-api-key"]
        rest = [value for name, value in seen.headers.items() if name != "xi-api-key"]
        assert CANARY not in f"{seen.path}{seen.query}{seen.body!r}{rest}"
    assert CANARY not in f"{provider!r}{words}"
    kept = b"".join(file.read_bytes() for file in provider._answers().iterdir())
    assert CANARY.encode() not in kept


def test_the_official_library_sends_the_same(sim: Simulator) -> None:
    """ElevenLabs' own library makes our body for the same wish, and gets a sound for it."""
    library = pytest.importorskip("elevenlabs", reason="elevenlabs is not installed")
    speak(line())
    client = library.ElevenLabs(api_key=CANARY, base_url=f"{sim.url}/speech/elevenlabs")
    wish = {"text": "Two in the morning.", "model_id": "eleven_multilingual_v2"}
    told = client.text_to_speech.convert_with_timestamps(LILY, output_format="mp3_44100_128", **wish)
    ours, theirs = submits(sim)
    assert json.loads(theirs.body) == json.loads(ours.body)
    assert (theirs.path, theirs.query) == (ours.path, ours.query)
    sound = b"".join(client.text_to_speech.convert(LILY, output_format="mp3_44100_128", **wish))
    assert sound == base64.b64decode(told.audio_base_64)
    assert sound.startswith((b"ID3", b"\xff"))
    assert "Two in the morning." == "".join(told.alignment.characters)
    assert ["Two in the morning."] * 3 == [one.text for one in client.history.list().history]
    assert 10 == len(client.voices.search(page_size=100).voices)
