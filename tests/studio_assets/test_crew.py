from __future__ import annotations

import asyncio
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from resources.errors import NotConfigured
from resources.providers.port import Capabilities
from studio_assets.crew import Cast, Crew, Kind
from studio_assets.seeds.description import SeedAssets

TRADES = {
    "plans": "producer",
    "writes": "script_writer",
    "judges": "verifier",
    "reviews": "critic",
    "cuts": "editor",
    "looks": "asset_analyzer",
}
DESK: Any = object()
"""Nobody is asked here, so it may be anything."""


def people(cast: Cast) -> dict[str, str]:
    """Who does which trade: rules or Claude."""
    return {
        name: "rules" if type(one).__name__.startswith("Rules") else "claude"
        for name, one in vars(cast).items()
    }


def test_every_trade_is_there_by_default(production: Any, planned: Any) -> None:
    """A crew that nobody configured writes a script where Claude cannot be asked."""
    writer = Crew().cast(None, "claude").script_writer
    written = writer.write(production(), planned(), Capabilities(), SeedAssets(state="none"))
    assert [1, 2, 3] == [scene.number for scene in asyncio.run(written)]


@pytest.mark.parametrize("desk, expected", [(None, "rules"), (DESK, "claude")])
def test_claude_does_every_trade_where_it_can_be_asked(desk: Any, expected: str) -> None:
    """With a key Claude is the crew, without one the rules are."""
    assert dict.fromkeys(TRADES.values(), expected) == people(Crew().cast(desk, "claude"))


@pytest.mark.parametrize("field, trade", TRADES.items())
def test_each_trade_is_cast_alone(field: str, trade: str) -> None:
    """One trade can be left to the rules while Claude does the others."""
    cast = people(Crew.model_validate({field: "rules"}).cast(DESK, "claude"))
    assert {trade} == {name for name, kind in cast.items() if kind == "rules"}


@pytest.mark.parametrize("field", TRADES)
def test_claude_without_a_key_is_an_error_that_names_it(field: str) -> None:
    """A trade that must be Claude's is refused where Claude cannot be asked, never done by the rules."""
    with pytest.raises(NotConfigured, match="ANTHROPIC_API_KEY"):
        Crew.model_validate({field: "claude"}).cast(None, "claude")


def test_a_spec_that_wants_measures_alone_asks_nobody() -> None:
    """`judge: measured` is the rules' verifier, whatever the crew says."""
    assert "rules" == people(Crew(judges="claude").cast(DESK, "measured"))["verifier"]


def test_unknown_crew() -> None:
    """A crew that does not exist is refused when it is configured, not when it is asked."""
    with pytest.raises(ValidationError, match="plans"):
        Crew.model_validate({"plans": "oracle"})


def test_fields_are_described() -> None:
    """The Dagster UI says of each trade what it does."""
    assert all(field.description for field in Crew.model_fields.values())
    assert {"auto", "rules", "claude"} == set(get_args(Kind))


def test_the_crew_is_set_by_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """`STUDIO_CREW` casts trades for schedules and the command line; what is not named keeps its default."""
    monkeypatch.setenv("STUDIO_CREW", '{"writes": "rules", "batches": true}')
    assert Crew(writes="rules", batches=True) == Crew.configured()
    monkeypatch.delenv("STUDIO_CREW")
    assert Crew() == Crew.configured()


@pytest.mark.parametrize("words", ['{"writes": "oracle"}', '{"written": "rules"}', "rules", "[]"])
def test_a_crew_that_does_not_fit_names_the_fields(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """A mistake in `STUDIO_CREW` is told with the fields that there are."""
    monkeypatch.setenv("STUDIO_CREW", words)
    with pytest.raises(NotConfigured) as caught:
        Crew.configured()
    assert ("STUDIO_CREW", True) == (caught.value.where, "writes" in caught.value.mend)
