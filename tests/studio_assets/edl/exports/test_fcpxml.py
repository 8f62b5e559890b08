"""FCPXML: valid, with sounds, titles and marks where they belong."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import etree

from studio_assets.edl.exports.fcpxml import write
from studio_assets.edl.exports.program import Program
from tests.studio_assets.edl.exports.programs import programs, whole_film

TYPE = etree.DTD(str(Path(__file__).with_name("fcpxml_subset.dtd")))


@pytest.fixture(scope="module")
def root() -> Any:
    """The whole film, parsed."""
    return etree.fromstring(write(whole_film()).text.encode())


def frame(text: str) -> Fraction:
    """A time in frames of the film, exact."""
    return Fraction(text.removesuffix("s")) * 24


def on_film(root: Any, one: Any) -> Fraction:
    """The film frame of an anchored element or a marker: its parent's offset, and where it lies in it."""
    parent = one.getparent()
    inside = one.get("start") if "marker" in one.tag else one.get("offset")
    return frame(parent.get("offset")) + frame(inside) - frame(parent.get("start"))


def test_a_whole_film_is_valid(root: Any) -> None:
    """A film with everything in it is what the document type allows, in its order."""
    assert TYPE.validate(root), TYPE.error_log.filter_from_errors()
    assert "1.10" == root.get("version")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(programs(retimed=True))
def test_any_cut_is_valid(program: Program) -> None:
    """Whatever the cut, the document is valid, and its spine is as long as the film."""
    found = etree.fromstring(write(program).text.encode())
    assert TYPE.validate(found), TYPE.error_log.filter_from_errors()
    spine = [one for one in found.find(".//spine") if one.tag != "transition"]
    total = sum(Fraction(one.get("duration").removesuffix("s")) for one in spine) * program.fps
    assert program.frames == total


def test_sounds_lie_where_they_are_heard(root: Any) -> None:
    """Narration, music and effects are connected clips at their film frames, each role on its own lanes."""
    found = {one.get("name"): one for one in root.iter("asset-clip") if one.get("lane")}
    heard = {one.label: one for one in whole_film().sounds if one.role != "clip"}
    assert heard.keys() == found.keys()
    for label, one in heard.items():
        assert (one.at, one.source_in, one.end - one.at) == (
            on_film(root, found[label]), frame(found[label].get("start")), frame(found[label].get("duration"))
        )  # fmt: skip
    assert "-3dB" == found["line 2"].find("adjust-volume").get("amount")
    lanes = {label: one.get("lane") for label, one in found.items()}
    assert {"line": "-1", "line 2": "-1", "music 1": "-2", "music 2": "-3", "rain": "-4"} == lanes


def test_titles_and_marks_lie_where_they_are_seen(root: Any) -> None:
    """Overlays and cards are titles with their own letters; chapters and notes are markers."""
    program = whole_film()
    titles = [
        (one.find("text/text-style").text, on_film(root, one), frame(one.get("duration")))
        for one in root.iter("title")
    ]
    assert [
        ("\n".join(filter(None, (one.text, one.subtitle))), one.at, one.end - one.at)
        for one in program.titles
    ] == titles
    marks = [*root.iter("chapter-marker"), *root.iter("marker")]
    assert [(one.text, one.at) for one in program.marks] == [
        (one.get("value"), on_film(root, one)) for one in marks
    ]


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    """A control character in a text breaks no file."""
    program = whole_film()
    event = program.events[0]
    assert event.overlay is not None
    dirty = event.overlay.model_copy(update={"text": "a\x00b\x0b<c>"})
    events = (event.model_copy(update={"overlay": dirty}), *program.events[1:])
    text = write(program.model_copy(update={"events": events})).text
    assert "ab<c>" in [one.text for one in etree.fromstring(text.encode()).iter("text-style")]
