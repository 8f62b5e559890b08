"""A prompt as people read it: one Markdown file, its pictures by their place in the artifact store."""

from __future__ import annotations

import json

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.providers.request import AnswerRequest, Words

__all__ = ["keep_prompt"]


def keep_prompt(artifacts: ArtifactStore, request: AnswerRequest) -> Artifact:
    """Store a request, readable.

    Args:
        artifacts: has its pictures.
        request: as it is sent.

    Returns:
        The file; the same request gives the same one.

    Raises:
        StoreFailed: the store did not take it.
    """
    thinks = f", effort {request.effort}" if request.effort else ""
    nth = f", asking {request.nth} of the same" if request.nth > 1 else ""
    parts = [
        f"# {request.role} asks {request.model}",
        f"At most {request.max_tokens:,} tokens{thinks}{nth}.",
        "## System",
        request.system,
        "## Question",
    ]
    label = ""
    for piece in request.content:
        if isinstance(piece, Words):
            label = piece.text
            parts.append(label + ("\n\n(remembered up to here)" if piece.keep else ""))
            continue
        found = artifacts.find(piece.digest)
        place = found.path if found else f"{piece.digest} (not in the store)"
        alt = " ".join(label.replace("[", "(").replace("]", ")").split())
        parts[-1] = f"![{alt}]({place})"  # its label is the words before it
    schema = json.dumps(json.loads(request.answer_schema), indent=1, ensure_ascii=False)
    parts += ["## Shape of the answer", f"```json\n{schema}\n```", ""]
    return artifacts.keep_bytes("\n\n".join(parts).encode("utf-8", "replace"), ".md")
