"""Whether a file holds a film that can be seen, before anything is filmed beside it."""

from __future__ import annotations

from pathlib import Path

from resources.errors import MediaFailed

__all__ = ["check_visible"]

_LISTS = ("concat", "dash", "hls")  # the files that they name would not be kept, only they themselves


def check_visible(path: Path) -> None:
    """Decode a film's first frame; one of hours takes no longer than one of a second, if it is sound.

    Args:
        path: any file.

    Raises:
        MediaFailed: it holds no moving picture that decodes; give another.
    """
    import av  # 60 ms that only productions with footage of their own pay
    from av.stream import Disposition

    mend = "Give a film that plays, such as an MP4, MOV, MKV or WebM."
    try:
        with av.open(str(path)) as container:
            form = container.format.name
            if form in _LISTS:
                raise MediaFailed("It is a list of other files.", mend=mend, where=path.name)
            if form == "image2" or form.endswith("_pipe"):
                mend = "Give a film, or a PNG, JPEG or WebP under its own suffix."
                raise MediaFailed("It is a picture that does not move.", mend=mend, where=path.name)
            if not container.streams.video:
                raise MediaFailed("It holds no picture.", mend=mend, where=path.name)
            video = container.streams.video[0]
            if Disposition.attached_pic in video.disposition:
                raise MediaFailed("Its picture is a cover, which does not move.", mend=mend, where=path.name)
            for packet in container.demux(video):
                try:
                    if packet.decode():
                        return
                except av.FFmpegError:
                    continue  # a recording that begins between two key frames is seen from the second one on
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise MediaFailed(f"It cannot be read: {reason}.", mend=mend, where=path.name) from error
    raise MediaFailed("It has no frame that can be read.", mend=mend, where=path.name)
