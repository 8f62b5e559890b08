"""Every resource, wired from the environment, under the name that Dagster's UI shows."""

from __future__ import annotations

import os
from typing import Any

from dagster import EnvVar

from resources.artifacts.chosen import artifact_store
from resources.database.database import Database
from resources.ledger.ledger import Ledger
from resources.media.resource import Media
from resources.memory.library import Memory
from resources.project import environment
from resources.providers.registry import providers
from resources.runs.runs import Runs
from resources.takes.journal import Takes
from studio_assets.call_sheet import Doers
from studio_assets.crew import Crew
from studio_assets.limits import Limits

__all__ = ["DATABASE", "doers", "resources"]

DATABASE = "STUDIO_DATABASE_URL"
"""Environment variable of the ledger's and journal's database; unset means SQLite in STUDIO_HOME."""


def resources(*, secrets_as_names: bool = False) -> dict[str, Any]:
    """Resource key -> resource.

    Args:
        secrets_as_names: give Dagster the names of variables that may hold secrets instead of their
            values, so that its UI shows the names. Outside a Dagster run only values work.
    """
    url = os.environ.get(DATABASE, "")
    database = Database(url=EnvVar(DATABASE) if url and secrets_as_names else url)
    ledger = Ledger(database=database)
    found = providers(environment(), secrets_as_names=secrets_as_names)
    return {
        "crew": Crew.configured(),
        "database": database,
        "ledger": ledger,
        "takes": Takes(ledger=ledger),
        "runs": Runs(database=database),
        "artifacts": artifact_store(),
        "media": Media(),
        "memory": Memory(),
        "limits": Limits(),
        **{f"{kind}_{name}": provider for (kind, name), provider in found.items()},
    }


def doers() -> Doers:
    """The same resources for use outside Dagster: the command line and the sensors."""
    return Doers.of(resources())
