"""The picture proven: whatever is cut, retimed, mixed, lettered and edited, each frame is the right one."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from resources.media.cache import FolderCache
from resources.media.caption import Burn, Cue
from resources.media.encoder import Encoder
from resources.media.master import render
from resources.media.probe import probe
from resources.media.timeline import Shot, Text, Timeline
from resources.media.transitions import TRANSITIONS
from tests.resources.media.examples import films
from tests.resources.media.marker_clips import FORM, expected_frames, picture, read_frames, shot

ClipFile = Callable[..., Path]
Row = dict[str, object]


@st.composite
def rows(draw: st.DrawFn, least: int = 1, most: int = 4) -> list[Row]:
    """Shots of marker clips 1 to 3 as arguments, all that a cut can say of them drawn at random."""
    drawn: list[Row] = []
    room = 0
    for _ in range(draw(st.integers(least, most))):
        source_in = draw(st.integers(0, 38))
        source_out = draw(st.integers(source_in + 1, 40))
        spread, hold = draw(st.none() | st.integers(1, 30)), draw(st.sampled_from([0, 0, 4]))
        frames = (spread or source_out - source_in) + hold
        kind = draw(st.sampled_from(list(TRANSITIONS))) if min(room, frames) else "cut"
        overlap = 0 if kind == "cut" else draw(st.integers(1, min(room, frames, 9)))
        words = draw(st.sampled_from(["", "12:30", '100% "été"']))
        drawn.append(
            {"clip": draw(st.integers(1, 3)), "source_in": source_in, "source_out": source_out,
             "spread": spread, "hold": hold, "transition": kind, "transition_frames": overlap, "words": words}
        )  # fmt: skip
        room = frames - overlap
    return drawn


def film_of(
    rows: list[Row], clip_file: ClipFile, captions: tuple[Cue, ...] = ()
) -> tuple[Timeline, dict[str, int]]:
    """The timeline of some rows, and the clip's number of each digest."""
    shots: list[Shot] = []
    numbers: dict[str, int] = {}
    for row in rows:
        more = {name: value for name, value in row.items() if name not in ("clip", "words")}
        one = shot(clip_file(row["clip"], 40), 40, **more)  # type: ignore[arg-type]
        if row["words"]:
            text = Text(text=str(row["words"]), position="lower_third", start=0, end=one.frames)
            one = one.model_copy(update={"texts": (text,)})
        numbers[one.digest] = int(str(row["clip"]))
        shots.append(one)
    return Timeline(shots=tuple(shots), format=FORM, burn=Burn(cues=captions)), numbers


@films(3)
@given(rows(least=2))
def test_every_unmixed_frame_is_the_one_the_timeline_says(
    clip_file: ClipFile, tmp_path: Path, rows: list[Row]
) -> None:
    """Trims, speeds, holds, transitions and overlays in any order give exactly the timeline's frames."""
    timeline, numbers = film_of(rows, clip_file)
    expected = expected_frames(timeline, numbers)
    actual = read_frames(picture(timeline, tmp_path))
    assert timeline.frames == len(actual)
    assert expected == [one if want else None for want, one in zip(expected, actual, strict=True)]


EDITS = ("text", "caption", "speed", "transition", "trim", "swap", "drop")


def edited(
    rows: list[Row], captions: tuple[Cue, ...], edit: str, at: int
) -> tuple[list[Row], tuple[Cue, ...]]:
    """The rows and captions after one edit; what would make a fault is left as it was."""
    rows = [dict(row) for row in rows]
    row = rows[at % len(rows)]
    if edit == "trim" and int(str(row["source_in"])) > 0:
        row["source_in"] = int(str(row["source_in"])) - 1
    elif edit == "text":
        row["words"] = "new"
    elif edit == "speed":
        row["hold"] = int(str(row["hold"])) + 3
    elif edit == "swap":
        row["clip"] = int(str(row["clip"])) % 3 + 1
    elif edit == "drop" and len(rows) > 1:
        rows = [one | {"transition": "cut", "transition_frames": 0} for one in rows if one is not row]
    elif edit == "caption":
        captions = (Cue(start=0, end=250 + 100 * at, lines=("said",)),)
    elif edit == "transition":
        rows = [one | {"transition": "wipe_up"} if one["transition_frames"] else one for one in rows]
    return rows, captions


def framemd5(film: Path) -> list[str]:
    """The hash of every decoded frame of picture and sound."""
    with av.open(str(film)) as container:
        return [hashlib.md5(frame.to_ndarray().tobytes()).hexdigest() for frame in container.decode()]


PLAIN: list[Row] = [
    {"clip": clip, "source_in": 5, "source_out": 15, "spread": None, "hold": 0, "transition": kind,
     "transition_frames": overlap, "words": "old"}
    for clip, kind, overlap in ((1, "cut", 0), (2, "dissolve", 4))
]  # fmt: skip


@films(2)
@given(rows(least=2, most=3), st.permutations(EDITS), st.integers(0, 2))
@example(PLAIN, ["text"], 0)
@example(PLAIN, ["transition"], 0)
def test_an_edited_film_is_the_film_made_anew(
    clip_file: ClipFile,
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Row],
    edits: list[str],
    at: int,
) -> None:
    """After any edits, a render that reuses finished segments gives the same frames as one from nothing."""
    folder, captions = tmp_path_factory.mktemp("edits"), ()
    warm, encoder = FolderCache(folder / "warm"), Encoder(preset="ultrafast")

    def made(timeline: Timeline, name: str, cache: FolderCache) -> Path:
        asyncio.run(render(timeline, folder / name, cache=cache, timeout=60, encoder=encoder))
        return folder / name

    for edit in edits[:2]:
        made(film_of(rows, clip_file, captions)[0], "before.mp4", warm)
        rows, captions = edited(rows, captions, edit, at)
    timeline, _ = film_of(rows, clip_file, captions)
    incremental = made(timeline, "incremental.mp4", warm)
    full = made(timeline, "full.mp4", FolderCache(folder / "cold"))
    assert framemd5(full) == framemd5(incremental)
    assert timeline.frames == probe(incremental).frames


def test_three_clips_with_a_cut_and_a_dissolve_last_to_the_frame(clip_file: ClipFile, tmp_path: Path) -> None:
    """5.2 s, a cut, 5.2 s, a dissolve of 0.5 s and 5.2 s are 15.1 s: 151 frames at 10 a second."""
    clips = [clip_file(clip, 52, 10) for clip in (1, 2, 3)]
    mixed = {"transition": "dissolve", "transition_frames": 5}
    shots = (shot(clips[0], 52, 0, 52), shot(clips[1], 52, 0, 52), shot(clips[2], 52, 0, 52, **mixed))
    timeline = Timeline(shots=shots, format=FORM.model_copy(update={"fps": 10}))
    film = picture(timeline, tmp_path)
    numbers = {one.digest: clip for clip, one in enumerate(shots, start=1)}
    expected = expected_frames(timeline, numbers)
    assert (151, 151, 15.1) == (len(expected), probe(film).frames, float(probe(film).duration))
    assert expected == [one if want else None for want, one in zip(expected, read_frames(film), strict=True)]
