"""What a judge's answer must look like."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from resources.simulator.answer.generate import answer_to
from studio_assets.qa.verdict import faults, verdict_model, words
from tests.studio_assets.qa.scripted import answer, identity

NAMED = {"elements": [{"element": "e1", "seen": "matched"}, {"element": "e2", "seen": "missing"}]}


@pytest.mark.parametrize(
    "changes",
    [
        {"visual_accuracy": {"evidence": "Frame 0.", "score": 101}},
        {"visual_accuracy": {"evidence": "Frame 0.", "score": -1}},
        {"elements": [{"element": "e3", "seen": "matched"}]},
        {"elements": [{"element": "e1", "seen": "perhaps"}]},
        {"frames_seen": -1},
        {"overall": 99},
    ],
    ids=["over-100", "under-0", "invented-element", "undecided", "less-than-no-frame", "own-overall"],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    """Scores out of bounds, elements that the scene does not name and an overall score are no answer."""
    model = verdict_model(("e1", "e2"), continues=False)
    model.model_validate(answer(**NAMED))
    with pytest.raises(ValidationError):
        model.model_validate(answer(**(NAMED | changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        (
            {"narrative_fit": {"evidence": " \u202e\n", "score": 90}},
            ["`narrative_fit` has no evidence: say what is seen, and in which frames."],
        ),
        (
            {"elements": [{"element": "e1", "seen": "matched"}] * 2},
            ["Speak of the element `e1` exactly once, not 2 times.",
             "Speak of the element `e2` exactly once, not 0 times."],
        ),
        (
            identity("same", ""),
            ["`identity` has no evidence: say what is the same or differs, and in which frames."],
        ),
    ],
    ids=["sound", "no-evidence", "elements", "identity"],
)  # fmt: skip
def test_what_the_model_is_told(changes: dict[str, Any], expected: list[str]) -> None:
    """An answer without evidence, or that leaves an element out, is sent back with what is wrong."""
    model = verdict_model(("e1", "e2"), continues=True)
    found = model.model_validate(answer(**(NAMED | identity("same") | changes)))
    assert expected == faults(found, ("e1", "e2"))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("elements", "continues"), [((), False), (("e1", "e2", "e3"), True)])
def test_the_simulator_can_answer(seed: int, elements: tuple[str, ...], continues: bool) -> None:
    """A made up answer to the question's schema is a sound one, so that a film can be played."""
    model = verdict_model(elements, continues=continues)
    found = model.model_validate(answer_to(model.model_json_schema(), str(seed)))
    assert [] == faults(found, elements)
    assert found.frames_seen > 0


def test_evidence_stands_before_its_score() -> None:
    """The model writes what it saw before the number that rests on it."""
    schema = verdict_model((), continues=True).model_json_schema()
    assert ["evidence", "score"] == list(schema["$defs"]["Mark"]["properties"])
    assert ["evidence", "word"] == list(schema["$defs"]["Identity"]["properties"])


def test_sentences_are_kept_short_and_once() -> None:
    """A report holds lines that people can read: no control characters, none endless, none twice."""
    kept = words(["A  lamp\n\x00is lit.", "A lamp is lit.", " ", "x" * 500])
    assert ("A lamp is lit.", "x" * 399 + "…") == kept
