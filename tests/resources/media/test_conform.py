"""Segments of clips as they come: uneven, empty, broken, with letters and captions over them."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from resources.errors import MediaFailed
from resources.media import ffmpeg
from resources.media.caption import Burn, Cue
from resources.media.timeline import Fit, Shot, Text, Timeline
from tests.resources.media.made_fonts import made_font
from tests.resources.media.marker_clips import (
    FORM,
    FPS,
    HEIGHT,
    WIDTH,
    expected_frames,
    lumas,
    marker_frame,
    picture,
    read_frame,
    read_frames,
    shot,
    write_clip,
    write_plain,
)

ClipFile = Callable[..., Path]


def changed(before: Path, after: Path) -> list[int]:
    """Frames in which something is drawn below the bars."""
    pairs = zip(lumas(before), lumas(after), strict=True)
    return [n for n, (a, b) in enumerate(pairs) if np.abs(a[40:].astype(int) - b[40:]).max() > 60]


def test_uneven_footage_is_shown_at_its_own_times(tmp_path: Path) -> None:
    """A clip whose frames come at uneven times shows each from its time on, at the film's constant rate."""
    times = [0, 1, 2, 6, 7, 12, 13, 14, 20, 21]
    clip = write_clip(tmp_path / "uneven.mp4", 5, len(times), times=times)
    timeline = Timeline(shots=(shot(clip, 22, 0, 22),), format=FORM)
    expected = [(5, bisect_right(times, frame) - 1) for frame in range(22)]
    assert expected == read_frames(picture(timeline, tmp_path))


def test_footage_of_another_rate_loses_no_frame_of_its_length(tmp_path: Path) -> None:
    """Half a second of 30 frames a second is half a second of film at 24."""
    clip = write_clip(tmp_path / "thirty.mp4", 6, 15, fps=30)
    timeline = Timeline(shots=(shot(clip, 12, 0, 12),), format=FORM)
    seen = [number for _, number in read_frames(picture(timeline, tmp_path))]
    assert len(seen) == 12
    assert all(abs(number - frame * 30 / 24) <= 1 for frame, number in enumerate(seen))


@pytest.mark.parametrize(
    "content", [b"", b"no film at all", "empty"], ids=["empty-file", "text", "no-frames"]
)
def test_a_clip_that_shows_nothing_is_a_fault(tmp_path: Path, content: bytes | str) -> None:
    """A file of no bytes, of other bytes or of no frames is named with a mend; no film is made of it."""
    clip = tmp_path / "clip.mp4"
    if isinstance(content, bytes):
        clip.write_bytes(content)
    else:
        write_clip(clip, 1, 0)
    one = Shot(file=clip, digest="d", clip_frames=24, source_out=24)
    with pytest.raises(MediaFailed) as caught:
        picture(Timeline(shots=(one,), format=FORM), tmp_path)
    assert caught.value.mend
    assert caught.value.where == "clip.mp4"


def test_several_texts_stand_over_a_shot_each_in_its_frames(clip_file: ClipFile, tmp_path: Path) -> None:
    """Two texts over one shot are drawn in their own frames, also where a transition cuts through one."""
    texts = tuple(
        Text(text="12:30", position="lower_third", start=start, end=end) for start, end in ((2, 5), (9, 14))
    )
    shots = [shot(clip_file(1, 40), 40, 0, 16), shot(clip_file(1, 40), 40, 0, 10)]
    shots[1] = shots[1].model_copy(update={"transition": "wipe", "transition_frames": 4})
    lettered = (shots[0].model_copy(update={"texts": texts}), shots[1])
    films = []
    for name, placed in (("plain", tuple(shots)), ("texts", lettered)):
        (tmp_path / name).mkdir()
        films.append(picture(Timeline(shots=placed, format=FORM), tmp_path / name))
    assert [2, 3, 4, 9, 10, 11, 12, 13] == changed(*films)


def test_the_timelines_font_draws_its_texts(clip_file: ClipFile, tmp_path: Path) -> None:
    """A text in a script that the shipped font lacks is drawn with the film's own font."""
    text = Text(text="文", position="lower_third", start=1, end=3)
    shots = (shot(clip_file(1, 40), 40, 0, 5), shot(clip_file(1, 40), 40, 0, 5, texts=(text,)))
    font, films = made_font(tmp_path / "own.ttf", "文", tall="文"), []
    for name, one in zip(("plain", "text"), shots, strict=True):
        (tmp_path / name).mkdir()
        films.append(picture(Timeline(shots=(one,), format=FORM, font=font), tmp_path / name))
    assert [1, 2] == changed(*films)


def test_burnt_captions_stand_in_their_frames_over_every_segment(clip_file: ClipFile, tmp_path: Path) -> None:
    """A caption over a body, a transition and the next body is drawn in each of its frames, and no other."""
    timeline = Timeline(
        shots=(
            shot(clip_file(1, 40), 40, 0, 16),
            shot(clip_file(2, 40), 40, 0, 20, transition="dissolve", transition_frames=6),
        ),
        format=FORM,
    )
    # Frame 7 begins at 291.7 ms; a caption from 290 to 834 ms is seen from frame 7 to frame 20.
    burn = Burn(cues=(Cue(start=290, end=834, lines=("MMMM WWWW",)),))
    films = []
    for name, one in (("plain", timeline), ("burnt", timeline.model_copy(update={"burn": burn}))):
        (tmp_path / name).mkdir()
        films.append(picture(one, tmp_path / name))
    assert list(range(7, 21)) == changed(*films)
    numbers = {one.digest: clip for clip, one in enumerate(timeline.shots, start=1)}
    seen = zip(expected_frames(timeline, numbers), read_frames(films[1]), strict=True)
    assert all(want in (None, have) for want, have in seen)


@pytest.mark.parametrize("stretch", [None, 30])
def test_hebrew_texts_stand_over_a_shot_each_in_its_frames(
    clip_file: ClipFile, tmp_path: Path, stretch: int | None
) -> None:
    """Text that is drawn another way stands in its frames too, over a transition and a stretched shot."""
    font = made_font(tmp_path / "own.ttf", "\u05d0\u05d1", tall="\u05d0\u05d1")
    hebrew = "\u05d0\u05d1" * 3
    texts = tuple(Text(text=hebrew, position="lower_third", start=a, end=b) for a, b in ((2, 5), (9, 14)))
    first = shot(clip_file(1, 40), 40, 0, 16).model_copy(update={"spread": stretch})
    second = shot(clip_file(1, 40), 40, 0, 10)
    second = second.model_copy(update={"transition": "wipe", "transition_frames": 4})
    films = []
    for name, opening in (("plain", first), ("texts", first.model_copy(update={"texts": texts}))):
        (tmp_path / name).mkdir()
        timeline = Timeline(shots=(opening, second), format=FORM, font=font)
        films.append(picture(timeline, tmp_path / name))
    assert [2, 3, 4, 9, 10, 11, 12, 13] == changed(*films)


def woven(number: int) -> NDArray[np.uint8]:
    """A marker frame of two fields, the lower one first, between which a bar moves by its width."""
    frame = marker_frame(7, number)
    for field in range(2):
        left = 4 * (2 * number + field)
        frame[41 - field :: 2, left : left + 4] = 235
    return frame


def write_woven(path: Path, numbers: range, *, told: bool = True) -> Path:
    """Encode woven frames, with the word that they are or without it."""
    fields = {"flags": "+ildct+ilme"} if told else {}
    with av.open(str(path), "w") as container:
        options = {"crf": "2", "preset": "ultrafast", "bf": "0"}
        video = container.add_stream("libx264", rate=FPS, options=options | fields)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for at, number in enumerate(numbers):
            planes = np.vstack([woven(number), np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = at, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode())
    return path


def combed(luma: NDArray[np.uint8]) -> bool:
    """Whether a line below the bars is another one than its neighbour."""
    return bool(np.abs(np.diff(luma[44:92].astype(int), axis=0)).max() > 40)


@pytest.mark.parametrize("fit", ["pad", "crop", "blur"])
def test_woven_frames_are_shown_as_the_first_of_their_pictures(tmp_path: Path, fit: Fit) -> None:
    """Interlaced footage has no combs, slowed down and mixed too, and each frame is the right one."""
    clip = write_woven(tmp_path / "woven.mp4", range(15))
    form = FORM.model_copy(update={"fit": fit})
    shots = (
        shot(clip, 15, 0, 15),
        shot(clip, 15, 3, 13, spread=17),
        shot(clip, 15, 5, 14, transition="dissolve", transition_frames=4),
    )
    timeline = Timeline(shots=shots, format=form)
    film = lumas(picture(timeline, tmp_path))
    expected = expected_frames(timeline, {shots[0].digest: 7})
    seen = [read_frame(luma) for luma in film]
    assert expected == [one if want else None for want, one in zip(expected, seen, strict=True)]
    assert [] == [number for number, luma in enumerate(film) if combed(luma)]
    for want, luma in zip(expected, film, strict=True):
        if want:
            lit = np.flatnonzero(luma[68] > 160)
            assert pytest.approx(8 * want[1] + 1.5, abs=1) == lit.mean()


def test_woven_frames_are_parted_before_they_are_made_smaller(tmp_path: Path) -> None:
    """In a film of half the lines the moving bar is seen once and bright, not twice and grey."""
    clip = write_woven(tmp_path / "woven.mp4", range(15))
    half = FORM.model_copy(update={"width": WIDTH // 2, "height": HEIGHT // 2})
    film = lumas(picture(Timeline(shots=(shot(clip, 15, 0, 15),), format=half), tmp_path))
    assert [True] * 15 == [bool(luma[34].max() > 200) for luma in film]


def test_woven_frames_among_whole_ones_are_found(tmp_path: Path) -> None:
    """A broadcast that begins with whole frames and goes on with woven ones is whole and has no combs."""
    numbers = {"whole.ts": range(6), "woven.ts": range(6, 15)}
    parts = [write_woven(tmp_path / name, some, told=some.start > 0) for name, some in numbers.items()]
    (tmp_path / "both.ts").write_bytes(b"".join(part.read_bytes() for part in parts))
    again = ["-fflags", "+genpts", "-r", str(FPS), "-i", str(tmp_path / "both.ts"), "-c", "copy"]
    asyncio.run(ffmpeg.run([*again, str(tmp_path / "clip.ts")], timeout=60, where="test"))
    clip = shot(tmp_path / "clip.ts", 15, 0, 15)
    film = lumas(picture(Timeline(shots=(clip,), format=FORM), tmp_path))
    assert [(7, number) for number in range(15)] == [read_frame(luma) for luma in film]
    assert [True] * 6 + [False] * 9 == [combed(luma) for luma in film]


@pytest.mark.parametrize("side", [2, 8, 14, 16])
def test_the_smallest_footage_is_no_fault(tmp_path: Path, side: int) -> None:
    """A clip of a few pixels, too small for fields to be parted, is shown in every frame."""
    clip = write_plain(tmp_path / "tiny.mp4", [np.full((side, side), 120, np.uint8)] * 3)
    small = ["-i", str(clip), "-pix_fmt", "yuv420p", str(tmp_path / "small.mp4")]
    asyncio.run(ffmpeg.run(small, timeout=60, where="test"))
    timeline = Timeline(shots=(shot(tmp_path / "small.mp4", 3, 0, 3),), format=FORM)
    assert len(lumas(picture(timeline, tmp_path))) == 3


def test_whole_frames_are_not_touched(tmp_path: Path) -> None:
    """Fine lines of footage that is not told to be interlaced stay as they are."""
    clip = write_woven(tmp_path / "lines.mp4", range(15), told=False)
    film = lumas(picture(Timeline(shots=(shot(clip, 15, 0, 15),), format=FORM), tmp_path))
    assert all(
        np.abs(luma.astype(int) - shown).mean() < 2 for luma, shown in zip(lumas(clip), film, strict=True)
    )
    assert all(combed(luma) for luma in film)
