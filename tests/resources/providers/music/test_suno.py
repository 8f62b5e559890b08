"""Suno through a gateway: off by default, an envelope that hides failures, two songs a task."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from starlette.responses import JSONResponse

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    RateLimited,
    Refused,
    StudioError,
    TransientFailure,
)
from resources.providers.music.suno import Suno
from resources.providers.music.suno_wire import suno_judge, verdict
from resources.providers.port import MusicRequest
from resources.simulator.far_side import FarSide
from resources.simulator.music.suno import SunoPart
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running

KEY = "canary-of-a-key"


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """The gateway's dialect on loopback, in the live environment."""
    far = FarSide(tmp_path / "far", clock=ManualClock(), latency=10, thumbnail=True)
    with running(far, [SunoPart]) as simulator:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        yield simulator


def suno(**fields: Any) -> Suno:
    """The provider, switched on, with a gateway and a key."""
    return Suno(**{"api_key": KEY, "enabled": True, "base_url": "https://gateway.example", **fields})


def wish(**fields: Any) -> MusicRequest:
    """Five seconds of piano; any field can be given."""
    words = {"model": "V5", "direction": "Calm piano, late at night.", "duration": Fraction(5)}
    return MusicRequest(**{**words, "rate": Decimal(0), **fields})


def submitted(provider: Suno, **fields: Any) -> str:
    """The remote id of a wish that was sent."""
    return asyncio.run(provider.submit("coffee/1", wish(**fields), Path))


def fail(sim: Simulator, **fault: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario.model_validate({"faults": [fault]})


def test_it_is_off_until_somebody_has_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without being switched on it is refused, and the words say that Suno has no public API."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    with pytest.raises(NotConfigured) as off:
        Suno(api_key=KEY).check_configured()
    assert "no public API" in str(off.value)
    assert "STUDIO_MUSIC_SUNO" in off.value.mend


@pytest.mark.parametrize(
    ("fields", "mend"),
    [({"base_url": ""}, "base_url"), ({"api_key": ""}, "SUNO_API_KEY")],
    ids=["gateway", "key"],
)
def test_what_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], mend: str) -> None:
    """A missing gateway or key is told before anything is sent: there is no host to fall back on."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    with pytest.raises(NotConfigured) as missing:
        suno(**fields).check_configured()
    assert mend in missing.value.mend


def test_a_wish_is_sent_with_its_length_in_words(sim: Simulator) -> None:
    """The dialect has no field for a length, so the prompt asks for it; the rest is as ordered."""
    submitted(suno(callback_url="https://films.example/hook"), duration=Fraction(181, 2))
    [seen] = sim.far.seen
    assert ("POST", "/api/v1/generate") == (seen.method, seen.path)
    assert {
        "customMode": False,
        "instrumental": True,
        "model": "V5",
        "prompt": "Calm piano, late at night.\nLength: 91 seconds.",
        "callBackUrl": "https://films.example/hook",
    } == json.loads(seen.body)


def test_the_longest_wish_fits_the_gateways_prompt(sim: Simulator) -> None:
    """A direction at the limit and the longest length together are still a prompt that is taken."""
    limit = suno().capabilities("V5").prompt_limit
    submitted(suno(), direction="x" * limit, duration=Fraction(480))
    assert 500 >= len(json.loads(sim.far.seen[0].body)["prompt"])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"duration": Fraction(241), "model": "V4"}, "240 s"),
        ({"direction": "x" * 471}, "470"),
        ({"model": "V3"}, "V4_5PLUS"),
    ],
    ids=["long", "wordy", "model"],
)
def test_what_suno_cannot_make_is_refused_before_anything_is_sent(
    sim: Simulator, fields: dict[str, Any], reason: str
) -> None:
    """A wish beyond its powers is a refusal that says why, and no request is made."""
    with pytest.raises(Refused) as refused:
        submitted(suno(), **fields)
    assert reason in str(refused.value)
    assert [] == sim.far.seen


def test_the_first_of_two_songs_is_fetched_at_one_price(sim: Simulator, tmp_path: Path) -> None:
    """A task runs, succeeds and gives a sound; the key never goes to the media host."""
    provider, into = suno(), tmp_path / "take.mp3"
    task = submitted(provider)
    assert "running" == asyncio.run(provider.poll(task)).state
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(task))
    asyncio.run(provider.fetch(task, into))
    assert ("succeeded", ".mp3") == (seen.state, seen.suffix)
    with av.open(str(into)) as sound:
        assert 5.0 == pytest.approx((sound.duration or 0) / av.time_base, abs=0.2)
    assert [provider.quote(wish()).amount] == [Decimal(one["charged"]) for one in sim.far.invoice()]
    for one in sim.far.seen:
        rest = {name: value for name, value in one.headers.items() if name != "authorization"}
        assert KEY not in f"{one.path}{one.query}{rest}{one.body!r}"
        assert (one.part == "media") != ("authorization" in one.headers)
    assert KEY not in repr(provider)


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ({"what": "moderate"}, "refused", "Moderation of the direction"),
        ({"what": "fail"}, "failed", "failed inside"),
        ({"what": "duplicate"}, "succeeded", ""),
    ],
    ids=["moderated", "failed", "twice"],
)
def test_each_end_of_a_task_is_told(sim: Simulator, fault: dict[str, Any], state: str, words: str) -> None:
    """A task that comes to nothing says so in the gateway's words."""
    fail(sim, at="end", **fault)
    provider = suno()
    task = submitted(provider)
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(task))
    assert state == seen.state
    assert words in seen.reason


@pytest.mark.parametrize(
    ("task", "state"),
    [
        ({"status": "FIRST_SUCCESS", "response": {"sunoData": [{"audioUrl": "https://x/y"}]}}, "running"),
        (
            {"status": "CALLBACK_EXCEPTION", "response": {"sunoData": [{"audioUrl": "https://x/y"}]}},
            "succeeded",
        ),
        ({"status": "CALLBACK_EXCEPTION", "response": None}, "running"),
        ({"status": "SUCCESS", "response": {"sunoData": []}}, "failed"),
        ({"status": "CREATE_TASK_FAILED"}, "failed"),
        ({"status": "A_NEW_WORD", "new": 1}, "running"),
        ({}, "running"),
    ],
    ids=["first", "callback", "callback-early", "empty", "create", "new", "bare"],
)
def test_a_callback_that_nobody_heard_loses_no_song(task: dict[str, Any], state: str) -> None:
    """Nobody listens at the callback's address: its failure alone neither ends nor spoils a task."""
    assert state == verdict(task).state


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (200, 401, AccountRefused),
        (200, 402, AccountRefused),
        (200, 429, AccountRefused),
        (200, 430, RateLimited),
        (200, 455, RateLimited),
        (200, 413, Refused),
        (200, "500", TransientFailure),
        (500, 500, TransientFailure),
        (429, None, RateLimited),
        (200, 200, type(None)),
    ],
)
def test_http_200_can_hide_a_failure(status: int, code: object, kind: type) -> None:
    """The envelope's code decides; a used-up balance that is called 429 is not taken for a busy host."""
    request = httpx.Request("POST", "https://gateway.example/api/v1/generate")
    answer = httpx.Response(status, json={"code": code, "msg": "Words.", "data": None}, request=request)
    assert kind is type(suno_judge(answer))


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"what": "unauthorised"}, AccountRefused),
        ({"what": "unpaid"}, AccountRefused),
        ({"what": "rate_limit", "retry_after": 7}, RateLimited),
        ({"what": "moderate"}, Moderated),
        ({"what": "error_before", "status": 503}, OutcomeUnknown),
        ({"what": "drop_after"}, OutcomeUnknown),
    ],
    ids=["401", "credits", "430", "moderated", "503", "dropped"],
)
def test_each_failure_of_a_submit_has_its_type(
    sim: Simulator, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """A submit that fails says whether it may be paid, is sent once, and never shows the key."""
    fail(sim, at="submit", **fault)
    with pytest.raises(StudioError) as failure:
        submitted(suno())
    assert kind is type(failure.value)
    assert 1 == len(sim.far.seen)
    assert KEY not in f"{failure.value}{failure.value!r}"


def test_an_answer_without_a_task_is_not_a_refusal(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the gateway takes a submit and names nothing, the outcome is unknown: it may be paid."""
    nothing = JSONResponse({"code": 200, "msg": "success", "data": {}})
    monkeypatch.setattr("resources.simulator.music.suno._said", lambda data: nothing)
    with pytest.raises(OutcomeUnknown):
        submitted(suno())


def test_a_task_that_the_gateway_does_not_know_is_refused(sim: Simulator) -> None:
    """A remote id of another account is refused and not waited for, and nothing can be listed."""
    with pytest.raises(Refused):
        asyncio.run(suno().poll("nobody's"))
    assert () == tuple(asyncio.run(suno().list(datetime(2026, 1, 1, tzinfo=UTC))))
    assert not suno().capabilities("V5").lists


def test_a_check_of_the_key_tells_the_credits(sim: Simulator) -> None:
    """A good key is told with what is left, and nothing is billed."""
    assert "The gateway accepts the key; 880 credits are left." == asyncio.run(suno().check_credentials())
    assert [] == sim.far.invoice()
