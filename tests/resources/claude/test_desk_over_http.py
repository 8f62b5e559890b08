"""The desk against the simulated API: the same promises, over the wire and by its prices."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from resources.claude.answer import Unanswered
from resources.claude.desk import Desk
from resources.claude.question import Seen
from resources.clock import ManualClock
from resources.providers.answer.claude import Claude
from resources.providers.request import Picture
from resources.simulator.answer.answers import Answers, Rule
from resources.simulator.answer.claude import ClaudePart
from resources.simulator.far_side import FarSide
from resources.simulator.server import Simulator, running
from tests.resources.claude.oracle import Room, question


@pytest.fixture(scope="module")
def sim(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One simulator that answers at once."""
    far = FarSide(tmp_path_factory.mktemp("far"), clock=ManualClock(), latency=0)
    with running(far, [ClaudePart]) as simulator:
        yield simulator


@pytest.fixture
def desk(room: Room, sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with the real client, which talks to the simulator."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", sim.url)
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(room.folder))
    return room.desk(provider=Claude(api_key="studio-tests"))


def test_a_question_with_a_picture_is_asked_mended_and_paid(desk: Desk, room: Room, sim: Simulator) -> None:
    """A fault is told to the model, its second answer counts, and both are settled by their tokens."""
    sim.far.answers = Answers([Rule(nth="1", fields={"points": 120})])
    png = BytesIO()
    Image.new("RGB", (56, 28), "navy").save(png, "PNG")
    kept = room.artifacts.keep_bytes(png.getvalue(), ".png")
    seen = Seen("Mira", Picture(digest=kept.digest, media_type="image/png", width=56, height=28))
    answer = asyncio.run(desk.ask(question(references=[seen])))
    assert ["invalid", "answered"] == [one.outcome.partition(":")[0] for one in answer.asked]
    assert 0 <= answer.value.points <= 100
    usage = answer.asked[0].usage
    assert usage is not None and usage.input + usage.written_5m > 0 and usage.output > 0
    assert all(one.price > 0 and one.simulated for one in answer.asked)
    assert ("0.00", answer.price) == (room.money[0], Decimal(room.money[1]))
    submits = [one for one in sim.far.seen if one.does == "submit"]
    assert answer.asked == asyncio.run(desk.ask(question(references=[seen]))).asked
    assert 2 == len(submits) == len([one for one in sim.far.seen if one.does == "submit"])


def test_a_refusal_over_the_wire_leaves_it_to_the_rules(desk: Desk, room: Room, sim: Simulator) -> None:
    """A model that declines is paid for what it read, and nobody asks again."""
    sim.far.answers = Answers([Rule(stop_reason="refusal")])
    with pytest.raises(Unanswered, match="refused: the model declined") as told:
        asyncio.run(desk.ask(question()))
    assert Decimal(room.money[1]) == told.value.asked[0].price
