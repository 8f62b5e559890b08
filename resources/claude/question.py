"""A question to Claude: which prompt, with what in it, and what an answer must look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

from resources.providers.request import Picture

__all__ = ["Question", "Role", "Seen"]

A = TypeVar("A", bound=BaseModel)

Role = Literal[
    "producer",
    "script_writer",
    "qa_verifier",
    "second_opinion",
    "critic",
    "editor",
    "asset_analyzer",
]
"""Who asks. Stored with every answer, and the settings name a model for each: renaming breaks both."""


@dataclass(frozen=True)
class Seen:
    """A picture with the words that stand before it, such as `frame 2 at 1.5 s`."""

    label: str
    picture: Picture


def _fine(_: object) -> Sequence[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Question(Generic[A]):
    """One question.

    Args:
        role: who asks; its settings name the model.
        variables: what the prompt template gets; every variable that it names must be there.
        answer: the answer's model. Its fields are what the provider's grammar enforces; bounds are
            checked here after the answer is paid.
        accounts: who pays, the first that can.
        template: the prompt, `templates/prompts/<template>.md.j2`; empty means the role's own.
        pilot: the pilot that it is about; empty for the whole production.
        scene: the scene that it is about; empty for the whole pilot.
        references: pictures that every question of a pilot shares; they stand first and are remembered.
        pictures: pictures of this question alone.
        check: what is wrong with an answer of the right shape, a sentence each; told to the model once.
        nth: 2, 3, ... asks the same anew, to see how much answers differ.
        unhurried: whether it may wait for a batch at half the price.
    """

    role: Role
    variables: Mapping[str, object]
    answer: type[A]
    accounts: tuple[str, ...]
    template: str = ""
    pilot: str = ""
    scene: str = ""
    references: tuple[Seen, ...] = ()
    pictures: tuple[Seen, ...] = ()
    check: Callable[[A], Sequence[str]] = field(default=_fine)
    nth: int = 1
    unhurried: bool = False
