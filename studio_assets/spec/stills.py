"""What stills can do in a film: the camera moves over them for as long as a scene lasts."""

from __future__ import annotations

from typing import Protocol

from resources.providers.port import Capabilities
from studio_assets.spec.tier import VideoChoice

__all__ = ["moved", "moves_the_seed"]


def moved(able: Capabilities) -> Capabilities:
    """What an image provider's model gives as clips: of any length and size, opened by a picture as it is.

    Args:
        able: what the model can make.
    """
    return able.model_copy(
        update={
            "durations": (),
            "longest": None,
            "shortest": None,
            "sizes": (),
            "first_frame": True,
            "needs_first_frame": False,
            "last_frame": False,
            "reference_durations": (),
            "references_beside_frames": True,
        }
    )


class _Opened(Protocol):
    """A scene, written or wanted."""

    @property
    def first_frame(self) -> object: ...

    @property
    def continues(self) -> str | None: ...


def moves_the_seed(video: VideoChoice, scene: _Opened) -> bool:
    """Whether a scene is the user's own picture with the camera moving over it: nothing is bought for it.

    Args:
        video: who films.
        scene: with its first frame, where it has one.
    """
    return video.kind == "image" and scene.first_frame is not None and scene.continues is None
