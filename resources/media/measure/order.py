"""What was ordered, and how far the delivered file is from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import log

from resources.media.measure.scales import Part, rate
from resources.media.probe import Probe

__all__ = ["Order", "against"]


@dataclass(frozen=True, kw_only=True)
class Order:
    """What the clip should be.

    Args:
        duration: seconds.
        width: pixels.
        height: pixels.
        fps: frames per second.
        still: whether it is one picture over which the camera moves, or stands: that nothing in it moves
            is meant, so no measure of motion judges it; nor is there a grid of coding blocks in what was
            resampled, where small letters would pass for one.
        pixels: width and height, as they are seen, of the picture that a still's clip was made of; None
            where the clip is all there is. The clip has the film's size, however small the picture was.
    """

    duration: Fraction
    width: int
    height: int
    fps: Fraction
    still: bool = field(default=False, repr=False)  # what is kept under an order is found by its repr
    pixels: tuple[int, int] | None = field(default=None, repr=False)  # the clip is made of them


def against(order: Order, clip: Probe) -> dict[str, Part]:
    """Duration, aspect, size and rate of a clip against its order.

    Args:
        order: what was wanted.
        clip: what the packets say.

    Returns:
        Name -> part.
    """
    small = max(0.0, 1 - clip.height / order.height)
    if order.pixels is not None:
        width, height = order.pixels
        # It fills the frame and is cut, so the side that it has fewer pixels for decides.
        small = max(small, 1 - min(width / clip.width, height / clip.height))
    shape = float(clip.width * clip.signature.sar / clip.height)
    return {
        "duration": rate("duration", float(clip.duration / order.duration) - 1),
        "aspect": rate("aspect", abs(log(shape / (order.width / order.height)))),
        "size": rate("size", small),
        "rate": rate("rate", float(clip.fps / order.fps)),
    }
