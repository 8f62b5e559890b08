"""The question that a judge is asked about one clip, the same for a first and a second opinion."""

from __future__ import annotations

from resources.claude.question import Question, Role
from resources.ledger.balance import CONTINGENCY
from studio_assets.qa.exhibits import Exhibits
from studio_assets.qa.verdict import Verdict, faults, verdict_model
from studio_assets.qa.viewing import Viewing
from studio_assets.seeds.casting import shown
from studio_assets.seeds.description import SeedAsset

__all__ = ["TEMPLATE", "elements", "question"]

TEMPLATE = "qa_verifier"
"""The prompt of every judge: a second opinion is asked in the same words and told nothing of the first."""


def question(viewing: Viewing, exhibits: Exhibits, role: Role, nth: int = 1) -> Question[Verdict]:
    """What a judge is asked.

    The judge is told neither the threshold nor what was measured, so that it leans towards neither.

    Args:
        viewing: what was wanted, and what there is to look at.
        exhibits: its frames, at least one, and what they are compared with.
        role: who asks, `qa_verifier` or `second_opinion`.
        nth: 2, 3, ... asks the same anew.
    """
    names = elements(viewing)
    return Question(
        role=role,
        template=TEMPLATE,
        variables=_variables(viewing),
        answer=verdict_model(tuple(names), continues=viewing.before is not None),
        # The contingency is for what no pilot can plan; where it is spent the pilot pays for its own clip.
        accounts=(CONTINGENCY, viewing.pilot),
        pilot=viewing.pilot,
        scene=viewing.scene.name,
        references=exhibits.references,
        pictures=exhibits.pictures,
        check=lambda verdict: faults(verdict, names),
        nth=nth,
        unhurried=True,
    )


def elements(viewing: Viewing) -> dict[str, str]:
    """What the scene is known to show: `e1`, `e2`, ... -> its words.

    The names stand in the answer's grammar instead of the words: those are material, and may be long.
    """
    return {f"e{number}": words for number, words in enumerate(viewing.scene.elements, start=1)}


def _variables(viewing: Viewing) -> dict[str, object]:
    production, scene = viewing.production, viewing.scene
    slot = production.scene(scene.name)
    cast = shown(production, slot) if slot else ()
    return {
        "concept": production.concept,
        "tier": viewing.tier.name,
        "style": [viewing.tier.description, *viewing.tier.style],
        # As with the pictures: what opens one scene says nothing of the others.
        "seeds": [_seed(one) for one in viewing.seeds if one.content and one.role != "first_frame"],
        "before": viewing.before is not None,
        "seconds": f"{float(scene.film_duration):g}",
        "description": scene.description,
        "direction": scene.direction,
        "narration": scene.narration,
        "continuity": scene.continuity,
        "shown": [f"`{seed.id}` ({seed.role})" for seed in cast],
        "elements": [f"{name}: {words}" for name, words in elements(viewing).items()],
    }


def _seed(one: SeedAsset) -> dict[str, str]:
    said = " ".join(part for part in (one.content, one.style, one.sheet) if part)
    return {"id": one.id, "role": one.role, "words": said}
