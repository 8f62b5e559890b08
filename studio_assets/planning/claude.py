"""A producer that asks Claude whom to let compete and for what part; the money rules stay the code's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.desk import Desk
from resources.claude.material import one_line
from resources.claude.question import Question
from resources.ledger.balance import CONTINGENCY
from resources.money import dollars, usd
from studio_assets.mending import ask_to_mend
from studio_assets.planning.line_up import LineUp, Words, named, settle, slotted, tiers, to_deal
from studio_assets.planning.plan import Plan
from studio_assets.planning.producer import Brief, Producer
from studio_assets.planning.proposal import Mended, Proposal, faults, mended, proposal_of
from studio_assets.planning.rules import plan as plan_by_rules
from studio_assets.planning.told import told

__all__ = ["ClaudeProducer"]


@dataclass(frozen=True)
class ClaudeProducer(Producer):
    """Asks once a plan. Prices, sums and what is affordable are computed, before and after.

    Args:
        desk: where Claude is asked.
    """

    desk: Desk

    async def plan(self, brief: Brief) -> Plan:
        """The plan of a production.

        Args:
            brief: what is wanted and what it costs.

        Returns:
            Claude's plan as far as it can be paid, each mend in its `notes`; the rules' plan where
            nothing can be filmed, and where there is no answer.
        """
        free = not brief.production.pilots
        choice = _choice(brief) if free else named(brief)
        if not choice.offers:
            return plan_by_rules(brief)
        most = len(brief.production.pilot_names) if free else len(choice.offers)
        try:
            answer = await ask_to_mend(self.desk, _question(brief, choice, most=most, free=free))
        except Unanswered as lost:
            note = f"The rules planned, because Claude did not: {lost.what.rstrip('.')}."
            return _by_rules(brief, note, lost.asked)
        proposal = mended(answer.value, choice, most=most, free=free)
        if free and not proposal.weights:
            return _by_rules(brief, "The rules planned, because Claude named no pilot.", answer.asked)
        if free:
            return _in_slots(brief, choice, answer, proposal)
        return settle(brief, choice, proposal.weights, _words(answer, proposal))


def _choice(brief: Brief) -> LineUp:
    """The tiers that a free choice can be made of: each could be filmed to its end."""
    rest = to_deal(brief)
    offers = {one.tier.name: one for one in tiers(brief)}
    why = {
        name: one.unfilmable or f"its film costs {dollars(usd(one.film))}, more than there is to deal"
        for name, one in offers.items()
        if one.unfilmable or one.film > rest
    }
    return LineUp(
        rest=rest,
        offers={name: one for name, one in offers.items() if name not in why},
        given={},
        unplanned=why,
    )


def _question(brief: Brief, choice: LineUp, *, most: int, free: bool) -> Question[Proposal]:
    names = tuple(choice.offers)
    return Question(
        role="producer",
        variables=told(brief, choice, most=most, free=free),
        answer=proposal_of(names, "The tier that it is filmed in." if free else "The pilot's name."),
        accounts=(CONTINGENCY,),
        check=partial(faults, wanted=() if free else names),
    )


def _in_slots(brief: Brief, choice: LineUp, answer: Answer[Proposal], proposal: Mended) -> Plan:
    """The chosen tiers as pilots, in the spec's slots."""
    count = len(proposal.weights)
    why = f"the producer chose {count} of the {len(choice.offers)} tiers that can be filmed"
    line_up = slotted(brief, [choice.offers[name] for name in proposal.weights], why)
    tier_of = {slot: made.tier.name for slot, made in line_up.offers.items()}
    words = _words(answer, proposal)
    told_of = {slot: words.rationales[name] for slot, name in tier_of.items() if name in words.rationales}
    weights = {slot: proposal.weights[name] for slot, name in tier_of.items()}
    return settle(brief, line_up, weights, replace(words, rationales=told_of))


def _words(answer: Answer[Proposal], proposal: Mended) -> Words:
    return Words(
        crew=answer.model,
        rationales=proposal.rationales,
        strategy=one_line(answer.value.strategy),
        notes=proposal.notes,
        asked=answer.asked,
    )


def _by_rules(brief: Brief, note: str, asked: tuple[Asked, ...]) -> Plan:
    plan = plan_by_rules(brief)
    return plan.model_copy(update={"notes": (*plan.notes, note), "asked": asked})
