"""A paid answer that code can mend is used, though it is faulty."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel

from resources.claude.answer import Unanswered
from resources.claude.question import Question
from studio_assets.mending import ask_to_mend
from tests.studio_assets.script.run_desk import RunDesk, lost


class Word(BaseModel):
    """One word of the critic."""

    scene: Literal["rain", "desk"]
    words: str


def told(says: list[Any], folder: Path) -> Any:
    """What a question gives whose answer should have no vowels; each is a fault."""
    question = Question(
        role="script_writer",
        variables={"concept": "", "style": "storyboard", "seconds": "5", "aspect_ratio": "16:9", "tier": ""}
        | {"look": "", "style_words": "", "able": [], "seeds": [], "scenes": [], "wanted": []},
        answer=Word,
        accounts=("contingency",),
        check=lambda word: [f"{letter}!" for letter in word.words if letter in "aeiou"],
    )
    return asyncio.run(ask_to_mend(RunDesk(says, folder), question))  # type: ignore[arg-type]


def word(words: str) -> dict[str, str]:
    """An answer."""
    return {"scene": "rain", "words": words}


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ([word("hm")], "hm"),
        ([word("oh"), word("hm")], "hm"),
        ([word("oh"), word("oooh")], "oh"),
        ([word("oh"), word("ah")], "ah"),
        ([word("oh"), lost("unpaid: the budget is spent")], "oh"),
        ([{"scene": "nowhere"}, word("oh")], "oh"),
    ],
    ids=["at-once", "mended-by-the-model", "first-is-better", "later-of-equals", "second-unpaid", "second"],
)
def test_best_answer_of_the_right_shape(tmp_path: Path, says: list[Any], expected: str) -> None:
    """Of the answers that were paid and have the right shape, the one with the fewest faults is used."""
    answer = told(says, tmp_path)
    assert expected == answer.value.words
    assert answer.asked


@pytest.mark.parametrize("says", [[lost()], [{}, {"scene": "nowhere"}]], ids=["refused", "wrong-shape"])
def test_nothing_to_mend(tmp_path: Path, says: list[Any]) -> None:
    """Without an answer of the right shape there is none, and what was paid is told."""
    with pytest.raises(Unanswered) as nothing:
        told(says, tmp_path)
    assert nothing.value.asked
