"""The spec that a run is made from: the newest run follows edits, older ones keep theirs.

So a backfill over all runs buys nothing, and yesterday's film can be rendered again from
yesterday's spec.
"""

from __future__ import annotations

from pathlib import Path

from resources.errors import StoreFailed
from studio_assets.call_sheet import Doers
from studio_assets.spec.production import Production

__all__ = ["snapshot"]


def snapshot(doers: Doers, production: Production, run: str, folder: Path) -> Production:
    """The production as this run sees it.

    Args:
        doers: keeps runs and artifacts.
        production: the spec as it is now.
        run: the run's key.
        folder: the spec's folder, where the user's files are.

    Returns:
        The spec as it is now for a new or the newest run, else the run's own snapshot.

    Raises:
        StoreFailed: a file changed while the spec was loaded; load it again.
    """
    now = production.model_dump_json()
    record = doers.runs.find(production.name, run)
    if record is None:
        _keep_files(doers, production, folder)
        doers.runs.start(production.name, run, now)
        return production
    if record.snapshot == now:
        return production
    newest = doers.runs.newest(production.name)
    if newest is None or newest.run != run:
        return Production.model_validate_json(record.snapshot)
    _keep_files(doers, production, folder)
    doers.runs.follow(production.name, run, now)
    return production


def _keep_files(doers: Doers, production: Production, folder: Path) -> None:
    """Keep the user's files beside the snapshot, so that the run outlives their change."""
    for file in production.files():
        path = folder / file.path
        if doers.artifacts.find(file.digest) is None:
            kept = doers.artifacts.keep(path, path.suffix.lower())
            if kept.digest != file.digest:
                raise StoreFailed(
                    f"{file.path} changed while its spec was loaded.",
                    mend="Reload definitions, or run the command again.",
                    where=production.file,
                )
