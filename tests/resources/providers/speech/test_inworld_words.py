"""When the words of Inworld's speech are said: asked for with the line, and kept in its sound."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import wave
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from resources.media.spoken_words import spoken_words
from resources.providers.speech.inworld import Inworld
from resources.takes.recipe import recipe
from tests.resources.providers.speech.heard import samples


def sound() -> bytes:
    """A second of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(16_000))
    return file.getvalue()


def told(words: Any, starts: Any, ends: Any) -> dict[str, Any]:
    """What Inworld tells of words."""
    return {"wordAlignment": {"words": words, "wordStartTimeSeconds": starts, "wordEndTimeSeconds": ends}}


@pytest.mark.parametrize(
    ("info", "words"),
    [
        (told(["Two", " ", "lamps", "."], [0, 0.2, 0.25, 0.6], [0.2, 0.25, 0.6, 0.9]), 2),
        (told(["Two", "lamps."], [0, 0.25], [0.2, 0.6]), 2),
        (told(["Two", "lamps."], [0, 0.25], [0.2]), 0),
        (told(["Two", "lamps."], [0, 9.25], [0.2, 9.6]), 0),
        ({"wordAlignment": ["Two"]}, 0),
        ({"characterAlignment": {}}, 0),
        ("later", 0),
        (None, 0),
    ],
    ids=["tokens", "words", "short", "behind the sound", "a list", "letters", "text", "nothing"],
)
def test_a_damaged_alignment_costs_the_words_and_never_the_sound(
    speech: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, info: Any, words: int
) -> None:
    """Whatever stands beside a sound that is paid for, it is kept, fetched and plays."""
    body = {"audioContent": base64.b64encode(sound()).decode(), "timestampInfo": info}

    async def answered(self: Any, *words: Any, **more: Any) -> httpx.Response:
        return httpx.Response(
            200, content=json.dumps(body), request=httpx.Request("POST", "https://x.example/")
        )

    monkeypatch.setattr("resources.http.call.Api.submit", answered)
    provider = Inworld(api_key="key")
    request = speech(model="inworld-tts-1.5-max", voice="Ashley", text="Two lamps.")
    name = asyncio.run(provider.submit("a/b/1", request, lambda digest: Path()))
    asyncio.run(provider.fetch(name, tmp_path / "line.wav"))
    expected = [("Two", 0, 200), ("lamps", 250, 600)][:words]
    found = spoken_words(tmp_path / "line.wav")
    assert expected == [(one.text.rstrip("."), one.start, one.end) for one in found]
    assert samples(sound()) == samples(tmp_path / "line.wav")


def test_the_recipe_of_a_line_is_what_it_was(speech: Any) -> None:
    """Asking for times buys no line again: its recipe has its words, voice, model and settings alone."""
    request = speech(model="inworld-tts-1.5-max", voice="Ashley", text="Two in the morning.", rate=Decimal(0))
    assert "fe8c978027c9" == recipe("inworld", request, Inworld().settings)
