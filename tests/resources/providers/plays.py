"""Whether fetched media are what was ordered."""

from __future__ import annotations

import json
from pathlib import Path

import av
import pytest
from PIL import Image

from resources.providers.port import AnswerRequest, ImageRequest, MusicRequest, Request, VideoRequest


def plays(media: Path, request: Request) -> None:
    """See that a file decodes and is as long and as wide as ordered."""
    if isinstance(request, AnswerRequest):
        message = json.loads(media.read_bytes())
        assert ("message", "end_turn", request.model) == (
            message["type"], message["stop_reason"], message["model"],
        )  # fmt: skip
        text = next(block["text"] for block in message["content"] if block["type"] == "text")
        assert set(json.loads(request.answer_schema)["required"]) == set(json.loads(text))
        return
    if isinstance(request, ImageRequest):
        with Image.open(media) as picture:
            picture.load()
            assert (request.width, request.height) == picture.size
        return
    with av.open(str(media)) as container:
        stream = (container.streams.video or container.streams.audio)[0]
        frames = list(container.decode(stream))
        if isinstance(request, VideoRequest):
            seconds = len(frames) / float(stream.average_rate)
            ratio = request.width / request.height
            assert ratio == pytest.approx(frames[0].width / frames[0].height, rel=0.06)
        else:
            seconds = sum(frame.samples / frame.sample_rate for frame in frames)
    if isinstance(request, VideoRequest | MusicRequest):
        assert float(request.duration) == pytest.approx(seconds, abs=0.15)
    assert seconds > 0.3
