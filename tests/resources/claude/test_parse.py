"""What an answer is worth: a checked value, or the word and the reason why there is none."""

from __future__ import annotations

import pytest

from resources.claude.answer import Usage
from resources.claude.parse import Verdict, reply, verdict
from tests.resources.claude.oracle import GOOD, Score, message, question


def heard(data: str) -> Verdict[Score]:
    """What the critic's question makes of a message."""
    return verdict(reply(data.encode()), question())


def test_a_good_answer_has_its_value() -> None:
    """Thinking is left out; the text is parsed into the answer's model."""
    assert Verdict("answered", Score(why="The rain is real.", scene="rain", points=80)) == heard(GOOD)
    assert "answered" == heard(GOOD).outcome


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (message("", "refusal"), "refused: the model declined (no reason given)"),
        (message("", "refusal", stop_details={"category": "bio"}), "refused: the model declined (bio)"),
        (message("{", "max_tokens"), "cut: the answer was cut off after 120 tokens"),
        (message("{", "max_tokens", usage=None), "cut: the answer was cut off"),
        (message("", "model_context_window_exceeded"), "refused: the question is too long for the model"),
        (message(""), "invalid: It is empty"),
        (message("{}", "pause_turn"), "invalid: It stopped before its end (pause_turn)"),
        ("no JSON", "invalid: It stopped before its end (no reason given)"),
        ("[]", "invalid: It stopped before its end (no reason given)"),
        ('{"stop_reason": "end_turn", "content": 3}', "invalid: It is empty"),
        ('{"stop_reason": "end_turn", "content": ["x"], "usage": []}', "invalid: It is empty"),
    ],
)
def test_each_end_has_its_word(data: str, outcome: str) -> None:
    """Whatever came instead of an answer is told in one word and a reason, and none breaks the reading."""
    assert (outcome, None) == (heard(data).outcome, heard(data).value)


def test_faults_are_sentences_with_their_place() -> None:
    """Each fault of the shape is told with the field that it is about."""
    wrong = heard(message('{"why": "x", "scene": "snow", "points": -1}'))
    assert (
        "scene: Input should be 'rain' or 'desk'.",
        "points: Input should be greater than or equal to 0.",
    ) == wrong.faults
    assert "invalid: scene: Input should be 'rain' or 'desk', and 1 more" == wrong.outcome


def test_many_and_long_faults_are_shortened() -> None:
    """Twelve faults of three hundred characters are enough to answer again."""
    wordy = question(check=lambda value: [f"{number} {'x' * 400}" for number in range(40)])
    faults = verdict(reply(GOOD.encode()), wordy).faults
    assert (12, 301, "0 xxx") == (len(faults), max(map(len, faults)), faults[0][:5])


def test_a_check_sees_only_what_fits() -> None:
    """The role's check is never given an answer of the wrong shape."""
    seen: list[Score] = []
    asked = question(check=lambda value: seen.append(value) or ())  # type: ignore[func-returns-value]
    verdict(reply(message("{}").encode()), asked)
    assert [] == seen


def test_tokens_are_read_as_they_were_billed() -> None:
    """Tokens written for five minutes and for an hour are told apart."""
    usage = {
        "input_tokens": 5, "output_tokens": 7,
        "cache_read_input_tokens": 11, "cache_creation_input_tokens": 30,
        "cache_creation": {"ephemeral_5m_input_tokens": 10, "ephemeral_1h_input_tokens": 20},
    }  # fmt: skip
    expected = Usage(input=5, written_5m=10, written_1h=20, read=11, output=7)
    assert expected == reply(message("", usage=usage).encode()).usage
