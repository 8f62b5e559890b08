"""What every asset yields."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from studio_assets.document import Document, Seconds, Value


class Line(Value):
    """A line with a length."""

    length: Seconds


@pytest.mark.parametrize(
    ("state", "happened", "why"),
    [("filmed", "filmed", ""), ("held: budget", "held", "budget"), ("refused: a: b", "refused", "a: b")],
)
def test_a_state_is_a_word_and_a_reason(state: str, happened: str, why: str) -> None:
    """A state says what happened in a word, and behind a colon why."""
    document = Document(state=state)
    assert (happened, why) == (document.happened, document.why)


@given(st.fractions(min_value=0, max_value=10_000))
def test_a_length_stays_exact_in_json(length: Fraction) -> None:
    """A length is read back from JSON exactly, thirds of a second included."""
    line = Line(length=length)
    assert line == Line.model_validate_json(line.model_dump_json())


def test_equal_documents_have_equal_fingerprints() -> None:
    """What says the same has the same data version, so that nothing downstream looks stale."""
    assert Document(state="filmed").fingerprint == Document(state="filmed").fingerprint
    assert Document(state="filmed").fingerprint != Document(state="filmed: again").fingerprint


def test_a_later_version_leaves_the_identity() -> None:
    """A field that a later version adds changes no identity until it says something."""

    class Later(Document):
        mood: str = ""

    now, then = Document(state="filmed"), Later(state="filmed", notes=("Asked twice.",))
    assert now.identity == then.identity
    assert now.identity != Later(state="filmed", mood="sunny").identity


def test_a_document_cannot_be_changed_or_extended() -> None:
    """What was told stays told, and a key that nobody knows is refused."""
    with pytest.raises(ValidationError):
        Document(state="filmed").state = "held"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Document.model_validate({"state": "filmed", "mood": "sunny"})
