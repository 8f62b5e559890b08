"""Texts may hold snippets; they are filled in once, here."""

from __future__ import annotations

from collections.abc import Iterator

from studio_assets.spec.reading import Reading
from studio_assets.spec.snippets import SnippetFault, rendered
from studio_assets.spec.source import KeyPath
from studio_assets.spec.values import duration_text

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Fill in the snippets of concept, descriptions, directions and narration."""
    spec = reading.spec
    names = {
        "production": spec.production,
        "duration": duration_text(spec.duration),
        "aspect_ratio": spec.aspect_ratio,
        "resolution": spec.resolution,
    }
    for path, text, scene in _texts(reading):
        try:
            filled = rendered(text, {**names, "scene": scene} if scene else names)
            if not filled.strip():
                raise SnippetFault("the snippet renders nothing", "Write some text around it.")
            reading.texts[path] = filled.strip()
        except SnippetFault as found:
            reading.fault(path, found.message, found.mend)


def _texts(reading: Reading) -> Iterator[tuple[KeyPath, str, str]]:
    yield ("concept",), reading.spec.concept, ""
    for index, scene in enumerate(reading.spec.script.scenes):
        for key, text in (
            ("description", scene.description),
            ("direction", scene.direction),
            ("narration", scene.narration),
        ):
            if text is not None:
                yield ("script", "scenes", index, key), text, scene.id
