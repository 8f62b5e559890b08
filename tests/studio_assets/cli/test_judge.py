"""`studio judge`: one clip asked about several times, over real HTTP, and what is kept of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resources.money import ZERO
from resources.simulator.answer.answers import Answers, Rule
from resources.simulator.answer.claude import ClaudePart
from resources.simulator.far_side import FarSide
from resources.simulator.server import running
from studio_assets.qa.noise import PRIOR, noise_of
from studio_assets.wiring import doers

HAIKU = "claude-haiku-5-5"
SHOT = "boat/drawn/launch"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Claude at a simulator."""
    with running(FarSide(tmp_path_factory.mktemp("far"), latency=0), [ClaudePart]) as simulator:
        yield simulator


@pytest.fixture
def far(studio: Any, film: Any, server: Any, monkeypatch: pytest.MonkeyPatch) -> FarSide:
    """The house of the film, live, before a simulator that is told what to say; with a key."""
    shutil.rmtree(studio.house.home, ignore_errors=True)
    shutil.copytree(Path(film.house.home), studio.house.home)
    for name, value in (("ENV", "live"), ("SIMULATOR_URL", server.url)):
        monkeypatch.setenv(f"STUDIO_{name}", value)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "canary-5f3b1c")
    server.far.answers = Answers([_seen(nth, score) for nth, score in enumerate((90, 80, 85), start=1)])
    server.far.seen.clear()
    side: FarSide = server.far
    return side


def _seen(nth: int, score: int) -> Rule:
    """What the judge says the nth time."""
    names = ("visual_accuracy", "style_consistency", "technical_quality", "narrative_fit")
    marks = {name: {"evidence": "Frame 0 shows it.", "score": score} for name in names}
    return Rule(nth=str(nth), fields={"frames_seen": 6, **marks})


def _charged(far: FarSide) -> Decimal:
    return sum((Decimal(line["charged"]) for line in far.invoice()), ZERO)


def test_how_far_a_judges_askings_differ_is_measured_paid_once_and_kept(studio: Any, far: FarSide) -> None:
    """Three askings differ on the wire and in their scores; their spread is kept; the film pays nothing."""
    film, bill = doers().runs.newest("boat"), _charged(far)
    before = doers().ledger.balance(f"boat/{film.run}")
    assert PRIOR == noise_of(HAIKU, simulated=True).points
    said = studio("judge", SHOT, "-k", "3")
    assert 0 == said.code, said
    bodies = [json.loads(one.body) for one in far.seen if one.does == "submit"]
    assert [None, "asking-2", "asking-3"] == [body.get("metadata", {}).get("user_id") for body in bodies]
    assert 1 == len({json.dumps(body["messages"]) for body in bodies})
    scores = [Decimal(one) for one in re.findall(r"asking \d +([\d.]+)", said.out)]
    assert (scores[0] - scores[2], scores[2] - scores[1]) == (scores[2] - scores[1], scores[0] - scores[2])
    known = noise_of(HAIKU, simulated=True)
    assert (known.points, 1) == (scores[0] - scores[2], known.clips)
    assert f"spread     {known.points} points" in said.out
    assert f"The noise of {HAIKU} is now {known.points} points, measured on 1 clip" in said.out
    paid = Decimal(re.search(r"spent +\$([\d.]+) \(simulated money\)", said.out)[1])
    most = Decimal(re.search(r"up to \$([\d.]+) \(simulated money\)", said.out)[1])
    assert (_charged(far) - bill, True) == (paid, paid < most)
    assert before == doers().ledger.balance(f"boat/{film.run}")
    assert (noise_of(HAIKU, simulated=False).points, 0) == (PRIOR, noise_of(HAIKU, simulated=False).clips)
    again = studio("judge", f"boat/{film.run}/drawn/launch", "-k", "3")
    assert (0, True, 3) == (
        again.code,
        "spent      $0.00" in again.out,
        sum(one.does == "submit" for one in far.seen),
    )


def test_real_money_wants_a_word(studio: Any, far: FarSide, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `--spend` the price is said, and nothing is sent."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL")
    said = studio("judge", SHOT)
    assert (2, []) == (said.code, far.seen)
    assert re.search(rf"5 askings of {HAIKU}, up to \$0\.\d+ in all", said.out)
    assert "Add --spend to pay it." in said.err
    assert not [name for name in doers().ledger.budgets() if name.startswith("tools/")]


@pytest.mark.parametrize(("words", "mend"), [
    (("boat",), "Write production/run/pilot/scene"),
    (("boot/drawn/launch",), "Did you mean boat?"),
    (("boat/drawn/lunch",), "Did you mean drawn/launch?"),
    ((SHOT, "--run", "2020-01-01"), "There are: 2"),
])  # fmt: skip
def test_a_clip_that_is_not_there_is_named_nearly(
    studio: Any, far: FarSide, words: tuple[str, ...], mend: str
) -> None:
    """A slip ends in words with the nearest name, and nothing is sent."""
    said = studio("judge", *words)
    assert (2, True, []) == (said.code, mend in said.err, far.seen), said


@pytest.mark.parametrize(("name", "value", "mend"), [
    ("STUDIO_ENV", "simulated", "STUDIO_ENV=live"), ("ANTHROPIC_API_KEY", "", "ANTHROPIC_API_KEY"),
])  # fmt: skip
def test_where_claude_cannot_be_asked_the_mend_is_said(
    studio: Any, far: FarSide, monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str
) -> None:
    """No noise is made up where nobody judges."""
    monkeypatch.setenv(name, value)
    said = studio("judge", SHOT)
    assert (1, True, []) == (said.code, mend in said.err, far.seen)
