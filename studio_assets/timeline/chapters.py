"""The film's chapters: where each begins that the spec names."""

from __future__ import annotations

from studio_assets.edl.cut import Cut
from studio_assets.spec.production import Production
from studio_assets.timeline.film_timeline import Chapter

__all__ = ["chapters"]


def chapters(cut: Cut, production: Production) -> tuple[Chapter, ...]:
    """The chapters of a cut.

    A chapter begins with its scene, or with the card before it. Players want the first one at the
    film's start: a beginning that has no title gets the production's name. A scene that the cut
    leaves out has no chapter.

    Args:
        cut: the film's cut, with its cards.
        production: whose scenes have chapters.

    Returns:
        In film order; empty where no scene in the cut begins a chapter.
    """
    titles = {scene.name: scene.chapter for scene in production.scenes if scene.chapter}
    found: list[Chapter] = []
    for index, event in enumerate(cut.events):
        if event.card is None and event.scene in titles:
            first = cut.events[index - 1] if index and _announces(cut, index) else event
            found.append(Chapter(title=titles.pop(event.scene), at=first.record_in))
    if found and found[0].at > 0:
        found.insert(0, Chapter(title=production.name.replace("_", " ").capitalize(), at=0))
    return tuple(found)


def _announces(cut: Cut, index: int) -> bool:
    """Whether the event before is the card of this one's scene."""
    before, event = cut.events[index - 1], cut.events[index]
    return before.card is not None and before.scene == event.scene
