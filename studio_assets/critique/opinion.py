"""What Claude says of a pilot: the shape of its answer, and how it joins the measured facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from resources.claude.answer import Answer
from resources.claude.material import one_line
from studio_assets.critique.review import Critique, SceneReview, SeenLesson

__all__ = ["LessonOpinion", "Opinion", "SceneOpinion", "faults", "joined", "opinion_of"]


class SceneOpinion(BaseModel):
    """One scene, judged by its frames."""

    scene: str
    matched: Sequence[str] = Field(description="What the scene asks for and the frames show.")
    missing: Sequence[str] = Field(description="What the scene asks for and no frame shows.")
    verdict: str = Field(description="The scene in one sentence.")


class LessonOpinion(BaseModel):
    """Something to do otherwise next time."""

    lesson: str = Field(description="One sentence that a director can follow in another film.")
    scenes: Sequence[str] = Field(description="The scenes whose frames show it.")


class Opinion(BaseModel):
    """The judgement of a pilot as a whole."""

    # Scene by scene first: an answer is written in order, and the whole rests on its parts.
    scenes: Sequence[SceneOpinion]
    gap_analysis: str = Field(description="How far the pilot is from the concept, in two to four sentences.")
    strengths: Sequence[str] = Field(description="What works, a sentence each.")
    lessons: Sequence[LessonOpinion]
    reason: str = Field(description="Why you advise so, in one or two sentences.")
    advice: Literal["continue", "cancel"]


def opinion_of(scenes: Sequence[str]) -> type[Opinion]:
    """The answer's model for one pilot; scenes without frames are not in its grammar.

    Args:
        scenes: those with frames, at least one.
    """
    name: Any = Literal[tuple(scenes)]
    scene = create_model("SceneOpinion", __base__=SceneOpinion, scene=(name, ...))
    lesson = create_model(
        "LessonOpinion",
        __base__=LessonOpinion,
        scenes=(list[name], Field(description="The scenes whose frames show it, at least one.")),
    )
    return create_model("Opinion", __base__=Opinion, scenes=(list[scene], ...), lessons=(list[lesson], ...))


def faults(answer: Opinion, seen: Sequence[str]) -> tuple[str, ...]:
    """What the model is told once.

    Args:
        answer: of the right shape.
        seen: scenes whose frames were sent.
    """
    names = [one.scene for one in answer.scenes]
    found = [f"Scene `{name}` is there {names.count(name)} times: judge each scene once." for name in seen
             if names.count(name) > 1]  # fmt: skip
    found += [f"Scene `{name}` is missing: judge it by its frames." for name in seen if name not in names]
    found += [
        f"The lesson {one.lesson!r} names no scene: name those whose frames show it, or leave it out."
        for one in answer.lessons
        if not one.scenes
    ]
    return tuple(found)


def joined(facts: Critique, answer: Answer[Opinion], seen: Collection[str]) -> Critique:
    """The measured critique with what was seen; no measured fact changes.

    Args:
        facts: by the rules.
        answer: Claude's.
        seen: scenes whose frames were in view; words on any other scene are dropped.
    """
    said = answer.value
    first = {one.scene: one for one in reversed(said.scenes) if one.scene in seen}
    lessons, dropped = _lessons(said.lessons, seen)
    silent = [name for name in seen if name not in first]
    notes = [f"Claude said nothing of {name}, though its frames were in view." for name in silent]
    return facts.model_copy(
        update={
            "crew": answer.model,
            "advice": said.advice,
            "advice_reason": one_line(said.reason),
            "scenes": tuple(_scene(one, first.get(one.scene)) for one in facts.scenes),
            "looked_at": tuple(one.scene for one in facts.scenes if one.scene in seen),
            "gap_analysis": one_line(said.gap_analysis),
            "seen_strengths": _lines(said.strengths),
            "seen_lessons": lessons,
            "notes": (*facts.notes, *notes, *dropped),
            "asked": (*facts.asked, *answer.asked),
        }
    )


def _scene(measured: SceneReview, said: SceneOpinion | None) -> SceneReview:
    if said is None:
        return measured
    return measured.model_copy(
        update={
            "matched": _lines(said.matched),
            "missing": _lines(said.missing),
            "verdict": one_line(said.verdict),
        }
    )


def _lessons(
    said: Iterable[LessonOpinion], seen: Collection[str]
) -> tuple[tuple[SeenLesson, ...], list[str]]:
    """A lesson that no frame shows is an opinion from text alone: it is not kept."""
    kept: list[SeenLesson] = []
    dropped: list[str] = []
    for one in said:
        text, shown = one_line(one.lesson), tuple(dict.fromkeys(name for name in one.scenes if name in seen))
        if text and shown:
            kept.append(SeenLesson(text=text, scenes=shown))
        elif text:
            dropped.append(f"A lesson that no frame shows was dropped: {text}")
    return tuple(kept), dropped


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := one_line(text))))
