"""Mubert's tracks: bodies, states, the listing, business failures as 403, and where its keys go."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from pydantic import ValidationError

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
from resources.providers.music.mubert import Mubert
from resources.providers.music.mubert_wire import mubert_judge, time_of, token_of, verdict
from resources.providers.port import MusicRequest
from resources.simulator.far_side import FarSide
from resources.simulator.music.mubert import MubertPart
from resources.simulator.scenario import Scenario
from resources.simulator.server import Simulator, running

KEY = "canary-of-a-token"
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
PRICE = """
- {kind: music, provider: mubert, model: track, unit: generation, amount: 0.49,
   source: a licence of ours, date: 2026-11-01, certainty: documented}
- {kind: music, provider: mubert, model: loop, unit: generation, amount: 0.29,
   source: a licence of ours, date: 2026-11-01, certainty: documented}
"""


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    """Mubert's dialect on loopback, in the live environment, with a price of our own."""
    prices = tmp_path / "prices.yaml"
    prices.write_text(PRICE)
    far = FarSide(tmp_path / "far", clock=ManualClock(), latency=10, thumbnail=True)
    with running(far, [MubertPart]) as simulator:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", simulator.url)
        monkeypatch.setenv("STUDIO_PRICES", str(prices))
        monkeypatch.setenv("MUBERT_CUSTOMER_ID", "customer-7")
        yield simulator


def mubert(**fields: Any) -> Mubert:
    """The provider with an access token."""
    return Mubert(**{"api_key": KEY, **fields})


def wish(**fields: Any) -> MusicRequest:
    """Twenty seconds of piano; any field can be given."""
    words = {"model": "track", "direction": "Calm piano, late at night.", "duration": Fraction(20)}
    return MusicRequest(**{**words, "rate": Decimal(0), **fields})


def submitted(provider: Mubert, slate: str = "coffee/1", **fields: Any) -> str:
    """The remote id of a wish that was sent."""
    return asyncio.run(provider.submit(slate, wish(**fields), Path))


def fail(sim: Simulator, **fault: Any) -> None:
    """Let one thing go wrong from now on."""
    sim.far.scenario = Scenario.model_validate({"faults": [fault]})


def answer(status: int, body: object) -> httpx.Response:
    """An answer of Mubert's host."""
    request = httpx.Request("POST", "https://music-api.mubert.com/api/v3/public/tracks")
    return httpx.Response(status, json=body, request=request)


def test_a_wish_is_sent_with_its_length_and_format(sim: Simulator) -> None:
    """Length, mode and format reach Mubert; a part of a second is rounded up so that no music is missing."""
    provider = mubert(format="wav", bitrate=320, intensity="low")
    submitted(provider, model="loop", duration=Fraction(41, 2))
    [seen] = sim.far.seen
    assert ("POST", "/api/v3/public/tracks") == (seen.method, seen.path)
    assert {
        "prompt": "Calm piano, late at night.",
        "duration": 21,
        "bitrate": 320,
        "format": "wav",
        "intensity": "low",
        "mode": "loop",
    } == json.loads(seen.body)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"duration": Fraction(14)}, "15 s at least"),
        ({"duration": Fraction(1501)}, "1500 s"),
        ({"direction": "x" * 201}, "200"),
        ({"model": "jingle"}, "track, loop"),
    ],
    ids=["short", "long", "wordy", "mode"],
)
def test_what_mubert_cannot_make_is_refused_before_anything_is_sent(
    sim: Simulator, fields: dict[str, Any], reason: str
) -> None:
    """A wish beyond its powers is a refusal that says why, and no request is made."""
    with pytest.raises(Refused) as refused:
        submitted(mubert(), **fields)
    assert reason in str(refused.value)
    assert [] == sim.far.seen


@pytest.mark.parametrize("format", ["mp3", "wav"])
def test_music_is_made_polled_and_fetched_whole(sim: Simulator, tmp_path: Path, format: str) -> None:
    """A track runs, succeeds and gives a sound of the length and format that were ordered."""
    provider, into = mubert(format=format), tmp_path / f"take.{format}"
    track = submitted(provider)
    assert "running" == asyncio.run(provider.poll(track)).state
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(track))
    asyncio.run(provider.fetch(track, into))
    assert ("succeeded", f".{format}") == (seen.state, seen.suffix)
    with av.open(str(into)) as sound:
        assert 20.0 == pytest.approx((sound.duration or 0) / av.time_base, abs=0.2)


def test_an_expired_address_is_asked_for_again(sim: Simulator, tmp_path: Path) -> None:
    """Where an address works no longer, one fresh address is asked for, and what fails then is told."""
    provider = mubert()
    track = submitted(provider)
    sim.far.clock.advance(11)
    fail(sim, at="media", what="expired")
    with pytest.raises(TransientFailure):
        asyncio.run(provider.fetch(track, tmp_path / "take.mp3"))
    assert 2 == len([seen for seen in sim.far.seen if seen.path.endswith(track)])
    assert not (tmp_path / "take.mp3").exists()


def test_a_track_without_a_price_is_not_bought(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """A licence's price is the user's to state: without a row there is no quote, with one it is exact."""
    assert Decimal("0.49") == mubert().quote(wish()).amount
    monkeypatch.delenv("STUDIO_PRICES")
    with pytest.raises(NotConfigured) as unknown:
        mubert().quote(wish())
    assert "STUDIO_PRICES" in unknown.value.mend


def test_a_lost_submit_is_found_in_the_listing(sim: Simulator) -> None:
    """The listing names every track by what was asked for, over all its pages, and none from before."""
    provider = mubert()
    submitted(provider, direction="Something old.")
    sim.far.clock.advance(3600)
    sim.far.limit = 100
    wanted = [submitted(provider, direction=f"Piece {number}.") for number in range(55)]
    fail(sim, at="submit", what="drop_after")
    with pytest.raises(OutcomeUnknown):
        submitted(provider, direction="The lost one.")
    listed = asyncio.run(provider.list(sim.far.clock.now() - timedelta(minutes=5)))
    assert 56 == len(listed)
    assert set(wanted) < {one.remote_id for one in listed}
    [found] = [one for one in listed if one.token == provider.token("any", wish(direction="The lost one."))]
    assert sim.far.jobs()[-1].id == found.remote_id
    assert 2 == len([seen for seen in sim.far.seen if "limit=50" in seen.query])


@pytest.mark.parametrize(
    "page",
    [{"data": [], "meta": {"total": 3}}, {"data": [], "meta": {}}, {"meta": {"total": 0}}],
    ids=["fewer-than-told", "no-total", "no-list"],
)
def test_half_a_listing_is_no_proof(sim: Simulator, monkeypatch: pytest.MonkeyPatch, page: Any) -> None:
    """A page that leaves tracks out never says that nothing was accepted."""

    async def ask(*_: Any, **__: Any) -> httpx.Response:
        return httpx.Response(200, json=page)

    monkeypatch.setattr("resources.http.call.Api.ask", ask)
    with pytest.raises(TransientFailure):
        asyncio.run(mubert().list(EPOCH))


def test_a_listed_track_that_leaves_something_out_proves_nothing() -> None:
    """A track without a field or a time is nobody's by name, but it is never hidden."""
    whole = {"prompt": "Piano. ", "duration": 20.0, "intensity": "high", "mode": "track"}
    same = {"prompt": "Piano.", "duration": 20, "intensity": "high", "mode": "track"}
    assert token_of(whole) == token_of(same) != ""
    assert "" == token_of({"id": "x", "prompt": "Piano."})
    assert EPOCH == time_of({"created_at": "soon"}, EPOCH)
    assert datetime(2026, 1, 2, 3, tzinfo=UTC) == time_of({"created_at": "2026-01-02 03:00:00"}, EPOCH)


@pytest.mark.parametrize(
    ("fault", "state", "words"),
    [
        ({"what": "moderate"}, "refused", "Moderation of the direction"),
        ({"what": "fail"}, "failed", "failed inside"),
        ({"what": "duplicate"}, "succeeded", ""),
    ],
    ids=["moderated", "failed", "twice"],
)
def test_each_end_of_a_track_is_told(sim: Simulator, fault: dict[str, Any], state: str, words: str) -> None:
    """A track that comes to nothing says so in the provider's words."""
    fail(sim, at="end", **fault)
    provider = mubert()
    track = submitted(provider)
    sim.far.clock.advance(11)
    seen = asyncio.run(provider.poll(track))
    assert state == seen.state
    assert words in seen.reason


@pytest.mark.parametrize(
    ("made", "state"),
    [
        ([], "running"),
        ([{"status": "brand_new_word", "url": None}], "running"),
        ([{"status": "completed", "url": None}], "running"),
        ([{"status": "brand_new_word", "url": "https://x/y.mp3"}], "succeeded"),
        ([{"status": "error_in_model", "url": None}], "failed"),
    ],
    ids=["none", "new", "no-address", "address", "error"],
)
def test_an_unknown_word_for_a_state_is_waited_for(made: list[dict[str, Any]], state: str) -> None:
    """Only an address ends a track well and only a failure ends it badly; other words mean that it runs."""
    assert state == verdict({"id": "x", "generations": made, "new_field": 1}).state


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "Unauthenticated", AccountRefused),
        (403, "AccessTokenExpired", AccountRefused),
        (403, "LicenseExpired", AccountRefused),
        (403, "LicenseLimitTracksCount", AccountRefused),
        (403, "LicenseForbiddenDuration", AccountRefused),
        (403, "LicenseLimitConcurrentTrackGenerationsCount", RateLimited),
        (429, "TooManyRequests", RateLimited),
        (404, "TrackNotFound", Refused),
        (500, "ServerError", TransientFailure),
    ],
)
def test_a_business_failure_is_told_from_a_busy_licence(
    status: int, code: str, kind: type[StudioError]
) -> None:
    """A 403 is waited for where the licence is busy, and is a person's matter where it is used up."""
    failure = mubert_judge(answer(status, {"code": code, "message": "No.", "description": "No."}))
    assert kind is type(failure)


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
    ids=["401", "quota", "429", "moderated", "503", "dropped"],
)
def test_each_failure_of_a_submit_has_its_type(
    sim: Simulator, fault: dict[str, Any], kind: type[StudioError]
) -> None:
    """A submit that fails says whether it may be paid, is sent once, and never shows the token."""
    fail(sim, at="submit", **fault)
    with pytest.raises(StudioError) as failure:
        submitted(mubert())
    assert kind is type(failure.value)
    assert 1 == len(sim.far.seen)
    assert KEY not in f"{failure.value}{failure.value!r}"


def test_a_full_licence_turns_a_track_away_for_now(sim: Simulator) -> None:
    """Beyond the licence's tracks at once, nothing is accepted and the same is sent again later."""
    sim.far.limit = 1
    submitted(mubert())
    with pytest.raises(RateLimited):
        submitted(mubert())
    assert 1 == len(sim.far.invoice())


def test_an_answer_without_a_track_is_not_a_refusal(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Mubert takes a submit and names nothing, the outcome is unknown: it may be paid."""
    monkeypatch.setattr("resources.simulator.music.mubert._listed", lambda job: {})
    with pytest.raises(OutcomeUnknown):
        submitted(mubert())


def test_both_keys_go_to_the_api_host_only(sim: Simulator, tmp_path: Path) -> None:
    """Customer's id and token are headers of the API host, and no other host or field has the token."""
    provider = mubert()
    track = submitted(provider)
    sim.far.clock.advance(11)
    asyncio.run(provider.fetch(track, tmp_path / "take.mp3"))
    api = [seen for seen in sim.far.seen if seen.part != "media"]
    assert {("customer-7", KEY)} == {
        (seen.headers["customer-id"], seen.headers["access-token"]) for seen in api
    }
    assert len(api) < len(sim.far.seen)
    for seen in sim.far.seen:
        rest = {name: value for name, value in seen.headers.items() if name != "access-token"}
        assert KEY not in f"{seen.path}{seen.query}{rest}{seen.body!r}"
        assert seen.part != "media" or "access-token" not in seen.headers
    assert KEY not in repr(provider)


def test_a_check_of_the_keys_costs_nothing(sim: Simulator) -> None:
    """Good keys are told in a sentence, bad ones are the account's fault, and nothing is billed."""
    assert "Mubert accepts the access token of this customer." == asyncio.run(mubert().check_credentials())
    fail(sim, at="list", what="unauthorised")
    with pytest.raises(AccountRefused):
        asyncio.run(mubert().check_credentials())
    assert [] == sim.far.invoice()


@pytest.mark.parametrize(
    ("fields", "mend"),
    [({"api_key": ""}, "MUBERT_ACCESS_TOKEN"), ({"customer_id": ""}, "MUBERT_CUSTOMER_ID")],
    ids=["token", "customer"],
)
def test_what_is_not_set_is_named(sim: Simulator, fields: dict[str, Any], mend: str) -> None:
    """Either half of the credentials is told with its variable before anything is sent."""
    with pytest.raises(NotConfigured) as missing:
        mubert(**fields).check_configured()
    assert mend in missing.value.mend


def test_a_bit_rate_that_is_not_offered_is_a_fault() -> None:
    """A setting that Mubert does not have is told when it is set, not when music is ordered."""
    with pytest.raises(ValidationError):
        mubert(bitrate=100)


def test_a_remote_id_cannot_leave_its_path(sim: Simulator) -> None:
    """What is no id of a track is refused and not sent."""
    with pytest.raises(Refused):
        asyncio.run(mubert().poll("../service/customers"))
    assert [] == sim.far.seen
