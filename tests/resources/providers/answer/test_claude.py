"""Claude, asked one question at a time: kept, priced by its tokens, refused where it cannot be asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from resources.claude.message import usage_of
from resources.claude.prices import price
from resources.clock import ManualClock
from resources.errors import NotConfigured, OutcomeUnknown, Refused
from resources.providers.answer.claude import Claude
from resources.providers.port import AnswerRequest
from resources.providers.registry import providers
from resources.providers.request import Picture
from resources.providers.sample import sample
from tests.resources.claude.far_end import FarEnd, Says, far_end, message

SLATE = "coffee/monday/animated/desk/0a1b2c/1"


@pytest.fixture(scope="module")
def end() -> Iterator[FarEnd]:
    """The other end of the wire."""
    with far_end() as server:
        yield server


@pytest.fixture
def claude(end: FarEnd, monkeypatch: pytest.MonkeyPatch) -> Claude:
    """Claude as the live environment has it, at the other end."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", end.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "canary")
    found = providers("live")["answer", "claude"]
    assert isinstance(found, Claude)
    end.says(Says())
    return found


def question(claude: Claude, **fields: Any) -> AnswerRequest:
    """A small question; any field can be given."""
    asked = sample(claude, "What is a kite made of?")
    assert isinstance(asked, AnswerRequest)
    return asked.model_copy(update=fields)


def order(claude: Claude, **fields: Any) -> str:
    """Ask it."""
    return asyncio.run(claude.submit(SLATE, question(claude, **fields), Path))


@pytest.mark.parametrize("found", [
    message(),
    message('{"answer":"A ki', stop_reason="max_tokens"),
    message(content=[], stop_reason="refusal", stop_details={"category": "bio"}),
], ids=["whole", "cut", "refused"])  # fmt: skip
def test_whatever_is_answered_is_kept_and_paid_by_its_tokens(
    claude: Claude, end: FarEnd, found: dict[str, Any], tmp_path: Path
) -> None:
    """A cut and a refused answer are bought like a whole one: the file is the Message as it came."""
    end.says(Says(200, found))
    remote_id = order(claude)
    seen = asyncio.run(claude.poll(remote_id))
    usage = usage_of(found)
    assert usage is not None
    expected = ("succeeded", price("claude-haiku-5-5", usage), ".json")
    assert expected == (seen.state, seen.price, seen.suffix)
    asyncio.run(claude.fetch(remote_id, tmp_path / "answer.json"))
    assert found == json.loads((tmp_path / "answer.json").read_bytes())
    assert ["POST /answer/claude/v1/messages"] == list(end.paths)


def test_its_id_and_that_of_the_request_are_kept_for_its_support(claude: Claude, home: Path) -> None:
    """A person who asks Anthropic about an answer has both names of it."""
    remote_id = order(claude)
    note = json.loads((home / "answers" / "answer_claude" / f"{remote_id}.json").read_bytes())
    assert "msg_1 req_7" == note["provider_id"]


@pytest.mark.parametrize("found", [{"type": "message"}, {"type": "error"}, message(usage=None)])
def test_an_answer_without_its_price_is_unknown(claude: Claude, end: FarEnd, found: Any) -> None:
    """What does not say how many tokens it took is never taken to be free."""
    end.says(Says(200, found))
    with pytest.raises(OutcomeUnknown) as caught:
        order(claude)
    assert caught.value.mend
    assert 1 == len(end.heard)


@pytest.mark.parametrize("fields, words", [
    ({"max_tokens": 200_000}, "200,000 tokens"),
    ({"max_tokens": 0}, "0 tokens"),
    ({"content": ()}, "nothing is asked"),
    ({"content": 101 * (1_000,), "model": "claude-haiku-4-5"}, "101 pictures, at most 100"),
    ({"content": 21 * (2_001,)}, "more than 2,000 pixels"),
    ({"content": (8_001,)}, "more than 8,000 pixels"),
], ids=lambda one: "" if isinstance(one, str) else next(iter(one)))  # fmt: skip
def test_what_it_does_not_take_is_refused_before_anything_is_sent(
    claude: Claude, end: FarEnd, fields: dict[str, Any], words: str
) -> None:
    """Too long an answer, too many or too large pictures and empty questions cost nothing."""
    sides = [one for one in fields.get("content", ()) if isinstance(one, int)]
    pictures = tuple(
        Picture(digest="a" * 64, media_type="image/png", width=side, height=10) for side in sides
    )
    if sides:
        fields = fields | {"content": (*question(claude).content, *pictures)}
    with pytest.raises(Refused, match=words):
        order(claude, **fields)
    assert [] == end.heard


def test_a_retired_model_is_refused_with_its_successor(claude: Claude, end: FarEnd) -> None:
    """From the day of its end on nothing is sent to it; until then it is only not offered."""
    wish = question(claude, model="claude-sonnet-4-5")
    assert claude.at(ManualClock(datetime(2026, 11, 29, tzinfo=UTC))).quote(wish).amount > 0
    claude.at(ManualClock(datetime(2026, 11, 30, tzinfo=UTC)))
    with pytest.raises(Refused) as caught:
        asyncio.run(claude.submit(SLATE, wish, Path))
    assert "claude-sonnet-5-5" in caught.value.mend
    assert [] == end.heard
    assert wish.model not in claude.models()


def test_a_key_is_checked_by_the_list_of_models(claude: Claude, end: FarEnd) -> None:
    """It costs nothing, and says whether the default model is offered to the key."""
    offered = Says(200, {"data": [{"id": "claude-haiku-5-5-20261007"}], "has_more": False})
    end.says(offered, Says(200, {"data": []}))
    assert "offers claude-haiku-5-5" in asyncio.run(claude.check_credentials())
    assert "does not offer" in asyncio.run(claude.check_credentials())
    assert {"GET /answer/claude/v1/models?limit=1000"} == set(end.paths)


def test_nobody_plays_it_in_the_simulated_environment() -> None:
    """Without a live environment no answer is bought or invented, and the error says what to do."""
    offered = providers("simulated")
    assert not any(kind == "answer" for kind, _ in offered)
    with pytest.raises(NotConfigured) as caught:
        offered["answer", "claude"]
    assert "STUDIO_ENV=live" in caught.value.mend
