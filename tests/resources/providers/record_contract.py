"""Runs the contract suite of live providers and records what it found: `resources/providers/contract.json`.

    python -m tests.resources.providers.record_contract

Run it after a change to a provider. `studio providers list` calls a provider tested only while its
sources are those that are recorded here.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from resources.providers.contract import ContractRun, source_hash, write_record
from resources.providers.registry import found

SUITE = [str(file) for file in sorted(Path(__file__).parent.glob("test_live_*.py"))]


class Recorder:
    """Counts the outcome of each test for the provider that it names."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.counts: dict[str, Counter[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            call = getattr(item, "callspec", None)
            if call is not None and "word" in call.params:
                self.words[item.nodeid] = call.params["word"]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        word = self.words.get(report.nodeid)
        if word and (report.when == "call" or report.outcome != "passed"):
            self.counts.setdefault(word, Counter())[report.outcome] += 1


def main() -> int:
    """Run the suite and write the record; the suite's exit code."""
    # Before the run: what is edited while it runs was not tested.
    sources = {f"{kind}/{name}": source_hash(cls) for (kind, name), cls in found().items()}
    recorder = Recorder()
    code = pytest.main(["-q", "--no-header", *SUITE], plugins=[recorder])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        return int(code)  # it did not run to its end, so that it found nothing
    today = datetime.now(UTC).date()
    write_record(
        {
            word: ContractRun(source=sources[word], date=today, **counts)
            for word, counts in recorder.counts.items()
        }
    )
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
