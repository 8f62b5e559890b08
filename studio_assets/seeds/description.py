"""What the seed assets of a production show."""

from __future__ import annotations

from typing import Literal

from studio_assets.document import Document, Value

__all__ = ["SeedAsset", "SeedAssets", "SeedRole"]

SeedRole = Literal["first_frame", "character", "style", "product"]
"""What a seed picture is for."""


class SeedAsset(Value):
    """One seed picture.

    Args:
        id: its name in the spec.
        role: what it is for.
        digest: sha256 of its bytes in the artifact store.
        state: `described`, or `undescribed: ...` where nobody looked.
        content: what is seen, in a sentence or two; empty where undescribed.
        themes: a word or two each.
        palette: leading colours, in words.
        style: how it is made: medium, light, texture; empty where undescribed.
        sheet: how to draw the character or product the same every time: build, face, hair, clothes,
            marks; empty for other roles and where undescribed.
    """

    id: str
    role: SeedRole
    digest: str
    state: str = "undescribed: nobody looked"
    content: str = ""
    themes: tuple[str, ...] = ()
    palette: tuple[str, ...] = ()
    style: str = ""
    sheet: str = ""


class SeedAssets(Document):
    """State `described`, `undescribed: ...`, or `none` where the spec has no picture.

    Args:
        crew: who looked, `rules` (nobody) or a model's name.
        assets: in the spec's order.
    """

    crew: str = "rules"
    assets: tuple[SeedAsset, ...] = ()

    def asset(self, name: str) -> SeedAsset | None:
        """The seed picture of that id, or None."""
        return next((one for one in self.assets if one.id == name), None)
