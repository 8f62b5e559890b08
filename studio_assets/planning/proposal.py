"""What Claude proposes for a plan: the shape of its answer, and the rules that mend what does not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from resources.claude.material import one_line
from resources.money import dollars, usd
from studio_assets.planning.allot import afford
from studio_assets.planning.line_up import LineUp

__all__ = ["Mended", "PilotProposal", "Proposal", "faults", "mended", "proposal_of"]


class PilotProposal(BaseModel):
    """One pilot of the plan."""

    pilot: str
    share: int = Field(
        ge=0, le=100, description="Whole per cent of the money to deal; together the pilots' shares are 100."
    )
    rationale: str = Field(description="Why this pilot, in one sentence without prices and sums.")


class Proposal(BaseModel):
    """A plan of pilots."""

    # Rationales are thought out before the sentence that sums them up: an answer is written in order.
    pilots: Sequence[PilotProposal]
    strategy: str = Field(description="What the competition will find out, in one sentence.")


@dataclass(frozen=True)
class Mended:
    """A proposal after the rules.

    Args:
        weights: pilot or tier -> share, at least 0.
        rationales: pilot or tier -> why.
        notes: what was mended, a sentence each.
    """

    weights: Mapping[str, int]
    rationales: Mapping[str, str]
    notes: tuple[str, ...]


def proposal_of(names: Sequence[str], what: str) -> type[Proposal]:
    """The answer's model for one question; other names are not in its grammar.

    Args:
        names: those that may be planned, at least one.
        what: what a name means, for the model.
    """
    word: Any = Literal[tuple(names)]
    one = create_model("PilotProposal", __base__=PilotProposal, pilot=(word, Field(description=what)))
    return create_model("Proposal", __base__=Proposal, pilots=(list[one], ...))


def faults(answer: Proposal, *, wanted: Sequence[str]) -> tuple[str, ...]:
    """What the model is told once, before the rules mend it.

    Shares that do not make 100 are no fault, because dealing them in proportion says the same; nor are
    too many pilots, because they are named in the order of their worth.

    Args:
        answer: of the right shape.
        wanted: pilots that must be there; empty where the choice is free.
    """
    names = [one.pilot for one in answer.pilots]
    twice = sorted({name for name in names if names.count(name) > 1})
    found = [f"`{name}` is there twice: name it once." for name in twice]
    found += [
        f"`{name}` is missing: give it a share and a rationale." for name in wanted if name not in names
    ]
    if not names:
        found.append("There is no pilot: name at least one.")
    return tuple(found)


def mended(answer: Proposal, line_up: LineUp, *, most: int, free: bool) -> Mended:
    """A proposal that can be dealt, whatever the answer says.

    The first word on a pilot counts. Where the choice is free, those named last leave where there are
    too many, and the dearest where their entry prices are more than there is. Where it is not, a pilot
    without a word gets the mean of the others' shares.

    Args:
        answer: of the right shape.
        line_up: pilots or tiers that may be planned, and what there is to deal.
        most: pilots that there can be.
        free: whether the producer chooses who competes.
    """
    order = list(dict.fromkeys(one.pilot for one in answer.pilots if one.pilot in line_up.offers))
    first = {one.pilot: one for one in reversed(answer.pilots)}
    notes = [f"{name} was named twice; the first word counts." for name in order if _count(answer, name) > 1]
    notes += [f"{name} is left out: only {most} pilots can compete." for name in order[most:]]
    shares = {name: max(0, first[name].share) for name in order[:most] if name in line_up.open}
    total = sum(shares.values())
    if shares and total != 100:
        notes.append(f"The shares make {total} % together; the money was dealt in proportion.")
    if free:
        for name, part in afford(line_up.rest, shares, line_up.offers).left_out.items():
            entry = dollars(usd(line_up.offers[name].entry))
            notes.append(f"{name} is left out: it begins at {entry}, its share is {dollars(usd(part))}.")
            del shares[name]
    else:
        mean = total // len(shares) if shares else 1
        for name in (one for one in line_up.open if one not in shares):
            shares[name] = mean
            notes.append(f"{name} was given no share; it gets the mean of the others'.")
    rationales = {name: text for name in order if (text := one_line(first[name].rationale))}
    return Mended(shares, rationales, tuple(notes))


def _count(answer: Proposal, name: str) -> int:
    return sum(one.pilot == name for one in answer.pilots)
