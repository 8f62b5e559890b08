"""The font: what it can draw is known before anything is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.errors import MediaFailed, StudioError
from resources.media.font import covers, demand, family, font
from tests.resources.media.made_fonts import made_font


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("“été” — Żółć Ελλάς Привет €\n", ""),
        ("e\u0301te\u0301", ""),
        ("a\u200d\u200e\u200f\ufe0f\u2060\u00adb", ""),
        ("שלום", "שלום"),
        ("ع中中ع", "ع中"),
        ("👩\u200d🚀!", "👩🚀"),
        ("x\u0915\u093f", "\u0915\u093f"),
        ("a\tb\x07", "\t\x07"),
    ],
    ids=["european", "accents-apart", "unseen", "hebrew", "once-each", "joined-emoji", "cluster", "control"],
)
def test_what_the_font_that_ships_lacks_is_named(text: str, missing: str) -> None:
    """Every letter that would be a box is named once; what nobody sees is never missing."""
    assert missing == covers(text)


def test_a_script_without_a_font_is_refused_with_its_mend() -> None:
    """The error says which letters of which scripts, and the key of the spec that mends it."""
    with pytest.raises(StudioError, match=r"Roboto has no letters for '中ع' \(Cjk, Arabic\)") as caught:
        demand("a中ع", where="caption 3")
    assert ("caption 3", True) == (caught.value.where, "`font: fonts/NAME.ttf`" in caught.value.mend)


def test_signs_are_of_no_script(tmp_path: Path) -> None:
    """Brackets that a font lacks are shown as they are: `LEFT` is the name of no script."""
    file = made_font(tmp_path / "own.ttf", "ab", family="Own")
    with pytest.raises(StudioError, match=r"Own has no letters for '\(\)'\."):
        demand("(ab)", file, where="text")


def test_the_users_font_is_asked_for_its_own_letters(tmp_path: Path) -> None:
    """A font of the user's draws what the one that ships cannot, and only that."""
    own = made_font(tmp_path / "own.ttf", "中文")
    assert ("a", "", "中") == (covers("a中", own), covers("文中\u200f", own), covers("a中"))


def test_a_family_is_what_renderers_look_for() -> None:
    """Roboto Light is not found as Roboto, though its newer name says so."""
    light = font().with_name("Roboto-Light.ttf")
    assert ("Roboto", "Roboto Light") == (family(), family(light))


@pytest.mark.parametrize("damage", ["missing", "empty", "text", "cut"])
def test_a_broken_font_is_a_typed_fault(tmp_path: Path, damage: str) -> None:
    """A file that is no font is named, with the spec's key."""
    file = tmp_path / "own.ttf"
    whole = font().read_bytes()
    if damage != "missing":
        file.write_bytes({"empty": b"", "text": b"not a font" * 40, "cut": whole[:30000]}[damage])
    with pytest.raises(MediaFailed, match=r"own\.ttf") as caught:
        covers("a", file)
    assert "`font: fonts/NAME.ttf`" in caught.value.mend


def test_a_replaced_file_is_read_again(tmp_path: Path) -> None:
    """What was known of a font does not outlive its file."""
    file = made_font(tmp_path / "own.ttf", "ab")
    before = covers("abc", file)
    made_font(file, "abcdef")
    assert ("c", "") == (before, covers("abc", file))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=40))
def test_no_damage_breaks_out(
    tmp_path_factory: pytest.TempPathFactory, bytes_: list[tuple[int, int]]
) -> None:
    """A damaged font is a typed fault or still a font, never another error."""
    data = bytearray(font().read_bytes())
    for at, byte in bytes_:
        data[at] = byte
    file = tmp_path_factory.mktemp("fonts") / "own.ttf"
    file.write_bytes(data)
    try:
        covers("abc", file)
    except MediaFailed as error:
        assert error.mend
