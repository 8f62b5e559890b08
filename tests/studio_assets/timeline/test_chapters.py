"""The film's chapters."""

from __future__ import annotations

from collections.abc import Callable

from studio_assets.edl.cut import Cut
from studio_assets.spec.production import Production, SceneSpec
from studio_assets.timeline.chapters import chapters
from tests.studio_assets.timeline.reels import card, cut_of, dissolved, event

Build = Callable[..., Production]


def found(production: Build, cut: Cut, **titles: str) -> list[tuple[str, int]]:
    """Title and frame of each chapter, where these scenes have titles."""
    scenes = tuple(SceneSpec(name=name, chapter=title) for name, title in titles.items())
    return [(one.title, one.at) for one in chapters(cut, production(name="late_coffee", scenes=scenes))]


def test_a_chapter_begins_with_its_scene_or_its_card(production: Build) -> None:
    """Chapters stand in film order at the first frame of their scene, of its card, or of its transition."""
    cut = cut_of(event("end", 20), card("desk", 10), event("desk", 20), dissolved("rain", 20, 5))
    assert [("The end", 0), ("At the desk", 20), ("Rain", 45)] == found(
        production, cut, desk="At the desk", rain="Rain", end="The end"
    )


def test_the_first_chapter_begins_with_the_film(production: Build) -> None:
    """A beginning without a title of its own gets the production's name: players want a chapter there."""
    cut = cut_of(card("opening", 30), event("desk", 20), event("rain", 20))
    assert [("Late coffee", 0), ("Rain", 50)] == found(production, cut, desk="", rain="Rain")
    assert [("Late coffee", 0), ("Desk", 30)] == found(production, cut, desk="Desk", rain="")


def test_scenes_that_are_not_seen_have_no_chapter(production: Build) -> None:
    """A scene that the cut leaves out has no chapter; a film without titles has none at all."""
    cut = cut_of(event("desk", 20))
    assert [("Desk", 0)] == found(production, cut, desk="Desk", rain="Rain")
    assert [] == found(production, cut, desk="", rain="Rain")


def test_a_scene_seen_twice_begins_one_chapter(production: Build) -> None:
    """A scene that is cut in two begins its chapter the first time."""
    cut = cut_of(event("desk", 20), event("rain", 20), event("desk", 20))
    assert [("Desk", 0)] == found(production, cut, desk="Desk", rain="")
