"""Which part of a production decides its sound, its captions and its deliverables."""

from __future__ import annotations

from studio_assets.spec.production import Production

__all__ = ["SOUNDED", "delivered", "sounded"]

SOUNDED = ("narration", "timeline", "music", "captions")
"""Kinds of assets whose part of the spec `sounded` gives."""


def sounded(production: Production, kind: str) -> object:
    """What decides narration, timeline, music or captions.

    Args:
        production: with every default filled in.
        kind: one of `SOUNDED`.
    """
    if kind == "narration":
        words = [[one.name, one.narration] for one in production.scenes]
        # A line that is too long for its picture is written shorter, by the rule that fits the two.
        return [production.narrator, words, production.language, production.mix.fit, production.audio_led]
    if kind == "timeline":
        cards = [[one.name, one.chapter, one.card] for one in production.scenes]
        return [production.mix.fit, production.style, production.titles, cards]
    if kind == "music":
        return production.mix.music
    # How they are drawn decides the deliverables that they are drawn into.
    return [production.captions and production.captions.formats, production.language]


def delivered(production: Production, name: str) -> object:
    """What decides one form of the film, beside what it is made from.

    Args:
        production: with every default filled in.
        name: the deliverable's name.
    """
    form = next((one for one in production.deliverables if one.name == name), production.master)
    burnt = production.captions.style if production.captions and form.captions == "burned" else ""
    return [
        form,
        production.fps,
        production.mix.loudness,
        production.mix.effects,
        None if form.sound_only else production.font,
        production.metadata,
        None if form.sound_only else production.poster,
        burnt,
    ]
