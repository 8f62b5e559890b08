"""What the Dagster UI shows of the lessons."""

from __future__ import annotations

from typing import Any

from studio_assets.figures import said
from studio_assets.lessons.lessons import Lessons

__all__ = ["lessons_metadata"]


def lessons_metadata(lessons: Lessons) -> dict[str, Any]:
    """What this run measured, a sentence per pilot.

    Args:
        lessons: the lessons' document.
    """
    return {"state": lessons.state, "lessons": said(one.text for one in lessons.lessons)}
