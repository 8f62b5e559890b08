"""The library: episodes of all runs in one SQLite file, with full-text search."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from dagster import ConfigurableResource
from pydantic import Field
from sqlite_utils import Database

from resources.errors import StoreFailed
from resources.memory.episode import Episode
from resources.project import studio_home

__all__ = ["Memory"]

_VERSION = 1
_SCHEMA = (
    """CREATE TABLE episodes (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        namespace TEXT NOT NULL,
        production TEXT NOT NULL,
        run TEXT NOT NULL,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        facts TEXT NOT NULL,
        at TEXT NOT NULL
    )""",
    "CREATE INDEX episodes_by_subject ON episodes (subject, at)",
    "CREATE INDEX episodes_by_run ON episodes (production, run)",
    """CREATE VIRTUAL TABLE episodes_text USING fts5
        (text, subject, content='episodes', content_rowid='id', tokenize='porter unicode61')""",
    """CREATE TRIGGER episodes_recorded AFTER INSERT ON episodes BEGIN
        INSERT INTO episodes_text (rowid, text, subject) VALUES (new.id, new.text, new.subject);
    END""",
    """CREATE TRIGGER episodes_rewritten BEFORE UPDATE ON episodes BEGIN
        SELECT RAISE(ABORT, 'an episode is never rewritten');
    END""",
    f"PRAGMA user_version = {_VERSION}",
)
_COLUMNS = "key, namespace, production, run, subject, text, facts, at"


class Memory(ConfigurableResource):  # type: ignore[type-arg]
    """What happened in earlier runs, kept for the crew of later ones."""

    file: str = Field(
        default="",
        description="SQLite file of the library; empty means `library.db` in STUDIO_HOME.",
    )

    def record(self, episode: Episode) -> bool:
        """Write a fact down, once.

        Args:
            episode: the fact; its key decides whether it is known already.

        Returns:
            True when it was new; False leaves the fact of that key as it is.

        Raises:
            StoreFailed: the library did not take it.
        """
        row = (
            *(episode.key, episode.namespace, episode.production, episode.run, episode.subject, episode.text),
            json.dumps(episode.facts, sort_keys=True, ensure_ascii=False),
            episode.at.astimezone(UTC).isoformat(timespec="microseconds"),
        )
        with self._open() as connection:
            written = connection.execute(
                f"INSERT OR IGNORE INTO episodes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
                row,
            )
            return written.rowcount == 1

    def recall(self, words: str, limit: int = 5) -> list[Episode]:
        """The episodes that best match any of some words, best first.

        Args:
            words: as a person writes them; signs and query syntax mean nothing.
            limit: how many at most.

        Returns:
            Matching episodes, ranked by BM25 (SQLite FTS5), then newest first.

        Raises:
            StoreFailed: the library cannot be read.
        """
        quoted = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        if not quoted:
            return []
        columns = ", ".join(f"episodes.{column}" for column in _COLUMNS.split(", "))
        return self._read(
            f"SELECT {columns} FROM episodes_text JOIN episodes ON episodes.id = episodes_text.rowid "  # noqa: S608
            "WHERE episodes_text MATCH ? ORDER BY episodes_text.rank, episodes.at DESC, episodes.key LIMIT ?",
            (quoted, limit),
        )

    def episodes(
        self,
        *,
        namespace: str | None = None,
        production: str | None = None,
        run: str | None = None,
        subject: str | None = None,
        since: datetime | None = None,
        limit: int = 1000,
    ) -> list[Episode]:
        """The episodes that all given filters fit, newest first.

        Args:
            namespace: exactly this namespace.
            production: exactly this production.
            run: exactly this run.
            subject: exactly this subject, for example `tier:animated`.
            since: not before this time, with its zone.
            limit: how many at most.

        Raises:
            StoreFailed: the library cannot be read.
        """
        exact = {"namespace": namespace, "production": production, "run": run, "subject": subject}
        wanted = {f"{column} = ?": value for column, value in exact.items() if value is not None}
        if since is not None:
            wanted["at >= ?"] = since.astimezone(UTC).isoformat(timespec="microseconds")
        where = f"WHERE {' AND '.join(wanted)} " if wanted else ""
        return self._read(
            f"SELECT {_COLUMNS} FROM episodes {where}ORDER BY at DESC, key LIMIT ?",  # noqa: S608
            (*wanted.values(), limit),
        )

    def _read(self, query: str, values: tuple[object, ...]) -> list[Episode]:
        names = _COLUMNS.split(", ")
        with self._open() as connection:
            rows = [dict(zip(names, row, strict=True)) for row in connection.execute(query, values)]
        return [Episode.model_validate({**row, "facts": json.loads(row["facts"])}) for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        path = Path(self.file).expanduser().resolve() if self.file else studio_home() / "library.db"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Autocommit: each call is one statement, so no deferred BEGIN can fail on its upgrade to a write.
            library = Database(sqlite3.connect(path, timeout=30, isolation_level=None))
            try:
                _prepare(library.conn, path)
                yield library.conn
            finally:
                library.close()
        except (sqlite3.Error, OSError) as error:
            raise StoreFailed(
                f"The library cannot be used: {error}.",
                mend="See to the disk and the rights of the file; move a damaged file away to begin anew.",
                where=str(path),
            ) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if _known(connection, path) == _VERSION:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _known(connection, path) == 0:
            for statement in _SCHEMA:
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _known(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > _VERSION:
        raise StoreFailed(
            f"The library was written by a newer Studio (version {version} of its tables).",
            mend="Update Studio, or set STUDIO_HOME to another folder.",
            where=str(path),
        )
    return version
