"""What everyone needs who goes to a provider for a take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from resources.clock import Clock
from resources.errors import OutcomeUnknown
from resources.progress import Progress, report
from resources.providers.live import LiveProvider
from resources.providers.port import Provider
from resources.takes.journal import Takes
from resources.takes.store import Store
from resources.takes.take import Take

__all__ = ["STAGES", "Errand"]

STAGES = {"video": "shoot", "image": "shoot", "speech": "speak", "music": "compose", "answer": "ask"}
"""Kind of a take -> the stage of its progress."""


@dataclass(frozen=True)
class Errand:
    """One worker's way to one provider.

    Args:
        provider: who makes it.
        takes: the journal.
        artifacts: where its file goes.
        clock: the time, and how to wait.
        worker: a name of this worker that no other has.
    """

    provider: Provider
    takes: Takes
    artifacts: Store
    clock: Clock
    worker: str

    @property
    def interval(self) -> float:
        """Seconds between two polls: the provider's field, else what it advises."""
        chosen = self.provider.interval if isinstance(self.provider, LiveProvider) else 0.0
        return chosen or self.provider.poll_interval()

    def tell(self, take: Take, state: str, *, price: Decimal | None = None, detail: str = "") -> None:
        """Report the progress of a take.

        Args:
            take: which.
            state: a word for where it is.
            price: dollars, once settled.
            detail: more words.
        """
        subject = f"{take.pilot}/{take.scene}"
        report(Progress(stage=STAGES[take.kind], subject=subject, state=state, price=price, detail=detail))

    def unknown(self, take: Take, words: str) -> OutcomeUnknown:
        """The error for a take of which nobody knows whether it is paid.

        Args:
            take: which.
            words: what was seen.
        """
        return OutcomeUnknown(
            f"Whether {take.provider} took this take is not known. {words}",
            mend=(
                "Go on with the same run in a few minutes: it is looked up by its slate."
                if self.provider.capabilities(take.model).lists
                else f"Look for it on {take.provider}'s site, then say what you found: "
                f"`studio takes claim {take.slate} --as ID`, or `studio takes give-up {take.slate}`."
            ),
            where=take.slate,
        )
