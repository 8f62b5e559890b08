"""One raw fact of a run, as it happened: what every learning is drawn from, never rewritten."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict, JsonValue

__all__ = ["Episode"]


class Episode(BaseModel):
    """One raw fact of a run.

    Args:
        key: says what it is the fact of; the same key is the same fact, recorded once.
        namespace: whose fact it is, for example `user:ada`.
        production: the production's name.
        run: the run's key.
        subject: what it is about, for example `tier:animated`.
        text: the fact in a sentence; full-text search finds it by its words.
        facts: the figures behind the sentence; money as decimal strings.
        at: when it happened, with its zone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    namespace: str
    production: str
    run: str
    subject: str
    text: str
    facts: dict[str, JsonValue] = {}
    at: AwareDatetime
