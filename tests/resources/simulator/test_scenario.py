"""Scenarios: by name, from a file, and what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from resources.errors import NotConfigured
from resources.simulator.scenario import FAULTS, Fault, names, scenario, shows

SHIPPED = {
    "bad_key", "calm", "claude_breaks_off", "claude_busy", "claude_cuts_off", "claude_refuses",
    "claude_spend_limit", "corrupt_media", "duplicate_completion", "expired_urls", "late", "lost_answers",
    "midnight_slowness", "moderated_prompts", "moderated_results", "outage", "rate_limited",
    "rate_limited_with_retry_after", "server_errors_after", "server_errors_before", "slow_media",
    "truncated_media", "unpaid", "wrong_duration",
}  # fmt: skip


def at(hour: int, minute: int) -> datetime:
    """A time of day in UTC."""
    return datetime(2026, 11, 21, hour, minute, tzinfo=UTC)


def test_the_promised_scenarios_ship() -> None:
    """Every case that a provider can get wrong has a scenario by name."""
    assert SHIPPED == set(names())


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_scenario_loads_and_says_what_it_shows(name: str) -> None:
    """Each file fits, and its first line is a sentence for `studio simulate --list`."""
    found = scenario(name)
    assert (name == "calm") == (found.faults == ())
    assert shows(name).endswith(".") and not shows(name).startswith("#")


@pytest.mark.parametrize("place", sorted(FAULTS))
def test_a_fault_that_a_place_cannot_have_is_refused(place: str) -> None:
    """What could never happen is a mistake when it is loaded, with the faults that there are."""
    every = {what for some in FAULTS.values() for what in some}
    for what in sorted(every - set(FAULTS[place])):  # type: ignore[index]
        with pytest.raises(ValidationError, match="cannot happen at"):
            Fault(at=place, what=what)  # type: ignore[arg-type]
    for what in FAULTS[place]:  # type: ignore[index]
        assert what == Fault(at=place, what=what).what  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "{at: submit, what: rate_limit, status: 502}",
        "{at: submit, what: unpaid, retry_after: 3}",
        "{at: end, what: duplicate, seconds: 3}",
        '{at: end, what: late, until: "01:00"}',
        '{at: end, what: late, begin: "25:00"}',
        "{at: end, what: wrong_duration, provider: speech/inworld}",
        "{at: submit, what: unpaid, provider: luma}",
        "{at: submit, what: unpaid, when: first}",
        "{at: submit, what: nothing}",
        "{at: submit, what: unpaid, colour: red}",
        "{at: end, what: refuse, provider: video/luma}",
        "{at: poll, what: outage, matching: the critic}",
    ],
)
def test_a_field_that_would_say_nothing_is_refused(tmp_path: Path, line: str) -> None:
    """Nothing is read and ignored: the error names the file and the field."""
    file = tmp_path / "mine.yaml"
    file.write_text(f"faults:\n  - {line}\n")
    with pytest.raises(NotConfigured, match=r"faults\.0") as caught:
        scenario(str(file))
    assert (str(file), True) == (caught.value.where, bool(caught.value.mend))


@pytest.mark.parametrize("word", ["stormy", "mine.txt", "../scenarios/calm"])
def test_an_unknown_scenario_is_told_with_those_there_are(word: str) -> None:
    """A misspelt name is an error that lists the right ones."""
    with pytest.raises(NotConfigured) as caught:
        scenario(word)
    assert "lost_answers" in caught.value.mend


def test_a_scenario_holds_at_its_time_of_day() -> None:
    """Midnight slowness begins before midnight, ends after it, and spares the day."""
    late = scenario("midnight_slowness")
    times = {at(23, 29): False, at(23, 30): True, at(0, 10): True, at(0, 30): False, at(12, 0): False}
    assert times == {now: late.fault("end", "video/toy", 1, now) is not None for now in times}
    evening = Fault(at="end", what="late", begin="18:00")
    assert [False, True] == [evening.holds("end", "video/toy", 1, at(hour, 0)) for hour in (17, 23)]


def test_what_is_of_answers_spares_all_else() -> None:
    """A refusal of Claude's never meets a clip, so that it hides no other fault of the scenario."""
    refusal = Fault(at="end", what="refuse")
    held = {part: refusal.holds("end", part, 1, at(0, 0)) for part in ("answer/claude", "video/toy")}
    assert {"answer/claude": True, "video/toy": False} == held


def test_the_first_fault_that_holds_happens() -> None:
    """A scenario is read from above."""
    assert "late" == getattr(scenario("midnight_slowness").fault("end", "x", 1, at(0, 0)), "what", None)
    assert None is scenario("calm").fault("submit", "video/toy", 1, at(0, 0))


def test_numbers_and_times_need_no_quotes(tmp_path: Path) -> None:
    """YAML's own reading of `1` and of `23:30` is what its writer meant."""
    file = tmp_path / "mine.yaml"
    file.write_text("faults:\n  - {at: end, what: late, when: 1, begin: 23:30, until: 00:30}\n")
    (fault,) = scenario(str(file)).faults
    assert ("1", "23:30", "00:30") == (fault.when, fault.begin, fault.until)


def test_the_how_to_names_all_that_can_go_wrong(tmp_path: Path) -> None:
    """Every place, fault and field stands in the how-to, and its example loads."""
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "simulate-providers.md").read_text()
    words = {*FAULTS, *(what for some in FAULTS.values() for what in some), *Fault.model_fields}
    assert set() == {word for word in words if not re.search(rf"\b{word}\b", page)}
    file = tmp_path / "mine.yaml"
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0])
    assert 4 == len(scenario(str(file)).faults)
