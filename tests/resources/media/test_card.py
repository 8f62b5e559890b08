"""Cards: letters on one colour, exactly as long as ordered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import av
import numpy as np
import pytest

from resources.errors import StudioError
from resources.media.card import card, ink
from resources.media.encoder import Encoder
from resources.media.probe import probe
from resources.media.timeline import Format
from tests.resources.media.made_fonts import made_font
from tests.resources.media.marker_clips import lumas

WIDE = Format(width=160, height=90, fps=10)


def made(
    folder: Path, text: str, subtitle: str, background: str, form: Format = WIDE, font: Path | None = None
) -> Path:
    """A card of 7 frames."""
    into = folder / "card.mp4"
    work = card(
        text, subtitle, background, frames=7, form=form, font=font, into=into,
        encoder=Encoder(), timeout=60,
    )  # fmt: skip
    asyncio.run(work)
    return into


def test_a_card_is_a_silent_clip_of_its_colour(tmp_path: Path) -> None:
    """It has exactly its frames, the film's size and rate, no sound, and its colour to two levels."""
    film = made(tmp_path, "Été: 100%", "a film", "#204060")
    seen = probe(film)
    assert (7, 160, 90, 10, None) == (seen.frames, seen.width, seen.height, seen.fps, seen.audio)
    with av.open(str(film)) as container:
        corner = next(container.decode(video=0)).to_ndarray(format="rgb24")[2, 2]
    assert [pytest.approx(int(level), abs=3) for level in corner] == [0x20, 0x40, 0x60]


def test_large_letters_stand_over_small_ones_in_the_middle(tmp_path: Path) -> None:
    """Title and subtitle are two blocks, centred together, the upper one higher."""
    form = Format(width=320, height=180, fps=10)
    frame = lumas(made(tmp_path, "HOUSE", "HOUSE", "#000000", form))[0]
    inked = np.flatnonzero((frame > 120).any(axis=1))
    upper, lower = np.split(inked, np.flatnonzero(np.diff(inked) > 1)[:1] + 1)
    assert len(upper) > 1.8 * len(lower)
    columns = np.flatnonzero((frame > 120).any(axis=0))
    assert abs(columns[0] + columns[-1] - 319) <= 6
    assert abs(inked[0] + inked[-1] - 179) <= 24


@pytest.mark.parametrize(
    "form",
    [Format(width=320, height=180, fps=10), Format(width=180, height=320, fps=10)],
    ids=["wide", "high"],
)
def test_long_words_stay_inside_the_frame(tmp_path: Path, form: Format) -> None:
    """However long a title is, no letter touches the edge."""
    frame = lumas(made(tmp_path, "An Extraordinary " * 6, "incomprehensibility " * 4, "#000000", form))[0]
    inked = frame > 100
    assert inked.any()
    assert not np.concatenate(
        [inked[:3].ravel(), inked[-3:].ravel(), inked[:, :3].ravel(), inked[:, -3:].ravel()]
    ).any()


@pytest.mark.parametrize(("text", "side"), [("אבa!", "left"), ("aאב!", "right")])
def test_a_title_runs_the_way_of_its_first_letter(tmp_path: Path, text: str, side: str) -> None:
    """A sign at the end of a Hebrew title stands at its left, whatever Latin letters are within."""
    file = made_font(tmp_path / "own.ttf", "אבa!", tall="!")
    frame = lumas(made(tmp_path, text, "", "#000000", Format(width=320, height=180, fps=10), file))[0] > 120
    columns, highest = np.flatnonzero(frame.any(axis=0)), np.flatnonzero(frame[frame.any(axis=1)][0])
    assert side == ("left" if highest.mean() < columns.mean() else "right")


def test_joined_letters_are_drawn_by_fonts_of_today(tmp_path: Path) -> None:
    """A font without the old codes of joined Arabic shapes draws letters all the same, as high as others."""
    file = made_font(tmp_path / "own.ttf", "مرab", tall="مرab")
    form = Format(width=320, height=180, fps=10)
    first, second = (lumas(made(tmp_path, text, "", "#000000", form, file))[0] > 120 for text in ("مر", "ab"))
    assert first.sum() == pytest.approx(second.sum(), rel=0.15)
    assert np.flatnonzero(first.any(axis=1)).mean() == pytest.approx(
        np.flatnonzero(second.any(axis=1)).mean(), abs=2
    )


@pytest.mark.parametrize(
    ("background", "letters"),
    [
        ("#000000", "white"),
        ("#ffffff", "black"),
        ("#203040", "white"),
        ("#FFEE88", "black"),
        ("#0000ff", "white"),
    ],
)
def test_letters_stand_out_from_their_ground(background: str, letters: str) -> None:
    """Letters are white or black, whichever has more contrast."""
    assert letters == ink(background)


@pytest.mark.parametrize("background", ["red", "#12345", "#12345g", "#1234567"])
def test_what_is_no_colour_is_refused(background: str) -> None:
    """A colour is six digits after a sign, and the mend shows one."""
    with pytest.raises(StudioError) as caught:
        ink(background)
    assert "#" in caught.value.mend


def test_letters_that_the_font_lacks_are_refused(tmp_path: Path) -> None:
    """A card never shows boxes for letters."""
    with pytest.raises(StudioError, match="文"):
        made(tmp_path, "A", "文", "#000000")
    assert list(tmp_path.iterdir()) == []
