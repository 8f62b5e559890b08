"""Who answers each role's questions: the defaults, and what the settings file says instead."""

from __future__ import annotations

from collections.abc import Mapping

from resources.claude.question import Role
from resources.settings import Respondent, settings

__all__ = ["RESPONDENTS", "respondent"]

_HAIKU, _SONNET = "claude-haiku-5-5", "claude-sonnet-5-5"

# Thinking counts in the tokens: a verdict of 300 tokens wants some thousands of room. What is not used is
# not paid, only reserved for as long as the question is under way.
RESPONDENTS: Mapping[Role, Respondent] = {
    "producer": Respondent(model=_SONNET, effort="medium", max_tokens=8_000),
    "script_writer": Respondent(model=_SONNET, effort="medium", max_tokens=12_000),
    "qa_verifier": Respondent(model=_HAIKU, effort="low", max_tokens=4_000),
    "second_opinion": Respondent(model=_SONNET, effort="medium", max_tokens=6_000),
    "critic": Respondent(model=_SONNET, effort="medium", max_tokens=8_000),
    "editor": Respondent(model=_SONNET, effort="medium", max_tokens=8_000),
    "asset_analyzer": Respondent(model=_HAIKU, effort="low", max_tokens=4_000),
}
"""The defaults: sight that is asked often is cheap, judgement that decides money is good."""


def respondent(role: Role) -> Respondent:
    """Who answers a role's questions now.

    Args:
        role: who asks.

    Returns:
        Every field set by the settings file, else by default.

    Raises:
        NotConfigured: the settings file does not fit.
    """
    chosen = settings().crew.get(role)
    said = chosen.model_dump(exclude_unset=True) if chosen else {}
    if not said.get("model"):
        said.pop("model", None)
    return RESPONDENTS[role].model_copy(update=said)
