"""Find the provider that a command means, and say whether anything about it is real."""

from __future__ import annotations

import click

from resources.errors import NotConfigured
from resources.http.simulator import simulator_url
from resources.project import environment
from resources.providers.port import Provider
from resources.providers.registry import Offer, found, providers
from studio_assets.cli.mistake import Mistake, nearest

__all__ = ["asked", "chosen", "say_label", "word_of"]


def chosen(word: str) -> Offer:
    """The kind and name that a word means.

    Args:
        word: `runway` or `video/runway`; the kind is needed where two kinds share a name.

    Raises:
        Mistake: there is none or more than one; the mend names what there is.
    """
    offers = sorted(found())
    fitting = [offer for offer in offers if word in (offer[1], word_of(offer))]
    if not fitting:
        words = [name for _, name in offers] if "/" not in word else [word_of(offer) for offer in offers]
        raise Mistake(f"There is no provider {word!r}.", mend=nearest(word, sorted(set(words))))
    if len(fitting) > 1:
        these = ", ".join(word_of(offer) for offer in fitting)
        raise Mistake(f"{len(fitting)} providers are named {word!r}.", mend=f"Say which: {these}.")
    return fitting[0]


def asked(word: str) -> Provider:
    """The provider that a word means, as this environment offers it.

    Raises:
        Mistake: see `chosen`.
        NotConfigured: this environment has it not, or its settings do not fit.
    """
    offer, offered = chosen(word), providers(environment())
    if offer not in offered and environment() == "simulated":
        return offered[offer]  # which says why nobody plays it
    if offer not in offered:
        raise NotConfigured(
            f"The {offer[0]} provider {offer[1]} is not part of the {environment()} environment.",
            mend="Unset STUDIO_ENV: the simulated environment has it.",
        )
    return offered[offer]


def word_of(offer: Offer) -> str:
    """`kind/name`, as a person writes it."""
    return "/".join(offer)


def say_label() -> None:
    """Say where the numbers are not real: who plays the providers, and that no money is spent."""
    if environment() == "simulated":
        click.echo("Simulated: live providers are played here, for play money. STUDIO_ENV=live asks them.")
    elif url := simulator_url():
        click.echo(f"Simulated: the simulator at {url} stands in for all live providers, for play money.")
