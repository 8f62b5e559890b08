"""`studio combine`: named cuts of chosen scenes, rendered from what a run has, for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from dagster import AssetKey

from resources.artifacts.artifact import Artifact
from studio_assets.audio.music import Cue, Music
from studio_assets.audio.narration import Narration, NarrationLine
from studio_assets.call_sheet import Doers
from studio_assets.cli.choose import choose
from studio_assets.cli.home import dagster_instance
from studio_assets.edl.cut import Cut, Edl, PictureLock
from studio_assets.script.scene import Scene, Transition
from studio_assets.spec.file_input import FileInput
from studio_assets.spec.production import Production
from studio_assets.spec.sound import Effect
from studio_assets.wiring import doers
from tests.resources.media.marker_clips import HEIGHT, WIDTH, read_frames, write_clip
from tests.studio_assets.cli.conftest import House, Studio, live_in
from tests.studio_assets.cli.test_export import write_wav
from tests.studio_assets.timeline.reels import cut_of, dissolved

SPEC = """\
production: boat
concept: A paper boat crosses a puddle at sunset.
duration: 4s
fps: 24
budget: $10
pilots: {drawn: {tier: animated}}
script:
  scenes:
    - {id: launch, description: A hand sets a boat on a puddle., narration: It floats., chapter: Launch}
    - {id: sail, description: The boat sails past a leaf., card: Later}
    - {id: storm, description: Rain begins to fall., chapter: Storm}
    - {id: home, description: The boat lies in a window., narration: It is home.}
audio: {music: {mood: warm}}
captions: {formats: [srt]}
titles: {opening: Boat}
"""
FRAMES = 24
RUN = "monday"
TOLD = (
    [(1, frame * FRAMES // 30) for frame in range(30)]
    + [(1, 23)] * 6
    + [(3, frame) for frame in range(FRAMES)]
)
"""What `--scenes 1,3` shows: the first clip slowed and held for its line of 1.5 s, then the third."""


def begin(folder: Path) -> None:
    """Leave a run of `boat`: three scenes locked, a fourth in a candidate alone, a line and music."""
    who, production = doers(), choose("boat").production
    keep = who.artifacts.keep
    thunder = FileInput(
        path="thunder.wav", digest=keep(write_wav(folder / "thunder.wav", 0.5), ".wav").digest
    )
    effects = (Effect(file=thunder, scene="storm", at=Fraction(0)),)
    mix = production.mix.model_copy(update={"effects": effects})
    small = production.model_copy(
        update={"width": WIDTH, "height": HEIGHT, "deliverables": (), "mix": mix},
    )
    who.runs.start("boat", RUN, small.model_dump_json())
    who.ledger.open(f"boat/{RUN}", Decimal(10))
    names = ("launch", "sail", "storm", "home")
    clips = {
        name: keep(write_clip(folder / f"{name}.mp4", n, FRAMES), ".mp4") for n, name in enumerate(names, 1)
    }
    line, piece = keep(write_wav(folder / "a.wav", 1.5), ".wav"), keep(write_wav(folder / "b.wav", 9), ".wav")
    locked = reel(clips, "balanced", ("launch", "sail", "storm"))
    lock = PictureLock(state="locked", cut=locked, picked_by="ada", reason="", version=2)
    edl = Edl(
        state="cut", crew="rules", winners=("drawn",), ranking={},
        cuts=(locked, reel(clips, "creative", names[2:])),
    )  # fmt: skip
    spoken = NarrationLine(
        pilot="drawn", scene="launch", text="It floats.", state="spoken", media=line, seconds=Fraction(3, 2)
    )
    written = Scene(
        state="written", name="home", number=4, description="Home.", direction="", duration=Fraction(1),
        film_duration=Fraction(1), narration="It is home.", overlay=None,
        transition=Transition(kind="cut", duration=Fraction(0)), test=False,
    )  # fmt: skip
    for name, document in {
        "edl": edl,
        "picture_lock": lock,
        "narration": Narration(state="spoken", voice="Lily", provider="simulated", lines=(spoken,)),
        "music": Music(state="made", cues=(Cue(number=1, state="made", at=0, end=66, media=piece),)),
        "drawn/home_scene": written,
    }.items():
        who.artifacts.write_document(f"boat/{RUN}/{name}", document.model_dump_json())
    who.artifacts.write_page(f"boat/{RUN}.html", "as it was before")


def reel(clips: dict[str, Artifact], name: str, scenes: tuple[str, ...]) -> Cut:
    """Whole clips, each but the first begun by a dissolve of 6 frames."""
    events = [
        dissolved(scene, FRAMES, 6 if at else 0, clip=FRAMES).model_copy(
            update={"pilot": "drawn", "clip": clips[scene].digest}
        )
        for at, scene in enumerate(scenes)
    ]
    return cut_of(*events).model_copy(update={"name": name})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with that run."""
    house = House(tmp_path_factory.mktemp("combine"))
    house.write("boat.yaml", SPEC)
    with pytest.MonkeyPatch.context() as patch:
        live_in(house, patch)
        begin(house.place)
    yield house


@pytest.fixture
def studio(house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Studio:
    """`studio` in that house."""
    live_in(house, monkeypatch)
    return Studio(house, monkeypatch, capsys)


@pytest.fixture
def ends(studio: Studio) -> dict[str, Any]:
    """The named cut of scenes 1 and 3, made when it is first asked for."""
    listed = json.loads(studio("combine", "boat", "--list", "--json").out)
    found = next((one for one in listed if one["name"] == "scenes_1_3"), None)
    return found or json.loads(studio("combine", f"boat/{RUN}", "--scenes", "1,storm", "--json").out)


def spent(who: Doers) -> tuple[object, ...]:
    """Everything that was ever bought or reserved."""
    return who.takes.of_run("boat", RUN), who.ledger.entries(f"boat/{RUN}")


def test_the_film_shows_what_its_lineage_says(studio: Any, ends: dict[str, Any]) -> None:
    """Every frame is the one that the lineage names, cards stay out, and every promise is held."""
    assert TOLD == read_frames(Path(ends["film"]))
    assert (60, 2.5, [0, 36]) == (ends["frames"], ends["seconds"], [one["at"] for one in ends["lineage"]])
    assert ("balanced", 2, ["launch", "storm"], []) == (
        ends["source"], ends["lock"], ends["scenes"], ends["notes"],
    )  # fmt: skip
    assert [("slate/launch", 0, 24), ("slate/storm", 0, 24)] == [
        (one["slate"], one["source_in"], one["source_out"]) for one in ends["lineage"]
    ]
    assert [] == [one for one in ends["invariants"] if not one["held"]]
    assert any("LUFS" in one["expected"] for one in ends["invariants"])


def test_what_is_said_in_it_is_captioned(studio: Any, ends: dict[str, Any]) -> None:
    """Captions and chapters are made for its own frames, from the line that is there."""
    text = doers().artifacts.read_document(f"boat/{RUN}/_combined/scenes_1_3")
    assert text is not None
    kept = json.loads(text)
    assert [["It floats."]] == [cue["lines"] for cue in kept["captions"]["cues"]]
    assert [("Launch", 0), ("Storm", 36)] == [
        (one["title"], one["at"]) for one in kept["timeline"]["chapters"]
    ]
    assert [(0, 60)] == [(cue["at"], cue["end"]) for cue in kept["music"]["cues"]]


def test_the_ui_and_the_dailies_show_it(studio: Any, ends: dict[str, Any]) -> None:
    """Dagster has a note at the run's cuts with the film and the lineage; the page that was there is new."""
    with dagster_instance() as instance:
        records = instance.fetch_observations(AssetKey(["boat", "edl"]), limit=9).records
    notes = [one.asset_observation for one in records if one.asset_observation is not None]
    note = next(one for one in notes if one.metadata["named_cut"].value == "scenes_1_3")
    assert RUN == note.partition
    assert ["launch", "storm"] == [row.data["scene"] for row in note.metadata["lineage"].value.records]
    assert Path(ends["film"]).name in str(note.metadata["film"].value)
    page = doers().artifacts.file(f"dailies/boat/{RUN}.html")
    assert page is not None
    assert "Named cut scenes_1_3" in page.read_text()


def test_neighbours_and_a_scene_of_another_cut(studio: Any) -> None:
    """Neighbours keep their dissolve, a scene that the lock lacks is a candidate's, and nothing is bought."""
    before = spent(doers())
    made = json.loads(studio("combine", "boat", "--scenes", "2,3,4", "-o", "late", "--json").out)
    assert [0, 18, 42] == [one["at"] for one in made["lineage"]]
    assert ["balanced", "balanced", "creative"] == [one["source"] for one in made["lineage"]]
    assert [
        "home: its line is not heard, because it was never spoken (no cut that was locked had this clip)."
    ] == made["notes"]
    assert before == spent(doers())
    assert [(4, frame) for frame in range(FRAMES)] == read_frames(Path(made["film"]))[42:]


def test_all_named_cuts_are_listed(studio: Any, ends: dict[str, Any]) -> None:
    """`--list` tells each cut's scenes, length, lineage and file, and makes nothing."""
    said = studio("combine", "boat", "--list")
    assert "scenes_1_3: launch, storm; 2.5 s, 60 frames; of the balanced cut, lock 2" in said.out
    assert f"  film  {ends['film']}\n" in said.out
    assert "launch           balanced cut, frames 0 to 24, in the film from 0: slate/launch" in said.out


def test_a_name_stands_for_its_scenes(studio: Any, ends: dict[str, Any]) -> None:
    """The same scenes again give the same bytes; other scenes under the name need `--replace`."""
    again = json.loads(studio("combine", "boat", "--scenes", "1,3", "--json").out)
    assert ends["film"] == again["film"]
    assert 0 == studio("combine", "boat", "--scenes", "3", "-o", "teaser").code
    said = studio("combine", "boat", "--scenes", "2", "-o", "teaser")
    assert (2, True) == (said.code, "The cut teaser has the scenes storm." in " ".join(said.err.split()))
    assert 0 == studio("combine", "boat", "--scenes", "2", "-o", "teaser", "--replace").code
    listed = json.loads(studio("combine", "boat", "--list", "--json").out)
    assert [["sail"]] == [one["scenes"] for one in listed if one["name"] == "teaser"]


def test_a_named_cut_is_exported(studio: Any, ends: dict[str, Any], tmp_path: Path) -> None:
    """`studio export --cut NAME` writes its pictures, line, music and captions, as it was rendered."""
    words = ("--cut", "scenes_1_3", "--format", "otio", "--to", str(tmp_path / "out"))
    assert 0 == studio("export", "boat", *words).code
    timeline: Any = otio.adapters.read_from_file(str(tmp_path / "out" / "boat_scenes_1_3.otio"))
    assert len(TOLD) == timeline.duration().to_frames()
    (picture,), sounds = timeline.video_tracks(), timeline.audio_tracks()
    assert ["launch", "storm"] == list(dict.fromkeys(one.name for one in picture.find_clips()))
    assert {"launch", "music 1", "thunder.wav"} == {
        one.name for track in sounds for one in track.find_clips()
    }
    assert (tmp_path / "out" / "captions.srt").is_file()


def test_an_exported_named_cut_has_the_effects_of_its_film(
    studio: Any, ends: dict[str, Any], tmp_path: Path
) -> None:
    """Effects that the spec got or lost since the cut was made are not those that are heard in it."""
    runs = doers().runs
    snapshot = runs.find("boat", RUN).snapshot  # type: ignore[union-attr]
    production = Production.model_validate_json(snapshot)
    bare = production.mix.model_copy(update={"effects": ()})
    runs.follow("boat", RUN, production.model_copy(update={"mix": bare}).model_dump_json())
    try:
        words = ("--cut", "scenes_1_3", "--format", "otio", "--to", str(tmp_path / "out"))
        assert 0 == studio("export", f"boat/{RUN}", *words).code
    finally:
        runs.follow("boat", RUN, snapshot)
    timeline: Any = otio.adapters.read_from_file(str(tmp_path / "out" / "boat_scenes_1_3.otio"))
    heard = [clip.name for track in timeline.audio_tracks() for clip in track.find_clips()]
    assert 1 == heard.count("thunder.wav")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("boat",), "`--scenes 1,3` makes a cut"),
        (("boat", "--scenes", "1", "--list"), "`--list` shows them"),
        (("boat", "--scenes", "sial"), "Did you mean `sail`?"),
        (("boat", "--scenes", "7"), "The script has scenes 1 to 4"),
        (("boat", "--scenes", "1", "-o", "../x"), "is no name for a cut"),
        (("boat", "--scenes", "1", "-o", "safe"), "Give another name by `-o`."),
        (("boat/mondai", "--scenes", "1"), "Did you mean monday?"),
        (("boot", "--scenes", "1"), "Did you mean boat?"),
    ],
    ids=["nothing", "both", "slip", "number", "path", "candidate", "run", "production"],
)
def test_a_slip_names_its_mend(words: tuple[str, ...], hint: str, studio: Any) -> None:
    """What cannot be meant is answered with what can, and nothing is made."""
    said = studio("combine", *words)
    assert (2, "") == (said.code, said.out)
    assert hint in " ".join(said.err.split())


def test_a_run_without_cuts_says_how_to_go_on(studio: Any) -> None:
    """A run that was never cut has nothing to combine; its list is empty and says how one is made."""
    who = doers()
    if who.runs.find("boat", "tuesday_empty") is None:
        who.runs.start("boat", "tuesday_empty", who.runs.get("boat", RUN).snapshot)
    said = studio("combine", "boat/tuesday_empty", "--scenes", "1")
    assert (2, True) == (said.code, "has no cut yet. `studio run boat" in " ".join(said.err.split()))
    assert "has no named cut" in studio("combine", "boat/tuesday_empty", "--list").out
