"""Black frames, burnt-out and drowned areas, dark and flat pictures."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Picture
from resources.media.measure.scales import Part, rate

__all__ = ["Exposure"]

_WHITE_CLIP, _BLACK_CLIP = 235, 17  # the ends of the studio range (ITU-R BT.601, section 2.5.3)


class Exposure:
    """Histograms of luma, over the frames that are not black."""

    def __init__(self) -> None:
        self._black: list[bool] = []
        self._levels = np.zeros(256, np.int64)

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        levels = np.bincount(picture.luma.astype(np.uint8).reshape(-1), minlength=256)
        self._black.append(picture.black)
        if not picture.black:  # what is black is counted once
            self._levels += levels

    def parts(self) -> dict[str, Part]:
        """Black, highlights, shadows, brightness, contrast."""
        found = {"black": rate("black", float(np.mean(self._black)))}
        count = int(self._levels.sum())
        if not count:
            return found
        below = np.cumsum(self._levels) / count
        low, high = (int(np.searchsorted(below, share)) for share in (0.05, 0.95))
        found["highlights"] = rate("highlights", self._levels[_WHITE_CLIP:].sum() / count)
        found["shadows"] = rate("shadows", below[_BLACK_CLIP])
        found["brightness"] = rate("brightness", high)
        found["contrast"] = rate("contrast", high - low)
        return found
