"""`studio plan`: what a run would do and cost, or what an edit touches; nothing is spent."""

from __future__ import annotations

import asyncio

import click

from resources.money import dollars
from studio_assets.audio.sound_price import sound_price
from studio_assets.call_sheet import CallSheet
from studio_assets.cli.choose import choose
from studio_assets.edits import edit
from studio_assets.graph import Graph
from studio_assets.planning.briefing import brief
from studio_assets.planning.rules import RulesProducer
from studio_assets.wiring import doers

__all__ = ["plan"]


@click.command()
@click.argument("production")
def plan(production: str) -> None:
    """Say what PRODUCTION would do and cost."""
    chosen, who = choose(production).production, doers()
    answer = asyncio.run(RulesProducer().plan(brief(chosen, who)))
    click.echo(f"{chosen.name}: {answer.state}{' (simulated money)' if answer.simulated else ''}")
    for pilot in answer.pilots:
        click.echo(
            f"  {pilot.name}: {pilot.tier} by {pilot.provider}, allotment {dollars(pilot.allotment)},"
            f" tests {dollars(pilot.test_price)}, whole film {dollars(pilot.film_price)}"
        )
    for name, why in answer.unplanned.items():
        click.echo(f"  {name}: not filmed, {why}")
    graph = Graph(chosen)
    sound = sound_price(CallSheet(graph, "", (), who, "", ""), graph.by_key)
    pays = f"narration up to {dollars(sound.narration)} and music up to {dollars(sound.music)}"
    click.echo(
        f"  contingency: {dollars(answer.contingency)} of {dollars(answer.limit)}"
        f"{f', which pays {pays}' if sound.all else ''}"
    )
    if lacking := sound.lacking(answer.contingency):
        click.echo(f"  {lacking}")
    launch = edit(chosen, who)
    click.echo(f"  {launch.note}")
    for key in launch.assets if launch.run else ():
        click.echo(f"    {'/'.join(key)}")
