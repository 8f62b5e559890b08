"""What the Dagster UI shows of the questions that an asset's document took."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from dagster import MetadataValue

from resources.artifacts.port import ArtifactStore
from resources.claude.answer import Asked
from resources.claude.parse import reply
from resources.errors import StudioError
from resources.money import ZERO, dollars
from studio_assets.document import Document
from studio_assets.figures import bullets, money, said, table
from studio_assets.links import link

__all__ = ["asked_metadata"]

_SHOWN = 900
"""Characters of an answer that are shown: text of 1,000 and more hides behind a button."""


def asked_metadata(artifacts: ArtifactStore, document: Document) -> dict[str, Any]:
    """The questions with their prices, what was sent and what came; then the document's notes.

    Args:
        artifacts: has the prompts and answers.
        document: what was made.

    Returns:
        Nothing where nothing was asked and nothing is noted.
    """
    shown: dict[str, Any] = {}
    if document.asked:
        shown["questions"] = table([_row(one) for one in document.asked])
        shown |= money("questions_cost", sum((one.price for one in document.asked), ZERO))
        if any(one.simulated for one in document.asked):
            shown["questions_paid_with"] = "play money (simulated)"
        shown["prompts_and_answers"] = _links(document.asked)
        if answer := _said(artifacts, document.asked):
            shown["answer"] = MetadataValue.text(answer)
    if document.notes:
        shown["notes"] = said(document.notes)
    return shown


def _row(one: Asked) -> dict[str, str]:
    usage = one.usage
    written = usage.input + usage.written_5m + usage.written_1h if usage else 0
    return {
        "role": one.role,
        "model": one.model,
        "outcome": one.outcome,
        "tokens in": f"{written:,}" if usage else "",
        "remembered": f"{usage.read:,}" if usage else "",
        "out": f"{usage.output:,}" if usage else "",
        "price": dollars(one.price) + (" simulated" if one.simulated else ""),
    }


def _links(asked: tuple[Asked, ...]) -> Any:
    lines = []
    for one in asked:
        files = (("prompt", one.prompt), ("answer", one.answer))
        links = " · ".join(link(file, text).value or "" for text, file in files if file is not None)
        lines.append(f"{one.role}: {links or 'nothing was sent'}{f' · {one.slate}' if one.slate else ''}")
    return bullets(lines)


def _said(artifacts: ArtifactStore, asked: tuple[Asked, ...]) -> str:
    """The last answer's own words, indented where they are JSON; shortened."""
    answer = asked[-1].answer
    if answer is None:
        return ""
    try:
        text = reply(artifacts.path(answer).read_bytes()).text
    except (StudioError, OSError) as gone:  # a picture of the past must not stop the present
        return f"It cannot be shown: {gone}"
    with suppress(ValueError):
        text = json.dumps(json.loads(text), indent=1, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]} … ({len(text):,} characters)"
