"""What is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from resources.errors import Refused
from resources.providers.able import check
from resources.providers.port import Capabilities


@pytest.mark.parametrize("kind", ["video", "image", "music", "speech"])
@pytest.mark.parametrize("words", ["", " \n"])
def test_a_wish_without_words_is_refused(requests: dict[str, Any], kind: str, words: str) -> None:
    """An empty direction or line is refused here, for nothing, whatever the provider would say to it."""
    field = "text" if kind == "speech" else "direction"
    check(requests[kind], Capabilities(), "acme 1")
    with pytest.raises(Refused, match="nothing to say" if kind == "speech" else "no direction"):
        check(requests[kind].model_copy(update={field: words}), Capabilities(), "acme 1")


def test_every_reason_is_told_at_once(video: Any) -> None:
    """Who asks for several things that cannot be made reads of all of them."""
    wish = video(direction="A kite.", width=64, height=36, last_frame="f" * 64)
    with pytest.raises(Refused) as caught:
        check(wish, Capabilities(sizes=((1280, 720),), prompt_limit=3), "acme 1")
    assert 3 == len(str(caught.value.what).split("; "))
