"""Promises of slates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.errors import StudioError
from resources.takes.slate import Slate

PART = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,20}", fullmatch=True)


@given(parts=st.tuples(PART, PART, PART, PART, PART), number=st.integers(1, 999_999))
def test_a_slate_reads_back(parts: tuple[str, ...], number: int) -> None:
    """A printed slate is read back as the same slate."""
    names = ("production", "run", "pilot", "scene", "recipe")
    slate = Slate(**dict(zip(names, parts, strict=True)), number=number)
    assert slate == Slate.parse(str(slate))


@pytest.mark.parametrize(
    "text",
    ["", "a/b/c/d/e/1", "a/b/c/d/e/t0", "a/b/c/d/t1", "a/../c/d/e/t1", "a/b c/c/d/e/t1", "a/b/c/d/e/t1\n"],
)
def test_what_is_no_slate_is_refused(text: str) -> None:
    """Text that is no slate is refused with a mend, also where it would leave a folder."""
    with pytest.raises(StudioError) as refusal:
        Slate.parse(text)
    assert refusal.value.mend


def test_the_format_is_a_stored_name() -> None:
    """Slates are printed as they always were."""
    slate = Slate(production="p", run="r", pilot="a", scene="s", recipe="0a1b", number=2)
    assert str(slate) == "p/r/a/s/0a1b/t2"
