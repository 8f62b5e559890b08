"""What the judge of one clip answers: evidence first, then the score that it supports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from resources.claude.material import one_line, plain
from studio_assets.qa import continuity

__all__ = ["ContinuedVerdict", "Element", "Identity", "Mark", "Verdict", "faults", "verdict_model", "words"]

_LONGEST = 400
"""Letters of a sentence that is kept of an answer."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mark(_Part):
    """One score. Write the evidence first: what is seen, in which frames. Then the score that it supports."""

    evidence: str
    score: int = Field(ge=0, le=100)


class Element(_Part):
    """One thing that the scene names, and whether the frames show it."""

    element: str
    seen: Literal["matched", "missing"]


class Identity(_Part):
    """Whether the frames show the same persons and things as the frame before. Evidence first."""

    evidence: str
    word: continuity.Identity


class Verdict(_Part):
    """What is seen in one clip."""

    frames_seen: int = Field(ge=0)
    elements: list[Element]
    unexpected: list[str]
    visual_accuracy: Mark
    style_consistency: Mark
    technical_quality: Mark
    narrative_fit: Mark
    issues: list[str]
    suggestions: list[str]

    @property
    def marks(self) -> dict[str, Mark]:
        """Score -> its mark, by the names that reports have for them."""
        return {
            "visual_accuracy": self.visual_accuracy,
            "style_consistency": self.style_consistency,
            "technical": self.technical_quality,
            "narrative_fit": self.narrative_fit,
        }

    def seen(self, word: Literal["matched", "missing"], names: Mapping[str, str]) -> tuple[str, ...]:
        """The elements of that word, each once.

        Args:
            word: which.
            names: the answer's name of an element -> the scene's words for it; may be empty.
        """
        return words(names.get(one.element, one.element) for one in self.elements if one.seen == word)


class ContinuedVerdict(Verdict):
    """What is seen in one clip that continues another."""

    identity: Identity


@lru_cache(maxsize=64)
def verdict_model(elements: tuple[str, ...], *, continues: bool) -> type[Verdict]:
    """The answer's model for one scene.

    Args:
        elements: names of what the scene is known to show; the grammar then forbids any other. Empty
            where the judge finds elements in the description.
        continues: whether the clip continues another, so that identity is asked.
    """
    model: type[Verdict] = ContinuedVerdict if continues else Verdict
    if not elements:
        return model
    names: Any = Literal[elements]
    named: Any = create_model("Element", __base__=Element, __doc__=Element.__doc__, element=(names, ...))
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, elements=(list[named], ...))


def faults(verdict: Verdict, elements: Iterable[str] = ()) -> list[str]:
    """What is wrong with an answer of the right shape.

    Args:
        verdict: the answer.
        elements: names of what the scene is known to show.
    """
    found = [
        f"`{name}` has no evidence: say what is seen, and in which frames."
        for name, mark in verdict.marks.items()
        if not plain(mark.evidence)
    ]
    if isinstance(verdict, ContinuedVerdict) and not plain(verdict.identity.evidence):
        found.append("`identity` has no evidence: say what is the same or differs, and in which frames.")
    spoken = [one.element for one in verdict.elements]
    for element in elements:
        if spoken.count(element) != 1:
            found.append(f"Speak of the element `{element}` exactly once, not {spoken.count(element)} times.")
    if not all(map(plain, spoken)):
        found.append("An element is empty: name it, or leave it out.")
    return found


def words(sentences: Iterable[str]) -> tuple[str, ...]:
    """An answer's sentences as a report keeps them: of one line each, not endless, none empty, none twice.

    Args:
        sentences: as they came.
    """
    lines = map(one_line, sentences)
    short = (one if len(one) <= _LONGEST else f"{one[: _LONGEST - 1]}…" for one in lines)
    return tuple(dict.fromkeys(one for one in short if one))
