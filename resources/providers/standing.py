"""How a provider stands: derived from its contract test, prices and credentials, never from a flag."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from resources.errors import NotConfigured, StudioError
from resources.providers.contract import RECORDER, ContractRun, source_hash, tested
from resources.providers.credentials import last_check
from resources.providers.live import LiveProvider
from resources.providers.port import Kind, Provider
from resources.providers.prices import rows_of
from resources.providers.registry import Offer
from resources.providers.sample import sample

__all__ = ["Lack", "Standing", "Status", "contract_words", "standing"]

Status = Literal[
    "simulated", "ready", "unchecked", "refused", "no key", "no price", "off", "misconfigured",
    "untested", "changed", "failed",
]  # fmt: skip
"""simulated: makes media here, for play money. ready: its contract test is passed, its price known and its
key accepted. unchecked: all but that the key was never asked about. refused: the key was not accepted.
untested, changed, failed: the contract suite never saw it, saw other code, or found it wanting."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Lack(_Value):
    """One thing that is missing before it can be used.

    Args:
        status: the word for it.
        what: one sentence.
        mend: what to do about it.
    """

    status: Status
    what: str
    mend: str


class Standing(_Value):
    """How a provider stands.

    Args:
        kind: of media.
        name: its name.
        status: the first thing that is missing, or `ready` or `simulated`.
        models: its models, the default one first.
        price_age: days since the oldest of its prices was read; None where none is known.
        contract: what the contract suite found, in words.
        lacks: everything that is missing, the gravest first.
    """

    kind: Kind
    name: str
    status: Status
    models: tuple[str, ...] = ()
    price_age: int | None = None
    contract: str = ""
    lacks: tuple[Lack, ...] = ()


def standing(
    offer: Offer, cls: type[Provider], offered: Mapping[Offer, Provider], today: datetime.date
) -> Standing:
    """How a provider stands. No network: the key was asked about by `check_credentials` before, or not.

    Args:
        offer: its kind and name.
        cls: its class.
        offered: the providers of its environment.
        today: the day, for the age of prices.
    """
    kind, name = offer
    try:
        provider = offered[offer]
    except NotConfigured as wrong:
        lack = Lack(status="misconfigured", what=str(wrong).removesuffix(f" {wrong.mend}"), mend=wrong.mend)
        return Standing(kind=kind, name=name, status="misconfigured", lacks=(lack,), contract=_contract(cls))
    if not isinstance(provider, LiveProvider):
        return Standing(kind=kind, name=name, status="simulated", models=provider.models())
    lacks = (*_configuration(provider), *_price(provider), *_tests(cls), *_key(provider))
    ages = [row.age(today) for row in rows_of(kind, name)]
    return Standing(
        kind=kind,
        name=name,
        status=lacks[0].status if lacks else "ready",
        models=provider.models(),
        price_age=max(ages, default=None),
        contract=_contract(cls),
        lacks=lacks,
    )


def contract_words(cls: type[Provider], record: ContractRun | None) -> str:
    """What the contract suite found, in words.

    Args:
        cls: the provider's class as it is now.
        record: what is recorded of it.
    """
    if record is None:
        return "no contract test is recorded"
    if record.source != source_hash(cls):
        return f"changed since its contract test of {record.date}"
    if record.failed:
        return f"{record.failed} of {record.passed + record.failed} contract tests failed on {record.date}"
    return f"contract passed {record.date} ({record.passed} tests)"


def _contract(cls: type[Provider]) -> str:
    return contract_words(cls, tested(cls))


def _configuration(provider: LiveProvider) -> Iterator[Lack]:
    try:
        provider.check_configured()
    except NotConfigured as wrong:
        status: Status = "no key" if not provider.api_key else "misconfigured"
        yield Lack(status=status if provider.enabled else "off", what=wrong.what, mend=wrong.mend)


def _price(provider: LiveProvider) -> Iterator[Lack]:
    try:
        # No price depends on what a key frame shows, so that any digest will do for models that want one.
        needed = provider.models() and provider.capabilities(provider.models()[0]).needs_first_frame
        provider.quote(sample(provider, "A kite.", first_frame="0" * 64 if needed else ""))
    except StudioError as unknown:
        status: Status = "no price" if isinstance(unknown, NotConfigured) else "misconfigured"
        yield Lack(status=status, what=unknown.what, mend=unknown.mend)


def _tests(cls: type[Provider]) -> Iterator[Lack]:
    record = tested(cls)
    status: Status | None = None
    if record is None:
        status = "untested"
    elif record.source != source_hash(cls):
        status = "changed"
    elif record.failed:
        status = "failed"
    if status:
        words = contract_words(cls, record)
        yield Lack(
            status=status, what=f"{words[0].upper()}{words[1:]}.", mend=f"In a checkout, run `{RECORDER}`."
        )


def _key(provider: LiveProvider) -> Iterator[Lack]:
    if not provider.api_key:
        return
    mend = f"`studio providers check {provider.kind}/{provider.name}` asks, at no cost."
    checked = last_check(provider)
    if checked is None:
        yield Lack(status="unchecked", what="Whether the key is accepted was not asked yet.", mend=mend)
    elif not checked.accepted:
        what = f"The key was not accepted on {checked.date}: {checked.said}"
        yield Lack(status="refused", what=what, mend=f"Set {provider.key_variable} to another, then: {mend}")
