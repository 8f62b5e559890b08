"""What there is to know of one provider before paying it, gathered for `studio providers show`."""

from __future__ import annotations

import datetime
import os
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

from resources.database.database import Database
from resources.errors import StudioError
from resources.ledger.ledger import Ledger
from resources.money import Usd
from resources.providers.live import LiveProvider
from resources.providers.port import Capabilities, Provider
from resources.providers.price import Price
from resources.providers.prices import rows_of
from resources.providers.registry import Offer, found, providers
from resources.providers.standing import Standing, standing
from resources.settings import Profile, profile
from resources.takes.journal import Takes
from resources.takes.slots import room_at
from studio_assets.wiring import DATABASE

__all__ = ["Facts", "Model", "PriceRow", "Settled", "facts"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Model(_Value):
    """A model.

    Args:
        name: its name.
        able: what it makes; None where the provider does not have it any more.
        at_once: generations of it under way at once, by settings, measurement or the provider; 0 means no
            known limit.
        gone: why the provider does not have it.
    """

    name: str
    able: Capabilities | None
    at_once: int = 0
    gone: str = ""


class PriceRow(_Value):
    """A row of the price table.

    Args:
        price: the row.
        age: days since it was read.
        own: whether it is of the user's own file.
    """

    price: Price
    age: int
    own: bool


class Settled(_Value):
    """What a model's takes were quoted and what they cost.

    Args:
        model: its name.
        simulated: whether it was play money.
        takes: that succeeded.
        quoted: dollars.
        settled: dollars.
    """

    model: str
    simulated: bool
    takes: int
    quoted: Usd
    settled: Usd

    @property
    def drift(self) -> Decimal:
        """Dollars that they cost more than was quoted."""
        return self.settled - self.quoted


class Facts(_Value):
    """All of it.

    Args:
        standing: how it stands.
        caveat: what a user should know before paying.
        address: where its API is.
        key_variable: of its key; empty where it needs none.
        models: the default one first.
        prices: by model.
        settled: by model.
        measured: what `studio providers scale` measured, live or against the simulator.
    """

    standing: Standing
    caveat: str = ""
    address: str = ""
    key_variable: str = ""
    models: tuple[Model, ...] = ()
    prices: tuple[PriceRow, ...] = ()
    settled: tuple[Settled, ...] = ()
    measured: tuple[Profile, ...] = ()


def facts(offer: Offer, today: datetime.date) -> Facts:
    """What there is to know of a provider. No network.

    Args:
        offer: its kind and name.
        today: the day, for the age of prices.
    """
    cls = found()[offer]
    offered = providers(cls.environment)
    how = standing(offer, cls, offered, today)
    known: dict[str, Any] = {
        "standing": how,
        "prices": tuple(PriceRow(price=row, age=row.age(today), own=row.own) for row in rows_of(*offer)),
        "settled": _settled(offer),
        "measured": tuple(
            one for simulated in (False, True) if (one := profile("/".join(offer), simulated=simulated))
        ),
    }
    if how.status == "misconfigured" and not how.models:
        return Facts(**known)
    provider = offered[offer]
    known["models"] = tuple(_model(provider, name) for name in provider.models() or ("any",))
    if isinstance(provider, LiveProvider):
        known |= {
            "caveat": provider.caveat,
            "address": provider.address(),
            "key_variable": provider.key_variable,
        }
    return Facts(**known)


def _model(provider: Provider, name: str) -> Model:
    try:
        return Model(
            name=name,
            able=provider.capabilities(name),
            at_once=room_at(provider, name).provider or 0,
        )
    except StudioError as gone:
        return Model(name=name, able=None, gone=f"{gone.what} {gone.mend}")


def _settled(offer: Offer) -> tuple[Settled, ...]:
    ledger = Ledger(database=Database(url=os.environ.get(DATABASE, "")))
    return tuple(
        Settled(
            model=one.model,
            simulated=one.simulated,
            takes=one.takes,
            quoted=one.quoted,
            settled=one.settled,
        )
        for one in Takes(ledger=ledger).drift()
        if (one.kind, one.provider) == offer
    )
