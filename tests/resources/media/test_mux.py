"""What a film says of itself: tags, chapters, a caption track; and its sound alone."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import av
import pytest

from resources.errors import MediaFailed
from resources.media.cache import FolderCache
from resources.media.caption import Cue
from resources.media.caption_files import caption_file
from resources.media.invariants import loudness_held
from resources.media.loudness import Heard
from resources.media.master import Rendered, render
from resources.media.mux import Chapter, Labels, mux
from resources.media.sound_only import sound_only
from resources.media.timeline import Loudness, Sound, Timeline
from tests.resources.media.marker_clips import FORM, beep, read_frames, shot, write_clip

CUES = (
    Cue(start=41, end=833, lines=("It’s two in the morning,", "<b> & 100 %")),
    Cue(start=1000, end=1600, lines=("été",)),
)
CHAPTERS = (Chapter(0, "The; desk = #1 \\ two"), Chapter(20, "Rain"))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A marker clip of 40 frames with a beep at its first second."""
    return write_clip(tmp_path_factory.mktemp("heard") / "clip.mp4", 1, 40, sound=beep(40 / 24, 1.0))


@pytest.fixture(scope="module")
def labelled(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rendered]:
    """A film with everything that it can say of itself."""
    folder = tmp_path_factory.mktemp("film")
    (folder / "captions.srt").write_bytes(caption_file(CUES, "srt"))
    labels = Labels(
        tags={"title": "Coffee: é", "artist": "a & b", "studio_run": "one"},
        chapters=CHAPTERS,
        captions=folder / "captions.srt",
        language="de",
    )
    timeline = Timeline(shots=(shot(clip, 40, 0, 40),), format=FORM, loudness=Loudness())
    cache = FolderCache(folder / "cache")
    done = asyncio.run(render(timeline, folder / "film.mp4", cache=cache, timeout=60, labels=labels))
    return folder / "film.mp4", done


def test_tags_are_in_the_file(labelled: tuple[Path, Rendered]) -> None:
    """Title, artist and tags of our own are read back as they were written."""
    with av.open(str(labelled[0])) as film:
        kept = {name: film.metadata.get(name) for name in ("title", "artist", "studio_run")}
    assert {"title": "Coffee: é", "artist": "a & b", "studio_run": "one"} == kept


@pytest.mark.parametrize(
    "text",
    ["C:\\films\\", "a\r\nb", "a\rb", "a\nb", "=;#", "[CHAPTER]", " ends ", "-y"],
    ids=["backslash-at-the-end", "crlf", "cr", "lf", "signs", "section", "spaces", "option"],
)
def test_any_text_is_read_back_to_the_letter(clip: Path, tmp_path: Path, text: str) -> None:
    """No sign of a tag or of a chapter's title cuts it off, or takes what stands behind it with it."""
    labels = Labels(tags={"artist": text, "genre": "Short"}, chapters=(Chapter(0, text), Chapter(20, "Rain")))
    timeline = Timeline(shots=(shot(clip, 40, 0, 40),), format=FORM)
    asyncio.run(mux(None, clip, tmp_path / "film.m4a", timeline=timeline, labels=labels, timeout=60))
    with av.open(str(tmp_path / "film.m4a")) as film:
        tags = film.metadata["artist"], film.metadata["genre"]
        titles = [one["metadata"]["title"] for one in film.chapters()]
    assert ((text, "Short"), [text, "Rain"]) == (tags, titles)


def test_a_nul_loses_itself_alone(clip: Path, tmp_path: Path) -> None:
    """What no file can hold is left out, and the text behind it stays."""
    timeline = Timeline(shots=(shot(clip, 40, 0, 40),), format=FORM)
    labels = Labels(tags={"artist": "Ada\0 Lovelace"})
    asyncio.run(mux(None, clip, tmp_path / "film.m4a", timeline=timeline, labels=labels, timeout=60))
    with av.open(str(tmp_path / "film.m4a")) as film:
        assert film.metadata["artist"] == "Ada Lovelace"


def test_the_picture_is_the_first_track(labelled: tuple[Path, Rendered]) -> None:
    """Some platforms take a film whose first track is its sound for a sound."""
    with av.open(str(labelled[0])) as film:
        assert ["video", "audio", "subtitle"] == [stream.type for stream in film.streams][:3]


def test_chapters_begin_at_their_frames(labelled: tuple[Path, Rendered]) -> None:
    """Players find each chapter at its frame, with its title to the letter."""
    with av.open(str(labelled[0])) as film:
        found = [
            (one["start"] * one["time_base"], one["end"] * one["time_base"], one["metadata"]["title"])
            for one in film.chapters()
        ]
    ends = [Fraction(0), Fraction(20, 24), Fraction(40, 24)]
    assert [one.title for one in CHAPTERS] == [title for _, _, title in found]
    milliseconds = [round(at * 1000) for start, end, _ in found for at in (start, end)]
    assert [round(ends[n] * 1000) for n in (0, 1, 1, 2)] == milliseconds


def test_the_caption_track_has_its_language_and_times(labelled: tuple[Path, Rendered]) -> None:
    """Viewers can switch on captions in the film's language, at their milliseconds."""
    with av.open(str(labelled[0])) as film:
        (track,) = film.streams.subtitles
        language, codec = track.metadata["language"], track.codec_context.name
        packets = [one for one in film.demux(track) if one.pts is not None and one.size > 2]
        times = [one.pts * one.time_base for one in packets]
        texts = [bytes(one)[2:].decode() for one in packets]
        sound = film.streams.audio[0].metadata["language"]
    assert ("deu", "mov_text", "deu") == (language, codec, sound)
    assert [41, 1000] == [round(time * 1000) for time in times]
    assert ["été" in text or "100 %" in text for text in texts] == [True, True]


def test_labels_change_no_frame(labelled: tuple[Path, Rendered]) -> None:
    """A film with captions and chapters shows the very frames of its clip."""
    assert [(1, number) for number in range(40)] == read_frames(labelled[0])


def test_every_promise_on_the_film_is_measured(labelled: tuple[Path, Rendered]) -> None:
    """Chapters, caption track, loudness and true peak are among what was held, and all of it held."""
    held = {one.name: one.held for one in labelled[1].invariants}
    assert {"chapters", "caption tracks", "loudness", "true peak"} <= set(held)
    assert [] == [name for name, kept in held.items() if not kept]


@pytest.mark.parametrize(
    ("integrated", "peak", "expected"),
    [(-14.4, -1.2, [True, True]), (-14.6, -1.2, [False, True]), (-14.0, -0.9, [True, False]),
     (None, None, [True, True])],
    ids=["held", "too-soft", "too-high-a-peak", "silence"],
)  # fmt: skip
def test_a_film_that_misses_its_loudness_says_so(
    integrated: float | None, peak: float | None, expected: list[bool]
) -> None:
    """Within half a LUFS and at most -1 dBTP, or the promise is broken; silence has no level."""
    heard = Heard(integrated=integrated, true_peak=peak, range=3.0)
    assert expected == [one.held for one in loudness_held(heard, Loudness())]


def test_the_sound_alone_is_as_long_as_the_film(clip: Path, tmp_path: Path) -> None:
    """An audio-only deliverable has no picture, the film's length and its chapters."""
    sound = Sound(file=clip, digest="c", at=10)
    timeline = Timeline(shots=(shot(clip, 40, 0, 40),), sounds=(sound,), format=FORM, loudness=Loudness())
    labels = Labels(tags={"title": "Coffee"}, chapters=CHAPTERS, language="de")
    held = asyncio.run(
        sound_only(timeline, tmp_path / "film.m4a", cache=FolderCache(tmp_path), labels=labels, timeout=60)
    )
    with av.open(str(tmp_path / "film.m4a")) as film:
        seen = len(film.streams.video), len(film.streams.audio), len(film.chapters()), film.metadata["title"]
    assert (0, 1, 2, "Coffee") == seen
    assert [] == [one for one in held if not one.held]


def test_a_sound_that_cannot_be_read_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    """A broken sound is a failure with its mend, and no file stands under the final name."""
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    sound = Sound(file=tmp_path / "broken.wav", digest="b", at=0)
    timeline = Timeline(shots=(shot(clip, 40, 0, 40),), sounds=(sound,), format=FORM)

    with pytest.raises(MediaFailed) as caught:
        cache = FolderCache(tmp_path / "cache")
        asyncio.run(sound_only(timeline, tmp_path / "film.m4a", cache=cache, labels=Labels(), timeout=60))
    assert caught.value.mend
    assert not (tmp_path / "film.m4a").exists()
