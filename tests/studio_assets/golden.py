"""Prompts that stand in files, so that a change of their words is seen before anybody pays for it."""

from __future__ import annotations

import os
from pathlib import Path

from resources.claude.prompt import Prompt

__all__ = ["same"]


def same(file: Path, prompt: Prompt) -> None:
    """See that a prompt is what its file says; with GOLDEN=1 it is written there instead.

    Args:
        file: `golden/<name>.md` beside the test.
        prompt: as it is sent.
    """
    blocks = {"system": prompt.system, "shared": prompt.shared, "ask": prompt.ask}
    text = "\n".join(f"# {name}\n{words}\n" for name, words in blocks.items() if words)
    if os.environ.get("GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text, "if you meant it, run this test with GOLDEN=1"
