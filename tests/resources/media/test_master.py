"""Renders proven frame by frame: every frame of a film says which clip and which frame it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import MediaFailed, StudioError
from resources.media.cache import FolderCache
from resources.media.invariants import check
from resources.media.master import Encoded, Rendered, render
from resources.media.timeline import Text, Timeline
from tests.resources.media.examples import films
from tests.resources.media.marker_clips import FORM, expected_frames, lumas, read_frames, shot

ClipFile = Callable[..., Path]


def film(timeline: Timeline, folder: Path, **more: object) -> Rendered:
    """Render a timeline into a folder, with a cache beside."""
    cache = FolderCache(folder / "cache")
    return asyncio.run(render(timeline, folder / "film.mp4", cache=cache, timeout=60, **more))


@st.composite
def cuts(draw: st.DrawFn) -> list[tuple[int, int, int, str, int]]:
    """(clip, in, out, transition, frames) of two to five shots of clips with 40 frames."""
    shots: list[tuple[int, int, int, str, int]] = []
    for _ in range(draw(st.integers(2, 5))):
        source_in = draw(st.integers(0, 30))
        source_out = draw(st.integers(source_in + 1, 40))
        kind = draw(st.sampled_from(["cut", "dissolve", "fade"])) if shots else "cut"
        room = min(source_out - source_in, shots[-1][2] - shots[-1][1] - shots[-1][4]) if shots else 0
        overlap = 0 if kind == "cut" or room < 1 else draw(st.integers(1, room))
        shots.append((draw(st.integers(1, 3)), source_in, source_out, kind if overlap else "cut", overlap))
    return shots


@films(5)
@given(cuts())
def test_every_unmixed_frame_is_the_one_the_cut_says(
    clip_file: ClipFile,
    tmp_path_factory: pytest.TempPathFactory,
    shots: list[tuple[int, int, int, str, int]],
) -> None:
    """Whatever is trimmed, dissolved and joined, each frame of the film is the frame of the EDL."""
    placed = [
        shot(
            clip_file(clip, 40), 40, source_in, source_out, transition=kind, transition_frames=overlap,
            texts=(Text(text="12:30", position="lower_third", start=0, end=source_out - source_in),),
        )
        for clip, source_in, source_out, kind, overlap in shots
    ]  # fmt: skip
    timeline = Timeline(shots=tuple(placed), format=FORM)
    folder = tmp_path_factory.mktemp("film")
    made = film(timeline, folder).probe
    numbers = {one.digest: clip for one, (clip, *_) in zip(placed, shots, strict=True)}
    expected, actual = expected_frames(timeline, numbers), read_frames(folder / "film.mp4")
    assert (timeline.frames, Fraction(timeline.frames, 24)) == (made.frames, made.duration)
    assert expected == [one if want else None for want, one in zip(expected, actual, strict=True)]
    assert [one for one in check(folder / "film.mp4", timeline) if not one.held] == []


def test_a_slower_clip_keeps_its_length_in_film_frames(clip_file: ClipFile, tmp_path: Path) -> None:
    """A clip of 16 frames at 8 a second gives 48 film frames, each source frame three times."""
    timeline = Timeline(shots=(shot(clip_file(3, 16, 8), 48, 0, 48),), format=FORM)
    film(timeline, tmp_path)
    assert [(3, number // 3) for number in range(48)] == read_frames(tmp_path / "film.mp4")


def test_any_text_is_drawn_in_its_frames_only(clip_file: ClipFile, tmp_path: Path) -> None:
    """A text with quotes, a percent sign, a colon and accents changes exactly the frames it stands over."""
    plain = shot(clip_file(1, 40), 40, 0, 20)
    text = Text(text='100% "done": it\'s été', position="lower_third", start=5, end=12)
    for name, one in (("plain", plain), ("text", plain.model_copy(update={"texts": (text,)}))):
        film(Timeline(shots=(one,), format=FORM), tmp_path / name)
    pairs = zip(lumas(tmp_path / "plain" / "film.mp4"), lumas(tmp_path / "text" / "film.mp4"), strict=True)
    changed = [n for n, (a, b) in enumerate(pairs) if np.abs(a[48:].astype(int) - b[48:]).max() > 60]
    assert list(range(5, 12)) == changed


def test_text_needs_no_font_of_the_machine(
    clip_file: ClipFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine without fonts the text is drawn all the same."""
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    text = Text(text="12:30", position="center", start=0, end=2)
    film(Timeline(shots=(shot(clip_file(1, 40), 40, 0, 4, texts=(text,)),), format=FORM), tmp_path)
    with_text, without = (lumas(tmp_path / "film.mp4")[index][40:56] for index in (0, 3))
    assert np.abs(with_text.astype(int) - without).max() > 60


def test_a_fade_goes_through_black(clip_file: ClipFile, tmp_path: Path) -> None:
    """In the middle of a fade the picture is black."""
    first, second = (shot(clip_file(clip, 40), 40, 0, 20) for clip in (1, 2))
    faded = second.model_copy(update={"transition": "fade", "transition_frames": 8})
    timeline = Timeline(shots=(first, faded), format=FORM)
    film(timeline, tmp_path)
    assert min(float(luma.mean()) for luma in lumas(tmp_path / "film.mp4")[12:20]) < 20


def kept(cache: Path) -> tuple[int, int]:
    """How many segments a cache holds, and how many films' sounds."""
    return len(list(cache.glob("*.mp4"))), len(list(cache.glob("*.m4a")))


def test_only_changed_segments_are_encoded_again(clip_file: ClipFile, tmp_path: Path) -> None:
    """Trimming one shot of a film encodes that shot alone; the same film again encodes nothing."""
    shots = [shot(clip_file(clip, 40), 40, 0, 10) for clip in (1, 2, 3)]
    film(Timeline(shots=tuple(shots), format=FORM), tmp_path)
    before = (tmp_path / "film.mp4").read_bytes()
    film(Timeline(shots=tuple(shots), format=FORM), tmp_path)
    assert before == (tmp_path / "film.mp4").read_bytes()
    assert (3, 1) == kept(tmp_path / "cache")
    shots[1] = shots[1].model_copy(update={"source_out": 8})
    film(Timeline(shots=tuple(shots), format=FORM), tmp_path)
    assert (4, 2) == kept(tmp_path / "cache")


def test_a_clip_shorter_than_measured_fails_and_shows_nothing(clip_file: ClipFile, tmp_path: Path) -> None:
    """A cut beyond a clip's end is an error, never a film with missing or repeated frames."""
    timeline = Timeline(shots=(shot(clip_file(1, 40), 50, 0, 50),), format=FORM)
    with pytest.raises(MediaFailed, match="40 frames instead of 50"):
        film(timeline, tmp_path)
    assert [file.name for file in tmp_path.iterdir() if file.name != "cache"] == []


def test_a_faulty_timeline_is_refused_before_work(clip_file: ClipFile, tmp_path: Path) -> None:
    """A cut that cannot be made costs no encode."""
    with pytest.raises(StudioError, match="Shot 1"):
        film(Timeline(shots=(shot(clip_file(1, 40), 40, 10, 10),), format=FORM), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_cancelling_a_render_leaves_no_process_and_no_partial_file(
    clip_file: ClipFile, tmp_path: Path
) -> None:
    """A cancelled render ends within two seconds; finished segments stay in the cache."""
    shots = tuple(shot(clip_file(1, 40), 40, first, 40) for first in range(8))
    timeline = Timeline(shots=shots, format=FORM.model_copy(update={"width": 1280, "height": 720}))
    (tmp_path / "film.mp4").write_text("the film before")

    async def cancel() -> float:
        first_done = asyncio.Event()
        work = render(
            timeline, tmp_path / "film.mp4", cache=FolderCache(tmp_path / "cache"), timeout=60,
            on_progress=lambda done: first_done.set() if done.segments else None,
        )  # fmt: skip
        task = asyncio.create_task(work)
        await first_done.wait()
        began = asyncio.get_running_loop().time()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(cancel()) < 2
    assert sorted(file.name for file in tmp_path.iterdir()) == ["cache", "film.mp4"]
    assert (tmp_path / "film.mp4").read_text() == "the film before"
    names = [file.name for file in (tmp_path / "cache").iterdir()]
    assert names
    assert all(not name.startswith(".") for name in names)


def test_progress_tells_frames_and_ends_with_all_of_them(clip_file: ClipFile, tmp_path: Path) -> None:
    """Whoever renders is told of frames while a segment is encoded; it never goes back."""
    shots = tuple(shot(clip_file(clip, 40), 40, 0, 40) for clip in (1, 2))
    told: list[Encoded] = []
    film(Timeline(shots=shots, format=FORM), tmp_path, on_progress=told.append)
    frames = [one.frames for one in told]
    assert sorted(frames) == frames
    assert Encoded(2, 2, 80, 80) == told[-1]
    told.clear()
    film(Timeline(shots=shots, format=FORM), tmp_path, on_progress=told.append)
    assert [40, 80] == [one.frames for one in told]


def test_shots_of_another_shape_are_padded(clip_file: ClipFile, tmp_path: Path) -> None:
    """A 4:3 clip in a 16:9 film keeps its shape between black bars."""
    form = FORM.model_copy(update={"width": 256, "height": 144})
    film(Timeline(shots=(shot(clip_file(1, 40), 40, 0, 4),), format=form), tmp_path)
    first = lumas(tmp_path / "film.mp4")[0]
    assert first.shape == (144, 256)
    assert first[:, :28].max() < 20 < first[100:140, 40:216].min()
