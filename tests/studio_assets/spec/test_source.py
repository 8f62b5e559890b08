"""Reading YAML safely."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from resources.errors import SpecFaults
from studio_assets.spec.production import Production
from studio_assets.spec.source import MAX_BYTES, read

Faults = Callable[[str], list[str]]


def lines(file: Path) -> list[str]:
    """The faults of an unreadable file, without its name."""
    with pytest.raises(SpecFaults) as found:
        read(file)
    return [line.removeprefix(f"{file}:") for line in found.value.lines]


def test_every_key_and_value_has_its_place(tmp_path: Path) -> None:
    """A fault can point at any key and any value of a file."""
    file = tmp_path / "a.yaml"
    file.write_text("production: hello\nscript:\n  scenes:\n    - {id: a, takes: 2}\n")
    place = read(file).places["script", "scenes", 0, "takes"]
    expected = (4, 22, 4, 15)
    assert expected == (place.line, place.column, place.key_line, place.key_column)


def test_words_that_yaml_1_1_would_change_stay_as_written(tmp_path: Path) -> None:
    """16:9, off, 1e5 and a date mean what they look like."""
    file = tmp_path / "a.yaml"
    file.write_text("a: 16:9\nb: off\nc: 1e5\nd: 2026-11-21\ne: 5\nf: true\ng:\n")
    expected = {"a": "16:9", "b": "off", "c": "1e5", "d": "2026-11-21", "e": 5, "f": True, "g": None}
    assert expected == read(file).data


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param(
            b"", "1:1: the file is empty. Write a production; `studio new NAME` starts one.", id="empty"
        ),
        pytest.param(
            b"# only a comment\n",
            "1:1: the file is empty. Write a production; `studio new NAME` starts one.",
            id="comment",
        ),
        pytest.param(
            b"a: b\n\xff\xfe\x00\x01", "2:1: the file is not UTF-8 text. Save it as UTF-8.", id="binary"
        ),
        pytest.param(
            b"a: b\nc: \x00\n",
            "2:4: the file holds the control character U+0000. Remove it; a spec is plain text.",
            id="nul",
        ),
        pytest.param(
            b"- a\n- b\n",
            "1:1: the file is not a mapping. Begin with `production: NAME` and further keys.",
            id="list",
        ),
        pytest.param(
            b"a: b\n---\nc: d\n",
            "2:1: the file holds several YAML documents. Keep one production in one file.",
            id="documents",
        ),
        pytest.param(
            b"a: 1\nb: 2\na: 3\n",
            "3:1: the key `a` is written twice. Keep one; the first is at line 1.",
            id="duplicate-key",
        ),
    ],
)
def test_a_file_that_is_no_spec_is_one_fault(tmp_path: Path, raw: bytes, expected: str) -> None:
    """An empty, binary or otherwise odd file is a fault with its mend and never a traceback."""
    file = tmp_path / "a.yaml"
    file.write_bytes(raw)
    try:
        found = [str(fault).removeprefix(f"{file}:") for fault in read(file).faults]
    except SpecFaults as unreadable:
        found = [line.removeprefix(f"{file}:") for line in unreadable.lines]
    assert [expected] == found


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file over 1 MiB is refused before it is parsed."""
    file = tmp_path / "a.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1))
    expected = ["1:1: the file is over 1 MiB. Split it into several productions."]
    assert expected == lines(file)


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    """A file that is not there is said to be so."""
    assert "1:1: the file cannot be read: No such file or directory" in lines(tmp_path / "none.yaml")[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1, 2\nb: 3\n", "2:2: this is not YAML: while parsing a flow sequence"),
        ("a:\n\tb: 1\n", "2:1: this is not YAML: while scanning for the next token found character '\\t'"),
        ("a: *nowhere\n", "1:4: this is not YAML: found undefined alias"),
        ("a: {" * 60, "nested deeper than 40 levels"),
        ("[" * 5000, "nested deeper than 40 levels"),
    ],
    ids=["unclosed", "tab", "alias", "deep", "very-deep"],
)
def test_broken_yaml_is_a_fault_at_its_line(tmp_path: Path, text: str, expected: str) -> None:
    """What YAML cannot read is a fault at the line and column of the trouble."""
    file = tmp_path / "a.yaml"
    file.write_text(text)
    assert expected in lines(file)[0]


@pytest.mark.parametrize("join", ["[{}]", "{{<<: [{}]}}"], ids=["lists", "merge-keys"])
def test_an_alias_bomb_is_refused(tmp_path: Path, join: str) -> None:
    """Aliases that would expand to millions of values are refused while they are counted."""
    rows = ["a0: &a0 {x: 1}" if "<<" in join else "a0: &a0 [1, 2]"]
    rows += [f"a{n}: &a{n} " + join.format(", ".join([f"*a{n - 1}"] * 10)) for n in range(1, 9)]
    file = tmp_path / "a.yaml"
    file.write_text("\n".join(rows))
    assert "aliases expand to more than 10,000 values" in lines(file)[0]


def test_an_alias_of_itself_is_refused(tmp_path: Path) -> None:
    """A list that holds itself is a fault and no endless loop."""
    file = tmp_path / "a.yaml"
    file.write_text("a: &a [*a]\n")
    assert "aliases expand to more than" in lines(file)[0]


@pytest.mark.parametrize(
    "value",
    ["!!python/object/apply:os.system ['true']", "!!python/name:os.system", "!!binary aGk=", "!own x"],
)
def test_tags_are_refused(tmp_path: Path, value: str) -> None:
    """A tag never makes an object; it is a fault at its place."""
    file = tmp_path / "a.yaml"
    file.write_text(f"a: {value}\n")
    try:
        found = [str(fault) for fault in read(file).faults]
    except SpecFaults as unreadable:
        found = list(unreadable.lines)
    expected = 1
    assert expected == len(found)
    assert "is not allowed" in found[0]
    assert ":1:4:" in found[0]


def test_merge_keys_fill_in_and_never_override(tmp_path: Path) -> None:
    """`<<` brings the keys of an anchor, and what is written wins."""
    file = tmp_path / "a.yaml"
    file.write_text("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n")
    source = read(file)
    expected = {"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}}
    assert expected == source.data
    assert not source.faults


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (r'metadata: {artist: "A\0da"}', "5:20: the text holds the character U+0000"),
        (r'titles: {opening: {text: "Hi\a", duration: 1s}}', "5:26: the text holds the character U+0007"),
        (r'titles: {closing: "B\eye"}', "5:19: the text holds the character U+001B"),
        (
            r'script: {count: 3, scenes: [{id: a, overlay: {text: "a\x7f", from: 0s, to: 1s}}]}',
            "5:53: the text holds the character U+007F",
        ),
        (
            r'script: {count: 3, scenes: [{id: a, narration: "a\x1f"}]}',
            "5:48: the text holds the character U+001F",
        ),
        (
            r'script: {count: 3, scenes: [{id: a, card: "a\b", chapter: One}]}',
            "5:43: the text holds the character U+0008",
        ),
        (r'metadata: {artist: "half \ud83d"}', "5:20: the text holds the character U+D83D"),
        (r'metadata: {artist: "next\Nline"}', "5:20: the text holds the character U+0085"),
        (r'metadata: {"ar\0tist": Ada}', "5:12: the text holds the character U+0000"),
    ],
    ids=["tag", "opening", "closing", "overlay", "narration", "card", "half", "next-line", "key"],
)
def test_what_nothing_can_show_is_a_fault(small_faults: Faults, more: str, expected: str) -> None:
    """A control character that quotes let in is a fault at its text, before files and providers get it."""
    assert [f"{expected}, which nothing can show. Remove it; tabs and line breaks may stay."] == small_faults(
        more
    )


def test_tabs_line_breaks_and_every_letter_stay(small: Callable[[str], Production]) -> None:
    """Text that can be shown is taken as it is, an emoji in two halves as JSON writes it among it."""
    text = "a\tb\nc \u202bשלום\u202c 👩\u200d🚀"
    made = small("metadata: {artist: " + json.dumps(text) + "}")
    assert {"artist": text} == made.metadata
