"""Live productions against the simulator: real HTTP, real protocols, play money."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from resources.money import ZERO
from resources.simulator.far_side import FarSide
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator, running
from tests.productions.studio import Studio

LIVE = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 10s
fps: 8
budget: $20
pilots:
  ink: {tier: animated, video: {provider: luma, fallback: [kling]}}
  photo: {tier: photorealistic, video: {provider: runway}}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 5s,
       narration: It was two in the morning.}
    - {id: victory, description: They throw both arms up., duration: 5s, continues: desk}
audio: {narration: {provider: elevenlabs, voice: Lily}}
qa: {threshold: 1, reshoots: 0}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""

SHORT = """
production: coffee
concept: A developer has a breakthrough at night.
duration: 5s
fps: 8
budget: $20
pilots:
  photo: {tier: photorealistic, video: {provider: runway}, timeout: 2s}
script:
  scenes:
    - {id: desk, description: A developer hunched over a laptop., duration: 5s}
qa: {threshold: 1, reshoots: 0}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""
"""One pilot, one scene, and a step that waits two seconds."""

KEYS = ("LUMA_AGENTS_API_KEY", "KLING_API_KEY", "RUNWAYML_API_SECRET", "ELEVENLABS_API_KEY")

CANARY = "canary-7f3a91"
"""Begins every key, so that one search finds all of them."""


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    """All providers in one process, answering at once."""
    with running(FarSide(tmp_path / "far", latency=0.05, thumbnail=True)) as site:
        yield site


@pytest.fixture
def live(studio: Studio, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """A studio in the live environment whose world is the simulator."""
    studio.live(simulator.url, KEYS, CANARY)
    studio.spec(LIVE)
    return studio


class Played(NamedTuple):
    """A live production that was made once, for several promises."""

    studio: Studio
    simulator: Simulator
    run: str


@pytest.fixture(scope="module")
def played(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """The film of two pilots at two providers, with a voice."""
    folder = tmp_path_factory.mktemp("played")
    with (
        pytest.MonkeyPatch.context() as patch,
        running(FarSide(folder / "far", latency=0.05, thumbnail=True)) as site,
    ):
        studio = Studio(folder / "studio", patch, like=prepared)
        studio.live(site.url, KEYS, CANARY)
        studio.spec(LIVE)
        made = studio.run()
        assert () == made.failures
        yield Played(studio, site, made.run)


def charged(simulator: Simulator) -> Decimal:
    """Dollars of all providers' invoices."""
    return sum((Decimal(line["charged"]) for line in simulator.far.invoice()), ZERO)


def test_a_live_production_is_filmed_and_every_invoice_is_in_the_ledger(played: Played) -> None:
    """Two pilots and a voice at three providers: the film is there, and what was spent is what was billed."""
    live, simulator, key = played
    assert "rendered" == live.master(key).state
    balance = live.doers.ledger.balance(f"coffee/{key}")
    assert (charged(simulator), ZERO) == (balance.spent, balance.held)
    bills = sorted(line["provider"] for line in simulator.far.invoice())
    assert ["speech/elevenlabs", "video/luma", "video/luma", "video/runway", "video/runway"] == bills


def test_the_last_frame_of_a_clip_reaches_the_next_provider_call(played: Played) -> None:
    """A scene that continues another is sent with that clip's last frame, at every provider."""
    jobs = [job for job in played.simulator.far.jobs() if job.wish.kind == "video"]
    opened = {job.part: bool(job.wish.first_frame) for job in jobs}
    assert {"video/luma": True, "video/runway": True} == opened


def test_no_key_is_anywhere_but_in_the_header_of_its_own_host(played: Played) -> None:
    """After a whole production no key is in a log, an event, metadata, a page, a database or a body."""
    files = [file for file in played.studio.folder.rglob("*") if file.is_file()]
    assert 20 < len(files)
    assert [] == [str(file) for file in files if CANARY.encode() in file.read_bytes()]
    seen = played.simulator.far.seen
    assert 10 < len(seen)
    for one in seen:
        carriers = {name for name, value in one.headers.items() if CANARY in value}
        assert carriers <= (set() if one.part == "media" else {"authorization", "xi-api-key"}), one.path
        assert CANARY not in f"{one.path}{one.query}"
        assert CANARY.encode() not in one.body


def test_a_run_never_mixes_real_and_play_money(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was begun with play money is refused real money, with words; nothing is sent or billed."""
    live, simulator, key = played
    asked, bills = len(simulator.far.seen), simulator.far.invoice()
    monkeypatch.delenv("STUDIO_SIMULATOR_URL")
    again = live.run("ink/desk_clip", key=key, fresh=True)
    assert "play money" in again.failures[0]
    assert (asked, bills) == (len(simulator.far.seen), simulator.far.invoice())


def test_the_same_live_run_again_buys_nothing(played: Played) -> None:
    """A second launch of a live run finds everything and is billed nothing."""
    bills = played.simulator.far.invoice()
    assert () == played.studio.run(key=played.run).failures
    assert bills == played.simulator.far.invoice()


def test_a_provider_that_is_down_before_it_took_anything_is_replaced(
    live: Studio, simulator: Simulator
) -> None:
    """Luma's moderation sends the scene to Kling; the clip says so, and the ledger has both bills right."""
    fault = Fault(at="end", what="moderate", provider="video/luma")
    simulator.far.scenario = Scenario(faults=(fault,))
    made = live.run()
    assert () == made.failures
    clip = live.clip(made.run, "ink", "desk")
    assert ("filmed", "luma", "kling") == (clip.state, clip.fell_back_from, clip.take and clip.take.provider)
    balance = live.doers.ledger.balance(f"coffee/{made.run}")
    assert (charged(simulator), ZERO) == (balance.spent, balance.held)


def test_a_lost_answer_is_shown_and_never_sent_again(live: Studio, simulator: Simulator) -> None:
    """Where Runway's answer is lost it may be paid: the scene is red, its money held, and no run resends."""
    fault = Fault(at="submit", what="drop_after", provider="video/runway", when="1")
    simulator.far.scenario = Scenario(faults=(fault,))
    made = live.run()
    clip = live.clip(made.run, "photo", "desk")
    assert clip.state.startswith("unknown: ")
    submits = _submits(simulator, "video/runway")
    live.run(key=made.run)
    assert (1, 1) == (submits, _submits(simulator, "video/runway"))
    (lost,) = [take for take in live.doers.takes.unsettled() if take.provider == "runway"]
    assert lost.quote <= live.doers.ledger.balance(f"coffee/{made.run}").held


def test_what_finishes_after_the_steps_timeout_is_paid_once_and_used(
    live: Studio, simulator: Simulator
) -> None:
    """A generation that takes longer than the step waits is in the next run's film, at one charge."""
    live.spec(SHORT)
    simulator.far.latency = 6.0
    late = live.run()
    assert "still generating" in late.failures[0]
    assert "Go on with the same run: it waits on, at no cost." in late.failures[0]
    (take,) = live.doers.takes.of_run("coffee", late.run)
    assert ("generating", 1) == (take.state, len(simulator.far.invoice()))
    while live.run(key=late.run).failures:
        pass
    assert ("filmed", 1) == (live.clip(late.run, "photo", "desk").state, len(simulator.far.invoice()))
    assert charged(simulator) == live.doers.ledger.balance(f"coffee/{late.run}").spent


def test_a_busy_provider_delays_a_production_and_fails_none_of_it(live: Studio, simulator: Simulator) -> None:
    """Two answers of `429` make a clip late, not red, and it is charged once."""
    live.spec(SHORT.replace("timeout: 2s", "timeout: 60s"))
    fault = Fault(at="submit", what="rate_limit", when="1-2", retry_after=0.2)
    simulator.far.scenario = Scenario(faults=(fault,))
    made = live.run()
    assert ((), "filmed") == (made.failures, live.clip(made.run, "photo", "desk").state)
    assert (3, 1) == (_submits(simulator, "video/runway"), len(simulator.far.invoice()))


def test_without_a_key_live_is_an_error_that_names_the_variable(
    live: Studio, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing key fails the step before anything is sent or held, and never becomes a simulation."""
    monkeypatch.delenv("LUMA_AGENTS_API_KEY")
    made = live.run()
    assert any("LUMA_AGENTS_API_KEY" in words for words in made.failures)
    assert 0 == _submits(simulator, "video/luma")


def test_no_socket_leaves_the_machine_where_nothing_is_set(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no environment set, a whole production connects to nothing beyond loopback."""
    for name in ("STUDIO_ENV", "STUDIO_SIMULATOR_URL"):
        monkeypatch.delenv(name, raising=False)
    far: list[Any] = []
    connect = socket.socket.connect

    def refused(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "::1", "localhost")):
            far.append(address)
            raise OSError("nothing beyond loopback")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", _no_names(far))
    studio.spec(LIVE)
    for name in ("LUMA", "RUNWAY"):
        monkeypatch.setenv(f"STUDIO_VIDEO_{name}", '{"thumbnail": true, "latency": 0}')
    made = studio.run()
    assert () == made.failures
    assert ("rendered", True) == (studio.master(made.run).state, studio.master(made.run).simulated)
    assert [] == far


def _no_names(far: list[Any]) -> Any:
    known = socket.getaddrinfo

    def lookup(host: Any, *rest: Any, **named: Any) -> Any:
        if host not in (None, "127.0.0.1", "::1", "localhost", b"127.0.0.1", b"localhost"):
            far.append(host)
            raise OSError("nothing beyond loopback")
        return known(host, *rest, **named)

    return lookup


def _submits(simulator: Simulator, part: str) -> int:
    return sum(1 for one in simulator.far.seen if one.part == part and one.method == "POST")
