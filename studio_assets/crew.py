"""Who does which trade of the film: one word per role, chosen in one place.

A new crew is one more word in `Kind` and one more line in `_CASTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dagster import ConfigurableResource
from pydantic import Field

from studio_assets.critique.critic import Critic
from studio_assets.critique.rules import RulesCritic
from studio_assets.edl.editor import Editor
from studio_assets.edl.rules import RulesEditor
from studio_assets.planning.producer import Producer
from studio_assets.planning.rules import RulesProducer
from studio_assets.qa.rules import RulesVerifier
from studio_assets.qa.verifier import Verifier
from studio_assets.script.rules import RulesWriter
from studio_assets.script.writer import ScriptWriter

__all__ = ["Crew", "Kind"]

Kind = Literal["rules"]
"""The crews that there are. Stored in documents: renaming one breaks history."""


@dataclass(frozen=True)
class _Cast:
    producer: Callable[[], Producer]
    script_writer: Callable[[], ScriptWriter]
    verifier: Callable[[], Verifier]
    critic: Callable[[], Critic]
    editor: Callable[[], Editor]


_CASTS: dict[Kind, _Cast] = {
    "rules": _Cast(RulesProducer, RulesWriter, RulesVerifier, RulesCritic, RulesEditor),
}


class Crew(ConfigurableResource):  # type: ignore[type-arg]
    """The people of the film, by their trade. `rules` costs nothing and asks no model."""

    plans: Kind = Field(
        default="rules", description="Who is the producer: chooses the pilots and deals the budget."
    )
    writes: Kind = Field(
        default="rules", description="Who is the script writer: writes the scenes of each pilot."
    )
    judges: Kind = Field(default="rules", description="Who is the QA verifier: judges each clip.")
    reviews: Kind = Field(default="rules", description="Who is the critic: judges each pilot as a whole.")
    cuts: Kind = Field(
        default="rules", description="Who is the editor: cuts the candidates from the winners' clips."
    )

    def producer(self) -> Producer:
        """Who plans."""
        return _CASTS[self.plans].producer()

    def script_writer(self) -> ScriptWriter:
        """Who writes."""
        return _CASTS[self.writes].script_writer()

    def verifier(self) -> Verifier:
        """Who judges a clip."""
        return _CASTS[self.judges].verifier()

    def critic(self) -> Critic:
        """Who judges a pilot."""
        return _CASTS[self.reviews].critic()

    def editor(self) -> Editor:
        """Who cuts."""
        return _CASTS[self.cuts].editor()
