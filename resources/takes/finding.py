"""Takes, found: by slate, by scene, by state, by words. Nothing here writes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from dagster import ConfigurableResource
from sqlalchemy import ColumnElement, func, select

from resources.ledger.ledger import Ledger
from resources.money import ZERO, usd
from resources.providers.port import Provider
from resources.takes.intent import answering
from resources.takes.recipe import recipe
from resources.takes.rows import SCENE, one, standing_of, take_of
from resources.takes.tables import TAKES
from resources.takes.take import UNSETTLED, Take, TakeState, Wanted

__all__ = ["Drift", "TakesFound"]


class Drift(NamedTuple):
    """How far quotes of a provider's model were from what was settled.

    Args:
        kind: of media.
        provider: its name.
        model: its model.
        simulated: whether it was play money.
        takes: that succeeded.
        quoted: dollars of them.
        settled: dollars of them.
    """

    kind: str
    provider: str
    model: str
    simulated: bool
    takes: int
    quoted: Decimal
    settled: Decimal


class TakesFound(ConfigurableResource):  # type: ignore[type-arg]
    """Every take with its state, to be read.

    Args:
        ledger: its database keeps the takes too.
    """

    ledger: Ledger

    def take(self, slate: str) -> Take:
        """One take.

        Raises:
            StudioError: the journal has no such take.
        """
        with self.ledger.database.reading() as connection:
            return one(connection, slate)

    def answer(self, wanted: Wanted, provider: Provider) -> Take | None:
        """The take that answers a wish already, bought or under way; None where one would be bought."""
        with self.ledger.database.reading() as connection:
            standing = standing_of(
                connection, wanted, recipe(provider.name, wanted.request, provider.settings)
            )
            known = answering(standing, wanted.ordinal, wanted.fresh)
            return None if known is None else one(connection, known.slate)

    def of_scene(self, production: str, run: str, pilot: str, scene: str) -> tuple[Take, ...]:
        """All takes of a scene by number, over all its recipes."""
        names = zip(SCENE, (production, run, pilot, scene), strict=True)
        return self._select(*(TAKES.c[name] == value for name, value in names))

    def of_run(self, production: str, run: str) -> tuple[Take, ...]:
        """All takes of a run by pilot, scene and number."""
        return self._select(TAKES.c.production == production, TAKES.c.run == run)

    def unsettled(self) -> tuple[Take, ...]:
        """Takes of all productions that somebody has to come back for."""
        return self._select(TAKES.c.state.in_(UNSETTLED))

    def spent(self, production: str, run: str, pilot: str, scene: str) -> Decimal:
        """Dollars settled for all takes of a scene."""
        return sum((take.cost for take in self.of_scene(production, run, pilot, scene)), ZERO)

    def known(self, provider: Provider, remote_ids: Collection[str]) -> set[str]:
        """Those of a provider's ids that some take has already.

        Args:
            provider: whose ids they are.
            remote_ids: ids from its listing.
        """
        mine = (TAKES.c.kind == provider.kind, TAKES.c.provider == provider.name)
        with self.ledger.database.reading() as connection:
            rows = connection.execute(select(TAKES.c.remote_id).where(*mine, TAKES.c.remote_id.is_not(None)))
            return {row.remote_id for row in rows} & set(remote_ids)

    def search(
        self, words: Sequence[str] = (), *, states: Sequence[TakeState] = ("fetched",), production: str = ""
    ) -> tuple[Take, ...]:
        """Takes that hold all of some words, the newest first.

        Args:
            words: looked for in names, provider, model and everything that was sent, in any case.
            states: that count.
            production: only its takes; empty means all.
        """
        fields = [TAKES.c[name] for name in ("slate", "provider", "model", "request", "reason")]
        text: ColumnElement[str] = func.lower(fields[0])
        for field in fields[1:]:
            text = text.concat(" ").concat(func.lower(field))
        which: list[ColumnElement[bool]] = [text.contains(word.lower(), autoescape=True) for word in words]
        if production:
            which.append(TAKES.c.production == production)
        found = self._select(TAKES.c.state.in_(states), *which)
        return tuple(sorted(found, key=lambda take: take.created, reverse=True))

    def drift(self) -> tuple[Drift, ...]:
        """Quoted against settled for each provider's model, over all takes that succeeded."""
        columns = [TAKES.c[name] for name in ("kind", "provider", "model", "simulated")]
        sums = (func.count(), func.sum(TAKES.c.quote), func.sum(TAKES.c.price))
        query = select(*columns, *sums).where(TAKES.c.state.in_(("ready", "fetched")))
        with self.ledger.database.reading() as connection:
            rows = connection.execute(query.group_by(*columns).order_by(*columns))
            return tuple(Drift(*row[:5], usd(int(row[5])), usd(int(row[6]))) for row in rows)

    def _select(self, *which: ColumnElement[bool]) -> tuple[Take, ...]:
        order = [TAKES.c[name] for name in (*SCENE, "number")]
        with self.ledger.database.reading() as connection:
            return tuple(
                take_of(row) for row in connection.execute(select(TAKES).where(*which).order_by(*order))
            )
