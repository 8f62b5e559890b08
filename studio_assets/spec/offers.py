"""What the providers of this environment can film and speak, as far as a spec needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from resources.errors import NotConfigured, StudioError
from resources.providers.port import Capabilities, Kind, Provider

__all__ = ["OfferTable", "Offers", "ProviderOffers"]


class Offers(Protocol):
    """Which providers there are, and what a model of theirs can make."""

    def providers(self, kind: Kind) -> Sequence[str]:
        """Names of the providers of a kind, sorted."""
        ...

    def models(self, kind: Kind, provider: str) -> Sequence[str]:
        """A provider's models, the default one first; empty where any name will do or there is none."""
        ...

    def ready(self, kind: Kind, provider: str) -> bool:
        """Whether a provider is there and has all that a submit needs, such as its key."""
        ...

    def capabilities(self, kind: Kind, provider: str, model: str) -> Capabilities:
        """What a model can make.

        Raises:
            StudioError: there is no such provider or model; the mend names those that there are.
        """
        ...


class ProviderOffers:
    """The offers of real providers.

    Args:
        providers: (kind, name) -> provider, such as `resources.providers.registry.providers` gives.
    """

    def __init__(self, providers: Mapping[tuple[Kind, str], Provider]) -> None:
        self._providers = providers

    def providers(self, kind: Kind) -> Sequence[str]:
        """Names of the providers of a kind, sorted."""
        return sorted(name for of_kind, name in self._providers if of_kind == kind)

    def models(self, kind: Kind, provider: str) -> Sequence[str]:
        """A provider's models, the default one first; empty where any name will do or there is none."""
        return self._providers[kind, provider].models() if (kind, provider) in self._providers else ()

    def ready(self, kind: Kind, provider: str) -> bool:
        """Whether a provider is there, is on and has its key."""
        if (kind, provider) not in self._providers:
            return False
        try:
            self._providers[kind, provider].check_configured()
        except NotConfigured:
            return False
        return True

    def capabilities(self, kind: Kind, provider: str, model: str) -> Capabilities:
        """What a model can make, in the provider's own words."""
        return self._providers[kind, provider].capabilities(model)


class OfferTable:
    """Offers written down as a table.

    Args:
        table: (kind, provider, model) -> capabilities.
    """

    def __init__(self, table: Mapping[tuple[Kind, str, str], Capabilities]) -> None:
        self._table = dict(table)

    def providers(self, kind: Kind) -> Sequence[str]:
        """Names of the providers of a kind, sorted."""
        return sorted({name for of_kind, name, _ in self._table if of_kind == kind})

    def models(self, kind: Kind, provider: str) -> Sequence[str]:
        """The provider's models in the table's order."""
        return [name for of_kind, of, name in self._table if (of_kind, of) == (kind, provider)]

    def ready(self, kind: Kind, provider: str) -> bool:
        """Whether the table has it."""
        return provider in self.providers(kind)

    def capabilities(self, kind: Kind, provider: str, model: str) -> Capabilities:
        """What a model can make.

        Raises:
            StudioError: the table has no such row; the mend lists the models.
        """
        if provider not in self.providers(kind):
            raise NotConfigured(
                f"There is no {kind} provider {provider!r}.",
                mend=f"Use one of: {', '.join(self.providers(kind))}.",
            )
        if (kind, provider, model) not in self._table:
            models = self.models(kind, provider)
            raise StudioError(
                f"The {kind} provider {provider!r} has no model {model!r}.",
                mend=f"Use one of: {', '.join(models)}.",
            )
        return self._table[kind, provider, model]
