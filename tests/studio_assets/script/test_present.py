"""What Dagster's UI shows of a scene."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from studio_assets.script.present import scene_metadata
from studio_assets.script.scene import Overlay


def test_a_scene_shows_what_is_seen_and_said(scene: Callable[..., Any]) -> None:
    """A scene's page has its words, its length in seconds, and what the provider is told."""
    shown = scene_metadata(scene("launch", 2, Fraction(15, 2), narration="Off it goes."))
    assert ("written", 2, "What launch shows.", "Off it goes.", 7.5) == (
        shown["state"], shown["number"], shown["direction"], shown["narration"],
        shown["duration_seconds"].value)  # fmt: skip


def test_what_a_scene_has_not_is_not_shown(scene: Callable[..., Any]) -> None:
    """Overlay, chain, footage, lock and what must be seen are shown only where the scene has them."""
    optional = {"overlay", "continues", "footage", "keeps_take", "elements", "continuity"}
    assert optional.isdisjoint(scene_metadata(scene("launch")))
    overlay = Overlay(text="2:00 AM", position="lower_third", start=Fraction(1), end=Fraction(5, 2))
    has = {"continues": "dusk", "keep": 1, "footage": "ab", "elements": ("mist",), "continuity": "Fog."}
    shown = scene_metadata(scene("launch", overlay=overlay, **has))
    assert optional <= set(shown)
    assert "2:00 AM (lower_third, 1 s to 2.5 s)" == shown["overlay"]
