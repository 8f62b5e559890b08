"""A take: one attempt at a scene, and what is wanted before there is one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from resources.artifacts.artifact import Artifact
from resources.money import ZERO, Usd
from resources.providers.port import Kind, Request

__all__ = ["UNSETTLED", "Take", "TakeState", "Wanted"]

TakeState = Literal["intended", "generating", "unknown", "ready", "fetched", "refused", "failed", "cancelled"]
"""intended: committed here, perhaps not sent. generating: the provider has it. unknown: the answer to
the submit was lost. ready: succeeded and paid, not yet fetched. fetched: its file is stored. refused: the
provider judged and said no. failed: no result. cancelled: given up. Stored names."""

UNSETTLED: tuple[TakeState, ...] = ("intended", "generating", "unknown", "ready")
"""States of takes that somebody has to come back for."""


class Take(BaseModel):
    """One take as the journal has it.

    Args:
        slate: its identity, as text.
        production: its name.
        run: the run's name.
        pilot: the pilot's name.
        scene: the scene's name.
        recipe: hash of everything that decides its content.
        ordinal: which take of its recipe it is, 1 for the first; failed ones leave their place free.
        number: of the take in its scene, over all recipes.
        kind: video, image, speech or music.
        provider: who makes it.
        model: with which model.
        simulated: whether its money is play money.
        state: where it is.
        request: what was sent, as JSON values.
        quote: dollars reserved for it.
        price: dollars settled; None until then.
        budget: `production/run`.
        account: who pays.
        remote_id: the provider's id, once it has answered.
        suffix: file suffix of its media with the dot, once known.
        artifact: its stored file, once fetched.
        reason: why it is refused, failed, cancelled or unknown.
        fresh: the launch that asked for a new one, or empty.
        created: when the intent was committed, in UTC.
        submitted: when the provider's id was committed.
        settled: when the price was committed.
        worker: who submits it.
        lease_until: until when that worker is taken to be alive.
        payer: fingerprint of the key that it was submitted with; empty where that is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slate: str
    production: str
    run: str
    pilot: str
    scene: str
    recipe: str
    ordinal: int
    number: int
    kind: Kind
    provider: str
    model: str
    simulated: bool
    state: TakeState
    request: dict[str, Any]
    quote: Usd
    price: Usd | None
    budget: str
    account: str
    remote_id: str | None
    suffix: str
    artifact: Artifact | None
    reason: str
    fresh: str
    created: datetime
    submitted: datetime | None
    settled: datetime | None
    worker: str
    lease_until: datetime
    payer: str = ""

    @property
    def in_vain(self) -> bool:
        """Whether it is over and nothing came of it."""
        return self.state in ("failed", "refused", "cancelled")

    @property
    def cost(self) -> Decimal:
        """Dollars settled, 0 while nothing is."""
        return ZERO if self.price is None else self.price


class Wanted(BaseModel):
    """A take that is wanted; whether it is bought is the journal's answer.

    Args:
        production: its name.
        run: the run's name.
        pilot: the pilot's name.
        scene: the scene's name.
        kind: of media.
        model: the provider's model.
        request: what the provider shall get, with seed 0.
        budget: `production/run`.
        accounts: who pays, the first that can.
        ordinal: which take of this recipe is wanted, 1 for the first.
        fresh: empty, or the launch that wants a new take even where an old one is there.
        rivals: recipes of the same wish at other providers; nothing is bought while one of them has an
            answer that is no refusal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    production: str
    run: str
    pilot: str
    scene: str
    kind: Kind
    model: str
    request: Request
    budget: str
    accounts: tuple[str, ...]
    ordinal: int = Field(default=1, ge=1)
    fresh: str = ""
    rivals: tuple[str, ...] = ()
