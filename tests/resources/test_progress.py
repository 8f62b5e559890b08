"""Progress reaches whoever listens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from resources.progress import LOGGER, Progress, report


@pytest.mark.parametrize(
    ("expected", "detail"),
    [("shoot animated/desk: filmed", ""), ("shoot animated/desk: filmed (take 2)", "take 2")],
)
def test_progress_reads_as_a_line(expected: str, detail: str, caplog: pytest.LogCaptureFixture) -> None:
    """Each step forward stands in the log as one readable line."""
    with caplog.at_level("INFO", LOGGER):
        report(Progress(stage="shoot", subject="animated/desk", state="filmed", detail=detail))
    assert [expected] == caplog.messages


def test_progress_carries_its_figures(caplog: pytest.LogCaptureFixture) -> None:
    """Listeners get the step forward itself, with its price."""
    moved = Progress(stage="shoot", subject="animated/desk", state="fetched", price=Decimal("1.25"))
    with caplog.at_level("INFO", LOGGER):
        report(moved)
    assert [moved] == [record.progress for record in caplog.records]
