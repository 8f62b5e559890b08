"""Whether the simulator stands in for the world."""

from __future__ import annotations

import pytest

from resources.errors import NotConfigured
from resources.http.simulator import is_loopback, is_simulator, simulator_url


@pytest.mark.parametrize(
    "set_to, url", [("", ""), ("  ", ""), ("http://127.0.0.1:8400/", "http://127.0.0.1:8400")]
)
def test_the_address_is_read_without_its_last_slash(
    monkeypatch: pytest.MonkeyPatch, set_to: str, url: str
) -> None:
    """An address is taken as it is meant; an empty one is none."""
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", set_to)
    assert (url, bool(url)) == (simulator_url(), is_simulator("http://127.0.0.1:1/x"))


def test_without_it_live_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unset, nothing on this machine counts as the simulator."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL", raising=False)
    assert ("", False) == (simulator_url(), is_simulator("http://127.0.0.1:8400"))


@pytest.mark.parametrize(
    "url", ["http://10.0.0.7:8400", "https://sim.example", "http://127.0.0.1.evil.example"]
)
def test_a_simulator_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Keys are sent to it and its money counts as play money, so it is on this machine or not at all."""
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", url)
    with pytest.raises(NotConfigured) as caught:
        simulator_url()
    assert "STUDIO_SIMULATOR_URL" in caught.value.mend


def test_the_world_is_not_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the simulator on, an address elsewhere is still elsewhere."""
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", "http://127.0.0.1:8400")
    assert [True, True, False] == [
        is_simulator(url) for url in ("http://localhost:1", "http://[::1]:1", "https://api.example")
    ]


@pytest.mark.parametrize(
    "url, here",
    [
        ("http://127.0.0.1", True),
        ("http://127.9.9.9:1/x", True),
        ("http://[::1]:8400", True),
        ("http://localhost", True),
        ("http://localhost.evil.example", False),
        ("http://0.0.0.0", False),
        ("http://192.168.0.1", False),
        ("https://127.0.0.1@evil.example", False),
    ],
)
def test_loopback_is_told_by_the_host_alone(url: str, here: bool) -> None:
    """Nothing but the host of an address says where it leads."""
    assert here is is_loopback(url)
