"""What both ways to Claude share: one account, one table of models and prices, one dialect of failures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

import httpx
from pydantic import Field, PrivateAttr

from resources.claude import bound
from resources.claude.client import Client, bearer
from resources.claude.prices import ModelPrice, load, price_of
from resources.claude.verdict import KEY_VARIABLE
from resources.claude.verdict import judge as judged
from resources.clock import Clock, SystemClock
from resources.errors import ProviderFailure, Refused
from resources.providers.able import checked
from resources.providers.live import LiveProvider
from resources.providers.port import AnswerRequest, Capabilities, Quote, Request
from resources.providers.reading import object_of
from resources.providers.request import Picture

__all__ = ["ClaudeAccount"]

_PICTURES, _PICTURES_OLD = 600, 100
"""Pictures of one question; models with a small context take the fewer."""

_SMALL = 200_000
"""Tokens of a small context."""

_SIDE, _SIDE_OF_MANY, _MANY = 8_000, 2_000, 20
"""Pixels of a picture's longer side; fewer where a question has more than so many pictures."""


class ClaudeAccount(LiveProvider):
    """An account at Anthropic."""

    kind = "answer"
    host = "https://api.anthropic.com"
    key_variable = KEY_VARIABLE
    in_batches: ClassVar[bool] = False
    """Whether its questions go in batches, at their part of the price."""

    model: str = Field(default="claude-haiku-5-5", description="The model that answers by default.")

    _clock: Clock = PrivateAttr(default_factory=SystemClock)

    def at(self, clock: Clock) -> Self:
        """Itself, by another clock.

        Args:
            clock: the time by which models retire, and how to wait.
        """
        self._clock = clock
        return self

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """Anthropic's words for failures."""
        return judged(response)

    def models(self) -> tuple[str, ...]:
        """Those with a known price whose end is not announced, the default one first."""
        return (self.model, *(one for one in load().lasting() if one != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """How many pictures a question to a model may show.

        Raises:
            NotConfigured: its price is not known.
        """
        small = price_of(model).context <= _SMALL
        return Capabilities(references=_PICTURES_OLD if small else _PICTURES, concurrency=self.concurrency)

    def quote(self, request: Request) -> Quote:
        """The most that the question can cost; what it did cost is settled by the tokens that it took.

        Raises:
            NotConfigured: the model's price is not known.
            Refused: it cannot be asked.
        """
        return bound.quote(self._checked(request), batch=self.in_batches)

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token, and the API's version."""
        return bearer(self.api_key)

    async def check_credentials(self) -> str:
        """Ask which models are offered to the key."""
        answer = await self.api().ask("GET", "/v1/models", params={"limit": 1000})
        models = object_of(answer, self.name).get("data")
        found = (
            {str(one.get("id")) for one in models if isinstance(one, dict)}
            if isinstance(models, list)
            else ()
        )
        offered = any(one == self.model or one.startswith(f"{self.model}-20") for one in found)
        return (
            f"Anthropic accepts the key and {'offers' if offered else 'does not offer'} {self.model} to it."
        )

    def client(self) -> Client:
        """The way to its API for what is paid.

        Raises:
            NotConfigured: it is off or has no key.
        """
        self.check_configured()
        return Client(self.name, self.address(), self.api_key)

    def _checked(self, request: Request) -> AnswerRequest:
        wanted = checked(self, request, AnswerRequest)
        row = price_of(wanted.model)
        row.check_answers(self._clock.now().date())
        if reasons := list(_unable(wanted, row)):
            raise Refused(
                f"{self.name} {wanted.model} cannot be asked this: {'; '.join(reasons)}.",
                mend="Ask for less.",
            )
        return wanted


def _unable(request: AnswerRequest, row: ModelPrice) -> Iterator[str]:
    if not 1 <= request.max_tokens <= row.max_output:
        yield f"its answer may have {request.max_tokens:,} tokens, offered are 1 to {row.max_output:,}"
    pictures = [piece for piece in request.content if isinstance(piece, Picture)]
    side = _SIDE_OF_MANY if len(pictures) > _MANY else _SIDE
    if any(max(one.width, one.height) > side for one in pictures):
        yield f"a side of {len(pictures)} picture{'s' * (len(pictures) > 1)} has more than {side:,} pixels"
