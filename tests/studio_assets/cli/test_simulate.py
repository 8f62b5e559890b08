"""`studio simulate`: as a program, from its first line to Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from resources.simulator.far_side import FarSide
from resources.simulator.scenario import names
from tests.studio_assets.cli.conftest import PROGRAM, House, Studio

CLIP = {
    "type": "video", "model": "ray-3.2", "prompt": "A paper boat.", "aspect_ratio": "16:9",
    "video": {"resolution": "540p", "duration": "5s"},
}  # fmt: skip


@contextmanager
def simulating(house: House, *words: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The program, the address of its API, and its first lines."""
    command = [*PROGRAM, "simulate", "--port", "0", "--media-port", "0", *words]
    with subprocess.Popen(
        command,
        env=os.environ | house.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            lines: list[str] = []
            while not lines or "any words" not in lines[-1]:
                line = process.stdout.readline()
                assert line, "".join(lines)
                lines.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+", lines[0])
            assert found
            yield process, found.group(), lines
        finally:
            process.kill()


def call(method: str, url: str, **content: object) -> httpx.Response:
    """One call without any proxy."""
    with httpx.Client(trust_env=False, timeout=20) as client:
        return client.request(method, url, **content)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(studio: Studio, number: signal.Signals) -> None:
    """It says what to set and that nothing is real, serves, and ends with 0 and the sum of its invoice."""
    with simulating(studio.house, "--latency", "0", "--thumbnail") as (process, url, lines):
        said = "".join(lines)
        assert f"STUDIO_ENV=live STUDIO_SIMULATOR_URL={url}" in said
        assert "nothing is billed" in said
        assert call("GET", url).json()["simulated"]
        key = {"authorization": "Bearer any words"}
        sent = call("POST", f"{url}/video/luma/v1/generations", json=CLIP, headers=key)
        assert sent.is_success, sent.text
        process.send_signal(number)
        rest, _ = process.communicate(timeout=20)
    assert 0 == process.returncode
    assert "Stopped. 1 generations on its invoice, $" in rest
    assert "Traceback" not in rest
    assert "LUMA_AGENTS_API_KEY" in rest
    assert 1 == len(FarSide(studio.house.home / "simulator").invoice())


def test_two_do_not_share_a_folder(studio: Studio) -> None:
    """A second simulator in the same folder is refused with the way out."""
    with simulating(studio.house):
        said = studio("simulate", "--port", "0", "--media-port", "0")
    assert (1, True) == (said.code, "--home" in said.err)


def test_a_taken_port_is_told(studio: Studio, tmp_path: Path) -> None:
    """A port that another program has is an error that names it."""
    with simulating(studio.house) as (_, url, _lines):
        port = url.rpartition(":")[2]
        said = studio("simulate", "--port", port, "--home", str(tmp_path / "other"))
    assert (1, True) == (said.code, port in said.err)


def test_it_lists_what_can_go_wrong(studio: Studio) -> None:
    """Each scenario stands in a line with what it shows."""
    said = studio("simulate", "--list")
    assert (0, list(names())) == (said.code, [line.split()[0] for line in said.out.splitlines()])
    assert all(line.endswith(".") for line in said.out.splitlines())


@pytest.mark.parametrize(
    "word, words",
    [
        ("lost_answer", "Did you mean lost_answers?"),
        ("mine.yaml", "video/nobody"),
    ],
)
def test_a_scenario_that_is_not_there_is_a_mistake(studio: Studio, word: str, words: str) -> None:
    """A misspelt scenario and a provider that nobody has end with 2 before anything is served."""
    file = studio.house.place / "mine.yaml"
    file.write_text("faults:\n  - {at: submit, what: unpaid, provider: video/nobody}\n")
    said = studio("simulate", "--scenario", str(file) if word == "mine.yaml" else word)
    assert (2, True) == (said.code, words in said.err.replace("\n", " "))
