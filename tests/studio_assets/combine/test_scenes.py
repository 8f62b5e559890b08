"""Which scenes are meant, and what their cut is called."""

from __future__ import annotations

import pytest

from resources.errors import StudioError
from studio_assets.combine.scenes import called, chosen

NAMES = ("launch", "sail", "storm")


@pytest.mark.parametrize(
    ("words", "scenes"),
    [
        ("1,3", ("launch", "storm")),
        ("3, 1", ("storm", "launch")),
        ("sail", ("sail",)),
        ("storm,1,", ("storm", "launch")),
    ],
)
def test_scenes_are_named_or_numbered(words: str, scenes: tuple[str, ...]) -> None:
    """A scene is meant by its name or by its number in the script, in the order given."""
    assert scenes == chosen(words, NAMES)


@pytest.mark.parametrize(
    ("words", "what", "mend"),
    [
        ("4", "There is no scene 4.", "The script has scenes 1 to 3: launch, sail, storm."),
        ("0", "There is no scene 0.", "The script has scenes 1 to 3"),
        ("²", "There is no scene ².", "1 to 3"),
        ("sial", "There is no scene sial.", "Did you mean `sail`?"),
        ("2,sail", "The scene sail is named twice.", "Name each scene once."),
        ("9,sial", "There is no scene 9. There is no scene sial.", "1 to 3"),
        (" ,", "No scene is named.", "launch, sail, storm"),
    ],
    ids=["beyond", "zero", "no digit", "slip", "twice", "all at once", "none"],
)
def test_what_is_no_scene_names_its_mend(words: str, what: str, mend: str) -> None:
    """Every scene that is not there is told at once, with the nearest or with all that there are."""
    with pytest.raises(StudioError) as raised:
        chosen(words, NAMES)
    assert what == raised.value.what
    assert mend in raised.value.mend


def test_a_cut_is_called_by_its_scenes() -> None:
    """Without a name the scenes' numbers make one, in their order."""
    assert "scenes_3_1" == called(None, ("storm", "launch"), NAMES)
    assert "teaser" == called("teaser", ("storm",), NAMES)


@pytest.mark.parametrize("name", ["safe", "Teaser", "../teaser", "a" * 64, "", "1st", "a__b"])
def test_a_name_is_plain_and_no_candidates(name: str) -> None:
    """A candidate's name, a path, or anything else that could not stand in a spec is refused with a mend."""
    with pytest.raises(StudioError) as raised:
        called(name, ("storm",), NAMES)
    assert "-o" in raised.value.mend
