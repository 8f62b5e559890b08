"""Whether a user's file holds sound: its first samples decode. The whole of it is heard where it is used."""

from __future__ import annotations

from pathlib import Path

from resources.errors import MediaFailed

__all__ = ["check_audible"]


def check_audible(path: Path) -> None:
    """Decode a file's first samples; a file of hours takes no longer than one of a second.

    Args:
        path: any file.

    Raises:
        MediaFailed: it has no sound that decodes, or none at all; give another.
    """
    import av  # 60 ms that only productions with sounds of their own pay

    mend = "Give a sound file that plays, such as a WAV, FLAC, MP3, M4A or Ogg."
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                raise MediaFailed("It holds no sound.", mend=mend, where=path.name)
            first = next((frame for frame in container.decode(container.streams.audio[0])), None)
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MediaFailed(f"Its sound cannot be read: {reason}.", mend=mend, where=path.name) from error
    if first is None or first.samples == 0:
        raise MediaFailed("Its sound is empty.", mend=mend, where=path.name)
