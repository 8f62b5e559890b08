"""The strongest proof of an export: a master that is rendered from what was read back is the same film."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.media.cache import FolderCache
from resources.media.master import render
from resources.media.timeline import Timeline
from studio_assets.edl.exports.formats import format_named
from studio_assets.edl.exports.program import Program
from tests.resources.media.marker_clips import FORM, read_frames, shot, write_clip
from tests.studio_assets.edl.exports import reading
from tests.studio_assets.edl.exports.programs import DIGESTS, LENGTH, placed

NUMBERS = {f"media/{number:02}_clip.mp4": number for number in (1, 2, 3)}
KINDS = {"": "cut", "SMPTE_Dissolve": "dissolve", "Cross Dissolve": "dissolve"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the marker clips, as an export has them."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "media").mkdir()
    for path, number in NUMBERS.items():
        write_clip(folder / path, number, LENGTH)
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


def rendered(items: list[reading.Item], house: Path, name: str) -> list[tuple[int, int]]:
    """What the frames of a film of these items say."""
    shots = tuple(
        shot(
            house / item.path, LENGTH, *item.points,
            transition=KINDS.get(item.transition.split(" from ")[0], item.transition),
            transition_frames=item.overlap,
        )
        for item in items
    )  # fmt: skip
    into = house / f"{name}.mp4"
    work = render(Timeline(shots=shots, format=FORM), into, cache=FolderCache(house / "cache"), timeout=60)
    asyncio.run(work)
    return read_frames(into)


@pytest.fixture(scope="module")
def master(house: Path, program: Program) -> list[tuple[int, int]]:
    """The frames of the film itself."""
    items = [
        reading.Item(
            program.media[event.clip],
            event.record_in,
            event.record_in + event.frames,
            lambda frame, one=event: one.source_in + frame - one.record_in,
            "" if event.transition == "cut" else event.transition,
            event.transition_frames,
        )
        for event in program.events
    ]
    return rendered(items, house, "master")


def test_the_master_shows_what_the_cut_says(master: list[tuple[int, int]], program: Program) -> None:
    """The film that the exports are held against is itself frame-exact."""
    for one, actual in zip(reading.expected(program), master, strict=True):
        if len(one) == 1:
            assert (NUMBERS[one[0][0]], one[0][1]) == actual


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
    reader: Callable[[str, Program], list[reading.Item]],
    house: Path,
    program: Program,
    master: list[tuple[int, int]],
) -> None:
    """Rendered from the parsed export, every frame shows what the master shows, mixed ones included."""
    items = reader(format_named(name).write(program).text, program)
    assert master == rendered(items, house, reader.__name__)
