"""How a provider stands: derived, never set."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from resources.errors import NotConfigured
from resources.providers import contract, prices
from resources.providers.contract import ContractRun, read_record, source_hash, write_record
from resources.providers.credentials import last_check, note_check
from resources.providers.live import LiveProvider
from resources.providers.registry import found, providers
from resources.providers.standing import Standing, standing
from resources.providers.video.luma import Luma

TODAY = date(2026, 11, 21)
LUMA = ("video", "luma")
KEY = "canary-5f3b1c"


@pytest.fixture(autouse=True)
def luma_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Luma with a key, and a record in which it has passed."""
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", KEY)
    monkeypatch.setattr(contract, "RECORD", tmp_path / "contract.json")
    record()


def record(**fields: Any) -> None:
    """Record what the suite found of Luma."""
    values = {"source": source_hash(Luma), "date": TODAY, "passed": 30, **fields}
    write_record({"video/luma": ContractRun(**values)})


def now() -> Standing:
    """How Luma stands."""
    return standing(LUMA, found()[LUMA], providers("live"), TODAY)


def luma() -> LiveProvider:
    """Luma as it is set up."""
    built = providers("live")[LUMA]  # type: ignore[index]
    assert isinstance(built, LiveProvider)
    return built


def test_a_key_that_was_never_asked_about_is_unchecked() -> None:
    """All is well but the key, of which nobody knows, and the mend is the free command."""
    assert "unchecked" == now().status
    assert "`studio providers check video/luma`" in now().lacks[0].mend


def test_ready_is_tested_priced_and_accepted() -> None:
    """Nothing is missing once the provider has accepted this key."""
    note_check(luma(), accepted=True, said="", today=TODAY)
    assert ("ready", ()) == (now().status, now().lacks)
    assert "contract passed 2026-11-21 (30 tests)" == now().contract


def test_a_refused_key_is_said_until_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider's refusal is told with its day; another key is a new question."""
    note_check(luma(), accepted=False, said="Who are you?", today=TODAY)
    assert ("refused", True) == (now().status, "2026-11-21: Who are you?" in now().lacks[0].what)
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", "another")
    assert "unchecked" == now().status


def test_what_the_simulator_accepts_says_nothing_of_the_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that the simulator took is unchecked where it is live, and the other way round."""
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", "http://127.0.0.1:9")
    note_check(luma(), accepted=True, said="", today=TODAY)
    assert "ready" == now().status
    monkeypatch.delenv("STUDIO_SIMULATOR_URL")
    assert "unchecked" == now().status


def test_the_note_of_a_check_does_not_hold_the_key(home: Path) -> None:
    """What is kept of a check tells nobody the key, and a spoilt note is no check."""
    note_check(luma(), accepted=True, said="", today=TODAY)
    notes = [file for file in home.rglob("*") if file.is_file()]
    assert notes and all(KEY not in file.read_text() for file in notes)
    notes[0].write_text("{")
    assert last_check(luma()) is None


@pytest.mark.parametrize("fields, status, words", [
    ({"source": "0000"}, "changed", "changed since its contract test of 2026-11-21"),
    ({"failed": 2}, "failed", "2 of 32 contract tests failed on 2026-11-21"),
])  # fmt: skip
def test_only_the_tested_code_counts_as_tested(fields: dict[str, Any], status: str, words: str) -> None:
    """Code that was changed since, or found wanting, is never called ready."""
    record(**fields)
    note_check(luma(), accepted=True, said="", today=TODAY)
    assert (status, words) == (now().status, now().contract)


def test_what_the_suite_never_saw_is_untested(tmp_path: Path) -> None:
    """Without a record nothing is claimed."""
    (tmp_path / "contract.json").unlink()
    assert ("untested", "no contract test is recorded") == (now().status, now().contract)


def test_without_a_key_its_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first thing to do is told first."""
    monkeypatch.delenv("LUMA_AGENTS_API_KEY")
    assert ("no key", "Set LUMA_AGENTS_API_KEY.") == (now().status, now().lacks[0].mend)


@pytest.mark.parametrize("fields, status", [
    ('{"enabled": false}', "off"),
    ('{"model": "ray-9"}', "misconfigured"),
    ('{"modle": "ray-3.2"}', "misconfigured"),
    ("{", "misconfigured"),
])  # fmt: skip
def test_its_settings_decide_whether_it_can_be_used(
    fields: str, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings that switch it off or do not fit are told, not raised."""
    monkeypatch.setenv("STUDIO_VIDEO_LUMA", fields)
    assert status == now().status
    assert now().lacks[0].mend


def test_without_a_price_nothing_is_bought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A provider whose default model has no price is not ready, and the mend shows the row to add."""
    (tmp_path / "prices.yaml").write_text("[]")
    monkeypatch.setattr(prices, "TABLE", tmp_path / "prices.yaml")
    prices._table.cache_clear()
    try:
        assert ("no price", None) == (now().status, now().price_age)
        assert "provider: luma" in now().lacks[0].mend
    finally:
        prices._table.cache_clear()


def test_the_age_is_that_of_the_oldest_price() -> None:
    """However fresh the others are, the oldest price is the one to look at."""
    dates = [row.date for row in prices.load().rows if (row.kind, row.provider) == LUMA]
    assert (TODAY - min(dates)).days == now().price_age


def test_a_simulated_provider_needs_nothing() -> None:
    """Who makes media here for play money lacks nothing."""
    offer = ("video", "simulated")
    found_now = standing(offer, found()[offer], providers("simulated"), TODAY)  # type: ignore[index]
    assert ("simulated", ()) == (found_now.status, found_now.lacks)


def test_the_hash_follows_what_a_provider_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change in a file beside it that it imports is a change of the provider; a stranger's is none."""
    package = tmp_path / "abroad"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "far.py").write_text(
        "from abroad.wire import BODY\nclass Far:\n    __module__ = 'abroad.far'\n"
    )
    (package / "wire.py").write_text("BODY = 1\n")
    (package / "other.py").write_text("OTHER = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    cls: Any = type("Far", (), {"__module__": "abroad.far"})
    before = source_hash(cls)
    (package / "other.py").write_text("OTHER = 2\n")
    assert before == source_hash(cls)
    (package / "wire.py").write_text("BODY = 2\n")
    assert before != source_hash(cls)


def test_a_record_that_cannot_be_read_ends_in_words(tmp_path: Path) -> None:
    """A damaged record names the command that writes it anew."""
    (tmp_path / "contract.json").write_text(json.dumps({"video/luma": 1}))
    with pytest.raises(NotConfigured, match=r"record_contract"):
        read_record()
