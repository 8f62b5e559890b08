"""A picture as people see it, whatever its file holds."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from resources.media.pictures import readable

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["seen", "shallow"]

_DEEP = 257  # levels of 16 bits in one of 8


def seen(path: Path) -> Image.Image:
    """Read a picture: its first frame, upright, in sRGB with 8 bits, on white where it is see-through.

    Args:
        path: a picture of any mode that Pillow reads.

    Returns:
        An image of mode `RGB`.

    Raises:
        MediaFailed: it does not decode; give another.
    """
    from PIL import Image, ImageOps

    with readable(path), Image.open(path) as image:
        image.load()
        upright = ImageOps.exif_transpose(shallow(image))
        opaque = _on_paper(upright) if upright.has_transparency_data else upright
        return _srgb(opaque, image.info.get("icc_profile"))


def shallow(image: Image.Image) -> Image.Image:
    """A picture with 8 bits a channel: Pillow itself cuts deeper grey off at 255.

    Args:
        image: a picture whose pixels are loaded; one that is not deeper is given back as it is.
    """
    import numpy as np
    from PIL import Image

    if not image.mode.startswith(("I", "F")):
        return image
    levels = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        levels = levels * 255
    elif image.mode != "I" or levels.max() > 255:
        levels = levels / _DEEP
    grey = Image.fromarray(np.rint(levels.clip(0, 255)).astype(np.uint8))
    grey.info.update(image.info)
    return grey


def _on_paper(image: Image.Image) -> Image.Image:
    from PIL import Image

    clear = image.convert("RGBA")
    paper = Image.new("RGB", clear.size, (255, 255, 255))
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours of a screen; a profile that is broken, or of other colours, is as good as none."""
    from PIL import ImageCms

    if profile and image.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB")
