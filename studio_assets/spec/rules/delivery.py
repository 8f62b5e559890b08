"""What is delivered: captions, cards, the poster, and forms of the film that make sense."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import get_args

from studio_assets.spec.cascade_delivery import MASTER, burned, forms
from studio_assets.spec.model_delivery import CardWritten
from studio_assets.spec.owned import keep_font
from studio_assets.spec.reading import Reading
from studio_assets.spec.rules.moments import check_moment
from studio_assets.spec.sections import AssetKind
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check"]

PICTURE = ("resolution", "aspect_ratio", "fit", "codec", "quality", "captions")
"""Keys of a deliverable that say how its picture looks."""


def check(reading: Reading) -> None:
    """Check captions, cards, poster, font and deliverables."""
    spec = reading.spec
    if spec.font is not None:
        keep_font(reading, ("font",), spec.font)
    if spec.poster is not None:
        check_moment(reading, ("poster",), spec.poster.scene, spec.poster.at, "the poster is taken")
    for path, card in cards(reading):
        _card(reading, path, card)
    _twice(reading, ("edit", "exports"), spec.edit.exports, "export")
    if spec.captions is not None:
        _twice(reading, ("captions", "formats"), spec.captions.formats, "format")
    _karaoke(reading)
    seen: list[str] = []
    for index, form in enumerate(spec.deliverables):
        path = ("deliverables", index)
        if reading.sound(*path, "name"):
            _name(reading, path, form.name, seen)
            seen.append(form.name)
        _sound_only(reading, path)
        if spec.captions is None and form.captions in ("soft", "burned"):
            reading.fault(
                (*path, "captions"),
                f"the production has no captions, so `{form.name}` cannot have them",
                "Remove it, or `captions: off`.",
            )


def cards(reading: Reading) -> list[tuple[KeyPath, CardWritten]]:
    """Every card of the film and where it is written."""
    titles = reading.spec.titles
    found: list[tuple[KeyPath, CardWritten | None]] = [
        (("titles", "opening"), titles.opening),
        (("titles", "closing"), titles.closing),
    ]
    for index, scene in enumerate(reading.spec.script.scenes):
        found.append((("script", "scenes", index, "card"), scene.card))
    return [(path, card) for path, card in found if card is not None]


def _card(reading: Reading, path: KeyPath, card: CardWritten) -> None:
    frame = Fraction(1, reading.spec.fps)
    if card.duration < frame and reading.sound("fps"):
        reading.fault(
            (*path, "duration"),
            f"a card of {duration_text(card.duration)} is shorter than one frame",
            "Give it the time that reading it takes, such as `3s`.",
        )


def _twice(reading: Reading, path: KeyPath, words: Sequence[str], what: str) -> None:
    for index, word in enumerate(words):
        if word in words[:index]:
            reading.fault((*path, index), f"the {what} `{word}` is listed twice", "Keep one.")


def _karaoke(reading: Reading) -> None:
    captions = reading.spec.captions
    if captions is None or captions.style != "karaoke" or not reading.whole("deliverables"):
        return
    if not any(burned(reading.spec, form) for form in forms(reading.spec)):
        reading.fault(
            ("captions", "style"),
            "`karaoke` is seen only where captions are drawn into the picture, which no deliverable has",
            "Write `burn_in: true`, or `captions: burned` in a deliverable.",
        )


def _name(reading: Reading, path: KeyPath, name: str, seen: list[str]) -> None:
    if name in seen:
        reading.fault((*path, "name"), f"there are two deliverables `{name}`", "Give each its own name.")
    elif name != MASTER and name in get_args(AssetKind):
        reading.fault(
            (*path, "name"),
            f"`{name}` is the name of an asset of the production",
            f"Name the deliverable otherwise, such as `{name}_film`.",
        )
    elif name in (reading.spec.pilots or {}):
        reading.fault(
            (*path, "name"),
            f"`{name}` is the name of a pilot",
            "Name the deliverable or the pilot otherwise.",
        )


def _sound_only(reading: Reading, path: KeyPath) -> None:
    form = reading.spec.deliverables[int(path[-1])]
    if not form.sound_only:
        return
    if form.name == MASTER:
        reading.fault(
            (*path, "sound_only"),
            "the master is the film itself, with its picture",
            "Add a deliverable of another name: `{name: sound, sound_only: true}`.",
            at_key=True,
        )
        return
    for key in PICTURE:
        if reading.written(*path, key):
            reading.fault(
                (*path, key),
                f"`{form.name}` has no picture, which `{key}` is about",
                f"Remove `{key}` or `sound_only`.",
                at_key=True,
            )
