"""`studio dev`: a whole house or none, and nobody left behind."""

from __future__ import annotations

import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from tests.studio_assets.cli.conftest import BOAT, House
from tests.studio_assets.cli.dev_house import dev_in, wait_for


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with one spec."""
    made = House(tmp_path)
    made.write("boat.yaml", BOAT)
    return made


@pytest.mark.parametrize("option", ["--port", "--media-port"])
def test_a_taken_port_is_told_before_anything_starts(option: str, house: House) -> None:
    """Where a port is taken, the port and the option to choose another are told, and nothing is started."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = house.program("dev", option, port)
    assert 1 == said.code
    assert f"Port {port} cannot be used: Address already in use." in said.err and option in said.err
    assert "" == said.out


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_nobody_is_left_behind(number: int, house: House) -> None:
    """Ctrl-C on the whole terminal and a plain SIGTERM end UI, daemon, code server and artifact server."""
    with dev_in(house) as dev:
        before = dev.children()
        assert len(before) >= 5
        twice = house.program("dev")
        assert "runs already for this home" in twice.err
        with urllib.request.urlopen(f"{dev.media}/", timeout=30) as answer:
            answer.read(1)
        os.killpg(dev.process.pid, number)
        assert 0 == dev.process.wait(60)
        wait_for(lambda: not dev.children(), 20, "end of all children")


@pytest.mark.slow
def test_a_server_that_dies_takes_the_house_down(house: House) -> None:
    """When one part dies by itself, the others are ended and the exit code says so."""
    with dev_in(house) as dev:
        server = next(
            pid for pid in dev.children()
            if b"resources.artifacts.server" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )  # fmt: skip
        os.kill(server, signal.SIGKILL)
        assert 0 != dev.process.wait(60)
        wait_for(lambda: not dev.children(), 20, "end of all children")
