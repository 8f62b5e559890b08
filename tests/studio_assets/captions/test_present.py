"""What Dagster's UI shows of the captions."""

from __future__ import annotations

from resources.artifacts.artifact import Artifact
from resources.media.caption import Cue
from studio_assets.captions.captions import Captions
from studio_assets.captions.present import captions_metadata


def test_files_are_links_and_the_first_captions_a_table() -> None:
    """A click opens each file under its name with the language; what is hard to read is a list."""
    captions = Captions(
        state="captioned",
        language="en",
        cues=tuple(Cue(start=61_001 + n, end=62_000 + n, lines=("One", "two")) for n in range(20)),
        files={"vtt": Artifact(digest="ab" * 32, suffix=".vtt", size=1)},
        timing=("provider", "even"),
        fast=("“*One* two” is fast.",),
    )
    shown = captions_metadata(captions, "coffee")
    assert shown["vtt"].md_str.startswith("[coffee.en.vtt](http")
    rows = shown["first_captions"].records
    assert (12, {"from": "1:01.001", "to": "1:02.000", "text": "One / two"}) == (len(rows), rows[0].data)
    assert (20, "provider, even", "- “\\*One\\* two” is fast.") == (
        shown["captions"], shown["timing"], shown["fast"].md_str,
    )  # fmt: skip


def test_a_silent_film_shows_so() -> None:
    """Nothing is made up where nobody speaks."""
    shown = captions_metadata(Captions(state="silent"), "coffee")
    assert ("silent", 0, "none", "none") == (
        shown["state"], shown["captions"], shown["first_captions"], shown["timing"],
    )  # fmt: skip
