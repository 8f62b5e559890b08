"""Inworld's speech: what goes over the wire, what comes back, and what its failures mean."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    RateLimited,
    Refused,
    StudioError,
)
from resources.providers.speech.inworld import Inworld
from resources.providers.speech.inworld_verdict import judge
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running
from resources.simulator.speech.inworld import InworldPart

KEY = "Y2FuYXJ5LWlud29ybGQ="
SLATE = "coffee/2026-11-21_080534/narration/desk/0a1b2c/1"
TEXT = "Two in the morning."


@pytest.fixture
def line(speech: Any) -> Any:
    """Makes a line for Ashley; any field can be given."""
    return lambda **fields: speech(
        **{"model": "inworld-tts-1.5-max", "voice": "Ashley", "text": TEXT, **fields}
    )


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Inworld's part of the simulator, in the live environment."""
    with running(FarSide(tmp_path / "far", clock=ManualClock()), [InworldPart]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def spoken(request: Any, into: Path, **fields: Any) -> Decimal | None:
    """Submit a line and fetch it; give what was charged."""

    async def go() -> Decimal | None:
        provider = Inworld(api_key=KEY, **fields)
        remote_id = await provider.submit(SLATE, request, lambda digest: into)
        seen = await provider.poll(remote_id)
        assert "succeeded" == seen.state
        await provider.fetch(remote_id, into)
        return seen.price

    return asyncio.run(go())


def sent(sim: Simulator) -> list[dict[str, Any]]:
    """The JSON of every submit that came in."""
    return [json.loads(one.body) for one in sim.far.seen if one.method == "POST"]


def told(status: int, message: str) -> httpx.Response:
    """An answer in Inworld's form."""
    asked = httpx.Request("POST", "https://api.inworld.ai/tts/v1/voice")
    return httpx.Response(status, json={"code": 8, "message": message, "details": []}, request=asked)


def test_a_line_is_spoken_and_charged_by_its_characters(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """The submit has exactly the voice and the text, its WAV plays, and quote, answer and invoice agree."""
    price = spoken(line(), tmp_path / "line.wav")
    expected = {
        "text": TEXT,
        "voiceId": "Ashley",
        "modelId": "inworld-tts-1.5-max",
        "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 48_000, "speakingRate": 1.0},
        "temperature": 1.0,
        "timestampType": "WORD",
    }
    assert [expected] == sent(sim)
    with av.open(str(tmp_path / "line.wav")) as container:
        assert 48_000 == container.streams.audio[0].rate
    assert Decimal("0.000665") == Inworld().quote(line()).amount == price  # 19 at $35 a million
    assert ["0.000665"] == [one["charged"] for one in sim.far.invoice()]


def test_settings_reach_the_wire(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """Codec, rate, speed, temperature, language and delivery are sent as set."""
    fields = {"encoding": "MP3", "sample_rate": 24_000, "speaking_rate": 1.5, "temperature": 0.5}
    spoken(line(model="inworld-tts-2"), tmp_path / "a.mp3", language="en-US", delivery="CREATIVE", **fields)
    (body,) = sent(sim)
    audio = {"audioEncoding": "MP3", "sampleRateHertz": 24_000, "bitRate": 128_000, "speakingRate": 1.5}
    assert audio == body["audioConfig"]
    assert (0.5, "en-US", "CREATIVE") == (body["temperature"], body["language"], body["deliveryMode"])


@pytest.mark.parametrize(
    ("fields", "settings", "words"),
    [
        ({"model": "inworld-tts-1"}, {}, "no model"),
        ({"text": " "}, {}, "nothing to say"),
        ({"text": "x" * 2001}, {}, "2,001 characters"),
        ({"voice": ""}, {}, "no voice"),
        ({}, {"delivery": "STABLE"}, "no delivery"),
    ],
)
def test_what_it_cannot_speak_is_refused_before_anything_is_sent(
    sim: Simulator, line: Any, tmp_path: Path, fields: dict[str, str], settings: dict[str, str], words: str
) -> None:
    """A line outside the capabilities costs no request."""
    with pytest.raises(Refused, match=words) as caught:
        spoken(line(**fields), tmp_path / "line.wav", **settings)
    assert caught.value.mend
    with pytest.raises(Refused, match=words):
        Inworld(**settings).quote(line(**fields))
    assert [] == list(sim.far.seen)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"what": "unauthorised"}, AccountRefused),
        ({"what": "unpaid"}, AccountRefused),
        ({"what": "rate_limit", "retry_after": 2}, RateLimited),
        ({"what": "moderate"}, Moderated),
        ({"what": "error_before"}, OutcomeUnknown),
        ({"what": "error_after", "status": 503}, OutcomeUnknown),
        ({"what": "drop_after"}, OutcomeUnknown),
    ],
    ids=lambda one: one.get("what") if isinstance(one, dict) else None,
)
def test_failures_have_their_kind(
    sim: Simulator, line: Any, tmp_path: Path, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """Each failure is the right kind with a mend, is sent once, and never tells the key."""
    sim.far.scenario = Scenario.model_validate({"faults": [{"at": "submit", **fault}]})
    with pytest.raises(kind) as caught:
        spoken(line(), tmp_path / "line.wav")
    assert kind is type(caught.value)
    assert caught.value.mend
    assert KEY not in str(caught.value)
    assert 1 == len(sent(sim))
    if isinstance(caught.value, RateLimited):
        assert 2 == caught.value.retry_after


def test_an_unknown_voice_is_refused_free(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """A voice that the workspace does not have is the request's fault, and nothing is charged."""
    with pytest.raises(Refused, match="Nobody"):
        spoken(line(voice="Nobody"), tmp_path / "line.wav")
    assert [] == sim.far.invoice()


def test_an_empty_balance_is_not_taken_for_haste() -> None:
    """A 429 that speaks of credits waits for a person; any other is asked again."""
    assert isinstance(judge(told(429, "You have used up your credits.")), AccountRefused)
    assert type(judge(told(429, "Too many requests."))) is RateLimited


@pytest.mark.parametrize("content", [b"", b'{"code": 13, "message": "x"}', b'{"audioContent": "e30="}'])
def test_a_200_without_a_sound_may_be_paid(
    line: Any, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that holds no sound, or hides an error, is an unknown outcome."""

    async def answered(self: Any, *words: Any, **more: Any) -> httpx.Response:
        return httpx.Response(200, content=content, request=httpx.Request("POST", "https://x.example/"))

    monkeypatch.setattr("resources.http.call.Api.submit", answered)
    with pytest.raises(OutcomeUnknown) as caught:
        asyncio.run(Inworld(api_key=KEY).submit(SLATE, line(), lambda digest: Path()))
    assert caught.value.mend


@pytest.mark.parametrize(
    ("usage", "price"),
    [
        ({"processedCharactersCount": 1000}, Decimal("0.035")),
        ({"processedCharactersCount": "1000"}, Decimal("0.035")),
        ({"processedCharactersCount": True}, None),
        ({"processedCharactersCount": -1}, None),
        ({}, None),
        (None, None),
    ],
    ids=str,
)
def test_the_charge_is_what_the_answer_counts(
    line: Any, tmp_path: Path, usage: Any, price: Decimal | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The characters that Inworld says it charged are the price; without them the quote stands."""
    sound = {"audioContent": "UklGRjAwMDBXQVZF", "usage": usage, "new": []}

    async def answered(self: Any, *words: Any, **more: Any) -> httpx.Response:
        return httpx.Response(200, json=sound, request=httpx.Request("POST", "https://x.example/"))

    monkeypatch.setattr("resources.http.call.Api.submit", answered)
    assert price == spoken(line(), tmp_path / "line.wav")


def test_the_key_stands_in_its_header_only(sim: Simulator, line: Any, tmp_path: Path) -> None:
    """No address, body, message or picture of the provider holds the key; it is sent as it is."""
    spoken(line(), tmp_path / "line.wav")
    for seen in sim.far.seen:
        assert [f"Basic {KEY}"] == [value for value in seen.headers.values() if KEY in value]
        assert f"Basic {KEY}" == seen.headers["authorization"]
        assert KEY not in seen.path + seen.query + seen.body.decode()
    assert KEY not in repr(Inworld(api_key=KEY))


def test_the_key_is_checked_for_nothing(sim: Simulator) -> None:
    """Checking the key lists voices; a missing key is told with its variable."""
    assert "19 voices" in asyncio.run(Inworld(api_key=KEY).check_credentials())
    assert [] == sim.far.invoice()
    with pytest.raises(NotConfigured) as caught:
        asyncio.run(Inworld().check_credentials())
    assert "INWORLD_API_KEY" in caught.value.mend


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"text": "x" * 2001},
        {"modelId": "tts-9"},
        {"temperature": "hot"},
        {"deliveryMode": "STABLE"},
        {"audioConfig": {"audioEncoding": "AAC"}},
        {"audioConfig": {"sampleRateHertz": 24_000.5}},
        {"audioConfig": {"speakingRate": 2}},
        {"timestampType": "PHONEME"},
    ],
    ids=lambda one: str(one)[:40],
)
def test_the_simulator_is_as_strict_as_inworld(sim: Simulator, change: dict[str, Any]) -> None:
    """A body that Inworld would turn away is turned away with 400 and is not charged."""
    good = {"text": "Hello.", "voiceId": "Ashley", "modelId": "inworld-tts-1.5-max"}
    answer = httpx.post(
        f"{sim.url}/speech/inworld/tts/v1/voice",
        json=good | change,
        headers={"authorization": f"Basic {KEY}"},
        trust_env=False,
    )
    assert (400, 3) == (answer.status_code, answer.json()["code"])
    assert [] == sim.far.invoice()
