"""What was written of a scene stays written, so that the edit of one scene buys no other scene anew."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from resources.artifacts.port import ArtifactStore
from resources.claude.answer import Asked
from studio_assets.planning.plan import PlannedPilot
from studio_assets.script.answer import SceneText
from studio_assets.spec.production import Production, SceneSpec

__all__ = ["Kept", "Written"]

VERSION = "1"
"""Of what decides a scene's text; another one forgets what every run has written."""


class Written(BaseModel):
    """A scene as it was answered.

    Args:
        text: its entry, None where the answer left it out or there was none.
        asked: the question that it came from.
        why: why there was no answer, in a sentence; else empty.
    """

    model_config = ConfigDict(frozen=True)

    text: SceneText | None
    asked: tuple[Asked, ...]
    why: str = ""


@dataclass(frozen=True)
class Kept:
    """The written scenes of one pilot of one run.

    A question asks for several scenes at once and is another one as soon as any of them changes. If its
    new answer replaced all of them, every clip would get another direction and be bought anew. So
    each scene's entry is kept under what decides that scene alone.

    Args:
        artifacts: where they are kept.
        run: the run's key.
        production: what is wanted.
        planned: the pilot, as planned.
    """

    artifacts: ArtifactStore
    run: str
    production: Production
    planned: PlannedPilot

    def recall(self, slot: SceneSpec, filmed: Fraction) -> Written | None:
        """What was written of a scene, or None.

        Args:
            slot: the scene.
            filmed: seconds that it is filmed for.
        """
        found = self.artifacts.recall(self._key(slot, filmed))
        if found is None:
            return None
        return Written.model_validate_json(self.artifacts.path(found).read_bytes())

    def remember(self, slot: SceneSpec, filmed: Fraction, written: Written) -> None:
        """Keep what was written of a scene.

        Args:
            slot: the scene.
            filmed: seconds that it is filmed for.
            written: its entry.
        """
        stored = self.artifacts.keep_bytes(written.model_dump_json().encode(), ".json")
        self.artifacts.remember(self._key(slot, filmed), stored)

    def _key(self, slot: SceneSpec, filmed: Fraction) -> str:
        """As the scene's section of the spec, less what is no writer's matter: takes, words given later."""
        production, planned = self.production, self.planned
        decides = [
            planned.tier,
            production.tiers[planned.tier].style,
            planned.provider,
            planned.model,
            production.style,
            slot.description,
            slot.direction,
            slot.continues,
            slot.seed_asset,
            slot.first_frame.digest if slot.first_frame else None,
            slot.footage is not None,
            str(filmed),
            None if slot.given else [one.name for one in production.scenes],
            None if slot.given and slot.direction is not None else production.concept,
        ]
        told = hashlib.sha256(json.dumps(decides, ensure_ascii=False).encode()).hexdigest()[:16]
        return f"written/{VERSION}/{production.name}/{self.run}/{planned.name}/{slot.name}/{told}"
