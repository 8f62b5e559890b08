"""Pictures of a question: decoded, measured and counted in tokens as the real API does."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import warnings
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image

from resources.simulator.answer.models import Model
from resources.simulator.answer.prompt import Piece
from resources.simulator.part import Failure, Turned

__all__ = ["check_sides", "picture", "picture_tokens"]

_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
_PATCH = 28  # pixels of a token's side
_MOST = 8_000  # pixels of a side
_MOST_OF_MANY = 2_000  # pixels of a side where a prompt has more than 20 pictures
_MANY = 20


def picture(
    block: Mapping[str, Any], path: str, model: Model, file: Callable[[str], tuple[bytes, str]]
) -> Piece:
    """Read a picture out of its block.

    Args:
        block: of type `image`.
        path: where it stands in the body.
        model: that shall see it.
        file: gives the bytes and the media type of an uploaded file.

    Raises:
        Turned: it cannot be decoded, is of another type than it says, or too large.
    """
    source = block.get("source")
    kind = source.get("type") if isinstance(source, Mapping) else None
    if kind == "base64":
        data, said = _decoded(source, path), source.get("media_type")  # type: ignore[arg-type, union-attr]
    elif kind == "file":
        data, said = file(str(source.get("file_id")))  # type: ignore[union-attr]
    else:
        what = "The simulator fetches nothing from an address." if kind == "url" else "Field required"
        raise Turned(Failure("invalid", f"{path}.image.source: {what}"))
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as seen:
            warnings.simplefilter("ignore")
            form, sides = str(seen.format), seen.size
            if max(sides) <= _MOST:
                seen.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Turned(Failure("invalid", f"{path}.image.source: Could not process image")) from None
    if _FORMATS.get(form) != said:
        what = f"it is said to be {said}, but it is {_FORMATS.get(form)}"
        raise Turned(Failure("invalid", f"{path}.image.source: {what}"))
    tokens, whole = picture_tokens(*sides, model)
    if not whole and (block.get("transformations") or {}).get("oversized_image") == "error":
        raise Turned(Failure("invalid", f"{path}.image: {sides[0]}x{sides[1]} is larger than the model sees"))
    return Piece(hashlib.sha256(data).hexdigest(), tokens, picture=True, sides=sides, path=path)


def check_sides(pieces: list[Piece], model: Model) -> None:
    """See that no picture is too large, and that there are not too many.

    Args:
        pieces: of the whole prompt.
        model: that shall see them.

    Raises:
        Turned: one is.
    """
    shown = [piece for piece in pieces if piece.picture]
    if len(shown) > model.pictures:
        raise Turned(Failure("invalid", f"{len(shown)} images; at most {model.pictures} are allowed"))
    most, many = (_MOST_OF_MANY, " for many-image requests") if len(shown) > _MANY else (_MOST, "")
    for piece in shown:
        if max(piece.sides) > most:
            raise Turned(
                Failure(
                    "invalid",
                    f"{piece.path}.image.source: At least one of the image dimensions exceed max allowed "
                    f"size{many}: {most} pixels",
                )
            )


def picture_tokens(width: int, height: int, model: Model) -> tuple[int, bool]:
    """Tokens of a picture, and whether the model sees it at its own size.

    Args:
        width: pixels.
        height: pixels.
        model: that sees it.
    """
    scale = max(width, height) / model.long_edge
    if scale > 1:
        width, height = max(1, round(width / scale)), max(1, round(height / scale))
    tokens = -(-width // _PATCH) * -(-height // _PATCH)
    return min(tokens, model.picture_tokens), scale <= 1 and tokens <= model.picture_tokens


def _decoded(source: Mapping[str, Any], path: str) -> bytes:
    try:
        return base64.b64decode(str(source.get("data")), validate=True)
    except binascii.Error:
        raise Turned(Failure("invalid", f"{path}.image.source.base64: invalid base64 data")) from None
