"""What the head of a video says of how its frames are to be shown."""

from __future__ import annotations

from av.video.stream import VideoStream

__all__ = ["CLEAR", "SMALLEST", "interlaced", "see_through"]

CLEAR = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Codec -> the decoder that keeps what is see-through beside the picture; ffmpeg's own ones leave it out."""

SMALLEST = 16
"""Pixels of a side from which a picture is deinterlaced: `bwdif` refuses planes of less than 3 by 4."""

_PROGRESSIVE = 1  # ffmpeg's AVFieldOrder: 0 is unknown, those above are the orders of two fields


def interlaced(video: VideoStream) -> bool:
    """Whether every frame is woven of two pictures.

    Args:
        video: an opened file's picture.
    """
    return int(video.codec_context.field_order) > _PROGRESSIVE


def see_through(video: VideoStream) -> bool:
    """Whether the picture may be see-through in parts.

    Args:
        video: an opened file's picture.
    """
    # WebM keeps what is see-through beside the picture, whose own pixel format knows nothing of it.
    if video.metadata.get("alpha_mode") == "1":
        return True
    form = video.codec_context.format
    return form is not None and (form.has_palette or any(one.is_alpha for one in form.components))
