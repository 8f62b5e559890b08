"""The film's timeline as the renderer gets it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from resources.artifacts.artifact import Artifact
from resources.errors import NotConfigured
from resources.media import caption
from resources.media.timeline import Loudness, Sound, Text, Timeline
from studio_assets.audio.music import Cue, Music
from studio_assets.captions.captions import Captions
from studio_assets.edl.cut import Cut
from studio_assets.render.film import film
from studio_assets.script.scene import Overlay
from studio_assets.spec.delivery import CaptionSpec, Deliverable
from studio_assets.spec.production import Effect, FileInput, Mix, Production
from studio_assets.timeline.film_timeline import FilmTimeline, SpokenAt
from tests.studio_assets.timeline.reels import card, cut_of, dissolved, event

FPS = 10
MASTER = Deliverable(width=160, height=90)
VOICE = Artifact(digest="aa" * 32, suffix=".mp3", size=9)
SONG = Artifact(digest="bb" * 32, suffix=".mp3", size=9)
BELL = FileInput(path="bell.wav", digest="cc" * 32)
SAID = Captions(state="captioned", cues=(caption.Cue(start=0, end=900, lines=("Late.",)),))

Film = Callable[..., Timeline]


@pytest.fixture
def made(production: Callable[..., Production]) -> Film:
    """Makes the renderer's timeline of a cut; what a test does not say is plain."""

    def make(
        cut: Cut | None,
        *,
        form: Deliverable = MASTER,
        music: Music | None = None,
        said: Captions | None = None,
        focus: Any = None,
        lines: tuple[SpokenAt, ...] = (),
        unfit: dict[str, str] | None = None,
        font: Path | None = None,
        **changes: Any,
    ) -> Timeline:
        events = cut.events if cut else ()
        done = film(
            production(fps=FPS, **changes),
            form,
            FilmTimeline(state="fitted", cut=cut, lines=lines, unfit=unfit or {}),
            music=music,
            captions=said,
            clips={one.clip: Path(f"{one.clip}.mp4") for one in events if one.card is None},
            cards={one.card: Path(f"{one.card.text}-digest.mp4") for one in events if one.card},
            focus=focus or {},
            file_of=lambda artifact: Path(artifact.digest[:2]),
            digest_file=lambda digest: Path(digest[:2]),
            font=font,
        )
        done.check()
        return done

    return make


def bed(at: int, end: int, **changes: Any) -> Music:
    """One cue of music."""
    return Music(state="made", cues=(Cue(number=1, state="made", at=at, end=end, media=SONG, **changes),))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("0.31", "0.39", (3, 4)), ("1.98", "2", (19, 20)), ("0", "9", (0, 20))],
    ids=["within-a-frame", "last", "longer"],
)
def test_a_text_is_seen_for_a_frame_at_least(start: str, end: str, expected: Any, made: Film) -> None:
    """However short it is, and however late."""
    text = Overlay(text="Now", position="top", start=Fraction(start), end=Fraction(end))
    [shot] = made(cut_of(event("desk", 20, overlay=text), fps=FPS)).shots
    assert [expected] == [(one.start, one.end) for one in shot.texts]


def test_shots_are_the_events_frame_by_frame(made: Film) -> None:
    """Every event is a shot with its points, speed, still, transition, text and crop; cards are silent."""
    text = Overlay(text="2:00 AM", position="top", start=Fraction(1, 2), end=Fraction(9))
    cut = cut_of(
        card("opening", 10),
        event("desk", 20, begin=3, spread=25, hold=5, overlay=text),
        dissolved("rain", 20, 5),
        fps=FPS,
    )
    done = made(cut, focus={"rain-clip": (Fraction(1, 3), Fraction(1, 2))}, font=Path("own.ttf"))
    title, desk, rain = done.shots
    assert ("Later-digest.mp4", "Later-digest", False, 10) == (
        title.file.name, title.digest, title.audio, title.frames
    )  # fmt: skip
    assert ("desk-clip.mp4", "desk-clip", 3, 23, 25, 5, True) == (
        desk.file.name, desk.digest, desk.source_in, desk.source_out, desk.spread, desk.hold, desk.audio
    )  # fmt: skip
    assert (Text(text="2:00 AM", position="top", start=5, end=30),) == desk.texts
    assert ("dissolve", 5, Fraction(1, 3)) == (rain.transition, rain.transition_frames, rain.focus[0])
    assert (cut.frames, tuple(one.record_in for one in cut.events)) == (done.frames, done.record_ins)
    assert Path("own.ttf") == done.font


def test_a_form_has_its_own_size_and_fit(made: Film) -> None:
    """Size and fit are the form's, the rate and the loudness are the production's."""
    form = Deliverable(name="vertical", width=90, height=160, fit="blur")
    done = made(cut_of(event("desk", 20), fps=FPS), form=form, mix=Mix(loudness=Decimal("-16.5")))
    assert (90, 160, FPS, "blur") == (done.format.width, done.format.height, done.format.fps, done.format.fit)
    assert Loudness(integrated=-16.5) == done.loudness


def test_lines_are_heard_where_the_timeline_says(made: Film) -> None:
    """A line begins and ends at its frames; one that is cut off with its picture goes out without a click."""
    cut = cut_of(event("desk", 20), event("rain", 20), fps=FPS)
    lines = (
        SpokenAt(pilot="ink", scene="desk", media=VOICE, at=0, end=20),
        SpokenAt(pilot="ink", scene="rain", media=VOICE, at=20, end=33),
    )
    done = made(cut, lines=lines, unfit={"desk": "It is cut off."}, mix=Mix(fit="shortest"))
    spoken = {"file": Path("aa"), "digest": "aa" * 32}
    assert (
        Sound(**spoken, at=0, end=20, fade_out=1),
        Sound(**spoken, at=20, end=33),
    ) == done.sounds
    assert [0, 0] == [one.fade_out for one in made(cut, lines=lines, unfit={"desk": "Slow."}).sounds]


@pytest.mark.parametrize(
    ("at", "end", "fades"),
    [
        pytest.param(0, 100, (0, 20), id="whole-film"),
        pytest.param(30, 100, (5, 20), id="from-inside"),
        pytest.param(30, 46, (4, 8), id="short"),
        pytest.param(0, 120, (0, 20), id="beyond-the-end"),
    ],
)
def test_music_is_a_bed_that_goes_out_softly(made: Film, at: int, end: int, fades: Any) -> None:
    """Music lies under the rest, comes up inside the film, goes down at its end, and repeats to it."""
    [sound] = made(cut_of(event("desk", 100), fps=FPS), music=bed(at, end, gain_db=-3.0)).sounds
    assert Sound(
        file=Path("bb"), digest="bb" * 32, at=at, end=min(end, 100), fade_in=fades[0], fade_out=fades[1],
        loop=True, gain_db=-3.0, bed=True,
    ) == sound  # fmt: skip


def test_music_that_was_not_made_is_left_out(made: Film) -> None:
    """A cue without a sound leaves the film as it is."""
    held = Music(state="held: budget", cues=(Cue(number=1, state="held: budget", at=0, end=20),))
    assert () == made(cut_of(event("desk", 20), fps=FPS), music=held).sounds


@pytest.mark.parametrize(
    ("scene", "at", "heard"),
    [
        pytest.param("desk", "1.5", [25], id="after-the-card"),
        pytest.param("desk", "9", [29], id="trimmed-away"),
        pytest.param("rain", "1", [42], id="in-slow-motion"),
        pytest.param("end", "0", [], id="not-in-the-cut"),
    ],
)
def test_effects_are_heard_with_their_picture(made: Film, scene: str, at: str, heard: list[int]) -> None:
    """An effect is heard at its moment of the scene's picture, also where that is slowed or was trimmed."""
    cut = cut_of(card("desk", 10), event("desk", 20), event("rain", 20, spread=25), fps=FPS)
    effect = Effect(file=BELL, scene=scene, at=Fraction(at), gain_db=Decimal("-2.5"))
    done = made(cut, mix=Mix(effects=(effect,)))
    assert [
        Sound(file=Path("cc"), digest="cc" * 32, at=frame, gain_db=-2.5) for frame in heard
    ] == list(done.sounds)  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "given", "burnt"),
    [("burned", SAID, True), ("soft", SAID, False), ("none", SAID, False), ("burned", None, False)],
)
def test_captions_are_burnt_in_where_the_form_asks(
    made: Film, wish: Any, given: Captions | None, burnt: bool
) -> None:
    """Captions are drawn into the picture of those forms alone that ask for it, in the spec's style."""
    form = Deliverable(width=160, height=90, captions=wish)
    cut = cut_of(event("desk", 20), fps=FPS)
    done = made(cut, form=form, said=given, captions=CaptionSpec(style="karaoke"))
    assert (caption.Burn(cues=SAID.cues, style="karaoke") if burnt else None) == done.burn


def test_nothing_is_rendered_before_a_cut_is_locked(made: Film) -> None:
    """Without a cut there is no film, and the error says what to do."""
    with pytest.raises(NotConfigured, match="Pick a cut"):
        made(None)
