"""Finds providers by walking the folder and by entry point, and offers those that the environment allows."""

from __future__ import annotations

import inspect
import json
import os
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from dagster import EnvVar
from pydantic import ValidationError

import resources.providers
from resources.errors import NotConfigured
from resources.project import Environment
from resources.providers.live import LiveProvider
from resources.providers.port import Kind, Provider
from resources.providers.simulated_provider import SimulatedProvider
from resources.providers.stand_in import StandIn, stand_in

__all__ = ["ENTRY_POINTS", "Offer", "Providers", "found", "gathered", "providers"]

ENTRY_POINTS = "studio.providers"
"""Entry point group of third-party packages; each entry names a `Provider` class or a module of some."""

Offer = tuple[Kind, str]
"""A provider's kind and name."""


class Providers(Mapping[Offer, Provider]):
    """The providers of one environment, each built when it is first asked for.

    A provider's fields have their defaults unless `STUDIO_<KIND>_<NAME>` holds a JSON object of them,
    for example `STUDIO_VIDEO_SIMULATED='{"latency": 0}'`.

    Args:
        environment: `live` offers the live providers; `simulated` the simulated ones, and for each live
            one of their kinds a stand-in that plays it.
        classes: every provider class there is.
        secrets_as_names: give each provider the name of its key's variable instead of the key, as
            Dagster's UI shall show it; outside a Dagster run only keys work.
    """

    def __init__(
        self,
        environment: Environment,
        classes: Mapping[Offer, type[Provider]],
        *,
        secrets_as_names: bool = False,
    ) -> None:
        self.environment = environment
        self._secrets_as_names = secrets_as_names
        self._classes = _offered(environment, classes)
        self._built: dict[Offer, Provider] = {}

    def __getitem__(self, offer: Offer) -> Provider:
        """The provider of a kind and name.

        Raises:
            NotConfigured: this environment has none of that name; the mend says which it has.
        """
        if offer not in self._classes:
            raise self._missing(offer)
        if offer not in self._built:
            self._built[offer] = _build(offer, self._classes[offer], self._secrets_as_names)
        return self._built[offer]

    def __contains__(self, offer: object) -> bool:
        return offer in self._classes

    def __iter__(self) -> Iterator[Offer]:
        return iter(sorted(self._classes))

    def __len__(self) -> int:
        return len(self._classes)

    def _missing(self, offer: Offer) -> NotConfigured:
        kind, name = offer
        names = [other for of_kind, other in sorted(self._classes) if of_kind == kind]
        return NotConfigured(
            f"There is no {kind} provider {name!r} in the {self.environment} environment.",
            mend=f"Use one of: {', '.join(names)}." if names else self._none(kind),
        )

    def _none(self, kind: Kind) -> str:
        if kind == "answer" and self.environment == "simulated":
            return "Set STUDIO_ENV=live to ask one: nobody plays it, and the rules answer in its place."
        return "Install a package that brings one."


def providers(environment: Environment, *, secrets_as_names: bool = False) -> Providers:
    """The providers that an environment offers.

    Args:
        environment: `simulated` or `live`.
        secrets_as_names: see `Providers`.

    Returns:
        A mapping from (kind, name) to the provider.

    Raises:
        NotConfigured: two providers share a kind and name, or an installed one cannot be imported.
    """
    return Providers(environment, found(), secrets_as_names=secrets_as_names)


def found() -> dict[Offer, type[Provider]]:
    """Every provider class of this installation, simulated or not.

    Raises:
        NotConfigured: two share a kind and name, or an installed one cannot be imported.
    """
    return gathered([*_own_modules(), *_installed()])


def gathered(sources: Iterable[ModuleType | type[Provider]]) -> dict[Offer, type[Provider]]:
    """The concrete providers among some modules and classes.

    Args:
        sources: provider classes, and modules that define some.

    Raises:
        NotConfigured: two share a kind and name; rename or remove one.
    """
    offers: dict[Offer, type[Provider]] = {}
    for source in sources:
        for cls in _concrete(source):
            offer: Offer = (cls.kind, cls.name)
            other = offers.setdefault(offer, cls)
            if other is not cls:
                raise NotConfigured(
                    f"Two {cls.kind} providers are named {cls.name!r}.",
                    mend=f"Rename or remove {_address(other)} or {_address(cls)}.",
                )
    return offers


def _offered(
    environment: Environment, classes: Mapping[Offer, type[Provider]]
) -> dict[Offer, type[Provider]]:
    offered = {offer: cls for offer, cls in classes.items() if cls.environment == environment}
    if environment == "live":
        return offered
    for (kind, name), cls in classes.items():
        player = classes.get((kind, "simulated"))
        if issubclass(cls, LiveProvider) and player is not None and issubclass(player, SimulatedProvider):
            offered.setdefault((kind, name), stand_in(cls, player))
    return offered


def _concrete(source: ModuleType | type[Provider]) -> Iterator[type[Provider]]:
    members = [source] if isinstance(source, type) else list(vars(source).values())
    for cls in members:
        if not isinstance(cls, type) or not issubclass(cls, Provider) or inspect.isabstract(cls):
            continue
        if isinstance(source, type) or cls.__module__ == source.__name__:
            yield cls


def _own_modules() -> Iterator[ModuleType]:
    for kind in pkgutil.iter_modules(resources.providers.__path__, "resources.providers."):
        if kind.ispkg:
            for module in pkgutil.iter_modules(import_module(kind.name).__path__, f"{kind.name}."):
                yield import_module(module.name)


def _installed() -> Iterator[ModuleType | type[Provider]]:
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            yield entry.load()
        except Exception as error:
            raise NotConfigured(
                f"The installed provider {entry.name!r} cannot be imported: {error}.",
                mend="Update or uninstall its package.",
                where=entry.value,
            ) from error


def _build(offer: Offer, cls: type[Provider], secrets_as_names: bool) -> Provider:
    variable = "_".join(("STUDIO", *offer)).upper().replace("-", "_")
    try:
        fields = json.loads(os.environ.get(variable) or "{}")
        if not isinstance(fields, dict):
            raise ValueError("they are no JSON object.")
        if issubclass(cls, StandIn):  # it reads by itself what is set for the provider that it plays
            theirs = cls.live.model_fields.keys() - cls.model_fields.keys()
            if fields:  # else there is nothing to be wrong, and each takes 8 ms
                cls.live(**{name: value for name, value in fields.items() if name in cls.live.model_fields})
            fields = {name: value for name, value in fields.items() if name not in theirs}
        if unknown := [name for name in fields if name not in cls.model_fields]:
            raise ValueError(f"it has no field {unknown[0]!r}, only {', '.join(cls.model_fields)}.")
        if issubclass(cls, LiveProvider) and (key := os.environ.get(cls.key_variable, "").strip()):
            fields.setdefault("api_key", EnvVar(cls.key_variable) if secrets_as_names else key)
        return cls(**fields)
    except (ValueError, TypeError) as error:
        # Without its cause, and without the values: a key may be among them.
        raise NotConfigured(
            f"The settings of the {offer[0]} provider {offer[1]!r} do not fit: {_words(error)}",
            mend="Set it to a JSON object of the provider's fields, or unset it.",
            where=variable,
        ) from None


def _words(error: ValueError | TypeError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    wrong = error.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong)


def _address(cls: type[Provider]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"
