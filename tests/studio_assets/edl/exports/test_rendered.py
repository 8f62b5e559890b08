"""The strongest proof of an export: a master that is rendered from what was read back is the same film."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.media.cache import FolderCache
from resources.media.master import render
from resources.media.timeline import Shot, Timeline
from studio_assets.edl.exports.formats import format_named
from studio_assets.edl.exports.program import Program
from tests.resources.media.marker_clips import FORM, read_frames, shot, write_clip
from tests.studio_assets.edl.exports import reading
from tests.studio_assets.edl.exports.programs import CARD, DIGESTS, LENGTH, placed

NUMBERS = {f"media/{number:02}_clip.mp4": number for number in (1, 2, 3)} | {reading.CARD: 9}
"""Marker clips by their paths; a card's picture is one of them, too."""

KINDS = {
    "": "cut",
    "SMPTE_Dissolve": "dissolve",
    "SMPTE_Wipe": "wipe",
    "Cross Dissolve": "dissolve",
    "Fade To Color": "fade",
    "Edge Wipe": "wipe",
    "Dip to Color Dissolve": "fade",
}
"""What formats call our transitions; other names are ours."""

Reader = Callable[[str, Program], list[reading.Item]]
Frames = list[tuple[int, int]]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the marker clips, as an export has them."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "media").mkdir()
    for path, number in NUMBERS.items():
        write_clip(_file(folder, path), number, LENGTH)
    return folder


@pytest.fixture(scope="module")
def program() -> Program:
    """Trims, a hard cut, an even and an odd dissolve, and one clip twice."""
    first, second, third = DIGESTS
    return placed(
        [
            {"clip": first, "source": (3, 30)},
            {"clip": second, "source": (10, 40), "transition": "dissolve", "transition_frames": 12},
            {"clip": third, "source": (0, 9)},
            {"clip": first, "source": (20, 37), "transition": "dissolve", "transition_frames": 5},
        ]
    )


@pytest.fixture(scope="module")
def everything() -> Program:
    """A wipe, a fade into slow motion, a held frame, and a card that goes by a dissolve."""
    first, second, third = DIGESTS
    return placed(
        [
            {"clip": first, "source": (3, 30)},
            {"clip": second, "source": (4, 24), "transition": "wipe", "transition_frames": 6},
            {"clip": third, "source": (8, 28), "spread": 40, "transition": "fade", "transition_frames": 8},
            {"clip": first, "source": (2, 20), "hold": 12},
            {"clip": CARD, "source": (0, 24)},
            {"clip": second, "source": (5, 25), "transition": "dissolve", "transition_frames": 6},
        ]
    )


def _file(house: Path, path: str) -> Path:
    return house / "card.mp4" if path == reading.CARD else house / path


def _film(shots: list[Shot], house: Path, name: str) -> Frames:
    into, work = house / f"{name}.mp4", FolderCache(house / "cache")
    asyncio.run(render(Timeline(shots=tuple(shots), format=FORM), into, cache=work, timeout=60))
    return read_frames(into)


def kind(item: reading.Item) -> str:
    """Our word for the transition that was read."""
    return KINDS.get(item.transition.split(" from ")[0], item.transition)


def motion(item: reading.Item) -> dict[str, int]:
    """The arguments of a shot that shows what the item shows: used frames, their spread and a hold."""
    length = item.end - item.at
    shown = [frame if item.path == reading.CARD else item.shows(item.at + frame) for frame in range(length)]
    used = shown[-1] - shown[0] + 1
    for hold in range(length):
        moving = [shown[0] + frame * used // (length - hold) for frame in range(length - hold)]
        if shown == moving + shown[-1:] * hold:
            points = {"source_in": shown[0], "source_out": shown[-1] + 1}
            return points | {"spread": length - hold, "hold": hold}
    raise AssertionError(f"no shot shows {shown}")


def rendered(items: list[reading.Item], house: Path, name: str) -> Frames:
    """What the frames of a film of these items say."""
    shots = [
        shot(
            _file(house, item.path), LENGTH, **motion(item),
            transition=kind(item), transition_frames=item.overlap,
        )
        for item in items
    ]  # fmt: skip
    return _film(shots, house, name)


def cut(program: Program, house: Path, name: str) -> Frames:
    """The frames of the film itself."""
    shots = [
        shot(
            _file(house, reading.CARD if one.card else program.media[one.clip]), LENGTH,
            one.source_in, one.source_out, spread=one.spread, hold=one.hold,
            transition=one.transition, transition_frames=one.transition_frames,
        )
        for one in program.events
    ]  # fmt: skip
    return _film(shots, house, name)


@pytest.fixture(scope="module")
def master(house: Path, program: Program) -> Frames:
    """The frames of the film of cuts and dissolves."""
    return cut(program, house, "master")


@pytest.fixture(scope="module")
def whole(house: Path, everything: Program) -> Frames:
    """The frames of the film with everything."""
    return cut(everything, house, "whole")


@pytest.mark.parametrize(("film", "of"), [("master", "program"), ("whole", "everything")])
def test_the_master_shows_what_the_cut_says(film: str, of: str, request: pytest.FixtureRequest) -> None:
    """The films that the exports are held against are themselves frame-exact."""
    frames, program = request.getfixturevalue(film), request.getfixturevalue(of)
    for one, actual in zip(reading.expected(program), frames, strict=True):
        if len(one) == 1:
            ((path, number),) = one
            assert NUMBERS[path] == actual[0]
            assert path == reading.CARD or number == actual[1]


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("otio", reading.read_otio),
        ("cmx3600", reading.read_cmx_by_otio),
        ("cmx3600", reading.read_cmx_by_pycmx),
        ("fcpxml", reading.read_fcpxml),
        ("fcp7xml", reading.read_fcp7),
    ],
    ids=["otio", "cmx3600 by otio", "cmx3600 by pycmx", "fcpxml", "fcp7xml"],
)
def test_a_film_from_the_read_back_export_is_the_same(
    name: str,
    reader: Reader,
    house: Path,
    program: Program,
    master: Frames,
) -> None:
    """Rendered from the parsed export, every frame shows what the master shows, mixed ones included."""
    items = reader(format_named(name).write(program).text, program)
    assert master == rendered(items, house, reader.__name__)


@pytest.mark.parametrize(
    ("name", "reader", "lost"),
    [
        ("otio", reading.read_otio, {}),
        # pycmx reads no speeds; what it reads of the rest is proven above.
        (
            "cmx3600",
            reading.read_cmx_by_otio,
            {"fade": "The fade between `scene_2` and `scene_3` is a dissolve."},
        ),
        ("fcpxml", reading.read_fcpxml, {"wipe": "The wipe into `scene_2` is a Cross Dissolve."}),
        ("fcp7xml", reading.read_fcp7, {}),
    ],
    ids=["otio", "cmx3600 by otio", "fcpxml", "fcp7xml"],
)
def test_a_film_with_everything_is_the_same_but_for_what_the_notes_say(
    name: str,
    reader: Reader,
    lost: dict[str, str],
    house: Path,
    everything: Program,
    whole: Frames,
) -> None:
    """A wipe, a fade, slow motion, a held frame and a card come back frame by frame, or a note names them."""
    written = format_named(name).write(everything)
    items = reader(written.text, everything)
    kinds = {item.at: kind(item) for item in items if item.overlap}
    events = {one.record_in: one for one in everything.events if one.transition_frames}
    assert sorted(events) == sorted(kinds)
    changed = [one for at, one in events.items() if one.transition != kinds[at]]
    assert lost == {one.transition: note for one in changed for note in written.notes if one.scene in note}
    film = rendered(items, house, f"{reader.__name__} with everything")
    mixed = {one.record_in + frame for one in changed for frame in range(one.transition_frames)}
    assert [None if frame in mixed else one for frame, one in enumerate(whole)] == [
        None if frame in mixed else one for frame, one in enumerate(film)
    ]


@pytest.mark.parametrize(
    ("name", "background"),
    [("otio", "#102030"), ("cmx3600", None), ("fcpxml", None), ("fcp7xml", "<red>16</red>")],
)
def test_a_cards_letters_and_colour_are_kept_or_named(
    name: str, background: str | None, everything: Program
) -> None:
    """Every format has a card's letters; where its colour is lost, a note says what stands there instead."""
    written = format_named(name).write(everything)
    assert all(words in written.text for words in ("The end", "of it"))
    black = [note for note in written.notes if "card" in note.lower() and "black" in note]
    assert (background is None) == bool(black)
    assert background is None or background in written.text
