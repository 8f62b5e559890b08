"""A question as the simulated Claude reads it: its pieces in order, with their tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from resources.simulator.answer.models import MODELS, Model

__all__ = ["Piece", "Prompt", "canonical", "text_tokens"]

_THOUGHTS: Mapping[str, int] = {"low": 64, "medium": 160, "high": 320, "xhigh": 640, "max": 1280}
"""Tokens that the simulator thinks for, by effort."""


@dataclass(frozen=True)
class Piece:
    """A text or a picture of a prompt.

    Args:
        content: all that tells it from others, as canonical JSON or a digest.
        tokens: that it counts.
        words: where it is a text.
        keep: how long the prompt up to here shall be remembered; empty for not at all.
        picture: whether it is one.
        sides: pixels of a picture.
        path: where it stands in the body, as the API names it.
    """

    content: str
    tokens: int
    words: str = ""
    keep: Literal["", "5m", "1h"] = ""
    picture: bool = False
    sides: tuple[int, int] = (0, 0)
    path: str = ""


@dataclass(frozen=True)
class Prompt:
    """One question.

    Args:
        model: that shall answer.
        limit: tokens of the answer at most, thinking included.
        pieces: system first, then the messages.
        schema: of the answer; None for plain text.
        effort: how much it thinks.
        thinking: the request's own word on it; empty where it has none.
        stream: whether the answer comes in pieces.
        seed: hash of all that was sent, whether it streams or not.
    """

    model: str
    limit: int
    pieces: Sequence[Piece]
    schema: Mapping[str, Any] | None
    effort: str
    thinking: str
    stream: bool
    seed: str

    @property
    def about(self) -> Model:
        """What is known of the model."""
        return MODELS[self.model]

    @property
    def words(self) -> str:
        """All of its text, and the titles in its schema."""
        shape = [] if self.schema is None else [canonical(self.schema)]
        return "\n".join([*(piece.words for piece in self.pieces if piece.words), *shape])

    @property
    def shape_tokens(self) -> int:
        """Tokens of the schema, which stands before everything else."""
        return 0 if self.schema is None else text_tokens(canonical(self.schema))

    @property
    def tokens(self) -> int:
        """Tokens of all that is read."""
        return self.shape_tokens + sum(piece.tokens for piece in self.pieces)

    @property
    def thoughts(self) -> int:
        """Tokens that are thought before the answer."""
        thinks = self.about.thinks if not self.thinking else self.thinking != "disabled"
        return _THOUGHTS[self.effort or "medium"] if thinks else 0

    def beginnings(self) -> list[tuple[str, int]]:
        """Hash and tokens of the prompt up to and with each piece."""
        begun = hashlib.sha256(canonical([self.model, self.schema, self.thinking]).encode())
        tokens, found = self.shape_tokens, []
        for piece in self.pieces:
            begun.update(piece.content.encode() + b"\0")
            tokens += piece.tokens
            found.append((begun.hexdigest(), tokens))
        return found


def canonical(value: Any) -> str:
    """JSON text that is the same for the same value; the order of fields counts, as it does for a model."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_tokens(text: str) -> int:
    """Tokens of a text: four letters each, as English has it."""
    return -(-len(text) // 4)
