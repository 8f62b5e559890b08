"""One provider's dialect at the simulator: its paths, its words for failures, its key's place."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from resources.providers.port import Kind
from resources.simulator.far_side import FarSide, Full, hashed
from resources.simulator.form import read_form
from resources.simulator.job import Job, Wish

__all__ = ["Asked", "Call", "Failure", "Part", "Turned"]


@dataclass(frozen=True)
class Failure:
    """Why a call is turned away, before a dialect puts it into its own words.

    Args:
        what: the kind of it: `auth` (no or a wrong key), `unpaid` (no balance), `rate` (too many calls),
            `concurrency` (too many generations), `invalid` (the body is wrong), `moderated`, `missing`
            (no such generation), `server` (a failure inside).
        message: in plain words.
        status: HTTP status for `server`.
        retry_after: seconds for a `Retry-After` header; None leaves it out.
        code: the cause by its stable name, for dialects that tell one.
    """

    what: Literal["auth", "unpaid", "rate", "concurrency", "invalid", "moderated", "missing", "server"]
    message: str
    status: int = 500
    retry_after: float | None = None
    code: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """`Retry-After` where it asks to wait; else none."""
        return {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}


class Turned(Exception):
    """Raised by a dialect's handler to turn a call away.

    Args:
        failure: why.
    """

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


@dataclass
class Asked:
    """One call that passed the key check.

    Args:
        request: as Starlette has it.
        body: its bytes.
        key: of the caller.
        number: of the submit at this provider from 1; 0 for other calls.
        part: the dialect.
    """

    request: Request
    body: bytes
    key: str
    number: int
    part: Part

    @property
    def json(self) -> dict[str, Any]:
        """The body as a JSON object.

        Raises:
            Turned: it is none.
        """
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            raise Turned(Failure("invalid", "The body is no JSON.")) from None
        if not isinstance(found, dict):
            raise Turned(Failure("invalid", "The body is no JSON object."))
        return found

    async def form(self) -> FormData:
        """The body as a form, multipart or not; it works more than once.

        Raises:
            Turned: it is none.
        """
        try:
            return read_form(self.request.headers.get("content-type", ""), self.body)
        except ValueError as wrong:
            raise Turned(Failure("invalid", f"The body is no form: {wrong}")) from None

    @property
    def query(self) -> Mapping[str, str]:
        """What follows the `?`."""
        return self.request.query_params

    def path(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    @property
    def base(self) -> str:
        """Where this dialect's paths begin, for addresses that point back here."""
        return f"{self.request.url.scheme}://{self.request.url.netloc}/{self.part.word}"

    def accept(
        self,
        wish: Wish,
        *,
        model: str,
        price: Decimal,
        token: str = "",
        body: Mapping[str, Any] | None = None,
        id: str = "",
    ) -> Job:
        """Take the generation down; from here on it is charged. See `FarSide.accept`.

        Raises:
            Turned: the key has all that it may have at once, and the dialect lets nothing wait.
        """
        far = self.part.far
        try:
            return far.accept(
                self.part.word,
                self.key,
                self.number,
                wish,
                model=model,
                price=price,
                token=token,
                body=body,
                id=id,
                queue=self.part.over_limit == "queue",
            )
        except Full:
            raise Turned(Failure("concurrency", f"At most {far.limit} generations at once.")) from None

    @property
    def jobs(self) -> list[Job]:
        """The caller's generations, oldest first: nobody sees those of another key."""
        return [job for job in self.part.far.jobs(self.part.word) if job.key == hashed(self.key)]

    def job(self, id: str) -> Job:
        """The caller's generation.

        Raises:
            Turned: the caller's key has none of that id.
        """
        job = self.part.far.job(self.part.word, id)
        if job is None or job.key != hashed(self.key):
            raise Turned(Failure("missing", f"There is no generation {id!r}."))
        return job


@dataclass(frozen=True)
class Call:
    """One path of a dialect.

    Args:
        method: of HTTP.
        path: below the provider's base, as Starlette writes it: `/v1/tasks/{id}`, `{rest:path}`.
        handler: answers it.
        does: `submit` is charged; `poll` and `list` are where faults of that name happen; `other` is
            neither.
    """

    method: str
    path: str
    handler: Callable[[Asked], Awaitable[Response]]
    does: Literal["submit", "poll", "list", "other"] = "other"


class Part(ABC):
    """One provider's dialect. Found by walking the folder, like the provider whose twin it is.

    Args:
        far: the memory that all dialects share.
    """

    kind: ClassVar[Kind]
    name: ClassVar[str]
    over_limit: ClassVar[Literal["queue", "reject"]] = "reject"
    """Whether more generations than the key's limit wait in its queue, or are turned away."""
    settings: ClassVar[Mapping[str, Any]] = {}
    """Fields besides the key that its provider needs to talk to it; the contract suite sets them."""
    voice: ClassVar[str] = ""
    """A voice that it has, where its provider cannot list any; the contract suite speaks with it."""

    def __init__(self, far: FarSide) -> None:
        self.far = far

    @property
    def word(self) -> str:
        """`kind/name`."""
        return f"{self.kind}/{self.name}"

    @abstractmethod
    def calls(self) -> Sequence[Call]:
        """Its paths."""

    @abstractmethod
    def key(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """The key that a call carries where this provider wants it; empty where there is none.

        Args:
            headers: with lower-case names.
            query: what follows the `?`.
        """

    @abstractmethod
    def fail(self, failure: Failure) -> Response:
        """A failure in the provider's own words, status and headers."""

    def now(self) -> float:
        """The time as Unix seconds."""
        return self.far.clock.now().timestamp()
