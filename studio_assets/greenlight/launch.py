"""The greenlight's launch config: a word for each pilot, so that the launchpad can name and complete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster import Enum, EnumValue, Field

from studio_assets.greenlight.override import Said

__all__ = ["launch_config", "launch_fields", "said"]

_WORD = Enum(
    "GreenlightWord",
    [
        EnumValue("go", description="It goes on, whatever it scored, with all that it has left."),
        EnumValue("cancel", description="It is cancelled; what it has left goes to the best that goes on."),
        EnumValue("rule", description="The rule decides again: an earlier override is taken back."),
    ],
)
"""One object for all productions: Dagster refuses two types of one name."""


def launch_fields(pilots: Sequence[str]) -> dict[str, Field]:
    """The config fields of a production's greenlight.

    Args:
        pilots: names of the pilot slots, known from the spec.
    """
    words = {name: Field(_WORD, is_required=False, description=f"A word on {name}.") for name in pilots}
    return {
        "override": Field(
            words,
            is_required=False,
            description="A person's word on pilots, which wins over the rule. Left out, everything stays "
            "as it is, earlier overrides included.",
        ),
        "reason": Field(str, default_value="", description="Why; an override without a reason is refused."),
        "by": Field(str, default_value="", description="Who says so; kept with the reason."),
    }


def launch_config(words: Said) -> dict[str, Any]:
    """The launch config that says this; the other way round than `said`."""
    return {"override": dict(words.words), "reason": words.reason, "by": words.by}


def said(config: Mapping[str, Any]) -> Said:
    """What a launch config says. Other stages' config may have a reason too; only the greenlight reads it."""
    return Said(
        words=dict(config.get("override") or {}),
        reason=str(config.get("reason") or ""),
        by=str(config.get("by") or ""),
    )
