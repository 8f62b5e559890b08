"""Ask Claude for a spoken line in fewer words; what is still too long is cut by rule."""

from __future__ import annotations

from pydantic import BaseModel, Field

from resources.claude.answer import Unanswered
from resources.claude.desk import Desk
from resources.claude.material import one_line
from resources.claude.question import Question
from resources.ledger.balance import CONTINGENCY
from studio_assets.mending import ask_to_mend
from studio_assets.script.overlong import Overlong, Shortened, cut_by_rule
from studio_assets.script.pace import cut_to_pace, words
from studio_assets.script.scene import Scene
from studio_assets.spec.production import Production

__all__ = ["TEMPLATE", "ShorterLine", "shorter_line"]

TEMPLATE = "shorter_line"
"""The prompt that asks for it."""


class ShorterLine(BaseModel):
    """The line as the model shortened it."""

    narration: str = Field(description="The line, as it is spoken, in at most the words that are allowed.")


async def shorter_line(desk: Desk, production: Production, scene: Scene, line: Overlong) -> Shortened:
    """A line in fewer words.

    Args:
        desk: where Claude is asked; the question is paid, kept and used again like every other.
        production: for the form of the script.
        scene: the scene over which it is spoken.
        line: what is too long.

    Returns:
        The answer, cut by rule where it is still too long; the rules' own where none came.

    Raises:
        TransientFailure: asking again is free and may heal it.
        AccountRefused: the key or the account was turned away.
    """
    allowed = line.allowed
    if allowed < 1:
        return cut_by_rule(line)

    def faults(answer: ShorterLine) -> list[str]:
        count = words(one_line(answer.narration))
        if not count:
            return ["The line is empty."]
        return [f"The line has {count} words; {allowed} are allowed."] if count > allowed else []

    question = Question(
        role="script_writer",
        template=TEMPLATE,
        variables={
            "style": production.style,
            "language": production.language,
            "description": scene.description,
            "line": line.text,
            "words": words(line.text),
            "allowed": allowed,
            "spoken": f"{float(line.spoken):.1f}",
            "room": f"{float(line.room):.1f}",
        },
        answer=ShorterLine,
        accounts=(CONTINGENCY, line.pilot),
        pilot=line.pilot,
        scene=scene.name,
        check=faults,
    )
    try:
        answer = await ask_to_mend(desk, question)
    except Unanswered as nothing:
        plain = cut_by_rule(line)
        return plain._replace(asked=nothing.asked, notes=(*plain.notes, f"Claude did not: {nothing.what}"))
    whole = one_line(answer.value.narration)
    text = cut_to_pace(whole, allowed)
    if not text:
        return cut_by_rule(line)._replace(asked=answer.asked)
    notes = [f"It had {words(line.text)} words; the writer shortened it to {words(text)}."]
    if text != whole:
        notes.append(f"The answer had {words(whole)} words and was cut by rule: {allowed} fit its picture.")
    return Shortened(text, answer.asked, tuple(notes))
