"""The stage that captions the film's timeline."""

from __future__ import annotations

import asyncio
import wave
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pysubs2
import pytest

from resources.artifacts.artifact import Artifact
from resources.errors import MediaFailed
from resources.media.caption import SpokenWord
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.call_sheet import CallSheet, Made
from studio_assets.captions.assets import caption
from studio_assets.captions.captions import Captions
from studio_assets.captions.hear import Hear, Heard, hear
from studio_assets.edl.cut import Cut
from studio_assets.graph import Graph
from studio_assets.spec.delivery import CaptionSpec, Deliverable
from studio_assets.spec.file_input import FileInput
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from studio_assets.wiring import doers
from tests.resources.media.made_fonts import made_font

RATE = 8000
Line = tuple[str, str, Artifact, int, int]
BURNED = Deliverable(width=1280, height=720, captions="burned")


def spoken(path: Path, *parts: tuple[float, float]) -> Path:
    """A sound whose voice stands at these seconds, and half a second of silence after the last."""
    times = np.arange(int((parts[-1][1] + 0.5) * RATE)) / RATE
    heard = sum((times >= a) & (times < b) for a, b in parts)
    samples = (heard * np.sin(2 * np.pi * 220 * times) * 12000).astype("<i2")
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return path


@pytest.fixture
def sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, production: Any) -> Callable[..., CallSheet]:
    """A call sheet of the captions of a film with these lines."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_ENV", "simulated")
    monkeypatch.delenv("STUDIO_DATABASE_URL", raising=False)

    def sheet(*lines: Line, frames: int = 240, held: str = "", **changes: Any) -> CallSheet:
        graph = Graph(production(**{"captions": CaptionSpec(), "language": "de"} | changes))
        made = CallSheet(graph, "monday", graph.of_kind("captions"), doers(), "launch", "worker")
        cut = Cut(name="safe", events=(), fps=24, frames=frames, estimated_quality=None, reason="Safe.")
        timeline = FilmTimeline(
            state=held or "fitted",
            cut=None if held else cut,
            lines=tuple(
                SpokenAt(pilot="ink", scene=scene, media=media, at=at, end=end)
                for scene, _, media, at, end in lines
            ),
        )
        narration = Narration(
            state="spoken",
            voice="Lily",
            provider="simulated",
            lines=tuple(
                NarrationLine(
                    pilot="ink", scene=scene, text=text, state="spoken", media=media, seconds=Fraction(5)
                )
                for scene, text, media, _, _ in lines
            ),
        )
        for kind, document in (("timeline", timeline), ("narration", narration)):
            name = made.path(graph.key(kind))  # type: ignore[arg-type]
            made.doers.artifacts.write_document(name, document.model_dump_json())
        return made

    return sheet


@pytest.fixture
def keep(tmp_path: Path, sheet: Any) -> Callable[..., Artifact]:
    """Keeps a sound with a voice at these seconds."""

    def keep(*parts: tuple[float, float]) -> Artifact:
        return doers().artifacts.keep(spoken(tmp_path / "voice.wav", *parts), ".wav")

    return keep


def length(path: Path) -> Heard:
    """How long a sound is, without the time that measuring its pauses takes."""
    with wave.open(str(path)) as sound:
        return Heard(ms=sound.getnframes() * 1000 // RATE)


def made(sheet: CallSheet, hear: Hear = length) -> tuple[Captions, Made]:
    """What the stage makes."""

    async def only() -> list[Made]:
        return [one async for one in caption(sheet, hear)]

    (one,) = asyncio.run(only())
    assert isinstance(one.document, Captions)
    return one.document, one


def test_no_file_is_written_that_nobody_asked_for(sheet: Any, keep: Any) -> None:
    """`formats: [vtt]` writes WebVTT alone; the film's own track needs no file beside it."""
    wanted = CaptionSpec(formats=("vtt",))
    captions, shown = made(sheet(("rain", "Rain.", keep((0.5, 2.0)), 24, 96), captions=wanted))
    assert (["vtt"], False) == ([*captions.files], "srt" in shown.metadata)


def test_a_film_is_captioned_by_its_measured_pauses(sheet: Any, keep: Any) -> None:
    """Captions begin with the voice, and the files say what the document says."""
    one = keep((0.5, 2.0), (2.8, 4.0))
    where = sheet(
        ("lamp", "**It was two** in the morning. She slept.", one, 24, 24 * 6),
        ("rain", "Rain.", one, 168, 240),
    )
    captions, shown = made(where, hear)
    assert ("captioned", "de", ("pauses", "even"), ()) == (
        captions.state, captions.language, captions.timing, captions.notes,
    )  # fmt: skip
    assert [("It was two in the morning.",), ("She slept.",), ("Rain.",)] == [
        cue.lines for cue in captions.cues
    ]
    assert [1500, 3800, 7500] == [round(cue.start, -1) for cue in captions.cues]
    for form in ("srt", "vtt"):
        path = where.doers.artifacts.path(captions.files[form])
        read = pysubs2.SSAFile.from_string(path.read_text(encoding="utf-8"), form)
        assert [(cue.start, cue.end, " ".join(cue.lines)) for cue in captions.cues] == [
            (one.start, one.end, one.text.replace("\\N", " ")) for one in read
        ]
    assert "coffee.de.srt" in shown.metadata["srt"].md_str
    assert [("readable", True), ("drawable", True)] == [(check.name, check.passed) for check in shown.checks]


def test_the_providers_word_times_are_used(sheet: Any, keep: Any) -> None:
    """Where the sound carries its words' times, nothing is guessed."""
    where = sheet(("lamp", "Two lamps.", keep((0, 1.0)), 0, 48))
    words = (SpokenWord(text="two", start=10, end=300), SpokenWord(text="lamps", start=400, end=900))
    captions, _ = made(where, hear=lambda _: Heard(ms=1500, words=words))
    assert (("provider",), [10, 400]) == (captions.timing, [one.start for one in captions.cues[0].words])


def test_a_line_that_is_cut_off_takes_its_caption_along(sheet: Any, keep: Any) -> None:
    """No caption outlives its line, and the words that nobody hears are told."""
    captions, _ = made(sheet(("lamp", "One two three four five six seven.", keep((0, 4.0)), 0, 48)))
    assert captions.cues[-1].end <= 2000 and "seven" in captions.notes[0]


def test_captions_end_with_the_film(sheet: Any, keep: Any) -> None:
    """Lines that go on behind the film's last frame have no caption there, and too little film has none."""
    line = ("lamp", "One two three four five six seven.", keep((0, 4.0)), 0, 96)
    captions, shown = made(sheet(line, frames=12))
    assert captions.cues[-1].end <= 500 and not shown.checks[0].passed and captions.fast
    captions, _ = made(sheet(line, frames=0))
    assert ("silent", {}) == (captions.happened, captions.files)


def test_a_silent_film_has_no_captions(sheet: Any, keep: Any) -> None:
    """Where nothing is said, or only signs that nobody says, there is no file; a held film stays held."""
    for where in (sheet(), sheet(("lamp", "🚀", keep((0, 1.0)), 0, 48))):
        captions, _ = made(where)
        assert ("silent", {}, ()) == (captions.state, captions.files, captions.cues)
    assert "held: waiting" == made(sheet(held="held: waiting"))[0].state


def test_letters_that_the_font_lacks_turn_the_check_red_where_they_are_drawn(sheet: Any, keep: Any) -> None:
    """Drawn captions in another script are red and name the key; beside the picture they are a note."""
    line = ("lamp", "שלום עולם", keep((0, 1.0)), 0, 48)
    captions, drawn = made(sheet(line, deliverables=(BURNED,)))
    assert not drawn.checks[1].passed and "`font: fonts/NAME.ttf`" in drawn.checks[1].detail
    captions, beside = made(sheet(line))
    assert beside.checks[1].passed and "no letters for 'שלוםע'" in captions.notes[0] and captions.files


def test_the_users_font_is_asked(sheet: Any, keep: Any, tmp_path: Path) -> None:
    """With the user's font the same letters are drawn; a file that is no font is a typed fault."""
    artifacts = doers().artifacts
    own = artifacts.keep(made_font(tmp_path / "own.ttf", "שלוםע"), ".ttf")
    bad = artifacts.keep_bytes(b"no font", ".ttf")
    line = ("lamp", "שלום עולם", keep((0, 1.0)), 0, 48)

    def where(font: Artifact) -> CallSheet:
        return sheet(line, deliverables=(BURNED,), font=FileInput(path="own.ttf", digest=font.digest))  # type: ignore[no-any-return]

    assert made(where(own))[1].checks[1].passed
    with pytest.raises(MediaFailed, match="no font"):
        made(where(bad))


def test_the_run_names_what_it_lacks(sheet: Any) -> None:
    """Without a timeline the captions ask for it."""
    where = sheet()
    other = replace(where, run="tuesday")
    with pytest.raises(Exception, match="has no coffee/timeline yet"):
        made(other)
