"""Texts over pictures: every letter is drawn or refused, every line fits."""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from resources.errors import StudioError
from resources.media import ffmpeg
from resources.media.font import covers, font
from resources.media.lettering import drawing, lettered, lines
from resources.media.timeline import Format, Position, Text
from tests.resources.media.made_fonts import made_font

HD = Format(width=1280, height=720, fps=24)


def test_european_letters_quotes_and_signs_are_covered() -> None:
    """Accents, Polish, Greek, Cyrillic, dashes, quotes and the euro can be drawn."""
    assert covers("100% “été” — Żółć Ελλάς Привет € it's: [a]\\ {b}\n") == ""


def test_letters_that_the_font_lacks_are_named() -> None:
    """Chinese, Arabic and emoji are named once each instead of drawn as boxes."""
    assert covers("a中文中 ع🙂") == "中文ع🙂"


def test_a_text_in_another_script_is_refused_with_a_mend(tmp_path: Path) -> None:
    """A film never shows boxes for letters."""
    with pytest.raises(StudioError, match="文") as caught:
        drawing(Text(text="文", position="top", start=0, end=5), HD, tmp_path, "text")
    assert "font" in caught.value.mend


def test_a_font_of_the_users_brings_its_letters(tmp_path: Path) -> None:
    """A font that has the letters is asked, measured and drawn with."""
    file = made_font(tmp_path / "own.ttf", "文字")
    drawn = drawing(Text(text="文字" * 30, position="top", start=0, end=5), HD, tmp_path, "text", file)
    assert str(file) == drawn["fontfile"]
    broken = Path(str(drawn["textfile"])).read_text(encoding="utf-8").split("\n")
    face = ImageFont.truetype(file, int(str(drawn["fontsize"])))
    assert len(broken) > 1
    assert all(face.getlength(line) <= HD.width for line in broken)


def test_a_text_reaches_ffmpeg_letter_for_letter(tmp_path: Path) -> None:
    """Quotes, percent signs and colons are letters like any other."""
    text = '100% "done": it\'s été'
    arguments = drawing(Text(text=text, position="top", start=3, end=9), HD, tmp_path, "text")
    assert text == Path(str(arguments["textfile"])).read_text(encoding="utf-8")
    assert (arguments["expansion"], arguments["enable"]) == ("none", "between(n,3,8)")


@settings(deadline=None)
@given(st.lists(st.text("abcdefgéW", min_size=1, max_size=14), min_size=1, max_size=30))
def test_every_line_fits_the_picture(words: list[str]) -> None:
    """No text runs out of the picture, and no word is lost."""
    size, broken = lines(" ".join(words), HD)
    face = ImageFont.truetype(font(), size)
    assert words == " ".join(broken).split()
    assert all(face.getlength(line) <= HD.width for line in broken)


@pytest.mark.parametrize("position", ["top", "center", "lower_third", "bottom"])
@pytest.mark.parametrize("fps", [1, 24, 60])
def test_every_script_stands_at_one_place_in_the_same_frames(
    tmp_path: Path, position: Position, fps: int
) -> None:
    """Hebrew is drawn where Latin is, in exactly its frames, and its last sign stands at the left."""
    file = made_font(tmp_path / "own.ttf", "אבab!", tall="!")
    form = Format(width=320, height=180, fps=fps)
    seen = []
    for words in ("abb!", "אבa!"):
        text = Text(text=words, position=position, start=2, end=5)
        picture = ffmpeg.graphs().input(f"color=c=0x808080:s=320x180:r={fps}", f="lavfi")
        picture = picture.filter("trim", end_frame=7).filter("settb", f"1/{fps}")
        drawn = lettered(picture, text, form, tmp_path, "text", file)
        out = tmp_path / "out.nut"
        graph = ffmpeg.graphs().output(drawn, str(out), pix_fmt="gray", **{"c:v": "rawvideo"})
        asyncio.run(ffmpeg.run(ffmpeg.compile(graph), timeout=60, where="test"))
        with av.open(str(out)) as container:
            frames = [frame.to_ndarray() for frame in container.decode(video=0)]
        assert [2, 3, 4] == [at for at, frame in enumerate(frames) if (frame != frame[0, 0]).any()]
        seen.append(frames[2])
    latin, hebrew = (np.nonzero(frame != frame[0, 0]) for frame in seen)
    assert [pytest.approx(edge, abs=6) for edge in (latin[0].min(), latin[0].max())] == [
        hebrew[0].min(),
        hebrew[0].max(),
    ]
    sides = [np.nonzero(frame[(frame > 200).any(axis=1)][0] > 200)[0].mean() > 160 for frame in seen]
    assert [True, False] == sides
