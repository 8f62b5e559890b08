"""Whether live providers talk to Studio's own simulator instead of the world."""

from __future__ import annotations

import ipaddress
import os

import httpx

from resources.errors import NotConfigured

__all__ = ["SIMULATOR_URL", "is_loopback", "is_simulator", "simulator_url"]

SIMULATOR_URL = "STUDIO_SIMULATOR_URL"
"""Environment variable of the simulator's address; unset means the providers' own hosts."""


def simulator_url() -> str:
    """The simulator's address without a slash at the end; empty where live is live.

    Raises:
        NotConfigured: it is not on this machine. Keys are sent to it, and its money counts as play money.
    """
    url = os.environ.get(SIMULATOR_URL, "").strip().rstrip("/")
    if url and not is_loopback(url):
        raise NotConfigured(
            "The simulator's address is not on this machine.",
            mend=f"Set {SIMULATOR_URL} to an address such as http://127.0.0.1:8400, or unset it.",
            where=url,
        )
    return url


def is_simulator(url: str) -> bool:
    """Whether an address is on this machine while the simulator stands in for the world.

    Args:
        url: an http or https address.
    """
    return bool(simulator_url()) and is_loopback(url)


def is_loopback(url: str) -> bool:
    """Whether an address names this machine by a loopback address.

    Args:
        url: an http or https address.
    """
    host = httpx.URL(url).host
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
