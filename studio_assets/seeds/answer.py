"""What Claude answers on one picture, and what is wrong with an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from resources.claude.material import one_line
from studio_assets.seeds.description import SeedAsset
from studio_assets.spec.production import SeedFile

__all__ = ["DrawnPicture", "SeenPicture", "answer_model", "asset", "faults"]

_MOST = {"content": 600, "style": 400, "sheet": 900}
"""Characters: these texts go into directions, which providers cut at a few thousand characters."""

_LISTED, _WORD = 8, 60  # entries of a list, and characters of each


class SeenPicture(BaseModel):
    """What one picture shows."""

    content: str = Field(description="What is seen, in one or two sentences.")
    themes: list[str] = Field(description="One to five themes, a word or two each.")
    palette: list[str] = Field(description="Three to six leading colours in words, the largest first.")
    style: str = Field(description="How it is made: medium, light, texture, lens or line. One sentence.")


class DrawnPicture(SeenPicture):
    """What a picture of a character or product shows."""

    sheet: str = Field(
        description="The sheet: how to draw this character or product the same every time, in any pose."
    )


def answer_model(seed: SeedFile) -> type[SeenPicture]:
    """What is asked for: a sheet too where the same thing shall be drawn again and again.

    Args:
        seed: the picture.
    """
    return DrawnPicture if seed.role in ("character", "product") else SeenPicture


def faults(answer: SeenPicture) -> Sequence[str]:
    """What is wrong with an answer of the right shape, a sentence each.

    Args:
        answer: as it came.
    """
    return [*_texts(answer), *_lists(answer)]


def asset(seed: SeedFile, answer: SeenPicture) -> SeedAsset:
    """The picture's description.

    Args:
        seed: the picture.
        answer: without faults.
    """
    return SeedAsset(
        id=seed.id,
        role=seed.role,
        digest=seed.file.digest,
        state="described",
        content=one_line(answer.content),
        themes=tuple(map(one_line, answer.themes)),
        palette=tuple(map(one_line, answer.palette)),
        style=one_line(answer.style),
        sheet=one_line(getattr(answer, "sheet", "")),
    )


def _texts(answer: SeenPicture) -> Iterator[str]:
    for name, most in _MOST.items():
        text = getattr(answer, name, None)
        if text is None:
            continue
        if not text.strip():
            yield f"`{name}` is empty."
        elif len(text) > most:
            yield f"`{name}` has {len(text)} characters; write at most {most}."


def _lists(answer: SeenPicture) -> Iterator[str]:
    for name, words in (("themes", answer.themes), ("palette", answer.palette)):
        if not words or not all(word.strip() for word in words):
            yield f"`{name}` is empty or has an empty entry."
        elif len(words) > _LISTED or max(map(len, words)) > _WORD:
            yield f"`{name}` has more than {_LISTED} entries, or one of more than {_WORD} characters."
