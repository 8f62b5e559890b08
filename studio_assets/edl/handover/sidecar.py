"""The sidecar folder of an export: every media file once, under a name that people can read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from studio_assets.document import Value

__all__ = ["FOLDER", "Media", "sidecar"]

FOLDER = "media"
"""Where the media lie, relative to the export."""

_LONGEST = 60


class Media(Value):
    """A file that the export needs.

    Args:
        digest: sha256 of its bytes.
        suffix: its file suffix, with its dot.
        label: what people call it, for example a scene's name.
        group: what its name begins with: `narration`, `music` or `effect`; empty for clips, whose names
            begin with their number.
    """

    digest: str
    suffix: str
    label: str
    group: str = ""


def sidecar(files: Iterable[Media]) -> dict[str, str]:
    """A name for each file.

    Args:
        files: in film order; a file that comes again keeps its first name.

    Returns:
        Digest -> path relative to the export, of small letters, digits, `_`, `-` and dots; no two are alike.
    """
    named: dict[str, str] = {}
    counted: dict[str, int] = {}
    for one in files:
        if one.digest in named:
            continue
        counted[one.group] = counted.get(one.group, 0) + 1
        number = f"{counted[one.group]:02}"
        parts = (one.group, number, _safe(one.label)) if one.group else (number, _safe(one.label))
        # The number makes names differ however alike their labels are.
        named[one.digest] = f"{FOLDER}/{'_'.join(filter(None, parts))}{_suffix(one.suffix)}"
    return named


def _safe(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:_LONGEST]


def _suffix(suffix: str) -> str:
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,12}", suffix) else ""
