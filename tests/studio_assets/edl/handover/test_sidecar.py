"""Names of media files for people."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from studio_assets.edl.handover.sidecar import Media, sidecar


def test_names_say_what_a_file_is() -> None:
    """Clips are numbered in film order, sounds by what they are; a clip that is used twice has one file."""
    files = [
        Media(digest="aa", suffix=".mp4", label="desk_at_night"),
        Media(digest="bb", suffix=".mp4", label="Rain, é 2"),
        Media(digest="aa", suffix=".mp4", label="desk_again"),
        Media(digest="cc", suffix=".wav", label="desk_at_night", group="narration"),
        Media(digest="dd", suffix=".mp3", label="", group="music"),
    ]
    assert {
        "aa": "media/01_desk_at_night.mp4",
        "bb": "media/02_rain_2.mp4",
        "cc": "media/narration_01_desk_at_night.wav",
        "dd": "media/music_01.mp3",
    } == sidecar(files)


@given(st.lists(st.builds(
    Media, digest=st.text("0123456789abcdef", min_size=4, max_size=4), suffix=st.text(max_size=6),
    label=st.text(), group=st.sampled_from(["", "narration", "music", "effect"]),
)))  # fmt: skip
def test_no_name_leaves_the_folder_or_meets_another(files: list[Media]) -> None:
    """Whatever labels say, each path is plain, inside the folder, and nobody else's."""
    named = sidecar(files)
    assert {one.digest for one in files} == named.keys()
    assert len(set(named.values())) == len(named)
    assert all(re.fullmatch(r"media/[a-z0-9_]+(\.[a-z0-9]+)?", path) for path in named.values())
