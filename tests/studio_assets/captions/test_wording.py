"""What captions show of a written line."""

from __future__ import annotations

import pytest

from studio_assets.captions.wording import wording


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("At 2:00 AM, **Dr.** Lee had $25.", "At 2:00 AM, Dr. Lee had $25."),
        ('See [the *page*](https://example.org). <break time="1s"/> Go.', "See the page. Go."),
        ("Launch! 🚀👩\u200d🚀 Now ❤\ufe0f.", "Launch! Now ."),
        ("♪ la la ♪ 1 < 2", "♪ la la ♪ 1 < 2"),
        ("שלום 世界", "שלום 世界"),
    ],
    ids=["as-written", "markup", "emoji", "signs", "scripts"],
)
def test_words_are_shown_and_markup_is_not(text: str, shown: str) -> None:
    """Numbers stay figures, links keep their words, and what no voice says is left out."""
    assert shown == wording(text)
