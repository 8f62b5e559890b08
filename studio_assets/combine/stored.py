"""Where the named cuts of a run are kept."""

from __future__ import annotations

from studio_assets.call_sheet import CallSheet
from studio_assets.combine.combined import Combined

__all__ = ["combined_cut", "combined_cuts", "keep"]

_FOLDER = "_combined"
"""Below the run's documents. No pilot can be called so, hence no asset's document lies there. A stored name:
renaming it loses all named cuts."""


def combined_cuts(sheet: CallSheet) -> tuple[Combined, ...]:
    """All named cuts of a run, by name.

    Args:
        sheet: the run's.
    """
    artifacts = sheet.doers.artifacts
    texts = (artifacts.read_document(name) for name in artifacts.documents(f"{_place(sheet)}/"))
    return tuple(Combined.model_validate_json(text) for text in texts if text is not None)


def combined_cut(sheet: CallSheet, name: str) -> Combined | None:
    """The named cut of that name, or None.

    Args:
        sheet: the run's.
        name: what it is called.
    """
    return next((one for one in combined_cuts(sheet) if one.name == name), None)


def keep(sheet: CallSheet, combined: Combined) -> None:
    """Write a named cut in one step; an older one of its name is replaced.

    Args:
        sheet: the run's.
        combined: finished.

    Raises:
        StoreFailed: the store did not take it.
    """
    name = f"{_place(sheet)}/{combined.name}"
    sheet.doers.artifacts.write_document(name, combined.model_dump_json(indent=2))


def _place(sheet: CallSheet) -> str:
    return f"{sheet.production.name}/{sheet.run}/{_FOLDER}"
