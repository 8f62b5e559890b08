"""Drawn captions: the right letters in the right frames, whatever fonts the machine has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from resources.errors import MediaFailed, StudioError
from resources.media import ffmpeg
from resources.media.burn import burnt, subtitles
from resources.media.caption import Burn, CaptionStyle, Cue, SpokenWord
from resources.media.timeline import Format
from tests.resources.media.made_fonts import made_font

SMALL = Format(width=320, height=180, fps=24)
Frames = NDArray[np.uint8]
Render = Callable[..., Frames]


def burn(*spans: tuple[int, int], text: str = "Ham", fps: int = 24, style: CaptionStyle = "plain") -> Burn:
    """A caption for each span of film frames."""
    cues = (Cue(start=a * 1000 // fps, end=b * 1000 // fps, lines=tuple(text.split("\n"))) for a, b in spans)
    return Burn(cues=tuple(cues), style=style)


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Render:
    """Draws captions on grey, on a machine without any font, and gives the frames' luma."""
    (tmp_path / "none.conf").write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "none.conf"))

    def render(what: Burn, first: int, frames: int, form: Format = SMALL, font: Path | None = None) -> Frames:
        folder = tmp_path / "it's, [odd]: a name"
        folder.mkdir(exist_ok=True)
        grey = f"color=c=0x404040:s={form.width}x{form.height}:r={form.fps}"
        picture = ffmpeg.graphs().input(grey, f="lavfi").filter("trim", end_frame=frames)
        picture = picture.filter("settb", f"1/{form.fps}")
        drawn = subtitles(what, first, frames, form, font, folder)
        if drawn:
            picture = picture.filter("ass", **drawn)
        out = tmp_path / "out.nut"
        graph = ffmpeg.graphs().output(picture, str(out), pix_fmt="gray", **{"c:v": "rawvideo"})
        asyncio.run(ffmpeg.run(ffmpeg.compile(graph), timeout=60, where="test"))
        with av.open(str(out)) as container:
            return np.stack([frame.to_ndarray() for frame in container.decode(video=0)])

    return render


def seen(frames: Frames) -> list[int]:
    """Which frames something is drawn in."""
    return [number for number, frame in enumerate(frames) if (frame != frame[0, 0]).any()]


def changes(frames: Frames) -> list[int]:
    """Which frames differ from the one before."""
    return [number for number in range(1, len(frames)) if (frames[number] != frames[number - 1]).any()]


def extent(frame: Frames) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is drawn."""
    rows, columns = np.nonzero(frame != frame[0, 0])
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("fps", [8, 24, 25, 30, 60])
def test_a_caption_stands_in_exactly_its_frames(render: Render, fps: int) -> None:
    """On a machine without fonts every frame of every caption shows it, and no other frame does."""
    form = Format(width=160, height=90, fps=fps)
    frames = render(burn((1, 3), (5, 6), (9, 30), fps=fps), 0, 16, form)
    assert [1, 2, 5, *range(9, 16)] == seen(frames)


def test_a_segment_shows_what_the_whole_film_shows(render: Render) -> None:
    """Wherever a film is parted, its frames are the same, karaoke included."""
    words = tuple(
        SpokenWord(text=text, start=at, end=at + 90)
        for text, at in (("Ham", 130), ("and", 220), ("eggs,", 400), ("please.", 401), ("Now!", 700))
    )
    cue = Cue(start=84, end=900, lines=("Ham and eggs,", "please. Now!"), words=words)
    film = Burn(cues=(cue,), style="karaoke")
    whole = render(film, 0, 24)
    for first, end in ((0, 5), (5, 10), (10, 24)):
        assert (whole[first:end] == render(film, first, end - first)).all()


def test_karaoke_lights_each_word_when_it_is_spoken(render: Render) -> None:
    """The picture changes in the first frame of each word, and each change is light."""
    words = tuple(SpokenWord(text=text, start=at, end=at + 200) for text, at in (("a", 250), ("b", 500)))
    film = Burn(cues=(Cue(start=0, end=900, lines=("a b",), words=words),), style="karaoke")
    frames = render(film, 0, 24)
    light = frames.reshape(24, -1).astype(int).sum(axis=1)
    assert [6, 12, 22] == changes(frames) and light[0] < light[6] < light[12]


@pytest.mark.parametrize("text", [r"{\an8}Ham", r"Ham\NHam", r"{\fs4}Ham{x}", "Ham\nHam".replace("\n", "\r")])
def test_no_text_is_read_as_a_command(render: Render, text: str) -> None:
    """Braces and backslashes are letters: the text stands in one line at the bottom, and is all there."""
    plain, frame = render(burn((0, 2)), 0, 1)[0], render(burn((0, 2), text=text), 0, 1)[0]
    left, top, right, _ = extent(frame)
    assert right - left > extent(plain)[2] - extent(plain)[0] and top > SMALL.height * 0.8


@pytest.mark.parametrize("size", [(320, 180), (180, 320), (240, 240)], ids=["wide", "tall", "square"])
def test_the_longest_line_fits_any_picture(render: Render, size: tuple[int, int]) -> None:
    """Forty-two wide letters, or one endless word, stay within the title-safe margins."""
    form = Format(width=size[0], height=size[1], fps=24)
    for text in ("W" * 42 + "\n" + "M" * 40, "m" * 60):
        left, _, right, bottom = extent(render(burn((0, 2), text=text), 0, 1, form)[0])
        assert left >= form.width * 0.05 and right <= form.width * 0.95 and bottom <= form.height * 0.95


def test_the_users_font_draws_right_to_left(render: Render, tmp_path: Path) -> None:
    """With a font that has the letters, Hebrew begins at the right and Chinese at the left."""
    for text, side in (("אבב", "right"), ("中文文", "left")):
        own = made_font(tmp_path / "own.ttf", text, family="Roboto", tall=text[0])
        frame = render(burn((0, 2), text=text), 0, 1, font=own)[0]
        left, top, right, _ = extent(frame)
        highest = np.nonzero(frame[top + 3] != frame[0, 0])[0]
        assert ("right" if highest.mean() > (left + right) / 2 else "left") == side


@pytest.mark.parametrize("style", ["plain", "karaoke"])
def test_the_second_line_runs_the_way_of_the_first(
    render: Render, tmp_path: Path, style: CaptionStyle
) -> None:
    """A Hebrew caption's second line ends at the left, though it begins with a Latin letter."""
    file = made_font(tmp_path / "own.ttf", "אבa!", tall="!")
    words = tuple(SpokenWord(text=text, start=0, end=80) for text in ("אב", "aב!"))
    what = Burn(cues=(Cue(start=0, end=80, lines=("אב", "aב!"), words=words),), style=style)
    frame = render(what, 0, 1, font=file)[0]
    lit = frame > 200
    lower = lit[(lit.any(axis=1).nonzero()[0].min() + lit.any(axis=1).nonzero()[0].max()) // 2 :]
    highest = np.flatnonzero(lower[lower.any(axis=1)][0])
    assert highest.mean() < np.flatnonzero(lower.any(axis=0)).mean()


def test_a_script_without_a_font_is_refused(tmp_path: Path) -> None:
    """Letters that the font lacks are an error with the spec's key, never boxes and never nothing."""
    with pytest.raises(StudioError, match=r"caption 'שלום'.*no letters.*`font: fonts/NAME\.ttf`"):
        subtitles(burn((0, 2), text="שלום"), 0, 2, SMALL, None, tmp_path)
    (tmp_path / "own.ttf").write_bytes(b"nothing")
    with pytest.raises(MediaFailed, match="no font"):
        subtitles(burn((0, 2)), 0, 2, SMALL, tmp_path / "own.ttf", tmp_path)


def test_a_segment_without_captions_has_nothing_to_draw(tmp_path: Path) -> None:
    """No filter and no file where nobody speaks."""
    assert ({}, []) == (subtitles(burn((0, 2)), 2, 9, SMALL, None, tmp_path), list(tmp_path.iterdir()))


SPANS = st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 2000)), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(SPANS, st.integers(0, 240), st.integers(1, 120), st.sampled_from([1, 8, 24, 25, 30, 60]))
def test_what_a_segment_shows_does_not_depend_on_where_it_is(
    spans: list[tuple[int, int]], first: int, frames: int, fps: int
) -> None:
    """Cues are cut to the segment, keep their frames, and are the same when they are cut once more."""
    words = (SpokenWord(text="a", start=300, end=5000),)
    film = Burn(
        cues=tuple(Cue(start=at, end=at + long, lines=("a",), words=words) for at, long in spans),
        style="karaoke",
    )
    cut = burnt(film, first, frames, fps)
    shown = {n for one in film.cues for n in range(frames) if one.start <= (first + n) * 1000 / fps < one.end}
    again = {n for one in cut for n in range(frames) if one.start * fps <= n * 1000 < one.end * fps}
    assert shown == again
    assert cut == burnt(film.model_copy(update={"cues": cut}), 0, frames, fps)
