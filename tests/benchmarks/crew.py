"""What the crew's questions to Claude cost: tokens and dollars of a film of twelve scenes, by role and model.

A live production in this process, whose world is the simulator: real prompts, real pictures of 720p, made-up
answers. Token counts are the simulator's estimate, and the money is play money.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from resources.claude.answer import Usage
from resources.claude.parse import reply
from resources.claude.prices import price
from resources.money import ZERO
from resources.providers.request import AnswerRequest
from resources.simulator.far_side import FarSide
from resources.simulator.server import running
from resources.takes.submission import request_of
from studio_assets.graph import Graph, downstream
from tests.benchmarks.table import Figures
from tests.productions.studio import Studio

__all__ = ["figures"]

SPEC = """
production: coffee
concept: A developer has a breakthrough at night, and the whole town wakes up to the smell of coffee.
duration: 60s
resolution: 720p
budget: $200
seed_assets:
  - {id: hero, file: hero.png, role: character}
pilots:
  photo: {tier: photorealistic, video: {provider: runway}}
script: {style: storyboard, count: 12}
qa: {judge: claude, reshoots: 0, frames: 6}
competition: {rubric: {0: 100%}}
automation: {on_change: "off"}
"""
"""One pilot and one take a scene; more of either cost as much again."""

_ENVIRONMENT = {
    "STUDIO_ENV": "live",
    "RUNWAYML_API_SECRET": "play",
    "ANTHROPIC_API_KEY": "play",
    "STUDIO_VIDEO_RUNWAY": '{"interval": 0.05}',
}
_PATIENT = {"qa_verifier", "second_opinion"}
"""Roles whose questions may wait for a batch."""


@dataclass(frozen=True)
class Paid:
    """One answer.

    Args:
        role: who asked.
        model: who answered.
        usage: tokens billed.
        cost: dollars settled.
    """

    role: str
    model: str
    usage: Usage
    cost: Decimal

    def dollars(self, *, remembers: bool, batch: bool) -> Decimal:
        """What it would have cost.

        Args:
            remembers: whether the provider remembers the beginnings of prompts, as it did here.
            batch: whether it came out of a batch.
        """
        return price(self.model, self.usage if remembers else forgotten(self.usage), batch=batch)


def forgotten(usage: Usage) -> Usage:
    """The same tokens where nothing is remembered: all of them are read anew."""
    whole = usage.input + usage.written_5m + usage.written_1h + usage.read
    return Usage(input=whole, output=usage.output)


def figures() -> Figures:
    """A line a role and model, then the sums."""
    paid = _asked()
    groups: dict[tuple[str, str], list[Paid]] = defaultdict(list)
    for one in paid:
        groups[one.role, one.model].append(one)
    lines = [_line(role, model, group) for (role, model), group in sorted(groups.items())]
    patient = sum((one.dollars(remembers=True, batch=one.role in _PATIENT) for one in paid), ZERO)
    settled = sum((one.cost for one in paid), ZERO)
    return Figures(
        ("role", "model", "asked", "in anew", "written", "read", "out", "as asked", "nothing remembered",
         "in batches", "in batches, nothing remembered"),
        [*lines, _line("all", "", paid)],
        f"Settled in the ledger: ${settled:.4f}; with the QA verifier's questions in batches ${patient:.4f}. "
        "Simulated: play money at the price table's rates, tokens estimated by the simulator; its scores are "
        "made up, and so is how often a second opinion is asked.",
    )  # fmt: skip


def _line(role: str, model: str, paid: Iterable[Paid]) -> tuple[str, ...]:
    paid = list(paid)
    counts = [
        sum(count(one.usage) for one in paid)
        for count in (
            lambda usage: usage.input,
            lambda usage: usage.written_5m + usage.written_1h,
            lambda usage: usage.read,
            lambda usage: usage.output,
        )
    ]
    dollars = [
        sum((one.dollars(remembers=remembers, batch=batch) for one in paid), ZERO)
        for remembers, batch in ((True, False), (False, False), (True, True), (False, True))
    ]
    return (role, model, str(len(paid)), *(f"{one:,}" for one in counts), *(f"${one:.4f}" for one in dollars))


def _asked() -> list[Paid]:
    """Every answer of one run, from the journal."""
    with tempfile.TemporaryDirectory(prefix="studio-bench-") as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        with running(FarSide(folder / "far", latency=0.05)) as site:
            studio = Studio(folder / "studio", patch)
            for variable, value in {**_ENVIRONMENT, "STUDIO_SIMULATOR_URL": site.url}.items():
                patch.setenv(variable, value)
            Image.effect_noise((1280, 720), 40).convert("RGB").save(studio.specs / "hero.png")
            studio.spec(SPEC)
            made = studio.run(*_questions(studio))
            if made.failures:
                raise SystemExit("\n".join(made.failures))
            return _paid(studio, made.run)


def _questions(studio: Studio) -> list[str]:
    """All assets up to the cuts: what comes after asks nobody."""
    graph = Graph(studio.chosen.production)
    after = {*downstream(graph, [graph.key("picture_lock")]), graph.key("lessons"), graph.key("dailies")}
    return ["/".join(node.key[1:]) for node in graph.nodes if node.key not in after]


def _paid(studio: Studio, run: str) -> list[Paid]:
    found = []
    for take in studio.takes(run):
        if take.kind != "answer" or take.artifact is None:
            continue
        request = request_of(take)
        assert isinstance(request, AnswerRequest)
        usage = reply(studio.doers.artifacts.path(take.artifact).read_bytes()).usage
        assert usage is not None, "the simulator says what it bills"
        found.append(Paid(request.role, request.model, usage, take.cost))
    return found
