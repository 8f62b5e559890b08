"""The take of a question: where it stands in the journal, and which of its answers is the one to use."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from resources.claude.question import Question
from resources.providers.port import Provider
from resources.providers.request import AnswerRequest
from resources.takes.fallback import Option
from resources.takes.finding import TakesFound
from resources.takes.recipe import recipe
from resources.takes.take import Take, Wanted

__all__ = ["CREW", "scene_of", "wish"]

CREW = "crew"
"""The pilot of questions about the whole production, and the scene of those about a whole pilot. A stored
name: renaming it asks everything anew."""

_LONGEST = 80
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")


def wish(
    question: Question[Any],
    request: AnswerRequest,
    providers: Sequence[Provider],
    takes: TakesFound,
    *,
    production: str,
    run: str,
    budget: str,
    fresh: str,
) -> Option:
    """What is wanted, and of whom.

    Args:
        question: what is asked.
        request: as it is sent.
        providers: who may answer, the preferred one first; an answer of any of them will do.
        takes: what was asked before.
        production: its name.
        run: the run's key.
        budget: the ledger's name of the run's budget.
        fresh: the launch that wants it asked anew, or empty.

    Returns:
        The newest answer that there is of the same question, else a new one of the preferred provider.
    """
    pilot, scene = question.pilot or CREW, scene_of(question)
    recipes = {recipe(one.name, request, one.settings): one for one in providers}
    asked = takes.of_scene(production, run, pilot, scene)
    known = _newest([take for take in asked if take.recipe in recipes and fresh in ("", take.fresh)])
    chosen = known.recipe if known else next(iter(recipes))
    wanted = Wanted(
        production=production,
        run=run,
        pilot=pilot,
        scene=scene,
        kind="answer",
        model=request.model,
        request=request,
        budget=budget,
        accounts=question.accounts,
        ordinal=known.ordinal if known and not fresh else 1,
        fresh=fresh,
        rivals=tuple(one for one in recipes if one != chosen),
    )
    return Option(wanted, recipes[chosen])


def scene_of(question: Question[Any]) -> str:
    """The scene's name in the journal: `<scene>.<role>`; no scene has a dot, so no clip's takes are met.

    Args:
        question: what is asked.

    Returns:
        At most 80 characters that a slate can hold; a longer name ends in its hash.
    """
    name = f"{question.scene or CREW}.{question.role}"
    if len(name) <= _LONGEST and _PART.fullmatch(name):
        return name
    short = hashlib.sha256(name.encode()).hexdigest()[:12]
    words = re.sub(r"[^A-Za-z0-9_\-]", "_", question.scene).lstrip("-")
    return f"{words[: _LONGEST - len(question.role) - len(short) - 2]}.{short}.{question.role}".lstrip(".")


def _newest(takes: Sequence[Take]) -> Take | None:
    """The last one that came to an answer; a lost or refused one only where there is no other."""
    living = [take for take in takes if take.state not in ("failed", "cancelled")]
    return max(living, key=lambda take: (take.state not in ("unknown", "refused"), take.number), default=None)
