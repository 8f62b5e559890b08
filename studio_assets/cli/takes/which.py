"""Find the take or the production that a command means."""

from __future__ import annotations

from resources.errors import StudioError
from resources.takes.slate import Slate
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.spec.footage import TAKE

__all__ = ["production_of", "take_of"]


def take_of(who: Doers, word: str) -> Take:
    """The take of a slate.

    Args:
        who: whose journal it is.
        word: a slate, with or without `take:` before it, as specs have it.

    Raises:
        Mistake: it is no slate, or there is no such take.
    """
    text = word.removeprefix(TAKE)
    try:
        slate = Slate.parse(text)
    except (StudioError, ValueError):
        raise Mistake(
            f"{text!r} is no slate.", mend="Copy one that `studio takes search` or `studio status` prints."
        ) from None
    run = who.takes.of_run(slate.production, slate.run)
    found = next((take for take in run if take.slate == text), None)
    if found is None:
        names = [take.slate for take in run]
        mend = nearest(text, names) if names else "`studio takes search` lists those that there are."
        raise Mistake("There is no such take.", mend=mend, where=text)
    return found


def production_of(who: Doers, name: str | None) -> str:
    """The name of a production that has a run; empty where none was given.

    Args:
        who: who keeps the runs.
        name: as it was written, or None.

    Raises:
        Mistake: no run is of that production.
    """
    known = who.runs.productions()
    if name and name not in known:
        raise Mistake(f"There is no run of {name!r}.", mend=nearest(name, known))
    return name or ""
