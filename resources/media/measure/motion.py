"""How much moves, and how smoothly; only a hint, since true motion has every size."""

from __future__ import annotations

import numpy as np

from resources.media.measure.picture import Floats, Picture
from resources.media.measure.scales import Part, rate

__all__ = ["Motion"]

_FLOOR = 0.3  # luma levels: below, coding noise is larger than motion


class Motion:
    """Gradient ratio: change in time over change in space is an apparent shift in pixels."""

    def __init__(self) -> None:
        self._recent: list[Floats] = []
        self._shifts: list[float] = []
        self._bent, self._gone = 0.0, 0.0

    def see(self, picture: Picture) -> None:
        """Take in the next frame."""
        luma = picture.luma
        self._recent = [*self._recent[-2:], luma]
        if len(self._recent) > 1:
            across = np.abs(np.diff(luma, axis=1)).mean() + np.abs(np.diff(luma, axis=0)).mean()
            change = float(np.abs(luma - self._recent[-2]).mean())
            self._shifts.append(change / (float(across) / 2 + 0.01))
        if len(self._recent) == 3:
            before, now, after = self._recent
            self._bent += float(np.abs(now - (before + after) / 2).mean())
            self._gone += float(np.abs(after - before).mean()) / 2 + _FLOOR

    def parts(self) -> dict[str, Part]:
        """Motion, smooth; nothing for fewer than three frames."""
        if not self._gone:
            return {}
        return {
            "motion": rate("motion", float(np.median(self._shifts))),
            "smooth": rate("smooth", self._bent / self._gone),
        }
