"""`studio export`: a folder that editing programs open."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest

from studio_assets.audio.music import Cue, Music
from studio_assets.audio.narration import Narration
from studio_assets.captions.captions import Captions
from studio_assets.cli.choose import choose
from studio_assets.edl.cut import Cut, Edl, Event, PictureLock
from studio_assets.edl.handover.gather import of_film
from studio_assets.graph import Graph
from studio_assets.render.dailies_gather import sheet_of
from studio_assets.script.scene import Overlay
from studio_assets.spec.production import Mix, MusicCue
from studio_assets.timeline.film_timeline import Chapter, FilmTimeline, SpokenAt
from studio_assets.wiring import doers
from tests.resources.media.marker_clips import RATE, beep, write_clip
from tests.studio_assets.cli.conftest import BOAT, House, Studio, live_in

LENGTH = 24


def make(folder: Path) -> None:
    """Leave a run of `boat` in the current house: its clips, a line, music, a lock and a timeline."""
    who = doers()
    scored = Mix(music=(MusicCue(provider="simulated", model="music", mood="warm"),))
    production = choose("boat").production.model_copy(update={"mix": scored})
    who.runs.start("boat", "monday", production.model_dump_json())
    artifacts = who.artifacts
    clips = [
        artifacts.keep(write_clip(folder / f"{n}.mp4", n, LENGTH, sound=beep(1, 0.2)), ".mp4") for n in (1, 2)
    ]
    line = artifacts.keep(write_wav(folder / "line.wav", 1), ".wav")
    overlay = Overlay(text="2:00 AM", position="lower_third", start=Fraction(0), end=Fraction(1, 2))
    events = tuple(
        Event(
            pilot="drawn", scene=scene, clip=clip.digest, suffix=clip.suffix, slate="", clip_frames=LENGTH,
            source_in=0, source_out=LENGTH, transition="dissolve" if at else "cut",
            transition_frames=6 if at else 0, record_in=at, overlay=None if at else overlay, reason="Best.",
        )
        for scene, clip, at in (("launch", clips[0], 0), ("sail", clips[1], 18))
    )  # fmt: skip
    cut = Cut(name="safe", events=events, fps=24, frames=42, estimated_quality=None, reason="All clips.")
    lock = PictureLock(state="locked", cut=cut, picked_by="policy", reason="")
    cue = Cue(number=1, state="made", at=0, end=42, media=line, mood="warm")
    subtitles = artifacts.keep_bytes(b"1\n00:00:00,000 --> 00:00:01,000\nHello\n", ".srt")
    spoken = SpokenAt(pilot="drawn", scene="launch", media=line, at=4, end=28)
    narration = Narration(state="spoken", voice="Adam", provider="simulated")
    for name, document in {
        "edl": Edl(state="cut", crew="rules", winners=("drawn",), ranking={}, cuts=(cut,)),
        "picture_lock": lock,
        "narration": narration,
        "timeline": FilmTimeline(
            state="fitted", lock=lock.identity, narration=narration.identity, cut=cut, lines=(spoken,),
            chapters=(Chapter(title="Launch", at=0),),
        ),
        "music": Music(state="made", cues=(cue,)),
        "captions": Captions(state="captioned", files={"srt": subtitles}),
    }.items():  # fmt: skip
        artifacts.write_document(f"boat/monday/{name}", document.model_dump_json())


def write_wav(path: Path, seconds: float) -> Path:
    """A second of a beep as a sound file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((beep(seconds, 0.1) * 32767).astype(np.int16).tobytes())
    return path


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which a run of `boat` was made."""
    house = House(tmp_path_factory.mktemp("film"))
    house.write("boat.yaml", BOAT)
    with pytest.MonkeyPatch.context() as patch:
        live_in(house, patch)
        make(house.place)
    yield house


@pytest.fixture
def studio(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Studio:
    """`studio` in that house."""
    live_in(house, monkeypatch)
    return Studio(house, monkeypatch, capsys)


def names(folder: Path) -> list[str]:
    """The files that a person sees."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    )


def test_a_film_is_exported_in_every_format(studio: Any, tmp_path: Path) -> None:
    """One command writes every format, the media under names for people, captions and the notes."""
    said = studio("export", "boat", "--to", str(tmp_path / "out"))
    assert (0, "") == (said.code, said.err)
    assert [
        "NOTES.md",
        "boat.edl",
        "boat.fcpxml",
        "boat.otio",
        "boat.xml",
        "captions.srt",
        "media/01_launch.mp4",
        "media/02_sail.mp4",
        "media/narration_01_launch.wav",
    ] == names(tmp_path / "out")
    assert "boat/monday, safe cut: 42 frames" in said.out
    notes = (tmp_path / "out" / "NOTES.md").read_text()
    assert all(f"## {name}: `boat" in notes for name in ("cmx3600", "fcp7xml", "fcpxml", "otio"))
    assert "Overlays and cards are remarks" in notes


def test_the_paths_lead_to_the_media(studio: Any, tmp_path: Path) -> None:
    """Every file that the export names lies where the export says, with sounds, overlay and chapter."""
    studio("export", "boat/monday", "--to", str(tmp_path / "out"))
    film = otio.adapters.read_from_file(str(tmp_path / "out" / "boat.otio"))
    media = {clip.media_reference.target_url for clip in film.find_clips()}
    assert 3 == len(media)
    assert all((tmp_path / "out" / one).is_file() for one in media)
    assert ["picture", "clip 1", "narration 1", "music 1"] == [track.name for track in film.tracks]
    assert ["Launch"] == [one.name for one in film.tracks.markers]
    assert 42 == film.tracks[0].duration().to_frames()


def test_what_the_spec_has_no_more_is_left_out(studio: Any) -> None:
    """Music and captions that were taken out of the spec still lie in the run, and stay out of the export."""
    who = doers()
    sheet = sheet_of(who, who.runs.get("boat", "monday"))
    silent = sheet.production.model_copy(update={"mix": Mix(), "captions": None})
    film = of_film(replace(sheet, graph=Graph(silent)))
    assert {"clip", "narration"} == {one.role for one in film.program.sounds}
    assert "captions.srt" not in film.files


def test_a_candidate_is_pictures_alone(studio: Any, tmp_path: Path) -> None:
    """`--cut` writes a candidate, `--format` one format, and `--json` says what was written."""
    words = ("--cut", "safe", "--format", "cmx3600", "--media", "copy", "--json")
    result = json.loads(studio("export", "boat", "--to", str(tmp_path / "out"), *words).out)
    assert ["NOTES.md", "boat_safe.edl", "media/01_launch.mp4", "media/02_sail.mp4"] == names(
        tmp_path / "out"
    )
    assert ["boat_safe.edl"] == list(result["files"])
    assert "safe" == result["cut"]


def test_exporting_again_is_no_change(studio: Any, tmp_path: Path) -> None:
    """The same export twice leaves the same bytes."""
    before = []
    for _ in range(2):
        assert 0 == studio("export", "boat", "--to", str(tmp_path / "out")).code
        before.append({name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")})
    assert before[0] == before[1]


def test_other_peoples_files_are_left_alone(studio: Any, tmp_path: Path) -> None:
    """A folder with anything else in it is refused with a mend, and nothing is written."""
    (tmp_path / "thesis.txt").write_text("mine")
    said = studio("export", "boat", "--to", str(tmp_path))
    assert (2, ["thesis.txt"]) == (said.code, names(tmp_path))
    assert "thesis.txt" in said.err
    assert "another folder" in said.err


def test_what_is_no_folder_is_left_alone(studio: Any, tmp_path: Path) -> None:
    """A file in the folder's place, or a link to nowhere, is refused with a mend."""
    (tmp_path / "film").write_text("mine")
    (tmp_path / "lost").symlink_to(tmp_path / "gone")
    for name in ("film", "lost"):
        said = studio("export", "boat", "--to", str(tmp_path / name))
        assert 2 == said.code
        assert f"{name} is no folder. Name another one" in " ".join(said.err.split())
    assert "mine" == (tmp_path / "film").read_text()


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("boot",), 2, "Did you mean boat?"),
        (("boat/mondey",), 2, "Did you mean monday?"),
        (("boat", "--run", "tuesday"), 2, "There are: monday."),
        (("boat/monday", "--run", "tuesday"), 2, "Name one of them."),
        (("boat", "--cut", "saef"), 2, "Did you mean safe?"),
        (("boat", "--format", "aaf"), 2, "fcpxml"),
    ],
    ids=["production", "run", "--run", "two runs", "cut", "format"],
)
def test_a_slip_names_its_mend(
    words: tuple[str, ...], code: int, hint: str, studio: Any, tmp_path: Path
) -> None:
    """What is not there is answered with what is, and no folder is made."""
    said = studio("export", *words, "--to", str(tmp_path / "out"))
    assert code == said.code
    assert hint in " ".join(said.err.split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("kind", "of", "changes", "said"),
    [
        ("picture_lock", PictureLock, {"picked_by": "ada"}, "the timeline is of another picture lock"),
        ("narration", Narration, {"voice": "Lily"}, "the timeline is of another narration"),
        ("music", Music, {"timeline": "older"}, "the music is of another timeline"),
        ("captions", Captions, {"timeline": "older"}, "the captions are of another timeline"),
        ("timeline", FilmTimeline, {"state": "held: no voice", "cut": None}, "no voice"),
    ],
    ids=["lock", "narration", "music", "captions", "held"],
)
def test_no_mixture_of_two_films_is_exported(
    studio: Any, tmp_path: Path, kind: str, of: Any, changes: dict[str, Any], said: str
) -> None:
    """While lock, lines, music and captions are not of one film, only a candidate can be exported."""
    artifacts, name = doers().artifacts, f"boat/monday/{kind}"
    before = artifacts.read_document(name)
    assert before is not None
    newer = of.model_validate_json(before).model_copy(update=changes)
    artifacts.write_document(name, newer.model_dump_json())
    try:
        told = studio("export", "boat", "--to", str(tmp_path / "out"))
        words = " ".join(told.err.split())
        assert (2, True, True) == (told.code, said in words, "studio run boat --run monday" in words)
        assert 0 == studio("export", "boat", "--to", str(tmp_path / "out"), "--cut", "safe").code
    finally:
        artifacts.write_document(name, before)
