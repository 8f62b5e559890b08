"""Which input is blamed where a provider only says that it moderated."""

from __future__ import annotations

from typing import Any

import pytest

from resources.errors import Moderated
from resources.providers.moderation import blaming_words

FRAME = "f" * 64


@pytest.mark.parametrize(
    ("fields", "said", "about"),
    [
        ({}, "", "direction"),
        ({"first_frame": FRAME}, "", ""),
        ({"last_frame": FRAME}, "", ""),
        ({"references": (FRAME,)}, "", ""),
        ({}, "result", "result"),
    ],
    ids=["words-only", "first-frame", "last-frame", "reference", "named"],
)
def test_moderation_means_the_only_input_there_was(
    video: Any, fields: dict[str, Any], said: str, about: str
) -> None:
    """Words alone are to blame where nothing else was sent; else the provider's word stands."""
    with pytest.raises(Moderated) as caught, blaming_words(video(**fields)):
        raise Moderated("Not allowed.", mend="Say it otherwise.", where="video/acme", about=said)
    assert (about, "Say it otherwise.", "video/acme") == (
        caught.value.about,
        caught.value.mend,
        caught.value.where,
    )
