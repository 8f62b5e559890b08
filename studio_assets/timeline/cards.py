"""Cards put into a cut: before the film, after it, and before its scenes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from studio_assets.edl.cut import CardText, Cut, Event
from studio_assets.edl.splice import length
from studio_assets.script.lengths import frame_count
from studio_assets.spec.delivery import CardSpec, Titles
from studio_assets.spec.scene_spec import SceneSpec

__all__ = ["CLOSING", "OPENING", "carded"]

OPENING, CLOSING = "opening", "closing"
"""What stands as the scene of the cards before and after the film."""


def carded(cut: Cut, titles: Titles, scenes: Iterable[SceneSpec]) -> Cut:
    """The cut with its cards, hard cuts around each.

    A card before a scene takes the place of the scene's transition. Both pictures keep the frames that
    overlapped, so that the film is longer by them as well as by the card. A scene that is not in the cut
    has no card; one that is there more than once has it before the first time.

    Args:
        cut: as it was locked.
        titles: the cards before and after the film.
        scenes: the production's scenes.

    Returns:
        The cut; unchanged where it has no event or no card is asked for.
    """
    cards = {scene.name: scene.card for scene in scenes if scene.card is not None}
    if not cut.events or not (cards or titles.opening or titles.closing):
        return cut
    events, record = [], 0
    for event in _row(cut, titles, cards):
        placed = event.model_copy(update={"record_in": record - event.transition_frames})
        events.append(placed)
        record = placed.record_in + placed.frames
    return cut.model_copy(update={"events": tuple(events), "frames": length(events), "files": {}})


def _row(cut: Cut, titles: Titles, cards: dict[str, CardSpec]) -> Iterator[Event]:
    if titles.opening is not None:
        yield _card(titles.opening, OPENING, cut.fps, "It opens the film.")
    waiting = dict(cards)
    for event in cut.events:
        card = waiting.pop(event.scene, None) if event.card is None else None
        if card is None:
            yield event
            continue
        yield _card(card, event.scene, cut.fps, f"It stands before {event.scene}.")
        yield _hard(event)
    if titles.closing is not None:
        yield _card(titles.closing, CLOSING, cut.fps, "It ends the film.")


def _card(card: CardSpec, scene: str, fps: int, reason: str) -> Event:
    frames = max(1, frame_count(card.duration, fps))
    return Event(
        pilot="",
        scene=scene,
        clip="",
        suffix="",
        slate="",
        clip_frames=frames,
        source_in=0,
        source_out=frames,
        record_in=0,
        card=CardText(text=card.text, subtitle=card.subtitle, background=card.background),
        reason=reason,
    )


def _hard(event: Event) -> Event:
    if event.transition == "cut":
        return event
    reason = f"{event.reason} It begins by a cut instead of a {event.transition}: a card stands before it."
    return event.model_copy(update={"transition": "cut", "transition_frames": 0, "reason": reason})
