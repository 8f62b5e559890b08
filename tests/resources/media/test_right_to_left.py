"""Which way texts run, and which of them need their letters shaped."""

from __future__ import annotations

import pytest

from resources.media.right_to_left import directed, is_shaped, paired

LEFT, RIGHT = "\u200e", "\u200f"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Été” 100% Żółć Ελλάς Привет 今天。 e\u0301", False),
        ("Hello שלום", True),
        ("مرحبا", True),
        ("Hello किताब", True),
        ("สวัสดี", True),
        ("x\u0323", True),
    ],
)
def test_only_texts_of_simple_scripts_are_left_to_drawtext(text: str, expected: bool) -> None:
    """Latin, Greek, Cyrillic and Chinese need no shaping; what runs to the left or joins marks does."""
    assert expected == is_shaped(text)


def test_a_line_that_begins_with_the_other_script_runs_with_its_text() -> None:
    """Only such a line is marked, and signs and digits ask for no mark."""
    assert directed(["שלום,", "Hello כן", "2024!"]) == ("שלום,", f"{RIGHT}Hello כן", "2024!")
    assert directed(["Hello", "שלום you"]) == ("Hello", f"{LEFT}שלום you")
    assert directed(["100%", "one"]) == ("100%", "one")
    assert directed(["Python היא"], "שלום. Python היא") == (f"{RIGHT}Python היא",)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("שלום: Hello (2024)!", f"שלום: Hello {LEFT}(2024){LEFT}!"),
        ("שלום (abc) def", f"שלום {RIGHT}(abc){RIGHT} def"),
        ("abc שלום (עולם) you", f"abc שלום {RIGHT}(עולם){RIGHT} you"),
        ("abc (שלום) you", f"abc {LEFT}(שלום){LEFT} you"),
        ("שלום [a (ב) c", f"שלום [a {RIGHT}(ב){RIGHT} c"),
        ("Hello (2024) {x}", "Hello (2024) {x}"),
        ("שלום (2024) )", "שלום (2024) )"),
    ],
)
def test_both_brackets_of_a_pair_run_one_way(line: str, expected: str) -> None:
    """Brackets follow what is within and before them, as Unicode asks; one way alone needs no marks."""
    seen = paired(line)
    assert (expected, len(line)) == ("".join(seen), len(seen))
