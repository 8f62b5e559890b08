"""The media host: expiring addresses, whole and broken downloads, and no credentials."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from resources.clock import ManualClock
from resources.media.probe import probe
from resources.simulator.media import leaks
from resources.simulator.scenario import Fault, Scenario
from resources.simulator.server import Simulator
from tests.resources.simulator.toy import BASE, send


@pytest.fixture
def address(sim: Simulator, clock: ManualClock) -> str:
    """Where a finished clip is."""
    id = send(sim.url, "POST", f"{BASE}/jobs", json={"seconds": 1}).json()["id"]
    clock.advance(11)
    urls = send(sim.url, "GET", f"{BASE}/jobs/{id}").json()["urls"]
    return str(urls[0])


def get(address: str, **content: Any) -> httpx.Response:
    """Download without credentials."""
    return send(address, "GET", "", **{"headers": {}, **content})


def goes_wrong(sim: Simulator, **fields: Any) -> None:
    """From now on one thing goes wrong with downloads."""
    sim.far.scenario = Scenario(faults=(Fault(at="media", **fields),))


def test_media_are_on_another_port_and_play(sim: Simulator, address: str, tmp_path: Any) -> None:
    """The clip is real, has the ordered length, and comes from the media host."""
    assert address.startswith(sim.media_url)
    assert sim.url != sim.media_url
    (tmp_path / "clip.mp4").write_bytes(get(address).content)
    assert 1 == probe(tmp_path / "clip.mp4").duration


def test_a_download_goes_on_where_it_stopped(address: str) -> None:
    """A Range request gets the rest of the file."""
    whole = get(address).content
    rest = get(address, headers={"range": "bytes=100-"})
    assert (206, whole[100:]) == (rest.status_code, rest.content)


def test_an_address_expires(sim: Simulator, address: str, clock: ManualClock) -> None:
    """After its life an address answers 403, and a fresh one works."""
    clock.advance(3601)
    assert 403 == get(address).status_code
    job = sim.far.jobs()[0]
    assert 200 == get(sim.far.url(job, ".mp4")).status_code


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key", "xi-api-key", "access-token", "Cookie"])
def test_credentials_are_turned_away_and_written_down(sim: Simulator, address: str, header: str) -> None:
    """A key that reaches the media host is refused there and can be counted."""
    assert 400 == get(address, headers={header: "canary"}).status_code
    assert [header.lower()] == [name for name in leaks(sim.far)[0].headers if name == header.lower()]
    assert 1 == send(sim.url, "GET", "/", headers={}).json()["credentials_at_media"]


def test_a_key_in_the_address_is_turned_away_too(sim: Simulator, address: str) -> None:
    """A query that carries a key is a leak like a header."""
    assert 400 == get(f"{address}?api_key=canary").status_code
    assert 1 == len(leaks(sim.far))


def test_a_truncated_download_breaks_off(sim: Simulator, address: str) -> None:
    """The whole length is promised, half of it comes, and the connection ends."""
    goes_wrong(sim, what="truncate", when="1")
    with pytest.raises(httpx.RemoteProtocolError):
        get(address)
    assert 200 == get(address).status_code


def test_corrupt_media_have_the_right_length(sim: Simulator, address: str) -> None:
    """Nothing but the bytes is wrong."""
    whole = get(address).content
    goes_wrong(sim, what="corrupt")
    wrong = get(address)
    assert (200, len(whole), whole[:64]) == (wrong.status_code, len(wrong.content), wrong.content[:64])
    assert whole != wrong.content


def test_a_slow_download_takes_its_time_and_is_whole(sim: Simulator, address: str) -> None:
    """Bytes trickle, but all of them come."""
    whole = get(address).content
    goes_wrong(sim, what="slow", seconds=0.05)
    start = time.monotonic()
    assert whole == get(address).content
    assert 0.05 <= time.monotonic() - start


@pytest.mark.parametrize("what, status", [("missing", 404), ("expired", 403)])
def test_media_can_be_gone_or_expired(sim: Simulator, address: str, what: str, status: int) -> None:
    """A download can be turned away once; the next one works."""
    goes_wrong(sim, what=what, when="1")
    assert [status, 200] == [get(address).status_code for _ in range(2)]


def test_there_is_nothing_before_the_end(sim: Simulator) -> None:
    """An address of a generation that still runs leads nowhere."""
    send(sim.url, "POST", f"{BASE}/jobs", json={"seconds": 1})
    job = sim.far.jobs()[0]
    assert 404 == get(sim.far.url(job, ".mp4")).status_code
