"""The plan of a render: exactly the film's frames, and keys that reuse what did not change."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.errors import StudioError
from resources.media.caption import Burn, Cue
from resources.media.encoder import Encoder
from resources.media.segments import plan
from resources.media.timeline import Format, Shot, Text, Timeline
from tests.resources.media.marker_clips import FORM, expected_frames


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    """Any timeline without faults, of clips of 40 frames."""
    shots: list[Shot] = []
    for number in range(draw(st.integers(1, 6))):
        source_in = draw(st.integers(0, 39))
        source_out = draw(st.integers(source_in + 1, 40))
        spread, hold = draw(st.none() | st.integers(1, 90)), draw(st.sampled_from([0, 0, 5]))
        frames = (spread or source_out - source_in) + hold
        kind = draw(st.sampled_from(["cut", "dissolve", "iris"])) if shots else "cut"
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
                spread=spread, hold=hold, transition=kind, texts=texts,
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
            planned += [(int(piece.digest), number) for number in piece.window.shown()]
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


def test_whatever_decides_bytes_is_in_the_key(tmp_path: Path) -> None:
    """Another size, fit, codec, setting, ffmpeg, clip, text, font, caption, speed or trim is another key."""
    shot = Shot(file=Path("a"), digest="a", clip_frames=40, source_out=20)
    texts = {"texts": (Text(text="a", position="top", start=0, end=5),)}
    (tmp_path / "font.ttf").write_bytes(b"another font")
    crop = FORM.model_copy(update={"fit": "crop"})

    def key(
        update: dict[str, object] | None = None, film: dict[str, object] | None = None,
        form: Format = FORM, encoder: Encoder | None = None, version: str = "9",
    ) -> str:  # fmt: skip
        changed = shot.model_copy(update=update or {})
        (segment,) = plan(Timeline(shots=(changed,), format=form, **(film or {})))
        return segment.key(form, encoder or Encoder(), version)

    burn = Burn(cues=(Cue(start=100, end=300, lines=("a",)),))
    keys = [
        key(), key({"digest": "b"}), key({"source_in": 1}), key({"source_out": 19}), key(texts),
        key({"spread": 30}), key({"hold": 1}), key(texts, {"font": tmp_path / "font.ttf"}),
        key({}, {"burn": burn}), key({}, {"burn": burn.model_copy(update={"style": "karaoke"})}),
        key(form=crop), key({"focus": (Fraction(1, 4), Fraction(1, 2))}, form=crop),
        key(form=FORM.model_copy(update={"width": 64})), key(form=FORM.model_copy(update={"fps": 25})),
        key(encoder=Encoder(crf=20)), key(encoder=Encoder(preset="fast")), key(encoder=Encoder(codec="h265")),
        key(encoder=Encoder(codec="av1")), key(encoder=Encoder(quality="preview")), key(version="10"),
    ]  # fmt: skip
    assert len(keys) == len(set(keys))


def test_what_decides_no_bytes_is_not_in_the_key() -> None:
    """Another path, a font without a text, a focus without a crop and a shot that shows the same are no
    reason to encode again."""
    shot = Shot(file=Path("a"), digest="a", clip_frames=40, source_in=0, source_out=20)
    same = [
        {"file": Path("elsewhere")}, {"focus": (Fraction(1, 4), Fraction(1, 2))}, {"spread": 20},
    ]  # fmt: skip
    keys = {
        plan(Timeline(shots=(shot.model_copy(update=update),), format=FORM))[0].key(FORM, Encoder(), "9")
        for update in [{}, *same]
    }
    assert len(keys) == 1


def test_a_new_font_touches_segments_with_letters_only(tmp_path: Path) -> None:
    """A font of the user's re-encodes what has texts; a font that is not there is refused with a mend."""
    lettered = Shot(
        file=Path("a"), digest="a", clip_frames=40, source_out=20,
        texts=(Text(text="a", position="top", start=0, end=5),),
    )  # fmt: skip
    shots = (lettered, lettered.model_copy(update={"texts": ()}))
    (tmp_path / "font.ttf").write_bytes(b"another font")
    keys = [
        [one.key(FORM, Encoder(), "9") for one in plan(Timeline(shots=shots, format=FORM, font=file))]
        for file in (None, tmp_path / "font.ttf")
    ]
    assert [False, True] == [one == two for one, two in zip(*keys, strict=True)]
    gone = plan(Timeline(shots=shots, format=FORM, font=tmp_path / "gone.ttf"))
    with pytest.raises(StudioError, match=r"gone.ttf") as caught:
        gone[0].key(FORM, Encoder(), "9")
    assert "font" in caught.value.mend


def test_a_caption_belongs_to_the_segments_that_it_touches() -> None:
    """A caption changes its own segments' keys; moved with its shot it changes none."""
    shot = Shot(file=Path("a"), digest="a", clip_frames=40, source_out=24)
    other = shot.model_copy(update={"digest": "b"})

    def keys(shots: tuple[Shot, ...], start: int | None) -> list[str]:
        cue = () if start is None else (Cue(start=start, end=start + 500, lines=("Hello",)),)
        timeline = Timeline(shots=shots, format=FORM, burn=Burn(cues=cue))
        return [one.key(FORM, Encoder(), "9") for one in plan(timeline)]

    plain, early = keys((shot, other), None), keys((shot, other), 250)
    assert [False, True] == [one == two for one, two in zip(plain, early, strict=True)]
    assert early == keys((other, shot), 1250)[::-1]
