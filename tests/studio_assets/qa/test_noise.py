"""By how much a judge's askings differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from resources.errors import NotConfigured, StudioError
from studio_assets.qa.noise import PRIOR, keep, noise_of, repeatability

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of its own."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    return tmp_path


def _scores(*values: str) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, values))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (_scores("80", "82", "84"), "2.00"),
        (_scores("80", "81"), "0.71"),
        (_scores("78.15", "78.15", "78.15"), "0.00"),
        (_scores("2", "4", "4", "4", "5", "5", "7", "9"), "2.14"),
    ],
    ids=["three", "two", "always-the-same", "textbook"],
)
def test_repeatability(scores: tuple[Decimal, ...], expected: str) -> None:
    """The spread is the sample standard deviation, with one less than the askings below."""
    assert Decimal(expected) == repeatability(scores)


def test_one_asking_has_no_spread() -> None:
    """One asking is refused, with the mend."""
    with pytest.raises(StudioError) as one:
        repeatability(_scores("80"))
    assert "Ask the same clip at least twice." == one.value.mend


def test_a_prior_until_it_is_measured() -> None:
    """What was never measured is assumed, and says so."""
    found = noise_of("claude-haiku-5-5", simulated=False)
    assert (PRIOR, "3 points, assumed, not measured") == (found.points, found.words)


def test_clips_are_pooled_and_measured_anew() -> None:
    """Measurements of several clips count together by their askings; the same clip's is replaced."""
    for clip, scores in (("a", ("10", "90")), ("a", ("80", "82", "84")), ("b", ("60", "60"))):
        keep("claude-haiku-5-5", clip, _scores(*scores), DAY, simulated=False)
    found = noise_of("claude-haiku-5-5", simulated=False)
    # (2 x 4 + 1 x 0) / 3 = 2.67, its root is 1.63
    assert (Decimal("1.63"), "1.63 points, measured on 2 clips") == (found.points, found.words)


def test_play_and_earnest_are_apart() -> None:
    """What the simulator answered says nothing of the model that it plays."""
    keep("claude-haiku-5-5", "a", _scores("10", "90"), DAY, simulated=True)
    assert 0 == noise_of("claude-haiku-5-5", simulated=False).clips
    assert 1 == noise_of("claude-haiku-5-5", simulated=True).clips


def test_a_broken_file_says_the_mend(home: Path) -> None:
    """A file that does not fit is named, with what to do."""
    keep("claude-haiku-5-5", "a", _scores("80", "82"), DAY, simulated=False)
    (file,) = (home / "profiles").iterdir()
    file.write_text("{}")
    with pytest.raises(NotConfigured) as broken:
        noise_of("claude-haiku-5-5", simulated=False)
    assert (str(file), "Delete it, or measure again.") == (broken.value.where, broken.value.mend)
