"""fal's own client and ours say the same, and the simulator gives both their media."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from resources.clock import ManualClock
from resources.media.probe import probe
from resources.providers.port import VideoRequest
from resources.providers.video.pika import Pika
from resources.simulator.far_side import FarSide
from resources.simulator.server import running
from resources.simulator.video.pika import PikaPart

fal_client = pytest.importorskip("fal_client", reason="fal's client is not installed")

KEY = "fal-key-id:fal-secret"
WORDS = "A desk at night."
FIELDS: dict[str, Any] = {"prompt": WORDS, "resolution": "720p", "seed": 7}
WISHES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "text": ({}, "text-to-video", {"duration": "5", "aspect_ratio": "16:9"}),
    "first frame": ({"first_frame": "a"}, "image-to-video", {"duration": "5", "image_url": "a"}),
    "both frames": (
        {"first_frame": "a", "last_frame": "b"},
        "pikaframes",
        {"image_urls": ["a", "b"], "transitions": [{"duration": 5, "prompt": WORDS}]},
    ),
}


@pytest.mark.parametrize(("fields", "endpoint", "rest"), WISHES.values(), ids=WISHES)
def test_fals_client_and_ours_send_the_same(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fields: dict[str, Any],
    endpoint: str,
    rest: dict[str, Any],
) -> None:
    """For one wish both send one body to one path, and fal's client gets its film from the simulator."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    for name, shade in (("a", 60), ("b", 200)):
        Image.new("RGB", (160, 90), (shade, 80, 90)).save(tmp_path / name, "PNG")

    def encoded(value: Any) -> Any:
        if isinstance(value, list):
            return [encoded(one) for one in value]
        return (
            fal_client.encode((tmp_path / value).read_bytes(), "image/png") if value in ("a", "b") else value
        )

    arguments = FIELDS | {name: encoded(value) for name, value in rest.items()}
    request = VideoRequest(
        model="v2.2",
        direction=WORDS,
        duration=Fraction(5),
        width=1280,
        height=720,
        fps=24,
        seed=7,
        rate=Decimal(0),
        **fields,
    )
    clock = ManualClock(datetime(2026, 11, 21, tzinfo=UTC))
    far = FarSide(tmp_path / "far", clock=clock, latency=10, thumbnail=True)
    with running(far, [PikaPart]) as sim:
        monkeypatch.setenv("STUDIO_SIMULATOR_URL", sim.url)
        monkeypatch.setattr(fal_client.client, "QUEUE_URL_FORMAT", f"{sim.url}/video/pika/")
        theirs = fal_client.SyncClient(key=KEY).submit(f"fal-ai/pika/v2.2/{endpoint}", arguments=arguments)
        ours = asyncio.run(Pika(api_key=KEY).submit("slate", request, lambda digest: tmp_path / digest))
        first, second = [one for one in far.seen if one.method == "POST"]
        assert (first.path, json.loads(first.body)) == (second.path, json.loads(second.body))
        assert first.headers["authorization"] == second.headers["authorization"]
        clock.advance(10)
        film = theirs.get()["video"]
        (tmp_path / "theirs.mp4").write_bytes(httpx.get(film["url"], trust_env=False).content)
        assert 5 == pytest.approx(float(probe(tmp_path / "theirs.mp4").duration), abs=0.1)
        assert "succeeded" == asyncio.run(Pika(api_key=KEY).poll(ours)).state
