from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import ValidationError

from resources.providers.port import Capabilities
from studio_assets.crew import Crew


def test_every_trade_is_there_by_default(production: Any, planned: Any) -> None:
    """A crew that nobody configured writes a script."""
    crew = Crew()
    scenes = asyncio.run(crew.script_writer().write(production(), planned(), Capabilities()))
    assert [1, 2, 3] == [scene.number for scene in scenes]


def test_every_trade_answers() -> None:
    """Each trade of the film has somebody who does it."""
    crew = Crew()
    cast = [crew.producer(), crew.script_writer(), crew.verifier(), crew.critic(), crew.editor()]
    expected = ["RulesProducer", "RulesWriter", "RulesVerifier", "RulesCritic", "RulesEditor"]
    assert expected == [type(one).__name__ for one in cast]


def test_unknown_crew() -> None:
    """A crew that does not exist is refused when it is configured, not when it is asked."""
    with pytest.raises(ValidationError, match="plans"):
        Crew.model_validate({"plans": "oracle"})


def test_fields_are_described() -> None:
    """The Dagster UI says of each trade what it does."""
    assert all(field.description for field in Crew.model_fields.values())
