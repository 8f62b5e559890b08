"""What holds for every export format: read back by other people's readers, it is the cut."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings

from resources.errors import StudioError
from resources.media.transitions import TRANSITIONS
from studio_assets.edl.exports.fcp7_effects import dissolve
from studio_assets.edl.exports.formats import format_named, formats
from studio_assets.edl.exports.pieces import speed
from studio_assets.edl.exports.program import Program
from tests.studio_assets.edl.exports import reading
from tests.studio_assets.edl.exports.programs import programs, whole_film
from tests.studio_assets.edl.exports.reading import Item, expected, expected_joins, film, joins

Reader = Callable[[str, Program], list[Item]]
MANY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def apple(kind: str) -> str:
    """What FCPXML calls a transition."""
    return "Fade To Color" if kind.startswith("fade") else "Cross Dissolve"


def plain(kind: str) -> str:
    """What OpenTimelineIO's CMX reader can tell."""
    return "SMPTE_Dissolve" if TRANSITIONS[kind].wipe is None else "SMPTE_Wipe"


READERS: dict[str, tuple[str, Reader, Callable[[str], str]]] = {
    "otio": ("otio", reading.read_otio, str),
    "cmx3600 by otio": ("cmx3600", reading.read_cmx_by_otio, plain),
    "cmx3600 by pycmx": ("cmx3600", reading.read_cmx_by_pycmx, str),
    "fcpxml by lxml": ("fcpxml", reading.read_fcpxml, apple),
    "fcp7xml by otio": ("fcp7xml", reading.read_fcp7, lambda kind: dissolve(kind)[0]),
}
each = pytest.mark.parametrize("reader", READERS)


def read(program: Program, reader: str) -> list[Item]:
    """A program, written and read back."""
    name, parse, _ = READERS[reader]
    return parse(format_named(name).write(program).text, program)


def short(found: list[tuple[int, int, str]], reader: str) -> list[tuple[int, int, str]]:
    """OpenTimelineIO's CMX reader adds the clips' names to the transition's."""
    return [(at, long, name.split(" ")[0] if "by otio" in reader and "cmx" in reader else name)
            for at, long, name in found]  # fmt: skip


@each
@MANY
@given(programs())
def test_every_frame_survives(reader: str, program: Program) -> None:
    """Whatever is trimmed and joined, each frame of the film shows the same frames after a round trip."""
    items = read(program, reader)
    assert expected(program) == film(items)
    assert expected_joins(program, READERS[reader][2]) == short(joins(items), reader)


@pytest.mark.parametrize("reader", ["otio", "fcpxml by lxml"])
@MANY
@given(programs(retimed=True))
def test_slow_motion_and_holds_survive_exactly(reader: str, program: Program) -> None:
    """Slow and fast motion and held frames are exact to the frame in the formats that can say them."""
    assert expected(program) == film(read(program, reader))


@pytest.mark.parametrize("reader", ["cmx3600 by otio", "fcp7xml by otio"])
@MANY
@given(programs(retimed=True))
def test_rounded_speeds_are_told_and_nearly_right(reader: str, program: Program) -> None:
    """Where a speed or its first frame must be rounded, every frame has its clip and a note says it."""
    right, actual = expected(program), film(read(program, reader))
    assert [[path for path, _ in one] for one in right] == [[path for path, _ in one] for one in actual]
    if right != actual:
        assert "rounded" in " ".join(format_named(READERS[reader][0]).write(program).notes)
    pairs = [pair for one, two in zip(right, actual, strict=True) for pair in zip(one, two, strict=True)]
    fastest = max(speed(event) for event in program.events)
    assert max(abs(one[1] - two[1]) for one, two in pairs) <= 1 + max(1, ceil(fastest))


@each
def test_a_whole_film_reads_back(reader: str) -> None:
    """A film with slow motion, a hold, a card and transitions of three kinds keeps its lengths."""
    program = whole_film()
    items = read(program, reader)
    assert program.frames == max(item.end for item in items)
    assert [at for at, _, _ in expected_joins(program)] == [at for at, _, _ in joins(items)]
    if reader != "cmx3600 by pycmx":  # it reads no speeds
        assert expected(program) == film(items)


@pytest.mark.parametrize("name", formats())
def test_the_same_program_gives_the_same_text(name: str) -> None:
    """Nothing downstream is made anew because a file was written twice."""
    assert format_named(name).write(whole_film()) == format_named(name).write(whole_film())


@pytest.mark.parametrize("name", formats())
def test_writing_leaves_the_program_alone(name: str) -> None:
    """No format changes what the next one writes."""
    program = whole_film()
    before = program.model_dump_json()
    format_named(name).write(program)
    assert before == program.model_dump_json()


@pytest.mark.parametrize("name", formats())
def test_what_is_lost_is_noted(name: str) -> None:
    """Every format says what becomes of titles; those that change a transition name it."""
    notes = " ".join(format_named(name).write(whole_film()).notes)
    assert "itles" in notes or "verlays" in notes
    assert name == "otio" or "iris" in notes


@pytest.mark.parametrize("name", formats())
def test_any_rate_is_written(name: str) -> None:
    """Rates that no editing program has are written all the same."""
    program = whole_film().model_copy(update={"fps": 12})
    assert format_named(name).write(program).text


def test_formats_are_found_by_their_files() -> None:
    """A format is a module in the folder, under the name that specs use; an unknown one is told so."""
    assert ["cmx3600", "fcp7xml", "fcpxml", "otio"] == sorted(formats())
    with pytest.raises(StudioError, match="aaf") as caught:
        format_named("aaf")
    assert "fcpxml" in caught.value.mend
