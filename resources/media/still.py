"""One frame of a film as a picture."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from resources.errors import MediaFailed
from resources.media.sheet import png

__all__ = ["still"]


def still(path: Path, index: int) -> bytes:
    """A frame as PNG, found by decoding from the start, so that it is exactly that frame.

    Args:
        path: the film.
        index: the frame's number, from 0.

    Raises:
        MediaFailed: it has no such frame; render or film it again.
    """
    try:
        with av.open(str(path)) as container:
            for number, frame in enumerate(container.decode(video=0)):
                if number == index:
                    return png(Image.fromarray(frame.to_ndarray(format="rgb24")))
    except (av.FFmpegError, IndexError) as error:
        raise MediaFailed(f"It does not decode: {error}.", mend="Film it again.", where=path.name) from error
    raise MediaFailed(f"It has no frame {index}.", mend="Render or film it again.", where=path.name)
