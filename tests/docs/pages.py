"""Reads the project's Markdown: fenced blocks with what is said above them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"(?:<!-- exit: (\d+) -->\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the exit code that the page announces."""

    language: str
    text: str
    exit: int

    @property
    def commands(self) -> list[str]:
        """The lines of a `sh` block, comments gone."""
        lines = [re.sub(r"\s{2,}#.*", "", line).strip() for line in self.text.splitlines()]
        return [line for line in lines if line]


def blocks(page: Path) -> list[Block]:
    """Every fenced block of a page, in order."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(language, text, int(code or 0)) for code, language, text in (one.groups() for one in found)]


def name(page: Path) -> str:
    """A page's path in the project."""
    return page.relative_to(ROOT).as_posix()
