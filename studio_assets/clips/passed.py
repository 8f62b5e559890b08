"""A clip that passed once stays: no judge who is asked in other words films it anew for money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from resources.artifacts.port import ArtifactStore
from studio_assets.document import Value
from studio_assets.qa.report import QAReport

__all__ = ["Passed"]

VERSION = "1"
"""Of what is kept; another one forgets which clips have passed."""


class _Pass(Value):
    """What a clip has reached.

    Args:
        threshold: that it passed.
        seen: whether a judge looked at it; else it was measured alone.
    """

    threshold: Decimal
    seen: bool


@dataclass(frozen=True)
class Passed:
    """Which clips of one run have passed.

    A question to a judge holds more than decides a clip: the concept, what is said over it, how the scene
    is to join its neighbours. An edit of those asks anew, and a verdict near the threshold may then turn;
    the clip is still the one that was ordered and passed.

    Args:
        artifacts: where it is kept.
        production: its name.
        run: the run's key.
    """

    artifacts: ArtifactStore
    production: str
    run: str

    def stands(self, report: QAReport) -> bool:
        """Whether the clip of a report has passed as much before: no higher threshold, no sharper look."""
        known = self._known(report)
        return known is not None and known.threshold >= report.threshold and known.seen >= _seen(report)

    def remember(self, report: QAReport) -> None:
        """Keep that a clip has passed, if it has.

        Args:
            report: on a clip of this run.
        """
        if not report.passed or self.stands(report):
            return
        reached = _Pass(threshold=report.threshold, seen=_seen(report))
        stored = self.artifacts.keep_bytes(reached.model_dump_json().encode(), ".json")
        self.artifacts.remember(self._key(report), stored)

    def _known(self, report: QAReport) -> _Pass | None:
        found = self.artifacts.recall(self._key(report))
        return None if found is None else _Pass.model_validate_json(self.artifacts.path(found).read_bytes())

    def _key(self, report: QAReport) -> str:
        names = (self.production, self.run, report.pilot, report.scene)
        return f"passed/{VERSION}/{'/'.join(names)}/{report.clip}"


def _seen(report: QAReport) -> bool:
    return report.judge != "rules"
