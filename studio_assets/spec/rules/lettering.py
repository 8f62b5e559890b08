"""Whether the font has letters for every text that is drawn into the picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from studio_assets.spec.cascade_delivery import burned, forms
from studio_assets.spec.reading import Reading
from studio_assets.spec.rules.delivery import cards
from studio_assets.spec.source import KeyPath

__all__ = ["PLAIN", "check"]

PLAIN = 0x17F
"""Up to this code point, the end of Latin, the font that ships has every letter: nothing is looked up."""


def check(reading: Reading) -> None:
    """Check the letters of overlays, cards and, where captions are drawn in, of the narration."""
    font = _font(reading)
    if not reading.sound("font") or (reading.spec.font is not None and font is None):
        return
    for path, text in _drawn(reading):
        line = " ".join(text.split())
        if font is None and line.isprintable() and all(ord(char) <= PLAIN for char in line):
            continue
        from resources.media.font import covers  # 60 ms that only texts in other letters pay
        from studio_assets.captions.wording import wording

        missing = covers(wording(line) if path[-1] == "narration" else line, font)
        if missing:
            which = "your font" if font is not None else "the font that ships"
            reading.fault(
                path,
                f"{which} has no letters for `{missing[:20]}`",
                "Name one that has them, such as `font: fonts/NAME.ttf`.",
            )


def _font(reading: Reading) -> Path | None:
    file = reading.files.get(("font",))
    return reading.source.file.parent / file.path if file is not None else None


def _drawn(reading: Reading) -> Iterator[tuple[KeyPath, str]]:
    spec = reading.spec
    captioned = any(burned(spec, form) for form in forms(spec))
    for index, scene in enumerate(spec.script.scenes):
        path: KeyPath = ("script", "scenes", index)
        if scene.overlay is not None:
            yield (*path, "overlay", "text"), scene.overlay.text
        if captioned and (*path, "narration") in reading.texts:
            yield (*path, "narration"), reading.texts[*path, "narration"]
    for place, card in cards(reading):
        yield (*place, "text"), card.text
        if card.subtitle is not None:
            yield (*place, "subtitle"), card.subtitle
