"""What a question costs at most, known before it is sent and without asking anybody: its reservation.

Text: the model reads byte pairs, so that each token stands for at least one byte of UTF-8. Text may be
normalised before that, which can make it longer; the longer form counts. English has some four bytes a
token, so that a prompt is bounded at about four times what it is: a reservation, given back with the price.
Pictures: one token for each begun square of 28 x 28 pixels; larger ones are scaled down by the provider.
Schema: its text, with what is written around each of its parts on the way to the grammar, twice over.
Answer: `max_tokens`, which thinking counts in.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from resources.claude.price import MILLION, ModelPrice, Tier, round_up
from resources.claude.prices import price_of
from resources.money import dollars
from resources.providers.port import Quote
from resources.providers.request import AnswerRequest, Picture

__all__ = ["Bound", "bound", "picture_tokens", "quote"]

_SQUARE = 28
"""Pixels of the side of a picture's square that is one token."""

_PICTURE = 4_784
"""Tokens of a picture at most, in the models with the finest eyes."""

_AROUND_PART = 64
"""Bytes that are added to each part of a schema at most: `additionalProperties`, a `description`."""

_AROUND_PIECE = 16
"""Tokens that set one piece of the prompt apart from the next: marks that are no text of ours."""

_AROUND = 2_000
"""Tokens that the provider adds by itself: turns, and how an answer by a schema is to look. It does not
publish them; what it counts for an empty question is a few hundred."""


@dataclass(frozen=True)
class Bound:
    """Tokens that a question cannot exceed.

    Args:
        input: of the prompt, however it is read.
        output: of the answer, thinking included.
    """

    input: int
    output: int


def bound(request: AnswerRequest) -> Bound:
    """Tokens that a question cannot exceed. Pure: no network.

    Args:
        request: the question.

    Raises:
        NotConfigured: the model is not in the price table.
    """
    pictures = [piece for piece in request.content if isinstance(piece, Picture)]
    words = [piece.text for piece in request.content if not isinstance(piece, Picture)]
    tokens = (
        sum(_bytes(text) for text in (request.system, *words))
        + sum(picture_tokens(one.width, one.height) for one in pictures)
        + _schema(request.answer_schema)
        + _AROUND_PIECE * len(request.content)
        + _AROUND
    )
    # What does not fit into the context is refused at no cost.
    return Bound(min(tokens, price_of(request.model).context), request.max_tokens)


def quote(request: AnswerRequest, *, batch: bool = False) -> Quote:
    """The most that a question costs: all of its prompt read in the dearest way, all of its answer used.

    Args:
        request: the question.
        batch: whether it goes into a batch.

    Raises:
        NotConfigured: the model's price is not known.
    """
    row, most = price_of(request.model), bound(request)
    share = Fraction(row.batch) if batch else Fraction(1)
    tier = max(row.within(most.input), key=lambda one: _dearest(one, most))
    kind = max(("input", "write_5m", "read"), key=lambda name: getattr(tier, name))
    how = {"input": "read anew", "write_5m": "written to memory", "read": "read from memory"}[kind]
    basis = (
        f"at most {most.input:,} tokens in ({how}) x {_rate(tier, kind)} and {most.output:,} out x "
        f"{_rate(tier, 'output')}{f', x {row.batch} in a batch' if batch else ''} "
        f"({row.model}, {_table(row)})"
    )
    return Quote(amount=round_up(_dearest(tier, most) * share), basis=basis)


def picture_tokens(width: int, height: int) -> int:
    """Tokens of a picture at most.

    Args:
        width: pixels.
        height: pixels.
    """
    return min(-(-width // _SQUARE) * -(-height // _SQUARE), _PICTURE)


def _dearest(tier: Tier, most: Bound) -> Fraction:
    # Nothing is ever written for an hour: the body asks for five minutes only.
    read = max(tier.input, tier.write_5m, tier.read)
    return (most.input * Fraction(read) + most.output * Fraction(tier.output)) / MILLION


def _bytes(text: str) -> int:
    forms = (text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFKC", "NFD", "NFKD")))
    return max(len(form.encode("utf-8", "surrogatepass")) for form in forms)


def _schema(schema: str) -> int:
    # As ASCII, where each other letter is written with six; the wire's form and the model's may differ.
    text = json.dumps(json.loads(schema))
    return 2 * (len(text) + _AROUND_PART * text.count("{"))


def _rate(tier: Tier, kind: str) -> str:
    amount = getattr(tier, kind)
    plain = dollars(amount) if amount * 1_000_000 % 1 == 0 else f"${amount:f}"
    return f"{plain}/1M"


def _table(row: ModelPrice) -> str:
    return f"{'your price' if row.own else 'price table'} of {row.date.isoformat()}, {row.certainty}"
