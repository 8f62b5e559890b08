"""Caption files: what readers show is what was said, at the millisecond."""

from __future__ import annotations

import subprocess
from pathlib import Path

import av
import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.media import ffmpeg
from resources.media.caption import Cue
from resources.media.caption_files import CaptionFormat, caption_file, caption_name

TRICKY = (
    'a < b > c & "d" <i>e</i>',
    r"{\an8} top {b} one\Nline \h \n",
    "“été” it’s --> 00:00:01,000 --> 00:00:02,000",
    "שלום, עולם (2)",
    "&lt;b&gt; 100% <b>",
    "press <1>, <_x> or </>",
    "{Y:i} a {s:30} b {C:$0000ff}",
)
JOINER = "\u2060"
TEXT = st.lists(st.text("abzé“’-,", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


def cues(*texts: str) -> tuple[Cue, ...]:
    """A caption each, a second apart."""
    return tuple(
        Cue(start=1001 * number, end=1001 * number + 999, lines=tuple(text.split("\n")))
        for number, text in enumerate(texts)
    )


def read(data: bytes, form: CaptionFormat) -> list[tuple[int, int, str]]:
    """What pysubs2 reads."""
    subs = pysubs2.SSAFile.from_string(data.decode(), form, keep_html_tags=True)
    return [(one.start, one.end, one.text.replace("\\N", "\n")) for one in subs]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 35_999_000), st.integers(1, 7000), TEXT),
        min_size=1,
        max_size=5,
    )
)
@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_times_and_words_come_back(form: CaptionFormat, given_: list[tuple[int, int, str]]) -> None:
    """Every millisecond and every letter is read back, hours into a film."""
    made = tuple(Cue(start=at, end=at + length, lines=(text,)) for at, length, text in sorted(given_))
    assert [(one.start, one.end, one.lines[0]) for one in made] == read(caption_file(made, form), form)


def test_web_captions_escape_what_they_must() -> None:
    """Brackets and ampersands are entities, so that no text is a tag or a time."""
    text = caption_file(cues("<b> & 1 --> 2\nd"), "vtt").decode()
    assert "WEBVTT\n\n1\n00:00:00.000 --> 00:00:00.999\n&lt;b&gt; &amp; 1 --&gt; 2\nd\n" in text


def test_plain_letters_are_written_as_they_are() -> None:
    """Nothing is put into a text that no reader would take for markup."""
    assert b"1 < 2, 100%: {x}\n" in caption_file(cues("1 < 2, 100%: {x}"), "srt")


def test_a_line_break_within_a_line_makes_no_second_caption() -> None:
    """A blank line in the words cannot end a caption."""
    assert [(0, 999, "a 2 b")] == read(
        caption_file((Cue(start=0, end=999, lines=("a\n\n2\r\nb",)),), "srt"), "srt"
    )


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_both_lines_of_a_caption_run_one_way(form: CaptionFormat) -> None:
    """Players judge each line by its first letter, so one that begins with the other script is marked."""
    assert "שלום,\n\u200fHello כן!\n" in caption_file(cues("שלום,\nHello כן!"), form).decode()


def test_ffmpeg_shows_the_very_letters_in_the_films_track(tmp_path: Path) -> None:
    """A track made from the SubRip file holds each text letter for letter, markup of any kind included."""
    srt, film = tmp_path / "c.srt", tmp_path / "c.mp4"
    srt.write_bytes(caption_file(cues(*TRICKY), "srt"))
    subprocess.run([ffmpeg.binary(), "-v", "error", "-i", srt, "-c:s", "mov_text", film], check=True)
    with av.open(str(film)) as container:
        held = [bytes(packet)[2:] for packet in container.demux() if packet.size > 2]
    assert list(TRICKY) == [text.decode().replace(JOINER, "") for text in held]


def test_a_file_names_its_language() -> None:
    """Players learn the language from the file's name."""
    assert "coffee.de.vtt" == caption_name("coffee", "de", "vtt")
