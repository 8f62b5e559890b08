"""How a picture of another shape fills the film's frame."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from resources.media import ffmpeg
from resources.media.timeline import Format
from resources.media.tone import Curve, toned

__all__ = ["filled"]

_SMALL = 8  # the blurred picture is made at an eighth of the size: a fiftieth of the work, nobody sees it
_SOFT = 30  # the blur's spread, as a part of the small picture's shorter side


def filled(
    picture: Any,
    form: Format,
    focus: tuple[Fraction, Fraction],
    matrix: str,
    high: Curve = "",
    *,
    see_through: bool = False,
) -> Any:
    """A picture in the film's size with square pixels, in BT.709 and 4:2:0.

    ffmpeg has turned it upright by then, and its own size, pixel shape and turn decide, not the file's
    word for them.

    Args:
        picture: a stream of ffmpeg-python of any size and pixel shape.
        form: the film's format; its `fit` says how the frame is filled.
        focus: where the middle of a crop should lie, as shares of the picture's width and height.
        matrix: ffmpeg's name of the colour matrix that the picture is in.
        high: its curve where it has a high dynamic range.
        see_through: whether it may be see-through in parts; these are white, as in a still.

    Returns:
        The stream.
    """
    if see_through:
        picture = _on_paper(picture, matrix)
    if form.fit == "crop":
        left, top = (
            f"clip(i{side}*{share.numerator}/{share.denominator}-o{side}/2,0,i{side}-o{side})"
            for side, share in zip("wh", focus, strict=True)
        )
        seen = _scaled(picture, form.width, form.height, "increase", matrix, high)
        seen = seen.filter("crop", form.width, form.height, left, top)
    elif form.fit == "blur":
        seen = _over_its_blur(picture, form, matrix, high)
    else:
        seen = _scaled(picture, form.width, form.height, "decrease", matrix, high)
        seen = seen.filter("pad", form.width, form.height, "(ow-iw)/2", "(oh-ih)/2")
    return seen.filter("setsar", 1).filter(
        "setparams", range="tv", color_primaries="bt709", color_trc="bt709", colorspace="bt709"
    )


def _on_paper(picture: Any, matrix: str) -> Any:
    # Before it is scaled: else the colours that lie hidden run into those at their edge.
    deep = picture.filter(
        "scale", in_color_matrix=matrix, out_color_matrix=matrix, out_range="tv", flags="bicubic+accurate_rnd"
    )
    both = deep.filter("format", "yuva444p10").filter_multi_output("split")
    middle = "(minval+maxval)/2"
    paper = both.stream(0).filter("lutyuv", y="maxval", u=middle, v=middle, a="maxval")
    return ffmpeg.graphs().filter([paper, both.stream(1)], "overlay", format="yuv444p10")


def _over_its_blur(picture: Any, form: Format, matrix: str, high: Curve) -> Any:
    both = picture.filter_multi_output("split")
    width, height = (max(2, side // _SMALL // 2 * 2) for side in (form.width, form.height))
    behind = _scaled(both.stream(0), width, height, "increase", matrix, high).filter("crop", width, height)
    behind = behind.filter("gblur", sigma=f"{max(1.0, min(width, height) / _SOFT):.3f}", steps=2)
    behind = behind.filter("scale", form.width, form.height, flags="bicubic+accurate_rnd")
    before = _scaled(both.stream(1), form.width, form.height, "decrease", matrix, high)
    return ffmpeg.graphs().filter([behind, before], "overlay", "(W-w)/2", "(H-h)/2", format="yuv420")


def _scaled(picture: Any, width: int, height: int, towards: str, matrix: str, high: Curve) -> Any:
    seen = picture.filter(
        "scale",
        w=width,
        h=height,
        force_original_aspect_ratio=towards,
        force_divisible_by=2,
        reset_sar=1,
        in_color_matrix=matrix,
        out_color_matrix=matrix if high else "bt709",
        out_range="tv",
        flags="bicubic+accurate_rnd",
    )
    return (toned(seen, high, matrix) if high else seen).filter("format", "yuv420p")
