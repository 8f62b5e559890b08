"""The estimated quality of a cut, computed from what QA found."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from studio_assets.edl.cut import Event
from studio_assets.edl.footage import Shot

__all__ = ["estimated_quality"]


def estimated_quality(events: Sequence[Event], taken: Sequence[Shot]) -> Decimal | None:
    """The mean of the clips' overall scores, each weighed by the frames that are used of it.

    Args:
        events: in film order.
        taken: the shot of each event, in the same order.

    Returns:
        0-100 with two places; None for no event, or where any clip is unjudged.
    """
    scores = [shot.overall for shot in taken if shot.overall is not None]
    if not events or len(scores) < len(events):
        return None
    total = sum(event.frames for event in events)
    weighted = sum((score * event.frames for score, event in zip(scores, events, strict=True)), Decimal(0))
    return (weighted / total).quantize(Decimal("0.01"), ROUND_HALF_EVEN)
