"""Which scenes a named cut is made of, and what it is called, as a person says it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from resources.errors import StudioError
from studio_assets.edl.cut import CutName
from studio_assets.spec.fault import nearest

__all__ = ["called", "chosen"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def chosen(words: str, names: Sequence[str]) -> tuple[str, ...]:
    """The scenes that are meant.

    Args:
        words: scenes with commas between them, each by its number in the script, from 1, or by its name.
        names: the production's scenes in script order.

    Returns:
        Their names in the order in which they were given.

    Raises:
        StudioError: a scene is not there, stands twice, or none is given; every mistake is told.
    """
    given = [word.strip() for word in words.split(",") if word.strip()]
    found, faults = [], []
    mend = ""
    for word in given:
        name = _scene(word, names)
        if name is None:
            faults.append(f"There is no scene {word}.")
            numbered = f"The script has scenes 1 to {len(names)}: {', '.join(names)}."
            mend = mend or (numbered if word.isdigit() else nearest(word, names))
        elif name in found:
            faults.append(f"The scene {name} is named twice.")
            mend = mend or "Name each scene once."
        else:
            found.append(name)
    if faults:
        raise StudioError(" ".join(faults), mend=mend, where="--scenes")
    if not found:
        raise StudioError(
            "No scene is named.",
            mend=f"Name some of: {', '.join(names)}, or their numbers.",
            where="--scenes",
        )
    return tuple(found)


def called(wish: str | None, scenes: Sequence[str], names: Sequence[str]) -> str:
    """The name of a named cut.

    Args:
        wish: as it was given; None makes one of the scenes' numbers, for example `scenes_1_3`.
        scenes: its scenes, in its order.
        names: the production's scenes in script order.

    Raises:
        StudioError: it is no plain name, or a candidate cut has it.
    """
    name = "_".join(["scenes", *(str(names.index(scene) + 1) for scene in scenes)]) if wish is None else wish
    if name in get_args(CutName):
        raise StudioError(
            f"A candidate cut is called {name} already.", mend="Give another name by `-o`.", where=name
        )
    if not _NAME.fullmatch(name) or "__" in name:
        rule = "1 to 63 small letters, digits and single `_`, a letter first"
        raise StudioError(f"{name!r} is no name for a cut.", mend=f"Give one of {rule}, by `-o`.", where="-o")
    return name


def _scene(word: str, names: Sequence[str]) -> str | None:
    if word in names:
        return word
    if word.isascii() and word.isdigit() and len(word) < 9 and 1 <= int(word) <= len(names):
        return names[int(word) - 1]
    return None
