"""Claude's prices as rows of the price table of media, to be shown beside those."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from resources.claude.price import ModelPrice, Tier
from resources.claude.prices import load
from resources.providers.price import Price, Unit

__all__ = ["lines_of"]

_SHARES = {"claude": False, "claude_batches": True}
"""Who has these prices: provider -> whether at the part that a batch asks."""


def lines_of(provider: str) -> tuple[Price, ...]:
    """What a provider asks for the tokens of each model; what its memory costs stands in the notes.

    Args:
        provider: its name; none has no rows here.
    """
    if provider not in _SHARES:
        return ()
    return tuple(line for row in load().rows for line in _lines(row, provider, _SHARES[provider]))


def _lines(row: ModelPrice, provider: str, batch: bool) -> Iterator[Price]:
    share = row.batch if batch else Decimal(1)
    above = 0
    for tier in row.tiers:
        units: dict[Unit, Decimal] = {"1m_text_tokens_in": tier.input, "1m_text_tokens_out": tier.output}
        for unit, amount in units.items():
            line = Price(
                kind="answer",
                provider=provider,
                model=row.model,
                unit=unit,
                amount=(amount * share).normalize(),
                when={"prompt": _prompt(above, tier.up_to)} if len(row.tiers) > 1 else {},
                source=row.source,
                date=row.date,
                certainty=row.certainty,
                note=_note(row, tier, share) if unit == "1m_text_tokens_in" else "",
            )
            yield line.owned() if row.own else line
        above = tier.up_to or 0


def _prompt(above: int, up_to: int | None) -> str:
    return f"over {above:,} tokens" if up_to is None else f"up to {up_to:,} tokens"


def _note(row: ModelPrice, tier: Tier, share: Decimal) -> str:
    rates = (("written for 5 min", tier.write_5m), ("for 1 h", tier.write_1h), ("read", tier.read))
    memory = ", ".join(f"{word} ${(amount * share).normalize():f}" for word, amount in rates)
    ends = f"answers until {row.retires}, then {row.successor}" if row.retires else ""
    return "; ".join(filter(None, (f"memory: {memory}", ends, row.note)))
