"""Checks, when it is imported, that `resources` and `sensors` are Studio's own.

A folder of either name in the working folder would hide ours under `dagster`, with errors that name
everything but the cause.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

__all__ = ["check"]


_HOME = Path(__file__).resolve().parent.parent


def check(home: Path = _HOME) -> None:
    """See where the packages beside this one come from.

    Args:
        home: the folder that holds all three packages.

    Raises:
        ImportError: one comes from elsewhere; the message says the mend.
    """
    for name in ("resources", "sensors"):
        found = find_spec(name)
        places = (
            [Path(place).resolve() for place in (found.submodule_search_locations or [])] if found else []
        )
        if home / name not in places:
            raise ImportError(
                f"Studio's package {name!r} is hidden by {', '.join(map(str, places)) or 'nothing'}."
                f" Run from another folder, or rename the folder {name!r} that is in the way."
            )


check()
