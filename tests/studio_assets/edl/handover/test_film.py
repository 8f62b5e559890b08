"""The film's program: every sound where the render has it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from resources.artifacts.artifact import Artifact
from studio_assets.audio.music import Cue
from studio_assets.edl.cut import Cut
from studio_assets.edl.exports.program import Program, tracks
from studio_assets.edl.handover.film import film_program
from studio_assets.spec.file_input import FileInput
from studio_assets.spec.sound import Effect
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline, SpokenAt
from tests.studio_assets.edl.exports.programs import DIGESTS, PATHS, placed

SECONDS = {"line": Fraction(3, 2), "begun": Fraction(61, 48), "music": Fraction(1), "thunder": Fraction(4)}


def sound(digest: str) -> Artifact:
    """A stored sound."""
    return Artifact(digest=digest, suffix=".wav", size=1)


def program(*lines: SpokenAt) -> Program:
    """Two clips of 24 and 30 frames, the second slowed to 60 after 6 frames of dissolve."""
    first, second, _ = DIGESTS
    silent = placed(
        [{"clip": first, "source": (0, 24)},
         {"clip": second, "source": (5, 35), "spread": 60, "transition": "dissolve", "transition_frames": 6}]
    )  # fmt: skip
    cut = Cut(
        name="safe", events=silent.events, fps=24, frames=silent.frames, estimated_quality=None, reason="All."
    )
    timeline = FilmTimeline(
        state="fitted",
        cut=cut,
        lines=lines or (SpokenAt(pilot="one", scene="scene_1", media=sound("line"), at=0, end=30),),
        chapters=(Chapter(title="Later", at=18), Chapter(title="First", at=0)),
        unfit={"scene_2": "the line is longer"},
    )
    return film_program(
        timeline,
        cut,
        [
            Cue(number=1, state="made", at=10, end=78, media=sound("music"), gain_db=-6.0),
            Cue(number=2, state="held: no money", at=0, end=9),
        ],
        [
            Effect(file=FileInput(path="sounds/thunder.wav", digest="thunder"), scene="scene_2",
                   at=Fraction(1, 2), gain_db=Decimal("1.5")),
            Effect(file=FileInput(path="x.wav", digest="thunder"), scene="gone", at=Fraction(0)),
        ],
        name="boat",
        size=(160, 90),
        media=PATHS | {digest: f"media/{digest}.wav" for digest in SECONDS},
        seconds=SECONDS.__getitem__,
        sounding=frozenset(DIGESTS),
    )  # fmt: skip


def heard(role: str) -> list[tuple[str, int, int, int]]:
    """Label, begin, end and first frame of each sound of a role."""
    return [(one.label, one.at, one.end, one.source_in) for one in program().sounds if one.role == role]


def test_lines_are_where_they_are_spoken() -> None:
    """A line begins and ends as in the timeline."""
    assert [("scene_1", 0, 30, 0)] == heard("narration")


def test_a_sound_that_is_heard_twice_has_one_length() -> None:
    """Two scenes may say the same words: the file lasts as long where the picture cuts its line off."""
    whole, cut_off = (
        SpokenAt(pilot="one", scene=f"scene_{at}", media=sound("begun"), at=at, end=end)
        for at, end in ((0, 31), (40, 50))
    )
    found = program(whole, cut_off)
    assert [31, 31] == [one.length for one in found.sounds if one.role == "narration"]


def test_music_begins_again_until_its_cue_ends() -> None:
    """A cue longer than its file is as many pieces as the render repeats; a cue without sound is none."""
    assert [("music 1", 10, 34, 0), ("music 1", 34, 58, 0), ("music 1", 58, 78, 0)] == heard("music")


def test_effects_follow_their_slowed_scene_and_end_with_the_film() -> None:
    """An effect is heard at its moment of the scene, slowed as the scene is, and never after the film."""
    (effect,) = heard("effect")
    assert ("thunder.wav", 18 + 24, program().frames, 0) == effect


def test_only_clips_at_their_own_speed_are_heard() -> None:
    """A clip's own sound is cut with its picture; a slowed one is silent."""
    assert [("scene_1", 0, 21, 0)] == heard("clip")


def test_chapters_and_what_does_not_fit_are_marks() -> None:
    """Chapters are marked, and so is each scene whose speech and picture disagree, in film order."""
    assert [(0, "First"), (18, "Later"), (18, "scene_2: the line is longer")] == [
        (one.at, one.text) for one in program().marks
    ]


def test_no_two_sounds_of_a_track_overlap() -> None:
    """Tracks hold one role each, and their sounds follow each other."""
    for track in tracks(program().sounds):
        assert 1 == len({one.role for one in track})
        assert all(one.end <= two.at for one, two in pairwise(track))
