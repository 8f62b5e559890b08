"""Who does which trade of the film: one word per role, chosen in one place.

A new crew is one more word in `Kind` and one more table beside `_RULES` and `_CLAUDE`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dagster import ConfigurableResource
from pydantic import Field, TypeAdapter, ValidationError

from resources.claude.desk import Desk
from resources.errors import NotConfigured
from studio_assets.critique.claude import ClaudeCritic
from studio_assets.critique.critic import Critic
from studio_assets.critique.rules import RulesCritic
from studio_assets.edl.claude import ClaudeEditor
from studio_assets.edl.editor import Editor
from studio_assets.edl.rules import RulesEditor
from studio_assets.planning.claude import ClaudeProducer
from studio_assets.planning.producer import Producer
from studio_assets.planning.rules import RulesProducer
from studio_assets.qa.claude import ClaudeVerifier
from studio_assets.qa.rules import RulesVerifier
from studio_assets.qa.verifier import Verifier
from studio_assets.script.claude import ClaudeWriter
from studio_assets.script.rules import RulesWriter
from studio_assets.script.writer import ScriptWriter
from studio_assets.seeds.analyzer import AssetAnalyzer
from studio_assets.seeds.claude import ClaudeAnalyzer
from studio_assets.seeds.rules import RulesAnalyzer

__all__ = ["CREW", "Cast", "Crew", "Kind"]

CREW = "STUDIO_CREW"
"""Environment variable with a JSON object of the crew's fields."""

Kind = Literal["auto", "rules", "claude"]
"""The crews that there are; `auto` is Claude where it can be asked, else the rules."""


_FIELDS = TypeAdapter(dict[str, Any])


@dataclass(frozen=True)
class Cast:
    """The people of one run."""

    producer: Producer
    script_writer: ScriptWriter
    verifier: Verifier
    critic: Critic
    editor: Editor
    asset_analyzer: AssetAnalyzer


_RULES: Mapping[str, Any] = {
    "producer": RulesProducer,
    "script_writer": RulesWriter,
    "verifier": RulesVerifier,
    "critic": RulesCritic,
    "editor": RulesEditor,
    "asset_analyzer": RulesAnalyzer,
}
_CLAUDE: Mapping[str, Any] = {
    "producer": ClaudeProducer,
    "script_writer": ClaudeWriter,
    "verifier": ClaudeVerifier,
    "critic": ClaudeCritic,
    "editor": ClaudeEditor,
    "asset_analyzer": ClaudeAnalyzer,
}


class Crew(ConfigurableResource):  # type: ignore[type-arg]
    """The people of the film, by their trade.

    `rules` costs nothing and asks no model; `claude` asks Claude, for money; `auto` is `claude` where it
    can be asked (the live environment, with a key), else `rules`.
    """

    plans: Kind = Field(
        default="auto", description="Who is the producer: chooses the pilots and deals the budget."
    )
    writes: Kind = Field(
        default="auto", description="Who is the script writer: writes the scenes of each pilot."
    )
    judges: Kind = Field(
        default="auto",
        description="Who is the QA verifier: judges each clip. A spec with `judge: measured` asks nobody.",
    )
    reviews: Kind = Field(default="auto", description="Who is the critic: judges each pilot as a whole.")
    cuts: Kind = Field(
        default="auto", description="Who is the editor: cuts the candidates from the winners' clips."
    )
    looks: Kind = Field(
        default="auto", description="Who is the asset analyzer: describes the user's seed pictures."
    )
    batches: bool = Field(
        default=False,
        description="Ask QA questions by message batches: half the price, minutes to hours later.",
    )
    batch_wait: float = Field(
        default=86_400,
        gt=0,
        description="Seconds that a step waits for a batch; the API ends each within 24 hours.",
    )

    @classmethod
    def configured(cls) -> Crew:
        """The crew as `STUDIO_CREW` has it, a JSON object of these fields; else by their defaults.

        Raises:
            NotConfigured: it is no JSON object, or a field does not fit.
        """
        try:
            fields = _FIELDS.validate_json(os.environ.get(CREW) or "{}")
            if unknown := [name for name in fields if name not in cls.model_fields]:
                raise ValueError(f"it has no field {unknown[0]!r}")
            return cls.model_validate(fields)
        except ValueError as wrong:
            words = str(wrong)
            if isinstance(wrong, ValidationError):
                words = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors())
            raise NotConfigured(
                f"The crew does not fit: {words.removeprefix(': ')}.",
                mend=f"Set it to a JSON object with some of {', '.join(cls.model_fields)}, or unset it.",
                where=CREW,
            ) from None

    def cast(self, desk: Desk | None, judge: Literal["measured", "claude"]) -> Cast:
        """The people of a run.

        Args:
            desk: where Claude is asked; None where it cannot be.
            judge: the spec's word on who judges clips.

        Raises:
            NotConfigured: a trade is set to `claude`, which cannot be asked here.
        """
        words: dict[str, Kind] = {
            "producer": self.plans,
            "script_writer": self.writes,
            "verifier": "rules" if judge == "measured" else self.judges,
            "critic": self.reviews,
            "editor": self.cuts,
            "asset_analyzer": self.looks,
        }
        return Cast(**{trade: _person(trade, word, desk) for trade, word in words.items()})


def _person(trade: str, word: Kind, desk: Desk | None) -> Any:
    if word == "rules" or (word == "auto" and desk is None):
        return _RULES[trade]()
    if desk is None:
        raise NotConfigured(
            f"The {trade.replace('_', ' ')} is set to `claude`, which cannot be asked here.",
            mend="Set STUDIO_ENV=live and ANTHROPIC_API_KEY, or set the crew to `auto` or `rules`.",
            where="crew",
        )
    return _CLAUDE[trade](desk)
