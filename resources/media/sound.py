"""How long a sound is, from its decoded samples."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av

from resources.errors import MediaFailed

__all__ = ["sound_length"]


def sound_length(path: Path) -> Fraction:
    """The length of a sound file in exact seconds: decoded samples over their rate.

    Args:
        path: the file.

    Raises:
        MediaFailed: it has no sound that decodes; fetch or speak it again.
    """
    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            samples = sum(frame.samples for frame in container.decode(stream))
            rate = stream.rate
    except (av.FFmpegError, IndexError) as error:
        raise MediaFailed(
            f"It has no sound that decodes: {error}.", mend="Fetch or speak it again.", where=path.name
        ) from error
    return Fraction(samples, rate)
