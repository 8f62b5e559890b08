"""`studio providers try`: one call, its price first, and nothing paid twice or lost."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from resources.ledger.balance import Balance
from resources.simulator.far_side import FarSide
from studio_assets.wiring import doers
from tests.studio_assets.cli.far import KEY, far, goes_wrong, live, submits

__all__ = ["far", "live"]

TRY = ("providers", "try", "luma", "A paper kite.")


def purse() -> Balance:
    """The one budget of tools."""
    ledger = doers().ledger
    (budget,) = [one for one in ledger.budgets() if one.startswith("tools/try-")]
    assert () == ledger.audit(budget)
    return ledger.balance(budget)


def file_of(said: Any) -> Path:
    """The file that was told."""
    found = re.search(r"^  file +(.+)$", said.out, re.MULTILINE)
    assert found, said
    return Path(found[1])


def test_without_spend_the_price_is_said_and_nothing_is_sent(studio: Any, far: FarSide) -> None:
    """The price and how it came about are told, the command ends with 2, and the provider hears nothing."""
    said = studio(*TRY)
    assert 2 == said.code
    assert re.search(r"video/luma ray-3.2: \$0\.\d+ \(simulated money\): 1 generation x", said.out)
    assert "nothing was sent. Add --spend to pay it." in said.err
    assert ([], ()) == (far.seen, doers().ledger.budgets())


def test_real_money_is_refused_without_spend(
    studio: Any, live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Live and without the simulator the price has no label, and nothing is sent either."""
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", KEY)
    said = studio(*TRY)
    assert (2, False) == (said.code, "imulated" in said.out + said.err)
    assert re.search(r"This costs up to \$0\.\d+, and nothing was sent", said.err)


def test_it_is_paid_once_under_a_cap_of_its_price(studio: Any, far: FarSide) -> None:
    """The clip is there, its price is on the invoice once, and the budget is not a cent larger."""
    said = studio(*TRY, "--spend")
    assert (0, True) == (said.code, file_of(said).read_bytes()[4:8] == b"ftyp")
    (charge,) = far.invoice()
    balance = purse()
    assert Decimal(charge["charged"]) == balance.spent == balance.limit
    assert "(simulated money)" in said.out and "tools/try-" in said.out


def test_the_same_again_is_shown_for_nothing(studio: Any, far: FarSide) -> None:
    """On the same day the same command finds what was bought; --fresh buys one more, within its own cap."""
    first = studio(*TRY, "--spend")
    again = studio(*TRY)
    assert (0, file_of(first)) == (again.code, file_of(again))
    assert purse().limit == purse().spent
    assert 1 == submits(far)
    assert 2 == studio(*TRY, "--fresh").code
    assert 0 == studio(*TRY, "--fresh", "--spend").code
    assert (2, purse().limit) == (submits(far), purse().spent)


def test_a_lost_answer_is_never_sent_again(studio: Any, far: FarSide) -> None:
    """What may be paid is held and told, and asking again does not buy another."""
    goes_wrong(far, at="submit", what="drop_after")
    said = studio(*TRY, "--spend")
    assert (1, True) == (said.code, "is not known" in said.err)
    assert "Traceback" not in said.err
    goes_wrong(far, at="poll", what="slow", seconds=0)
    assert 1 == studio(*TRY, "--spend").code
    assert 1 == submits(far)
    assert purse().held == purse().limit


def test_a_worker_that_dies_after_its_submit_loses_nothing(studio: Any, far: FarSide) -> None:
    """What is under way when the command ends is fetched by the same command, at no further cost."""
    far.latency = 3.0
    said = studio(*TRY, "--spend", "--wait", "0")
    assert (1, True) == (said.code, "still generating" in said.err)
    far.latency = 0.2
    assert 0 == studio(*TRY).code
    assert 1 == submits(far)


def test_a_refusal_is_told_and_uncharged(studio: Any, far: FarSide) -> None:
    """What the provider's rules forbid ends with 1 and its words, and the money is free again."""
    goes_wrong(far, at="submit", what="moderate")
    said = studio(*TRY, "--spend")
    assert (1, True) == (said.code, "moderation" in said.err)
    assert (0, 0) == (purse().spent, purse().held)


def test_what_it_cannot_make_is_refused_before_anything_is_paid(studio: Any, far: FarSide) -> None:
    """A length or size that the model has not is told with those that it has."""
    said = studio(*TRY, "--seconds", "7", "--size", "62x34", "--spend")
    assert 1 == said.code
    assert "offered are 5, 10 s" in said.err and "its size is 62x34" in said.err
    assert [] == far.seen


@pytest.mark.parametrize("words", [("--seconds", "-1"), ("--seconds", "x"), ("--size", "big")])
def test_lengths_and_sizes_are_read_strictly(studio: Any, words: tuple[str, str]) -> None:
    """What is no length or size is a mistake in words."""
    said = studio(*TRY, *words)
    assert (2, True) == (said.code, "Write " in said.err)


def test_without_a_key_the_variable_is_named(studio: Any, live: None) -> None:
    """A key that is missing is told before any budget is opened."""
    said = studio(*TRY, "--spend")
    assert (1, True) == (said.code, "Set LUMA_AGENTS_API_KEY." in said.err)
    assert () == doers().ledger.budgets()


def test_media_that_come_with_the_answer_are_tried_too(studio: Any, far: FarSide) -> None:
    """A provider of pictures that answers at once goes the same way."""
    said = studio("providers", "try", "dalle", "A paper kite.", "--spend")
    assert (0, b"\x89PNG") == (said.code, file_of(said).read_bytes()[:4])


def test_a_key_frame_opens_the_clip(studio: Any, far: FarSide, tmp_path: Path) -> None:
    """The picture of --first-frame reaches the provider; what is no picture is a mistake."""
    frame = tmp_path / "frame.png"
    Image.new("RGB", (96, 54), "navy").save(frame)
    assert 0 == studio(*TRY, "--first-frame", str(frame), "--spend").code
    assert hashlib.sha256(frame.read_bytes()).hexdigest() == far.jobs()[0].wish.first_frame
    (tmp_path / "no.png").write_text("no picture")
    for name in ("no.png", "nothing.png"):
        said = studio(*TRY, "--first-frame", str(tmp_path / name))
        assert (2, True) == (said.code, "Name " in said.err)


def test_a_model_that_wants_a_key_frame_says_so(studio: Any) -> None:
    """What films nothing without a key frame asks for one before any price is told."""
    said = studio("providers", "try", "stability", "A paper kite.")
    assert (2, True) == (said.code, "Add --first-frame FILE" in said.err)


def test_in_the_simulated_environment_it_is_played(studio: Any) -> None:
    """Without any key a live provider's call is played with its own price, and labelled."""
    said = studio("providers", "try", "luma", "A paper kite.", "--spend")
    assert (0, True) == (said.code, said.out.startswith("Simulated: "))
    assert "-simulated/video/luma/" in said.out and file_of(said).is_file()
