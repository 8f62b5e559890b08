"""The models that the simulated Claude answers as, and what its API tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["MODELS", "Model", "told"]


@dataclass(frozen=True)
class Model:
    """One model.

    Args:
        name: as people read it.
        line: `haiku`, `sonnet`, `opus` or `fable`.
        released: the day.
        reads: tokens of a prompt at most.
        writes: tokens of an answer at most.
        thinks: whether it thinks unless it is told not to.
        long_edge: pixels of a picture's longer side that it sees; larger ones are scaled down.
        picture_tokens: tokens of one picture at most.
        pictures: pictures of one prompt at most.
        effort: whether it can be told how much to think.
        retires: the day from which it answers no more; empty where none is known.
    """

    name: str
    line: str
    released: str
    reads: int = 1_000_000
    writes: int = 128_000
    thinks: bool = True
    long_edge: int = 2576
    picture_tokens: int = 4_784
    pictures: int = 600
    effort: bool = True
    retires: str = ""


def _older(name: str, line: str, released: str, retires: str = "") -> Model:
    return Model(
        name, line, released, 200_000, 64_000, False, 1568, 1_568, pictures=100, effort=False, retires=retires
    )


def _standard(name: str, line: str, released: str) -> Model:
    # Which tier of sight Haiku and Sonnet 5.5 have is not known; up to 1280 x 720 both count the same.
    return Model(name, line, released, long_edge=1568, picture_tokens=1_568)


_HAIKU_4_5 = _older("Claude Haiku 4.5", "haiku", "2025-10-01")
_SONNET_4_5 = _older("Claude Sonnet 4.5", "sonnet", "2025-09-29", retires="2026-11-30")
MODELS: Mapping[str, Model] = {
    "claude-haiku-5-5": _standard("Claude Haiku 5.5", "haiku", "2026-10-07"),
    "claude-sonnet-5-5": _standard("Claude Sonnet 5.5", "sonnet", "2026-10-07"),
    "claude-opus-5-5": Model("Claude Opus 5.5", "opus", "2026-09-01"),
    "claude-fable-5-2": Model("Claude Fable 5.2", "fable", "2026-11-01"),
    "claude-fable-5-1": Model("Claude Fable 5.1", "fable", "2026-09-01"),
    "claude-opus-5": Model("Claude Opus 5", "opus", "2026-05-01"),
    "claude-haiku-4-5": _HAIKU_4_5,
    "claude-haiku-4-5-20251001": _HAIKU_4_5,
    "claude-sonnet-4-5": _SONNET_4_5,
    "claude-sonnet-4-5-20250929": _SONNET_4_5,
}
"""By the id that a request names; the release days are the simulator's own."""


def told(id: str) -> dict[str, Any]:
    """What the API tells of a model.

    Args:
        id: one of `MODELS`.
    """
    model = MODELS[id]
    yes, no = {"supported": True}, {"supported": False}
    efforts = {one: {"supported": model.effort} for one in ("low", "medium", "high", "xhigh", "max")}
    return {
        "type": "model",
        "id": id,
        "display_name": model.name,
        "created_at": f"{model.released}T00:00:00Z",
        "lifecycle": "deprecated" if model.retires else "active",
        "line": model.line,
        "deprecated_at": None,
        "retires_at": f"{model.retires}T00:00:00Z" if model.retires else None,
        "max_input_tokens": model.reads,
        "max_tokens": model.writes,
        "capabilities": {
            "batch": yes,
            "citations": no,
            "code_execution": no,
            "context_management": {"supported": False},
            "effort": {"supported": model.effort, **efforts},
            "image_input": yes,
            "pdf_input": no,
            "server_tools": {"supported": False, "code_execution": no, "web_search": no},
            "structured_outputs": yes,
            "thinking": {"supported": model.thinks, "types": {"adaptive": yes, "enabled": no}},
        },
    }
