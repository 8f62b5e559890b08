"""`studio providers scale`: how much a provider takes at once, measured, for the settings to use."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from resources.errors import ProviderFailure
from resources.money import ZERO
from resources.providers.port import Provider
from resources.providers.sample import sample
from resources.settings import Profile, settings, settings_file, write_profile
from resources.takes.errand import Errand
from resources.takes.take import UNSETTLED
from studio_assets.call_sheet import Doers
from studio_assets.cli.mistake import Mistake
from studio_assets.cli.providers.purse import (
    PRODUCTION,
    allow,
    must_say_spend,
    priced,
    worker_name,
)
from studio_assets.cli.providers.ramp import Level, Ramp, at_once, first_turned_away, latencies, levels
from studio_assets.cli.providers.which import asked, say_label
from studio_assets.cli.providers.words import FirstFrame, first_frame_of
from studio_assets.wiring import doers

__all__ = ["scale"]

_WORDS = "A paper kite above a quiet beach."
_SIMULATED_INTERVAL = 0.1
"""Seconds between polls where nobody is bothered by them; a provider is asked at its own rhythm."""


@click.command()
@click.argument("name")
@click.option("--max", "most", type=click.IntRange(1, 64), default=8, show_default=True,
              help="Generations at once of the last step.")  # fmt: skip
@click.option("--model", default="", help="Another model than the default one.")
@click.option(
    "--first-frame",
    type=click.Path(path_type=Path),
    callback=first_frame_of,
    help="A PNG that opens each clip.",
)
@click.option("--wait", default=900, show_default=True, help="Seconds to wait for each generation.")
@click.option("--spend", is_flag=True, help="Pay the price that is said; play money needs no such word.")
def scale(name: str, most: int, model: str, first_frame: FirstFrame, wait: int, spend: bool) -> None:
    """Measure how many generations provider NAME takes at once, and how long each takes.

    Sends 1, 2, 4, ... of its smallest generations at once, and stops where some are turned away.
    Writes a profile that the settings use; every generation is journaled, and its media are kept.
    """
    provider = asked(name)
    if provider.kind == "answer":
        raise Mistake(
            "How many questions go at once is not measured: an account's limits are of tokens a minute.",
            mend="Set `limits: questions` in the settings; the Claude Console shows the account's limits.",
        )
    say_label()
    first_frame.check(provider, model)
    request = sample(provider, _WORDS, model=model, first_frame=first_frame.digest)
    count = sum(levels(most))
    total = provider.quote(request).amount * count
    word = f"{provider.kind}/{provider.name}"
    click.echo(f"{word} {request.model}: up to {count} generations, {priced(provider, total)} in all")
    if not spend and not provider.simulated:
        raise must_say_spend(provider, total)
    provider.check_configured()
    who = doers()
    first_frame.keep(who.artifacts)
    now = who.clock.now()
    worker = worker_name("scale", now)
    run = f"scale-{now:%Y-%m-%d_%H%M%S}-{worker[-4:]}"
    allow(who.ledger, f"{PRODUCTION}/{run}", total)
    errand = Errand(provider, who.takes, who.artifacts, who.clock, worker)
    ramp = Ramp(errand, request, run, _interval(provider), float(wait))
    try:
        measured = asyncio.run(_climb(ramp, most))
    finally:
        _say_what_is_open(who, run)
    _conclude(word, provider, measured, f"{now:%Y-%m-%d}", _spent(who, run, provider))


async def _climb(ramp: Ramp, most: int) -> Sequence[Level]:
    measured = []
    async for level in ramp.climb(most):
        measured.append(level)
        seconds = ", ".join(f"{name} {value:g} s" for name, value in latencies([level]).items())
        parts = [f"{level.asked:>4} at once: {level.ran} ran"]
        parts += [f"{level.waited} waited"] * bool(level.waited)
        parts += [f"{level.turned_away} turned away"] * bool(level.turned_away)
        click.echo(", ".join(parts) + (f"; {seconds}" if seconds else ""))
    return measured


def _conclude(word: str, provider: Provider, measured: Sequence[Level], day: str, spent: str) -> None:
    problems = [problem for level in measured for problem in level.problems]
    limit, away = at_once(measured), first_turned_away(measured)
    click.echo(f"spent {spent}")
    if problems or not limit:
        raise ProviderFailure(
            f"The measurement stopped, and no profile was written: {' '.join(problems) or 'none was taken'}",
            mend="Mend what is named, then measure again.",
            where=word,
        )
    last = measured[-1].asked
    found = away is not None or limit < last
    click.echo(
        f"parallel limit: {limit}" if found else f"parallel limit: none up to {last}; --max asks for more"
    )
    click.echo(f"429s begin: at {away} at once" if away else f"429s begin: not up to {last} at once")
    times = latencies(measured)
    count = sum(shot.seconds is not None for level in measured for shot in level.shots)
    click.echo(
        f"latency of {count}: {', '.join(f'{name} {value:g} s' for name, value in times.items())}"
        f" (asked every {_interval(provider):g} s)"
    )
    file = write_profile(
        Profile(provider=word, concurrency=limit, measured=day, simulated=provider.simulated, latency=times)
    )
    label = "; it counts for the simulator only" if provider.simulated else ""
    click.echo(f"profile: {file}{label}")
    if said := settings().concurrency.get(word):
        click.echo(f"{settings_file()} says {said} for {word}, and its word counts before the profile.")


def _interval(provider: Provider) -> float:
    own = provider.poll_interval()
    return min(own, _SIMULATED_INTERVAL) if provider.simulated else own


def _spent(who: Doers, run: str, provider: Provider) -> str:
    return priced(provider, sum((take.cost for take in who.takes.of_run(PRODUCTION, run)), ZERO))


def _say_what_is_open(who: Doers, run: str) -> None:
    for take in who.takes.of_run(PRODUCTION, run):
        if take.state in UNSETTLED:
            click.echo(f"{take.state}: {take.slate}. `studio takes claim {take.slate}` goes on.", err=True)
