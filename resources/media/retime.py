"""Which frame of a clip a film frame shows when the clip runs slower or faster or stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Window", "retimed"]


@dataclass(frozen=True, kw_only=True)
class Window:
    """A run of a shot's film frames, with what they show.

    Args:
        source_in: first frame of the clip that the shot uses.
        used: how many of the clip's frames the shot uses, 1 or more.
        spread: film frames over which these pass, 1 or more; after them the last one stands still.
        first: the window's first film frame, from the shot's first.
        end: film frame after the window's last one.
    """

    source_in: int
    used: int
    spread: int
    first: int
    end: int

    @property
    def frames(self) -> int:
        """Film frames of the window."""
        return self.end - self.first

    def shown(self) -> list[int]:
        """The clip's frame, in film frames, that each film frame of the window shows."""
        return [self.source_in + self._at(frame) for frame in range(self.first, self.end)]

    def _at(self, frame: int) -> int:
        return min(frame * self.used // self.spread, self.used - 1)

    @property
    def _reach(self) -> tuple[int, int]:
        return self._at(self.first), self._at(self.end - 1) + 1


def retimed(picture: Any, window: Window, fps: int) -> Any:
    """Exactly the window's frames, at times 0, 1, 2 ... of a clock that ticks once a film frame.

    A used frame `j` is first seen in film frame ceil(j * spread / used). Every frame gets that time,
    `fps` drops those that another one displaces and repeats the others until the next one comes: film
    frame `k` then shows the last `j` with `j * spread <= k * used`, which is `k * used // spread`. The
    quotient of two whole numbers below 2**53 is exact or clearly no whole number, so ffmpeg's floats
    decide as integers would. A clip that is too short yields fewer frames, never other ones.

    Args:
        picture: a stream of ffmpeg-python whose frames are film frames of the clip, from its first.
        window: what to show.
        fps: frames per second of the film.

    Returns:
        The stream.
    """
    begin, end = window._reach
    used = {"start_frame": window.source_in + begin, "end_frame": window.source_in + end}
    time = f"max(0,ceil((N+{begin})*{window.spread}/{window.used})-{window.first})"
    # The end of the stream is timed like a frame: the last frame stands until there.
    time = f"if(gte(N,{end - begin}),{window.frames},{time})"
    picture = picture.filter("trim", **used).filter("settb", f"1/{fps}")
    picture = picture.filter("setpts", time).filter("fps", fps=fps)
    return picture.filter("trim", end_frame=window.frames).filter("setpts", "N")
