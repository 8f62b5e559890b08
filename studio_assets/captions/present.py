"""What the Dagster UI shows of the captions."""

from __future__ import annotations

from typing import Any

from resources.media.caption import Cue
from resources.media.caption_files import caption_name
from studio_assets.captions.captions import Captions
from studio_assets.figures import said, table
from studio_assets.links import link

__all__ = ["captions_metadata"]

_SHOWN = 12  # captions in the table; all of them are in the files


def captions_metadata(captions: Captions, film: str) -> dict[str, Any]:
    """The files as links, the first captions, how words were timed, and what is hard to read.

    Args:
        captions: the captions' document.
        film: the production's name, as the files are called.
    """
    shown: dict[str, Any] = {"state": captions.state, "language": captions.language}
    for form, file in captions.files.items():
        shown[form] = link(file, caption_name(film, captions.language, form))
    return shown | {
        "captions": len(captions.cues),
        "first_captions": table([_row(cue) for cue in captions.cues[:_SHOWN]]),
        "timing": ", ".join(captions.timing) or "none",
        "fast": said(captions.fast),
        "notes": said(captions.notes),
    }


def _row(cue: Cue) -> dict[str, str]:
    return {"from": _clock(cue.start), "to": _clock(cue.end), "text": " / ".join(cue.lines)}


def _clock(ms: int) -> str:
    return f"{ms // 60000}:{ms // 1000 % 60:02}.{ms % 1000:03}"
