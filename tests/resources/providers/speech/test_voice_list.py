"""What counts as a list of voices."""

from __future__ import annotations

import httpx
import pytest

from resources.errors import TransientFailure
from resources.providers.speech.voice_list import count_voices


@pytest.mark.parametrize(
    ("body", "count"),
    [('{"voices": [{}, {}]}', 2), ('{"voices": []}', 0), ("{}", 0)],
    ids=["two", "none", "unsaid"],
)
def test_voices_are_counted(body: str, count: int) -> None:
    """An account without voices has none; that is no fault of the key."""
    assert count == count_voices(httpx.Response(200, text=body), "Acme", "https://acme.example")


@pytest.mark.parametrize("body", ["no JSON", "[]", '{"voices": 3}'])
def test_what_lists_no_voices_can_be_asked_again(body: str) -> None:
    """An answer without a list of voices is told with who gave it and where, and asking again is free."""
    with pytest.raises(TransientFailure) as caught:
        count_voices(httpx.Response(200, text=body), "Acme", "https://acme.example")
    told = (caught.value.what, caught.value.where)
    assert told == ("Acme's answer holds no list of voices.", "https://acme.example")
