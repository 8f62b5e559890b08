"""What the render leaves: the film, what it cost, and the promises that were checked on its frames."""

from __future__ import annotations

from fractions import Fraction

from resources.artifacts.artifact import Artifact
from resources.money import Usd
from studio_assets.document import Document, Value

__all__ = ["Invariant", "Master"]


class Invariant(Value):
    """One promise about the film, checked after rendering.

    Args:
        name: what is promised, for example `frames of the file = frames of the cut`.
        expected: the figure that the cut asks for, as people read it.
        actual: the figure that was measured.
        held: whether both agree.
    """

    name: str
    expected: str
    actual: str
    held: bool


class Master(Document):
    """State `rendered`, or `held: ...` where nothing was rendered.

    Args:
        deliverable: which form of the film it is; `master` is the first.
        media: the film; None unless rendered.
        poster: a still of it for pages and lists; None unless rendered.
        frames: decoded frames, 0 unless rendered.
        fps: frames per second.
        width: pixels; 0 where it has no picture.
        height: pixels.
        codec: how its picture is coded; empty where it has none.
        captions: `soft`, `burned` or `none`.
        chapters: how many it has.
        cut: the cut that it shows; None while none is locked.
        spend: dollars that the whole run has spent.
        partial: whether scenes of the spec are missing from it.
        missing: those scenes, scene -> why.
        invariants: the promises, in the order of checking.
        simulated: whether any of its pictures or sounds is simulated.
    """

    deliverable: str = "master"
    media: Artifact | None = None
    poster: Artifact | None = None
    frames: int = 0
    fps: int
    width: int
    height: int
    codec: str = ""
    captions: str = "none"
    chapters: int = 0
    cut: str | None = None
    spend: Usd
    partial: bool = False
    missing: dict[str, str] = {}
    invariants: tuple[Invariant, ...] = ()
    simulated: bool

    @property
    def seconds(self) -> Fraction:
        """Length in seconds, 0 unless rendered."""
        return Fraction(self.frames, self.fps)
