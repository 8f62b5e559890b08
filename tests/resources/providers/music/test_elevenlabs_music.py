"""ElevenLabs' music: what reaches the wire, and what comes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from resources.clock import ManualClock
from resources.errors import (
    AccountRefused,
    Moderated,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    Refused,
)
from resources.media.probe import probe_sound
from resources.providers import prices
from resources.providers.music.elevenlabs_music import ElevenLabsMusic
from resources.providers.port import MusicRequest
from resources.providers.prices import price_of
from resources.simulator.far_side import FarSide, Seen
from resources.simulator.music.elevenlabs_music import ElevenLabsMusicPart
from resources.simulator.part import Asked
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running

CANARY = "canary-music-51c0"
SLATE = "coffee/2026-11-21_080534/music/one/0a1b2c/1"


class Empty(ElevenLabsMusicPart):
    """Answers with nothing."""

    async def _compose(self, asked: Asked) -> Response:
        return Response(b"", media_type="audio/mpeg")


@pytest.fixture
def part() -> type[ElevenLabsMusicPart]:
    """The dialect that answers."""
    return ElevenLabsMusicPart


@pytest.fixture
def sim(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: type[ElevenLabsMusicPart]
) -> Iterator[Simulator]:
    """A simulator that stands in for ElevenLabs."""
    clock = ManualClock(datetime(2026, 11, 21, tzinfo=UTC))
    with running(FarSide(tmp_path / "far", clock=clock, latency=1), [part]) as started:
        monkeypatch.setenv("STUDIO_ENV", "live")
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", started.url)
        yield started


def piece(**fields: Any) -> MusicRequest:
    """Three and a half seconds, unless said otherwise."""
    words = {"model": "music_v1", "direction": "Warm lo-fi, soft piano.", "duration": Fraction(7, 2)}
    return MusicRequest(**{**words, "seed": 7, "rate": Decimal(0), **fields})


def compose(request: MusicRequest, **fields: Any) -> str:
    """Order a piece."""
    provider = ElevenLabsMusic(api_key=CANARY, **fields)
    return asyncio.run(provider.submit(SLATE, request, lambda digest: Path(digest)))


def submits(sim: Simulator) -> list[Seen]:
    """What was ordered over the wire."""
    return [seen for seen in sim.far.seen if seen.method == "POST"]


def test_direction_and_length_reach_the_wire(sim: Simulator, tmp_path: Path) -> None:
    """The length goes in milliseconds, the seed not at all, and the piece that comes back is so long."""
    name = compose(piece())
    (sent,) = submits(sim)
    assert ("/v1/music", "output_format=mp3_44100_128") == (sent.path, sent.query)
    expected = {
        "prompt": "Warm lo-fi, soft piano.",
        "music_length_ms": 3500,
        "model_id": "music_v1",
        "force_instrumental": True,
    }
    assert expected == json.loads(sent.body)
    asyncio.run(ElevenLabsMusic(api_key=CANARY).fetch(name, tmp_path / "piece.mp3"))
    assert 3.4 < probe_sound(tmp_path / "piece.mp3").duration < 3.7


def test_somebody_may_sing(sim: Simulator) -> None:
    """With `instrumental` off the wire does not forbid a voice."""
    compose(piece(), instrumental=False)
    assert json.loads(submits(sim)[0].body)["force_instrumental"] is False


def test_the_quote_is_what_is_charged(sim: Simulator) -> None:
    """Minutes times the price are quoted and stand on the invoice."""
    quote = ElevenLabsMusic(api_key=CANARY).quote(piece())
    compose(piece())
    assert price_of("music", "elevenlabs_music", "music_v1", "minute").of(Fraction(7, 120)) == quote
    assert [str(quote.amount)] == [one["charged"] for one in sim.far.invoice()]


def test_an_unknown_price_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model without a row in the price table is not quoted."""
    (tmp_path / "none.yaml").write_text("[]")
    monkeypatch.setattr(prices, "TABLE", tmp_path / "none.yaml")
    monkeypatch.setenv("STUDIO_PRICES", str(tmp_path / "none.yaml"))
    with pytest.raises(NotConfigured):
        ElevenLabsMusic(api_key=CANARY).quote(piece())


@pytest.mark.parametrize(
    "wrong",
    [
        {"duration": Fraction(2)},
        {"duration": Fraction(601)},
        {"model": "music_v9"},
        {"direction": "a" * 4_101},
    ],
    ids=["short", "long", "model", "direction"],
)
def test_what_cannot_be_composed_is_refused_before_any_request(sim: Simulator, wrong: dict[str, Any]) -> None:
    """Less than 3 s, more than 600 s, an unknown model or too long a direction never reach the wire."""
    with pytest.raises(Refused) as caught:
        compose(piece(**wrong))
    assert caught.value.mend
    assert [] == sim.far.seen


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(at="submit", what="unpaid"), AccountRefused),
        (Fault(at="submit", what="moderate"), Moderated),
        (Fault(at="submit", what="drop_after"), OutcomeUnknown),
        (Fault(at="submit", what="error_after"), OutcomeUnknown),
    ],
    ids=lambda one: one.what if isinstance(one, Fault) else "",
)
def test_each_failure_has_its_type(sim: Simulator, fault: Fault, kind: type[ProviderFailure]) -> None:
    """A failure is of the type that says whether asking again is free, and is asked once."""
    sim.far.scenario = Scenario(faults=(fault,))
    with pytest.raises(kind) as caught:
        compose(piece())
    assert (kind, 1) == (type(caught.value), len(submits(sim)))
    assert getattr(caught.value, "about", "direction") == "direction"


@pytest.mark.parametrize("part", [Empty])
def test_nothing_is_no_music(sim: Simulator) -> None:
    """HTTP 200 without a sound leaves the outcome unknown: it may be paid."""
    with pytest.raises(OutcomeUnknown):
        compose(piece())


def test_a_lost_piece_cannot_be_looked_up() -> None:
    """No history holds music, so nobody believes a lost piece to be listed."""
    assert not ElevenLabsMusic().capabilities("music_v1").lists


def test_the_key_is_told_to_the_api_alone(sim: Simulator) -> None:
    """The key stands in its own header, and nowhere else."""
    compose(piece())
    words = asyncio.run(ElevenLabsMusic(api_key=CANARY).check_credentials())
    assert "tier creator" in words
    for seen in sim.far.seen:
        assert CANARY == seen.headers["xi-api-key"]
        rest = [value for name, value in seen.headers.items() if name != "xi-api-key"]
        assert CANARY not in f"{seen.path}{seen.query}{seen.body!r}{rest}"
    assert CANARY not in f"{ElevenLabsMusic(api_key=CANARY)!r}{words}"


def test_the_official_library_sends_the_same(sim: Simulator) -> None:
    """ElevenLabs' own library makes our body for the same wish, and gets a sound for it."""
    library = pytest.importorskip("elevenlabs", reason="elevenlabs is not installed")
    compose(piece())
    client = library.ElevenLabs(api_key=CANARY, base_url=f"{sim.url}/music/elevenlabs_music")
    sound = b"".join(
        client.music.compose(
            prompt="Warm lo-fi, soft piano.",
            music_length_ms=3500,
            model_id="music_v1",
            force_instrumental=True,
            output_format="mp3_44100_128",
        )
    )
    ours, theirs = submits(sim)
    assert json.loads(theirs.body) == json.loads(ours.body)
    assert (theirs.path, theirs.query) == (ours.path, ours.query)
    assert sound.startswith((b"ID3", b"\xff"))
