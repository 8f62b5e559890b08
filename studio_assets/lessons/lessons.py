"""What a run measured, kept for the next one."""

from __future__ import annotations

from studio_assets.document import Document, Value

__all__ = ["Lesson", "Lessons"]


class Lesson(Value):
    """One measured fact.

    Args:
        subject: what it is about, for example `tier:animated`.
        pilot: where it was measured.
        text: the fact in a sentence.
    """

    subject: str
    pilot: str
    text: str


class Lessons(Document):
    """State `recorded`, or `nothing: ...` where no clip was judged.

    Args:
        lessons: one per pilot that was judged.
    """

    lessons: tuple[Lesson, ...] = ()
