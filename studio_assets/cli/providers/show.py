"""`studio providers show`: what a provider can do, costs and lacks."""

from __future__ import annotations

from collections.abc import Iterator

import click

from resources.clock import SystemClock
from resources.money import ZERO, dollars
from resources.providers.port import Capabilities
from studio_assets.cli.providers.facts import Facts, Model, PriceRow, Settled, facts
from studio_assets.cli.providers.which import chosen, say_label, word_of

__all__ = ["show"]


@click.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(name: str, as_json: bool) -> None:
    """Show what provider NAME can do, what it costs, how quotes held, and what is missing."""
    offer = chosen(name)
    known = facts(offer, SystemClock().now().date())
    if as_json:
        click.echo(known.model_dump_json(indent=2))
        return
    say_label()
    click.echo("\n".join([f"{word_of(offer)}: {known.standing.status}", *_lines(known)]))


def _lines(known: Facts) -> Iterator[str]:
    if known.standing.contract:
        yield f"  contract  {known.standing.contract}"
    if known.address:
        yield f"  address   {known.address}"
        yield f"  key       {known.key_variable}"
    if known.caveat:
        yield f"  caveat    {known.caveat}"
    yield "models"
    for model in known.models:
        yield f"  {model.name}: {_able(model)}"
    if known.standing.status != "simulated":
        yield "prices"
        yield from (f"  {_price(row)}" for row in known.prices)
        if not known.prices:
            yield "  none is known, so that nothing is bought"
    yield "quoted against settled"
    yield from (f"  {_drift(one)}" for one in known.settled)
    if not known.settled:
        yield "  nothing was bought yet"
    for one in known.measured:
        label = " against the simulator" if one.simulated else ""
        seconds = ", ".join(f"{name} {value:g} s" for name, value in one.latency.items())
        yield f"measured {one.measured}{label}: {one.concurrency} at once; {seconds}"
    yield "missing"
    yield from (f"  {lack.what} {lack.mend}" for lack in known.standing.lacks)
    if not known.standing.lacks:
        yield "  nothing"


def _able(model: Model) -> str:
    if model.able is None:
        return model.gone
    return "; ".join(_words(model.able, model.at_once))


def _words(able: Capabilities, at_once: int) -> Iterator[str]:
    if able.durations:
        yield f"{_listed([f'{float(one):g}' for one in able.durations])} s"
    if able.longest is not None:
        yield f"at most {float(able.longest):g} s"
    if able.sizes:
        yield _listed([f"{width}x{height}" for width, height in able.sizes])
    frames = [word for word, has in (("first", able.first_frame), ("last", able.last_frame)) if has]
    if frames:
        yield f"{' and '.join(frames)} frame{', the first one always' * able.needs_first_frame}"
    if able.references:
        yield f"{able.references} references"
    if able.voices:
        yield f"voices {_listed(able.voices)}"
    if able.seed:
        yield "seed"
    if able.prompt_limit:
        yield f"{able.prompt_limit:,} characters"
    yield f"{at_once} at once" if at_once else "no known limit at once"
    yield "lists what it took" if able.lists else "lists nothing: a lost answer is for a person"
    if able.url_life:
        yield f"media addresses live {able.url_life} s"


def _listed(words: list[str] | tuple[str, ...], most: int = 12) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def _price(row: PriceRow) -> str:
    price = row.price
    file = "your file" if row.own else price.certainty
    note = f"; {price.note}" if price.note else ""
    return (
        f"{price.model}: ${price.amount:f} per {price.unit}{price.terms()} "
        f"({file}, {price.date}, {row.age} d old: {price.source}{note})"
    )


def _drift(one: Settled) -> str:
    label = ", play money" if one.simulated else ""
    more = f" ({one.drift / one.quoted:+.1%})" if one.quoted > ZERO else ""
    takes = f"{one.takes} take{'' if one.takes == 1 else 's'}"
    return f"{one.model}: {takes}, quoted {dollars(one.quoted)}, settled {dollars(one.settled)}{more}{label}"
