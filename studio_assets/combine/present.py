"""What the Dagster UI shows of a named cut: a note on the run's cuts, with its film and its lineage."""

from __future__ import annotations

from typing import Any

from dagster import AssetKey, AssetObservation

from resources.artifacts.port import ArtifactStore
from studio_assets.call_sheet import CallSheet
from studio_assets.combine.combined import Ancestor, Combined, origin
from studio_assets.figures import said, seconds, table
from studio_assets.links import link, picture

__all__ = ["combined_metadata", "observation"]


def observation(sheet: CallSheet, combined: Combined) -> AssetObservation:
    """A note on the production's cuts in Dagster. It makes nothing stale.

    Args:
        sheet: the run's.
        combined: the named cut.
    """
    return AssetObservation(
        asset_key=AssetKey(sheet.graph.key("edl")),
        partition=sheet.run,
        description=f"Combined {', '.join(combined.scenes)} as {combined.name}.",
        metadata=combined_metadata(sheet.doers.artifacts, combined),
    )


def combined_metadata(artifacts: ArtifactStore, combined: Combined) -> dict[str, Any]:
    """The film, its length, and where each event comes from.

    Args:
        artifacts: has the poster.
        combined: the named cut.
    """
    film = combined.film
    shown: dict[str, Any] = {"named_cut": combined.name, "scenes": ", ".join(combined.scenes)}
    if film.poster is not None:
        shown["poster"] = picture(artifacts, film.poster, f"poster of {combined.name}")
    if film.media is not None:
        shown["film"] = link(film.media, f"play {combined.name}")
        shown |= seconds("length", film.seconds)
    broken = [f"{one.name}: {one.actual}, not {one.expected}" for one in film.invariants if not one.held]
    shown["source"] = _source(combined)
    shown["lineage"] = table([_row(one) for one in combined.lineage])
    shown["broken_promises"] = said(broken)
    shown["notes"] = said(combined.notes)
    return shown


def _source(combined: Combined) -> str:
    if combined.lock is None:
        return f"{combined.source} cut, none was locked"
    return f"{combined.source} cut, lock {combined.lock or 'by policy'}"


def _row(one: Ancestor) -> dict[str, str]:
    return {
        "scene": one.scene,
        "pilot": one.pilot,
        "cut": one.source,
        "from": origin(one),
        "in (frame)": str(one.source_in),
        "out (frame)": str(one.source_out),
        "film in (frame)": str(one.at),
        "film out (frame)": str(one.end),
        "clip": one.clip[:12],
        "line": one.line[:12] or "none",
    }
