"""What a film wants of those who speak and make music: the preferred one first, and what is bought stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from resources.errors import NotConfigured, Refused
from resources.ledger.balance import CONTINGENCY
from resources.money import ZERO
from resources.providers.port import MusicRequest, Provider, SpeechRequest
from resources.takes.fallback import Option, obtain_first
from resources.takes.recipe import recipe
from resources.takes.second_look import obtain_with_second_look
from resources.takes.take import Take, Wanted
from studio_assets.call_sheet import CallSheet

__all__ = ["Choice", "Wish", "rate"]

WAIT = 600
"""Seconds that the step waits for a sound; the generation itself is never abandoned."""


@dataclass(frozen=True)
class Choice:
    """One provider, and what it would be asked for.

    Args:
        provider: its name.
        request: the line or the piece, as it would get it.
    """

    provider: str
    request: SpeechRequest | MusicRequest


@dataclass(frozen=True)
class Wish:
    """One sound that the film wants, paid from the contingency.

    Args:
        sheet: what is made today.
        pilot: of the take's slate.
        scene: of the take's slate. Both are stored names: renaming them buys anew.
        choices: who may deliver, at least one; the first is preferred.
    """

    sheet: CallSheet
    pilot: str
    scene: str
    choices: Sequence[Choice]

    async def obtain(self) -> Take:
        """The take of the first provider that delivers; see `obtain_first`.

        A launch that wants it fresh gets a new one; every later launch uses the newest that there is.

        Raises:
            Refused: none of the providers can make it; nothing was sent.
            BudgetReached, TransientFailure, OutcomeUnknown: as there.
        """
        takes, options, why = self.takes(), [], []
        for choice in self.choices:
            # Whoever has it, or is at it, is asked for it whatever it takes now. What is not configured says
            # so itself if it comes to that.
            offer = None if self._begun(choice, takes) else self._offer(choice)
            if isinstance(offer, Refused):
                why.append(offer.what)
                continue
            provider = self._provider(choice)
            options.append(Option(self._wanted(choice, provider, takes), provider))
        if not options:
            raise Refused(" ".join(why), mend="Change what the spec asks for, or name another provider.")
        return await obtain_first(options, self.sheet.doers.takes, self._obtain)

    def takes(self) -> Sequence[Take]:
        """All takes of it in this run, by number."""
        return self.sheet.doers.takes.of_scene(
            self.sheet.production.name, self.sheet.run, self.pilot, self.scene
        )

    def bought(self) -> bool:
        """Whether the run has it already, or it is under way."""
        recipes = {self._recipe(choice) for choice in self.choices}
        return any(take.recipe in recipes and not take.in_vain for take in self.takes())

    @property
    def most(self) -> Decimal:
        """Dollars that the dearest of those who can deliver would be paid; nothing where nobody can."""
        offers = map(self._offer, self.choices)
        return max((one for one in offers if isinstance(one, Decimal)), default=ZERO)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Why it is not known what somebody would be paid, a text each; who is asked so stops the run."""
        offers = map(self._offer, self.choices)
        return tuple(f"{one.what} {one.mend}" for one in offers if isinstance(one, NotConfigured))

    @property
    def price(self) -> Decimal:
        """Dollars settled for all takes of it."""
        return sum((take.cost for take in self.takes()), ZERO)

    def _offer(self, choice: Choice) -> Decimal | Refused | NotConfigured:
        """What a provider would be paid, or why it cannot be asked."""
        try:
            return self._provider(choice).quote(choice.request).amount
        except (Refused, NotConfigured) as unable:
            return unable

    async def _obtain(self, option: Option) -> Take:
        doers = self.sheet.doers
        return await obtain_with_second_look(
            option,
            takes=doers.takes,
            artifacts=doers.artifacts,
            clock=doers.clock,
            worker=self.sheet.worker,
            wait=WAIT,
        )

    def _wanted(self, choice: Choice, provider: Provider, takes: Sequence[Take]) -> Wanted:
        sheet, newest = self.sheet, self._newest(choice, takes)
        fresh = sheet.launch if sheet.fresh else ""
        return Wanted(
            production=sheet.production.name,
            run=sheet.run,
            pilot=self.pilot,
            scene=self.scene,
            kind=provider.kind,
            model=choice.request.model,
            request=choice.request,
            budget=sheet.budget,
            accounts=(CONTINGENCY,),
            ordinal=newest.ordinal if newest and not fresh else 1,
            fresh=fresh,
        )

    def _begun(self, choice: Choice, takes: Sequence[Take]) -> bool:
        newest = None if self.sheet.fresh else self._newest(choice, takes)
        return newest is not None and newest.state != "refused"

    def _newest(self, choice: Choice, takes: Sequence[Take]) -> Take | None:
        mine = self._recipe(choice)
        return _newest([take for take in takes if take.recipe == mine])

    def _recipe(self, choice: Choice) -> str:
        provider = self._provider(choice)
        return recipe(provider.name, choice.request, provider.settings)

    def _provider(self, choice: Choice) -> Provider:
        return self.sheet.doers.provider(choice.request.kind, choice.provider)


def rate(provider: Provider, simulated: Decimal) -> Decimal:
    """The price that stands in a request.

    Args:
        provider: who would get it.
        simulated: dollars that the simulated provider charges; nothing to one with prices of its own.
    """
    return ZERO if provider.own_prices else simulated


def _newest(takes: Sequence[Take]) -> Take | None:
    """The last one that came to something; a lost or refused one only where there is no other."""
    living = [take for take in takes if take.state not in ("failed", "cancelled")]
    return max(living, key=lambda take: (take.state not in ("unknown", "refused"), take.number), default=None)
