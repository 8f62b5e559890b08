"""A cut of chosen scenes, put together from cuts that are there. Pure: nothing is filmed for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from resources.errors import StudioError
from studio_assets.edl.cut import Cut, Edl, Event
from studio_assets.edl.pick import pick
from studio_assets.edl.splice import length
from studio_assets.spec.fault import nearest

__all__ = ["Taken", "combine", "sources", "taken"]


@dataclass(frozen=True)
class Taken:
    """An event and where it was taken from.

    Args:
        event: as it stands there.
        cut: that cut.
        rank: the cut's place among those that could be taken from.
        index: the event's place in that cut, from 0.
    """

    event: Event
    cut: Cut
    rank: int
    index: int

    def follows(self, before: Taken) -> bool:
        """Whether it stands right after that event in the same cut."""
        return (before.rank, before.index + 1) == (self.rank, self.index)


def sources(locked: Cut | None, edl: Edl | None) -> tuple[Cut, ...]:
    """The cuts that scenes are taken from, first choice first.

    Args:
        locked: the locked cut; None while none is.
        edl: the candidates; None before there are any.

    Returns:
        The locked cut, then the candidates as the policy would lock one after the other.
    """
    return (*((locked,) if locked is not None else ()), *(_by_worth(edl) if edl is not None else ()))


def combine(cuts: Sequence[Cut], scenes: Sequence[str], name: str) -> Cut:
    """Put chosen scenes together.

    Neighbours of one cut keep the transition between them. Any other joint becomes a hard cut, with all
    frames that overlapped before, so that the event's in and out points never change.

    Args:
        cuts: where the scenes are taken from, first choice first.
        scenes: names, in the order wanted, each once.
        name: what the cut is called.

    Returns:
        The cut; its quality is not estimated, because nobody weighed it against others.

    Raises:
        StudioError: no cut has one of the scenes; the mend names those that there are.
    """
    found = taken(cuts, scenes)
    events: list[Event] = []
    record = 0
    for before, one in pairwise((None, *found)):
        assert one is not None, "only the one before the first is None"
        event = _placed(one, before)
        events.append(event.model_copy(update={"record_in": record - event.transition_frames}))
        record += event.frames - event.transition_frames
    names = " and ".join(dict.fromkeys(one.cut.name for one in found))
    return Cut(
        name=name,
        events=tuple(events),
        fps=found[0].cut.fps,
        frames=length(events),
        estimated_quality=None,
        reason=f"{', '.join(scenes)}, of the cut {names}: chosen by a person.",
    )


def taken(cuts: Sequence[Cut], scenes: Sequence[str]) -> tuple[Taken, ...]:
    """Where each event of the chosen scenes is taken from.

    Args:
        cuts: first choice first.
        scenes: names, in the order wanted, each once.

    Raises:
        StudioError: as `combine`.
    """
    known = dict.fromkeys(event.scene for cut in cuts for event in cut.events if event.card is None)
    missing = [scene for scene in scenes if scene not in known]
    if missing or not scenes:
        raise StudioError(
            f"No cut has the scene {', '.join(missing)}." if missing else "No scene is named.",
            mend=f"{nearest(missing[0], known)} The dailies say why a scene is missing."
            if missing and known
            else "Film clips first: there is no cut."
            if missing
            else "Name at least one.",
            where="combine",
        )
    twice = dict.fromkeys(scene for scene in scenes if scenes.count(scene) > 1)
    if twice:
        raise StudioError(
            f"The scene {', '.join(twice)} is named twice.", mend="Name each scene once.", where="combine"
        )
    return tuple(one for scene in scenes for one in _events(cuts, scene))


def _events(cuts: Sequence[Cut], scene: str) -> tuple[Taken, ...]:
    """The events of a scene in the first cut that has it."""
    for rank, cut in enumerate(cuts):
        found = tuple(
            Taken(event, cut, rank, index)
            for index, event in enumerate(cut.events)
            if event.scene == scene and event.card is None
        )
        if found:
            return found
    return ()


def _placed(one: Taken, before: Taken | None) -> Event:
    event = one.event
    if event.transition == "cut" or (before is not None and one.follows(before)):
        return event
    why = "it opens the film" if before is None else f"it follows {before.event.scene} here"
    reason = f"{event.reason} It begins by a cut instead of a {event.transition}: {why}."
    return event.model_copy(update={"transition": "cut", "transition_frames": 0, "reason": reason})


def _by_worth(edl: Edl) -> Iterator[Cut]:
    left = edl
    while left.cuts and (best := pick(left, "auto", None).cut) is not None:
        yield best
        left = left.model_copy(update={"cuts": tuple(cut for cut in left.cuts if cut is not best)})
