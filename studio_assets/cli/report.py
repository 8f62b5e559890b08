"""Say what came of a making, and end with the exit code that tells it to a script."""

from __future__ import annotations

import json
from typing import Any

import click

from resources.money import dollars
from studio_assets.call_sheet import Doers
from studio_assets.cli.make import Outcome
from studio_assets.render.dailies_gather import gather, page_name, sheet_of
from studio_assets.render.dailies_run import Dailies, run_state
from studio_assets.wiring import doers

__all__ = ["FAILED", "PARTIAL", "finish"]

FAILED = 1
PARTIAL = 3


def finish(outcome: Outcome, *, as_json: bool) -> None:
    """Print the result and exit with 0 (film complete), 1 (failed) or 3 (partial, held or waiting).

    Args:
        outcome: what came of the making.
        as_json: as JSON on stdout.
    """
    who = doers()
    record = who.runs.find(outcome.production, outcome.run)
    dailies = gather(sheet_of(who, record)) if record else None
    result = _result(outcome, who, dailies)
    click.echo(json.dumps(result, indent=2) if as_json else _words(result, outcome.again))
    if outcome.failures:
        raise click.exceptions.Exit(FAILED)
    master = dailies.master if dailies else None
    if master is not None and (master.media is None or str(result["state"]).startswith("partial")):
        raise click.exceptions.Exit(PARTIAL)


def _result(outcome: Outcome, who: Doers, dailies: Dailies | None) -> dict[str, Any]:
    media = dailies.master.media if dailies and dailies.master else None
    page = who.artifacts.file(f"dailies/{page_name(outcome.production, outcome.run)}")
    money = dailies.money if dailies else None
    return {
        "production": outcome.production,
        "run": outcome.run,
        "state": run_state(dailies) if dailies else "failed: nothing was made",
        "simulated": dailies.simulated if dailies else None,
        "master": str(who.artifacts.path(media)) if media else None,
        "dailies": str(page) if page else None,
        "spent": dollars(money.spent) if money else None,
        "budget": dollars(money.limit) if money else None,
        "seconds": round(outcome.seconds, 1),
        "failures": list(outcome.failures),
    }


def _words(result: dict[str, Any], again: str) -> str:
    label = " (simulated money)" if result["simulated"] else ""
    lines = [f"{result['production']} {result['run']}: {result['state']}"]
    if result["master"]:
        lines.append(f"  master   {result['master']}")
    if result["dailies"]:
        lines.append(f"  dailies  {result['dailies']}")
    if result["spent"]:
        lines.append(f"  spent    {result['spent']} of {result['budget']}{label}")
    lines.append(f"  took     {result['seconds']} s")
    lines += [f"  failed   {failure}" for failure in result["failures"]]
    if result["failures"]:
        lines.append(f"  `{again}` goes on; what is bought costs nothing again.")
    return "\n".join(lines)
