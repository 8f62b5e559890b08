"""The concept itself is spoken over the scenes that nobody wrote."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from resources.providers.port import Capabilities
from studio_assets.script.pace import words, words_allowed
from studio_assets.script.rules import write
from studio_assets.script.spoken import spoken
from studio_assets.spec.production import SceneSpec


def test_each_scene_says_its_part() -> None:
    """With a sentence for each scene, each scene says its own."""
    assert ["A dog runs.", "It sleeps."] == spoken("A dog runs. It sleeps.", [Fraction(5), Fraction(5)])


def test_a_shared_part_goes_on() -> None:
    """Scenes that show the same part share its words, so that nothing is said twice."""
    concept = "A tired developer drinks one more cup and finally sees the missing bracket."
    said = spoken(concept, [Fraction(2)] * 3)
    assert ["A tired developer drinks one", "more cup and finally sees", "the missing bracket."] == said


@pytest.mark.parametrize("style", ["podcast", "lecture", "documentary"])
def test_spoken_styles_speak(production: Any, planned: Any, style: Any) -> None:
    """In a spoken style each empty scene says a part of the concept that fits its seconds."""
    scenes = write(production(style=style), planned(), Capabilities())
    assert "A developer works late." == scenes[0].narration
    assert all(0 < words(one.narration) <= words_allowed(one.duration) for one in scenes)


def test_storyboard_is_silent(production: Any, planned: Any) -> None:
    """A storyboard without narration says nothing."""
    assert ["", "", ""] == [one.narration for one in write(production(), planned(), Capabilities())]


def test_own_words_stay(production: Any, planned: Any) -> None:
    """A scene that the user described is not spoken over, and one with words keeps them."""
    slots = (
        SceneSpec(name="desk", description="A desk."),
        SceneSpec(name="rain", narration="Rain!"),
        SceneSpec(name="end"),
    )
    scenes = write(production(style="podcast", scenes=slots), planned(), Capabilities())
    assert ["", "Rain!"] == [one.narration for one in scenes[:2]]
    assert scenes[2].narration
