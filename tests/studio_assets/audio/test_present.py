"""What Dagster's UI shows of the narration."""

from __future__ import annotations

from decimal import Decimal

from resources.artifacts.artifact import Artifact
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.audio.present import narration_metadata

SOUND = Artifact(digest="ab" * 32, suffix=".m4a", size=1)


def narration(**changes: object) -> Narration:
    """A narration of one line."""
    given = {"pilot": "drawn", "scene": "launch", "text": "Off it goes.", "state": "spoken", "media": SOUND}
    line = NarrationLine.model_validate(given | changes)
    return Narration(
        state="spoken", voice="Lily", provider="simulated", lines=(line,), price=Decimal("0.0006")
    )


def test_a_line_is_a_link_to_its_sound() -> None:
    """Each spoken line shows its words, and a click plays them."""
    shown = narration_metadata(narration())
    assert shown["launch"].md_str.startswith("[Off it goes.](http") and "$0.0006" == shown["cost"]


def test_brackets_do_not_break_the_link() -> None:
    """A line with brackets is still one link."""
    words = narration_metadata(narration(text="Off [slowly] it goes."))["launch"].md_str
    assert words.startswith("[Off (slowly) it goes.](http")


def test_a_line_that_was_not_spoken_says_why() -> None:
    """A refused line shows its state and its words."""
    shown = narration_metadata(narration(state="refused: moderation", media=None))
    assert "refused: moderation: Off it goes." == shown["launch"]
