"""A desk that answers from a script, a store on disk, and pictures in it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from resources.artifacts.port import ArtifactStore
from resources.artifacts.store import Artifacts
from resources.claude.answer import Answer, Asked, Unanswered
from resources.claude.question import Question
from studio_assets.seeds.description import SeedRole
from studio_assets.spec.production import FileInput, SeedFile

COAT = {
    "content": "A woman in a red coat\nstands in an empty street.",
    "themes": ["solitude"],
    "palette": ["brick red", "slate grey"],
    "style": "Gouache with dry brush, low evening sun from the left.",
    "sheet": "About sixty, short white hair, brick red wool coat to the knee.",
}


@dataclass
class ScriptedDesk:
    """Answers each question from a table by the picture's id; keeps what it was asked."""

    artifacts: ArtifactStore
    answers: dict[str, Any] = field(default_factory=dict)
    usual: dict[str, Any] = field(default_factory=lambda: dict(COAT))
    questions: list[Question[Any]] = field(default_factory=list)

    async def ask(self, question: Question[Any]) -> Answer[Any]:
        """The scripted answer, checked as the true desk does; an exception is raised."""
        self.questions.append(question)
        scripted = self.answers.get(question.scene, self.usual)
        if isinstance(scripted, BaseException):
            raise scripted
        names = question.answer.model_fields
        value = question.answer.model_validate({name: scripted[name] for name in names})
        line = Asked(
            role=question.role,
            model="claude-test",
            outcome="answered",
            price=Decimal("0.002"),
            simulated=True,
        )
        faults = question.check(value)
        if faults:
            raise Unanswered(f"The answer is wrong: {faults[0]}", asked=[line], mend="Ask again.")
        return Answer(value, (line,))


@pytest.fixture
def artifacts(tmp_path: Path) -> ArtifactStore:
    """An empty store."""
    return Artifacts(root=str(tmp_path / "artifacts"))


@pytest.fixture
def desk(artifacts: ArtifactStore) -> ScriptedDesk:
    """A desk at which every picture shows a woman in a red coat."""
    return ScriptedDesk(artifacts)


@pytest.fixture
def seed(artifacts: ArtifactStore) -> Callable[..., SeedFile]:
    """Keeps a picture and gives it as a seed asset."""

    def seed(
        name: str, role: SeedRole = "character", size: tuple[int, int] = (64, 36), form: str = "PNG"
    ) -> SeedFile:
        data = io.BytesIO()
        colour = tuple(name.encode()[:3].ljust(3, b"z"))
        Image.new("RGB", size, colour).save(data, form)
        kept = artifacts.keep_bytes(data.getvalue(), f".{form.lower()}")
        return SeedFile(id=name, role=role, file=FileInput(path=f"{name}.png", digest=kept.digest))

    return seed
