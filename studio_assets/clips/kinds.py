"""Which takes show a scene."""

from __future__ import annotations

from resources.providers.request import Kind

__all__ = ["FILMED"]

FILMED: frozenset[Kind] = frozenset({"video", "image"})
"""Kinds of takes of a scene: a clip, or a still over which the camera moves."""
