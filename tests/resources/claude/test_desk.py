"""Asking Claude: paid once, checked always, and whatever happens the money is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from resources.artifacts.artifact import Artifact
from resources.claude.answer import Answer, Unanswered, Usage
from resources.claude.desk import Desk
from resources.claude.question import Question, Seen
from resources.database.database import Database
from resources.errors import AccountRefused, OutcomeUnknown, Refused, TransientFailure
from resources.ledger.ledger import Ledger
from resources.providers.request import Picture, Words
from resources.takes.journal import Takes
from tests.resources.claude.oracle import BUDGET, Batches, Room, Score, message, question

WRONG = message('{"why": "x", "scene": "rain", "points": 120}')
HALF = message('{"why": "The ra', "max_tokens")


def ask(desk: Desk, asked: Question[Score] | None = None) -> Answer[Score]:
    """What a role does."""
    return asyncio.run(desk.ask(asked or question()))


def unanswered(desk: Desk, asked: Question[Score] | None = None) -> Unanswered:
    """What a role catches."""
    with pytest.raises(Unanswered) as told:
        ask(desk, asked)
    assert told.value.mend
    return told.value


def text(room: Room, artifact: Artifact | None) -> str:
    """A stored file's words."""
    assert artifact is not None
    return room.artifacts.path(artifact).read_text()


def test_an_answer_comes_checked_with_its_price(room: Room) -> None:
    """A good answer is parsed; beside it stand its price, its tokens, the prompt and the raw answer."""
    answer = ask(room.desk())
    (one,) = answer.asked
    assert Score(why="The rain is real.", scene="rain", points=80) == answer.value
    assert ("claude-sonnet-5-5", "0.02", "answered") == (answer.model, str(answer.price), one.outcome)
    assert Usage(input=900, read=2000, output=120) == one.usage
    assert ("0.00", "0.02") == room.money
    assert "The rain is real." in text(room, one.answer)
    prompt = text(room, one.prompt)
    assert prompt.startswith("# critic asks claude-sonnet-5-5\n\nAt most 8,000 tokens, effort medium.")
    assert "<concept>Coffee beans fall like rain.</concept>" in prompt
    assert (True, "coffee/monday/animated/rain.critic/") == (one.simulated, one.slate[:35])


def test_the_first_question_opens_the_budget(room: Room) -> None:
    """A question that comes before the plan finds its money; a budget that is open stays as it is."""
    ask(room.desk())
    room.takes.ledger.open(BUDGET, room.desk().limit * 2)
    ask(room.desk(), question(nth=2))
    assert "2.00" == str(room.takes.ledger.balance(BUDGET).limit)


def test_the_same_question_is_paid_once(room: Room) -> None:
    """A second worker that asks the same in the same run gets the same answer at no cost."""
    first, second = ask(room.desk()), ask(room.desk())
    assert (first, 1, ("0.00", "0.02")) == (second, len(room.oracle.asked), room.money)


def test_two_workers_at_once_pay_once(room: Room) -> None:
    """Two workers on one database that ask the same at the same time send it once; both have the answer."""
    own = [Takes(ledger=Ledger(database=Database(url=room.database.url))) for _ in range(2)]

    async def both() -> list[Answer[Score]]:
        return list(await asyncio.gather(*(room.desk(takes=one).ask(question()) for one in own)))

    first, second = asyncio.run(both())
    assert (first, 1, ("0.00", "0.02")) == (second, len(room.oracle.asked), room.money)


def test_twenty_questions_at_once(room: Room) -> None:
    """Twenty different questions at once are all answered, each once, through as many slots as there are."""
    free, most = asyncio.Semaphore(4), []

    @asynccontextmanager
    async def slot() -> AsyncIterator[None]:
        async with free:
            most.append(4 - free._value)
            yield

    async def all_of_them() -> list[Answer[Score]]:
        desk = room.desk(slots=slot)
        wishes = [question(scene=f"scene_{number}", nth=number) for number in range(1, 21)]
        return list(await asyncio.gather(*map(desk.ask, wishes)))

    answers = asyncio.run(all_of_them())
    assert (20, 20, 4) == (len(answers), len(room.oracle.asked), max(most))
    assert ("0.00", "0.40") == room.money


def test_a_fresh_launch_asks_anew_and_its_answer_stays(room: Room) -> None:
    """`fresh` asks once a launch; from then on its answer, the newest, is the one that is used."""
    room.oracle.says(
        *(message(f'{{"why": "x", "scene": "rain", "points": {points}}}') for points in (1, 2, 3))
    )
    points = [
        ask(room.desk(fresh=fresh)).value.points for fresh in ("", "tuesday", "tuesday", "", "friday", "", "")
    ]
    assert [1, 2, 2, 2, 3, 3, 3] == points
    assert ("0.00", "0.06") == room.money


def test_a_lost_fresh_answer_leaves_the_old_one_in_use(room: Room) -> None:
    """Where a fresh question was lost, later launches use the answer that there is."""
    ask(room.desk())
    room.oracle.says(RuntimeError("connection reset"))
    assert "unknown" == unanswered(room.desk(fresh="tuesday")).asked[-1].outcome[:7]
    assert 80 == ask(room.desk()).value.points
    assert 2 == len(room.oracle.asked)


def test_what_is_wrong_is_told_once(room: Room) -> None:
    """An answer out of bounds is sent back with its fault; the second answer counts, both are paid."""
    room.oracle.says(WRONG)
    answer = ask(room.desk())
    assert ["invalid", "answered"] == [one.outcome.partition(":")[0] for one in answer.asked]
    assert (80, "0.04", ("0.00", "0.04")) == (answer.value.points, str(answer.price), room.money)
    assert "<faults>- points: Input should be less than or equal to 100.</faults>" in room.oracle.heard()
    assert "&lt;" not in room.oracle.heard(0)
    assert '<earlier_answer>{"why": "x", "scene": "rain", "points": 120}</earlier_answer>' in (
        room.oracle.heard()
    )
    assert answer == ask(room.desk())
    assert 2 == len(room.oracle.asked)


def test_a_second_fault_leaves_it_to_the_rules(room: Room) -> None:
    """Wrong twice is unanswered: the model is not asked a third time, now or in the next launch."""
    room.oracle.says(WRONG, message("no JSON at all"))
    told = unanswered(room.desk())
    assert ["invalid", "invalid"] == [one.outcome.partition(":")[0] for one in told.asked]
    assert (told.asked[-1].slate, "0.04") == (told.where, str(sum(one.price for one in told.asked)))
    assert told.asked == unanswered(room.desk()).asked
    assert (2, ("0.00", "0.04")) == (len(room.oracle.asked), room.money)


def test_the_roles_own_check_is_a_fault_too(room: Room) -> None:
    """What the role's check says of an answer of the right shape reaches the model as it stands."""
    strict = question(check=lambda value: [f"{value.points} points, but nothing was filmed."])
    told = unanswered(room.desk(), strict)
    assert "invalid: 80 points, but nothing was filmed." == told.what
    assert "<faults>- 80 points, but nothing was filmed.</faults>" in room.oracle.heard()


def test_a_cut_answer_gets_twice_the_room(room: Room) -> None:
    """An answer that was cut off is asked for once more with twice the tokens; both are paid."""
    room.oracle.says(HALF)
    answer = ask(room.desk())
    assert ["cut: the answer was cut off after 120 tokens", "answered"] == [
        one.outcome for one in answer.asked
    ]
    assert [8000, 16000] == [one.max_tokens for one in room.oracle.asked]


def test_cut_twice_names_the_setting(room: Room) -> None:
    """Cut off twice is unanswered, and the mend names the setting of the role."""
    room.oracle.says(HALF, HALF)
    assert "Raise `crew.critic.max_tokens` in settings.yaml." == unanswered(room.desk()).mend


def test_a_refusal_is_paid_and_not_asked_again(room: Room) -> None:
    """A model that declines is not asked twice; what the refusal cost is told."""
    room.oracle.says(message("", "refusal", stop_details={"category": "general_harms"}))
    told = unanswered(room.desk())
    assert "refused: the model declined (general_harms)." == told.what
    assert (1, ["0.02"]) == (len(room.oracle.asked), [str(one.price) for one in told.asked])
    assert told.what == unanswered(room.desk()).what
    assert 1 == len(room.oracle.asked)


def test_a_request_that_the_api_refuses_costs_nothing(room: Room) -> None:
    """A request that the API refuses as such is unanswered, free, and not sent again."""
    room.oracle.says(Refused("The image is too large.", mend="Send a smaller one."))
    told = unanswered(room.desk())
    assert ("refused: The image is too large.", "0.00") == (told.what, str(told.asked[0].price))
    unanswered(room.desk())
    assert (1, ("0.00", "0.00")) == (len(room.oracle.asked), room.money)


def test_a_lost_answer_is_never_asked_again_by_itself(room: Room) -> None:
    """A lost answer keeps its reservation; nobody asks again, and a person is told how to settle it."""
    room.oracle.says(OutcomeUnknown("The connection broke.", mend="Look."))
    told = unanswered(room.desk())
    assert "unknown: Whether oracle took this take is not known. The connection broke." == told.what
    assert f"studio takes give-up {told.asked[0].slate}" in told.mend
    assert f"studio takes show {told.where}" in told.mend
    unanswered(room.desk())
    assert (1, ("0.10", "0.00")) == (len(room.oracle.asked), room.money)
    assert "# critic asks" in text(room, told.asked[0].prompt)


def test_without_money_nothing_is_sent(room: Room) -> None:
    """A question that nobody can pay is unanswered, with the amounts; nothing is sent."""
    room.limit = "0.05"
    told = unanswered(room.desk())
    assert (
        "unpaid: $0.10 cannot be reserved. Free: contingency $0.05; of the limit $0.05: $0.05." == told.what
    )
    assert (0, "", "claude-sonnet-5-5") == (
        len(room.oracle.asked), told.asked[0].slate, told.asked[0].model
    )  # fmt: skip


def test_the_first_account_that_can_pays(room: Room) -> None:
    """Where the contingency cannot pay, the pilot that it is about does."""
    room.takes.ledger.open(BUDGET, room.desk().limit)
    room.takes.ledger.regrant(BUDGET, {"animated": room.desk().limit}, key="plan", memo="The plan.")
    ask(room.desk(), question(accounts=("contingency", "animated")))
    assert "0.02" == str(room.takes.ledger.balance(BUDGET).accounts["animated"].spent)


def test_a_second_question_that_nobody_can_pay_tells_what_the_first_cost(room: Room) -> None:
    """The money ends between the two questions: the first one's price is still told."""
    room.limit = "0.11"
    room.oracle.says(WRONG)
    told = unanswered(room.desk())
    assert ["invalid", "unpaid"] == [one.outcome.partition(":")[0] for one in told.asked]
    assert "0.02" == str(told.asked[0].price)


@pytest.mark.parametrize("kind", [TransientFailure, AccountRefused])
def test_what_heals_fails_the_step(room: Room, kind: type[TransientFailure]) -> None:
    """An outage or a wrong key fails the step at no cost, and the next launch asks."""
    room.oracle.says(kind("Not now.", mend="Later."))
    with pytest.raises(kind):
        ask(room.desk())
    assert 80 == ask(room.desk()).value.points
    assert ("0.00", "0.02") == room.money


def test_what_is_shared_stands_first_and_is_remembered(room: Room) -> None:
    """Shared words and pictures come first, up to the mark; then the question's pictures; the ask is last."""
    seen = [
        Seen(label, Picture(digest=kept.digest, media_type="image/png", width=28, height=28))
        for label in ("Mira [bible]", "frame 1 at 0.5 s")
        for kept in [room.artifacts.keep_bytes(label.encode(), ".png")]
    ]
    answer = ask(room.desk(), question(references=seen[:1], pictures=seen[1:]))
    content = room.oracle.asked[0].content
    shape = [(one.text[:9], one.keep) if isinstance(one, Words) else one.digest[:4] for one in content]
    digests = [one.picture.digest[:4] for one in seen]
    assert [
        ("<concept>", False), ("Mira [bib", False), digests[0], ("So much i", True),
        ("frame 1 a", False), digests[1], ("Judge the", False),
    ] == shape  # fmt: skip
    prompt = text(room, answer.asked[0].prompt)
    places = [room.artifacts.find(one.picture.digest).path for one in seen]  # type: ignore[union-attr]
    assert f"![Mira (bible)]({places[0]})" in prompt
    assert f"![frame 1 at 0.5 s]({places[1]})" in prompt


def test_what_can_wait_goes_to_the_batches(room: Room) -> None:
    """A question without hurry goes where it costs half, and its answer is used wherever it was asked."""
    batches = Batches(price="0.01", quoted="0.05")
    ask(room.desk(batches=batches), question(unhurried=True))
    assert (1, 0) == (len(batches.asked), len(room.oracle.asked))
    ask(room.desk(batches=batches))
    assert (1, 0, ("0.00", "0.01")) == (len(batches.asked), len(room.oracle.asked), room.money)
    ask(room.desk(batches=batches), question(nth=2))
    ask(room.desk(), question(unhurried=True, nth=2))
    assert (1, 1) == (len(batches.asked), len(room.oracle.asked))


def test_turning_batches_off_asks_nothing_anew(room: Room) -> None:
    """What a batch has answered is not paid again when questions are sent one by one from then on."""
    batches = Batches(price="0.01", quoted="0.05")
    ask(room.desk(batches=batches), question(unhurried=True))
    one_by_one = room.desk(batches=batches, waits=False)
    ask(one_by_one, question(unhurried=True))
    assert (1, 0, ("0.00", "0.01")) == (len(batches.asked), len(room.oracle.asked), room.money)
    ask(one_by_one, question(unhurried=True, nth=2))
    assert (1, 1) == (len(batches.asked), len(room.oracle.asked))
