"""Reads a user's picture: what it is, and a copy that is small enough to be looked at."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from resources.errors import MediaFailed

__all__ = ["PictureFacts", "look", "readable", "small_jpeg"]

_QUALITY = 88
_MOST = 178  # twice Pillow's limit, where its warning becomes an error


@dataclass(frozen=True)
class PictureFacts:
    """What a picture file is, read from its head.

    Args:
        media_type: for example `image/png`.
        width: pixels as they are stored.
        height: pixels as they are stored.
        plain: whether what is stored is what is seen: one frame, not turned by a camera's note.
        sideways: whether a camera's note turns it by a quarter, so that its width is seen as its height.
    """

    media_type: str
    width: int
    height: int
    plain: bool
    sideways: bool = False

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as they are seen."""
        return (self.height, self.width) if self.sideways else (self.width, self.height)


def look(path: Path) -> PictureFacts:
    """What a picture is; reads its head only.

    Args:
        path: any file.

    Raises:
        MediaFailed: it is no picture that Pillow reads, or larger than any camera's; give another.
    """
    from PIL import Image  # 60 ms that only productions with pictures pay

    with readable(path), Image.open(path) as image:
        turn = image.getexif().get(_ORIENTATION, 1)
        return PictureFacts(
            media_type=Image.MIME.get(image.format or "", ""),
            width=image.width,
            height=image.height,
            plain=turn == 1 and getattr(image, "n_frames", 1) == 1,
            sideways=turn in _QUARTERS,
        )


def small_jpeg(path: Path, long_edge: int) -> bytes:
    """The picture as a person sees it: upright, its first frame, on white where it is see-through.

    Args:
        path: a picture.
        long_edge: pixels at most; never enlarged.

    Returns:
        JPEG bytes, the same for the same picture.

    Raises:
        MediaFailed: it does not decode; give another.
    """
    from PIL import Image, ImageOps

    from resources.media.seen import shallow
    from resources.media.sheet import shrunk

    with readable(path), Image.open(path) as image:
        image.load()
        seen = shrunk(ImageOps.exif_transpose(shallow(image)).convert("RGBA"), long_edge)
        paper = Image.new("RGB", seen.size, (255, 255, 255))
        paper.paste(seen, mask=seen.getchannel("A"))
        data = BytesIO()
        paper.save(data, "JPEG", quality=_QUALITY)
        return data.getvalue()


_ORIENTATION = 0x0112  # EXIF 2.32, table 4
_QUARTERS = (5, 6, 7, 8)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Say of whatever Pillow cannot read that it is no picture.

    Args:
        path: the file, for the error.

    Raises:
        MediaFailed: what was done inside failed at the file; give another.
    """
    from PIL import Image

    # A large camera's picture is no attack, and nobody can mend what this warning says.
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    try:
        yield
    except Image.DecompressionBombError as error:
        raise MediaFailed(
            f"It has more than {_MOST} million pixels.",
            mend="Give a smaller copy; a film needs no more than its own size.",
            where=path.name,
        ) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaFailed(
            f"It is no picture that can be read: {error}.",
            mend="Give a PNG, JPEG or WebP.",
            where=path.name,
        ) from error
