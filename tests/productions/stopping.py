"""Stops a making in the middle, as a power cut does."""

from __future__ import annotations

import signal
import subprocess
from datetime import UTC, datetime

from sqlalchemy import update

from resources.takes.tables import TAKES
from tests.productions.studio import Studio

__all__ = ["killed_at", "leases_end"]


def killed_at(studio: Studio, sign: str, nth: int = 1) -> None:
    """Run the film in a process of its own and kill -9 it when a line of its progress says so."""
    process = subprocess.Popen(
        studio.command("run", "coffee"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if sum(sign in one for one in lines) == nth:
            break
    process.send_signal(signal.SIGKILL)
    assert -signal.SIGKILL == process.wait(60), "".join(lines)
    process.stdout.close()


def leases_end(studio: Studio) -> None:
    """Let the time pass in which a dead submitter's request may still be on its way."""
    with studio.doers.ledger.database.transaction() as tx:
        tx.execute(update(TAKES).values(lease_until=datetime.now(UTC)))
