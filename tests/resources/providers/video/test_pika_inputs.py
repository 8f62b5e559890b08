"""The name that fal's history gives a take: of its input, without the pictures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from resources.providers.port import VideoRequest
from resources.providers.video.pika import Pika
from resources.providers.video.pika_inputs import history_token

SLATE = "coffee/2026-11-21_080534/animated/desk/0a1b2c/t1"


def token(slate: str = SLATE, **fields: Any) -> str:
    """The token of five seconds at 720p, unless said otherwise."""
    size = {"width": 1280, "height": 720, "fps": 24, "duration": Fraction(5), "rate": Decimal(0)}
    words = {"model": "v2.2", "direction": "A desk at night.", "seed": 7}
    return Pika().token(slate, VideoRequest(**{**size, **words, **fields}))


def test_tokens_tell_takes_apart() -> None:
    """Another seed, text, size, model or number of key frames is another name; the slate does not count."""
    tokens = [
        token(),
        token(seed=8),
        token(direction="A desk by day."),
        token(width=1920, height=1080),
        token(model="v2.1"),
        token(first_frame="a"),
        token(first_frame="a", last_frame="b"),
    ]
    assert len(tokens) == len(set(tokens))
    assert tokens[0] == token(slate="another/slate")


def test_what_fal_adds_of_its_own_does_not_count() -> None:
    """Pictures, defaults and the order of fields leave the name as it is, which is a stored one."""
    sent = {"prompt": "A desk.", "seed": 7, "duration": "5"}
    shown = {"duration": "5", "seed": 7, "negative_prompt": "ugly", "image_url": "x", "prompt": "A desk."}
    place = "fal-ai/pika/v2.2/image-to-video"
    assert history_token(place, sent) == history_token(place, shown)
    assert "fal-6f024c96aca09e88ee601d6c9b65eda6" == history_token(place, sent)
