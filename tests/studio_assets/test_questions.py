"""What Dagster's UI shows of questions: who was asked, what came, what it cost, and where to read it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dagster import MarkdownMetadataValue, TableMetadataValue, TextMetadataValue

from resources.artifacts.artifact import Artifact
from resources.artifacts.store import Artifacts
from resources.claude.answer import Asked, Usage
from studio_assets.document import Document
from studio_assets.questions import asked_metadata


@pytest.fixture
def artifacts(tmp_path: Path) -> Artifacts:
    """A store of one's own."""
    return Artifacts(root=str(tmp_path / "artifacts"))


def asked(artifacts: Artifacts, text: str = '{"points": 80}', **changes: Any) -> Asked:
    """An answered question of the critic, its prompt and answer kept."""
    message = {"content": [{"type": "text", "text": text}], "stop_reason": "end_turn"}
    given: dict[str, Any] = {
        "role": "critic",
        "model": "claude-sonnet-5-5",
        "outcome": "answered",
        "price": Decimal("0.012345"),
        "usage": Usage(input=1000, written_5m=234, read=5000, output=700),
        "slate": "coffee/monday/animated/rain.critic/abc/t1",
        "prompt": artifacts.keep_bytes(b"# critic asks", ".md"),
        "answer": artifacts.keep_bytes(json.dumps(message).encode(), ".json"),
    }
    return Asked(**(given | changes))


def test_nothing_asked_shows_nothing(artifacts: Artifacts) -> None:
    """A document that took no question and has no note adds nothing to its asset."""
    assert {} == asked_metadata(artifacts, Document(state="made"))


def test_each_question_is_a_row_with_its_price(artifacts: Artifacts) -> None:
    """Each question has a row: who, what came of it, its tokens and its price; the sum plots."""
    first = asked(artifacts, outcome="invalid: points", price=Decimal("0.01"))
    shown = asked_metadata(artifacts, Document(state="made", asked=(first, asked(artifacts))))
    rows = shown["questions"]
    assert isinstance(rows, TableMetadataValue)
    assert {
        "role": "critic",
        "model": "claude-sonnet-5-5",
        "outcome": "answered",
        "tokens in": "1,234",
        "remembered": "5,000",
        "out": "700",
        "price": "$0.012345",
    } == rows.records[1].data
    assert ("$0.022345", 0.022345) == (shown["questions_cost"], shown["questions_cost_dollars"].value)
    assert "questions_paid_with" not in shown


def test_prompt_and_answer_are_a_click_away(artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch) -> None:
    """The prompt as it was sent and the answer as it came are linked; the answer is shown as text."""
    monkeypatch.setenv("STUDIO_MEDIA_URL", "http://media")
    one = asked(artifacts)
    assert one.prompt is not None and one.answer is not None
    shown = asked_metadata(artifacts, Document(state="made", asked=(one,)))
    links = f"- critic: [prompt](http://media/{one.prompt.path}) · [answer](http://media/{one.answer.path})"
    assert MarkdownMetadataValue(f"{links} · {one.slate}") == shown["prompts_and_answers"]
    assert TextMetadataValue('{\n "points": 80\n}') == shown["answer"]


def test_a_question_that_was_not_sent_says_so(artifacts: Artifacts) -> None:
    """Without money there is a prompt and no answer; without either, the words for that."""
    unpaid = asked(artifacts, outcome="unpaid: $0.10", usage=None, answer=None, slate="", price=Decimal(0))
    shown = asked_metadata(artifacts, Document(state="made", asked=(unpaid,)))
    assert ("", "$0.00") == tuple(shown["questions"].records[0].data[key] for key in ("tokens in", "price"))
    assert "answer" not in shown
    bare = unpaid.model_copy(update={"prompt": None})
    assert "- critic: nothing was sent" == (
        asked_metadata(artifacts, Document(state="made", asked=(bare,)))["prompts_and_answers"].value
    )


def test_play_money_is_said(artifacts: Artifacts) -> None:
    """A simulated question says so at its price and beside the sum."""
    shown = asked_metadata(artifacts, Document(state="made", asked=(asked(artifacts, simulated=True),)))
    assert "$0.012345 simulated" == shown["questions"].records[0].data["price"]
    assert "play money (simulated)" == shown["questions_paid_with"]


def test_a_long_answer_stays_short_enough_to_show(artifacts: Artifacts) -> None:
    """An answer of any length shows at once; the whole of it is behind its link."""
    shown = asked_metadata(artifacts, Document(state="made", asked=(asked(artifacts, "x" * 5000),)))
    assert len(shown["answer"].text) < 1000
    assert shown["answer"].text.endswith("(5,000 characters)")


def test_a_lost_file_stops_nothing(artifacts: Artifacts) -> None:
    """Where the stored answer is gone the asset is made all the same, and says so."""
    gone = Artifact(digest="0" * 64, suffix=".json", size=1)
    shown = asked_metadata(artifacts, Document(state="made", asked=(asked(artifacts, answer=gone),)))
    assert shown["answer"].text.startswith("It cannot be shown: ")


def test_notes_are_a_list(artifacts: Artifacts) -> None:
    """What a person should know of how it was made stands there in sentences."""
    shown = asked_metadata(artifacts, Document(state="made", notes=("The rules wrote it.", "Twice.")))
    assert {"notes": MarkdownMetadataValue("- The rules wrote it.\n- Twice.")} == shown
