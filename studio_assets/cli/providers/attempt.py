"""`studio providers try`: one native call outside of any film, under a cap of exactly its price."""

from __future__ import annotations

import asyncio
from fractions import Fraction
from pathlib import Path

import click

from resources.claude.parse import reply
from resources.errors import Refused
from resources.money import ZERO, dollars
from resources.providers import able
from resources.providers.sample import sample
from resources.takes.follow import obtain
from resources.takes.take import Take
from studio_assets.call_sheet import Doers
from studio_assets.cli.progress import shown
from studio_assets.cli.providers.purse import allow, must_say_spend, priced, wanted, worker_name
from studio_assets.cli.providers.which import asked, say_label
from studio_assets.cli.providers.words import FirstFrame, first_frame_of, seconds_of, size_of
from studio_assets.wiring import doers

__all__ = ["attempt"]


@click.command("try")
@click.argument("name")
@click.argument("prompt")
@click.option("--model", default="", help="Another model than the default one.")
@click.option("--seconds", callback=seconds_of, help="How long; the shortest that it makes unless given.")
@click.option("--size", callback=size_of, help="Such as 1280x720; the smallest that it makes unless given.")
@click.option("--voice", default="", help="Who speaks; its first voice unless given.")
@click.option(
    "--first-frame",
    type=click.Path(path_type=Path),
    callback=first_frame_of,
    help="A PNG that opens the clip.",
)
@click.option("--wait", default=900, show_default=True, help="Seconds to wait for it; asking again is free.")
@click.option("--fresh", is_flag=True, help="Buy it anew where the same was bought today.")
@click.option("--spend", is_flag=True, help="Pay the price that is said.")
def attempt(
    name: str,
    prompt: str,
    model: str,
    seconds: Fraction | None,
    size: tuple[int, int] | None,
    voice: str,
    first_frame: FirstFrame,
    wait: int,
    fresh: bool,
    spend: bool,
) -> None:
    """Ask provider NAME for one thing by PROMPT, outside of any film.

    The intent is written down before anything is sent, so that nothing paid is lost: the same command
    on the same day goes on with what is under way and shows what was bought, at no cost.
    """
    provider = asked(name)
    say_label()
    first_frame.check(provider, model)
    request = sample(
        provider,
        prompt,
        model=model,
        seconds=seconds,
        size=size,
        voice=voice,
        first_frame=first_frame.digest,
    )
    word = f"{provider.kind}/{provider.name} {request.model}"
    able.check(request, provider.capabilities(request.model), word)
    quote = provider.quote(request)
    who = doers()
    now = who.clock.now()
    run = f"try-{now:%Y-%m-%d}{'-simulated' if provider.simulated else ''}"
    wish = wanted(provider, request, run, fresh=f"{now:%H%M%S.%f}" if fresh else "")
    click.echo(f"{word}: {priced(provider, quote.amount)}: {quote.basis}")
    known = who.takes.answer(wish, provider)
    if known is not None:
        click.echo(f"It was asked for already today and is {known.state}; nothing is paid again.")
    elif not spend:
        raise must_say_spend(provider, quote.amount)
    provider.check_configured()
    first_frame.keep(who.artifacts)
    # What is known already may buy nothing new, whatever becomes of what is under way.
    allow(who.ledger, wish.budget, quote.amount if known is None else ZERO)
    with shown(word, plain=True):
        take = asyncio.run(
            obtain(
                wish,
                provider=provider,
                takes=who.takes,
                artifacts=who.artifacts,
                clock=who.clock,
                worker=worker_name("try", now),
                wait=float(wait),
            )
        )
    _say(take, who)


def _say(take: Take, who: Doers) -> None:
    label = " (simulated money)" if take.simulated else ""
    if take.artifact is None:
        raise Refused(
            f"{take.provider} refused it: {take.reason or 'it gave no reason'}",
            mend=f"Write it in other words. Charged{label}: {dollars(take.cost)}.",
            where=take.slate,
        )
    file = who.artifacts.path(take.artifact)
    if take.kind == "answer":
        said = reply(file.read_bytes())
        click.echo(f"  says   {said.text or f'nothing: it stopped ({said.stop})'}")
    click.echo(f"  file   {file}")
    click.echo(f"  paid   {dollars(take.cost)}{label}")
    click.echo(f"  id     {take.remote_id}")
    click.echo(f"  slate  {take.slate}")
