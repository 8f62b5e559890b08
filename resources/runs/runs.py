"""Runs: which there are, what each is made from, and which cut was picked."""

from __future__ import annotations

from datetime import UTC, datetime

from dagster import ConfigurableResource
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from resources.database.database import Database
from resources.database.once import insert_once
from resources.errors import StudioError
from resources.runs.run import Pick, Run
from resources.runs.tables import PICKS, RUNS

__all__ = ["Runs"]


class Runs(ConfigurableResource):  # type: ignore[type-arg]
    """Runs and picks; each method is one transaction.

    Args:
        database: where they are kept.
    """

    database: Database

    def start(self, production: str, run: str, snapshot: str) -> Run:
        """Begin a run; a run that has begun keeps the snapshot that it has.

        Args:
            production: its name.
            run: the run's name.
            snapshot: JSON text of the production.

        Returns:
            The run as it is kept.
        """
        now = datetime.now(UTC)
        row = {"production": production, "run": run, "snapshot": snapshot, "created": now, "updated": now}
        with self.database.transaction() as tx:
            insert_once(tx, RUNS, row)
            return _run(tx, production, run)

    def get(self, production: str, run: str) -> Run:
        """One run.

        Raises:
            StudioError: there is no such run.
        """
        with self.database.reading() as connection:
            return _run(connection, production, run)

    def find(self, production: str, run: str) -> Run | None:
        """A run, or None where there is none of that key."""
        with self.database.reading() as connection:
            found = _runs(connection, *_named(production, run))
        return found[0] if found else None

    def of(self, production: str) -> tuple[Run, ...]:
        """A production's runs, the newest first."""
        with self.database.reading() as connection:
            return _runs(connection, RUNS.c.production == production)

    def newest(self, production: str) -> Run | None:
        """The run of a production that was begun last, or None."""
        return next(iter(self.of(production)), None)

    def follow(self, production: str, run: str, snapshot: str) -> Run:
        """Let the newest run follow an edit of its spec.

        Args:
            production: its name.
            run: the newest run's name.
            snapshot: JSON text of the production as it is now.

        Returns:
            The run with its new snapshot.

        Raises:
            StudioError: there is no such run, or a newer one; an older run keeps what it was made from.
        """
        with self.database.transaction() as tx:
            _run(tx, production, run)
            newest = _runs(tx, RUNS.c.production == production)[0]
            if newest.run != run:
                raise StudioError(
                    f"The run is older than {newest.run} and keeps its snapshot.",
                    mend=f"Make the edit in {newest.run}, or begin a new run.",
                    where=f"{production}/{run}",
                )
            changed = update(RUNS).where(*_named(production, run))
            tx.execute(changed.values(snapshot=snapshot, updated=datetime.now(UTC)))
            return _run(tx, production, run)

    def productions(self) -> tuple[str, ...]:
        """Names of all productions that have a run."""
        with self.database.reading() as connection:
            return tuple(
                connection.execute(select(RUNS.c.production).distinct().order_by(RUNS.c.production))
                .scalars()
                .all()
            )

    def pick(self, production: str, run: str, cut: str, picked_by: str, reason: str) -> Pick:
        """Pick a cut; earlier picks stay as history.

        Args:
            production: its name.
            run: the run's name.
            cut: name of the cut.
            picked_by: `policy` or who picked.
            reason: in a sentence.

        Returns:
            The pick with its version.

        Raises:
            StudioError: there is no such run.
        """
        with self.database.transaction() as tx:
            # Locked, so that two who pick at once get two versions.
            tx.execute(select(RUNS.c.id).where(*_named(production, run)).with_for_update())
            _run(tx, production, run)
            mine = (PICKS.c.production == production, PICKS.c.run == run)
            made = Pick(
                production=production,
                run=run,
                version=(tx.execute(select(func.max(PICKS.c.version)).where(*mine)).scalar() or 0) + 1,
                cut=cut,
                picked_by=picked_by,
                reason=reason,
                at=datetime.now(UTC),
            )
            tx.execute(insert(PICKS).values(**made.model_dump()))
            return made

    def picked(self, production: str, run: str) -> Pick | None:
        """The pick that counts, or None."""
        return next(reversed(self.picks(production, run)), None)

    def picks(self, production: str, run: str) -> tuple[Pick, ...]:
        """All picks of a run, oldest first."""
        mine = (PICKS.c.production == production, PICKS.c.run == run)
        with self.database.reading() as connection:
            rows = connection.execute(select(PICKS).where(*mine).order_by(PICKS.c.version))
            return tuple(Pick(**row._mapping) for row in rows)


def _named(production: str, run: str) -> tuple[ColumnElement[bool], ...]:
    return (RUNS.c.production == production, RUNS.c.run == run)


def _runs(connection: Connection, *which: ColumnElement[bool]) -> tuple[Run, ...]:
    columns = [RUNS.c[name] for name in Run.model_fields]
    rows = connection.execute(select(*columns).where(*which).order_by(RUNS.c.id.desc()))
    return tuple(Run(**row._mapping) for row in rows)


def _run(connection: Connection, production: str, run: str) -> Run:
    found = _runs(connection, *_named(production, run))
    if not found:
        raise StudioError(
            "There is no such run.",
            mend="Begin it, or see the runs on the production's partitions.",
            where=f"{production}/{run}",
        )
    return found[0]
