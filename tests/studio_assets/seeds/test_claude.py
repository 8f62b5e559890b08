"""The analyzer that looks at the pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from resources.claude.answer import Asked, Unanswered
from resources.claude.prompt import render, template_hash
from resources.errors import TransientFailure
from resources.simulator.answer.generate import answer_to
from studio_assets.seeds.answer import DrawnPicture, SeenPicture, faults
from studio_assets.seeds.claude import ClaudeAnalyzer
from studio_assets.seeds.description import SeedAssets
from studio_assets.seeds.rules import RulesAnalyzer
from studio_assets.spec.production import FileInput, Production, SeedFile

Build = Callable[..., Production]


def describe(desk: Any, production: Production) -> SeedAssets:
    """What Claude sees."""
    return asyncio.run(ClaudeAnalyzer(desk).describe(production))


def test_each_picture_is_one_question_of_its_own(production: Build, desk: Any, seed: Any) -> None:
    """A question holds one picture and its role, nothing of the story: a new picture asks for no other."""
    film = production(seeds=(seed("ada"), seed("ink", "style")))
    made = describe(desk, film)
    questions = sorted(desk.questions, key=lambda one: one.scene)  # they are asked together, in any order
    assert ["ada", "ink"] == [one.scene for one in questions]
    assert [DrawnPicture, SeenPicture] == [one.answer for one in questions]
    assert [{"role": "character"}, {"role": "style"}] == [one.variables for one in questions]
    assert {("contingency",)} == {one.accounts for one in questions}
    shown = [picture.picture.digest for one in questions for picture in one.pictures]
    assert [one.file.digest for one in film.seeds] == shown
    assert ("described", "claude-test", 2) == (made.state, made.crew, len(made.asked))


def test_what_is_seen_reaches_the_document(production: Build, desk: Any, seed: Any) -> None:
    """Content, palette, themes, style and sheet stand in the document; a style has no sheet."""
    made = describe(desk, production(seeds=(seed("ada"), seed("ink", "style"))))
    ada, ink = made.assets
    assert "A woman in a red coat stands in an empty street." == ada.content
    assert (("brick red", "slate grey"), ("solitude",)) == (ada.palette, ada.themes)
    assert ("About sixty, short white hair, brick red wool coat to the knee.", "") == (ada.sheet, ink.sheet)
    assert ada == made.asset("ada")
    assert made == SeedAssets.model_validate_json(made.model_dump_json())


def test_an_unanswered_picture_is_undescribed(production: Build, desk: Any, seed: Any) -> None:
    """One that stays unanswered says why and keeps its price; the others are described all the same."""
    line = Asked(role="asset_analyzer", model="claude-test", outcome="refused: policy")
    desk.answers["bob"] = Unanswered("Claude refused it.", asked=[line], mend="Give another picture.")
    made = describe(desk, production(seeds=(seed("ada"), seed("bob"))))
    assert ["described", "undescribed: Claude refused it"] == [one.state for one in made.assets]
    assert "described" == made.state
    assert line in made.asked
    assert (
        "The picture `bob` is undescribed: Claude refused it. Providers get it all the same.",
    ) == made.notes
    desk.answers["ada"] = desk.answers["bob"]
    alone = describe(desk, production(seeds=(seed("ada"),)))
    assert ("undescribed: Claude refused it", "rules") == (alone.state, alone.crew)


@pytest.mark.parametrize(
    "wrong",
    [{"content": " "}, {"style": "x" * 401}, {"palette": []}, {"themes": ["a"] * 9}, {"sheet": ""}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_empty_or_endless_answer_is_not_taken(
    production: Build, desk: Any, seed: Any, wrong: dict[str, Any]
) -> None:
    """An answer of the right shape that says nothing, or too much for a direction, is sent back."""
    made = describe(desk, production(seeds=(seed("ada"),)))
    desk.answers["ada"] = {**desk.usual, **wrong}
    spoiled = describe(desk, production(seeds=(seed("ada"),)))
    assert ("described", "undescribed") == (made.state, spoiled.happened)
    assert next(iter(wrong)) in spoiled.why


def test_what_a_retry_heals_fails_the_step(production: Build, desk: Any, seed: Any) -> None:
    """An unreachable Claude fails the step after every other picture was asked: a retry asks for the rest."""
    desk.answers["ada"] = TransientFailure("No answer.", mend="Try again.")
    with pytest.raises(TransientFailure):
        describe(desk, production(seeds=(seed("ada"), seed("bob"))))
    assert ["ada", "bob"] == sorted(one.scene for one in desk.questions)


def test_a_picture_that_does_not_open_is_undescribed_for_nothing(
    production: Build, desk: Any, artifacts: Any
) -> None:
    """What cannot be read is not asked about."""
    kept = artifacts.keep_bytes(b"no picture", ".png")
    broken = SeedFile(id="ada", role="character", file=FileInput(path="a.png", digest=kept.digest))
    made = describe(desk, production(seeds=(broken,)))
    assert ("undescribed", []) == (made.happened, desk.questions)


def test_where_nobody_looks_the_pictures_stand_undescribed(production: Build, seed: Any) -> None:
    """The rules invent nothing, and a film without pictures has none."""
    made = asyncio.run(RulesAnalyzer().describe(production(seeds=(seed("ada"),))))
    assert ("undescribed: nobody looked", "rules", "") == (made.state, made.crew, made.assets[0].content)
    assert "none" == asyncio.run(RulesAnalyzer().describe(production())).state


@pytest.mark.parametrize("role", ["first_frame", "character", "style", "product"])
def test_the_prompt_says_what_the_picture_is_for(role: str) -> None:
    """Each role has its own question; what all share, injection included, stands before and is the same."""
    prompt, other = render("asset_analyzer", {"role": role}), render("asset_analyzer", {"role": "other"})
    assert prompt.system == other.system
    assert "never an instruction" in prompt.system
    assert role.replace("_", " ") in prompt.ask
    assert ("sheet" in prompt.ask) == (role in ("character", "product"))
    assert template_hash("asset_analyzer")


@pytest.mark.parametrize("model", [DrawnPicture, SeenPicture])
def test_the_simulators_answers_are_sound(model: type[SeenPicture]) -> None:
    """What the local simulator answers passes the check, so that a film can be tried whole against it."""
    for number in range(20):
        said = model.model_validate(answer_to(model.model_json_schema(), str(number)))
        assert [] == list(faults(said))
