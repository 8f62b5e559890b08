"""The plan of a render: exactly the film's frames, and keys that reuse what did not change."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from resources.media.encoder import Encoder
from resources.media.segments import plan
from resources.media.timeline import Shot, Text, Timeline
from tests.resources.media.marker_clips import FORM, expected_frames


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any timeline without faults, of clips of 40 frames."""
    shots: list[Shot] = []
    for number in range(draw(st.integers(1, 6))):
        source_in = draw(st.integers(0, 39))
        source_out = draw(st.integers(source_in + 1, 40))
        frames = source_out - source_in
        kind = draw(st.sampled_from(["cut", "dissolve", "fade"])) if shots else "cut"
        room = min(frames, shots[-1].frames - shots[-1].transition_frames) if shots else 0
        kind = kind if room else "cut"
        texts: tuple[Text, ...] = ()
        if draw(st.booleans()):
            start = draw(st.integers(0, frames - 1))
            end = draw(st.integers(start + 1, frames))
            texts = (Text(text=f"t{number}", position="top", start=start, end=end),)
        digest = str(draw(st.integers(1, 3)))
        shots.append(
            Shot(
                file=Path(digest), digest=digest, clip_frames=40, source_in=source_in, source_out=source_out,
                transition=kind, texts=texts,
                transition_frames=0 if kind == "cut" else draw(st.integers(1, room)),
            )
        )  # fmt: skip
    return Timeline(shots=tuple(shots), format=FORM)


@settings(deadline=None)
@given(timelines())
def test_segments_are_exactly_the_films_frames(timeline: Timeline) -> None:
    """Segments follow each other without gap or overlap and add up to the film."""
    segments = plan(timeline)
    assert timeline.frames == sum(segment.frames for segment in segments)
    assert all(one.start + one.frames == two.start for one, two in pairwise(segments))
    assert segments[0].start == 0


@settings(deadline=None)
@given(timelines())
def test_every_film_frame_is_the_right_source_frame(timeline: Timeline) -> None:
    """Each unmixed frame of the plan is the frame that the shots say; mixed ones mix two of one length."""
    planned: list[tuple[int, int] | None] = []
    for segment in plan(timeline):
        piece = segment.pieces[0]
        if segment.kind == "cut":
            planned += [(int(piece.digest), number) for number in range(piece.source_in, piece.source_out)]
        else:
            assert piece.frames == segment.pieces[1].frames
            planned += [None] * segment.frames
    assert expected_frames(timeline, {"1": 1, "2": 2, "3": 3}) == planned


@settings(deadline=None)
@given(timelines())
def test_texts_stand_over_exactly_their_frames(timeline: Timeline) -> None:
    """A text's frames, split over body and transitions, are all there and never outside a piece."""
    seen = 0
    for segment in plan(timeline):
        for piece in segment.pieces:
            for text in piece.texts:
                assert 0 <= text.start < text.end <= piece.frames
                seen += text.end - text.start
    assert sum(text.end - text.start for shot in timeline.shots for text in shot.texts) == seen


def test_only_changed_segments_get_a_new_key() -> None:
    """Trimming one shot keeps the keys of the others, even where they move in the film."""
    shot = Shot(file=Path("a"), digest="a", clip_frames=40, source_out=20)
    other = shot.model_copy(update={"digest": "b"})
    before = Timeline(shots=(shot, other), format=FORM)
    after = Timeline(shots=(shot.model_copy(update={"source_in": 3}), other), format=FORM)
    keys = [[one.key(FORM, Encoder(), "9") for one in plan(timeline)] for timeline in (before, after)]
    assert keys[0][0] != keys[1][0]
    assert keys[0][1] == keys[1][1]


def test_whatever_decides_bytes_is_in_the_key() -> None:
    """Another size, encoder setting, ffmpeg, clip, text or trim is another key."""
    shot = Shot(file=Path("a"), digest="a", clip_frames=40, source_out=20)
    text = Text(text="a", position="top", start=0, end=5)

    def key(
        update: dict[str, object], form: object = FORM, encoder: object = None, version: str = "9"
    ) -> str:
        (segment,) = plan(Timeline(shots=(shot.model_copy(update=update),), format=FORM))
        return segment.key(form, encoder or Encoder(), version)  # type: ignore[arg-type]

    keys = [
        key({}), key({"digest": "b"}), key({"source_in": 1}), key({"source_out": 19}), key({"texts": (text,)}),
        key({}, FORM.model_copy(update={"width": 64})), key({}, FORM.model_copy(update={"fps": 25})),
        key({}, encoder=Encoder(crf=20)), key({}, encoder=Encoder(preset="fast")), key({}, version="10"),
    ]  # fmt: skip
    assert len(keys) == len(set(keys))
    assert key({}) == key({"file": Path("elsewhere")})
