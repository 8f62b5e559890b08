"""Claude in batches: questions that can wait go together, at half the price."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from pydantic import Field, PrivateAttr

from resources.artifacts.durable import settle, store_errors
from resources.claude.message import body
from resources.errors import OutcomeUnknown, Refused, TransientFailure
from resources.providers.answer.claude_account import ClaudeAccount
from resources.providers.answer.claude_results import (
    Results,
    created,
    ended,
    parted,
    readable,
    results,
    verdict,
)
from resources.providers.answer.claude_window import Window
from resources.providers.live import short_token
from resources.providers.port import Capabilities, Generation, Listed, MediaSource, Request
from resources.providers.reading import object_of

__all__ = ["ClaudeBatches"]

_PATH = "/v1/messages/batches"
_MOST = 100
"""Questions of one batch: with eight frames each they are well under the 256 MB that it may have."""

_PAGE = 100
"""Batches of one page of the listing."""

_READ = 60.0
"""Seconds for the results of a batch, which may be long."""

_KEPT = 8
"""Batches whose results are remembered: they do not change once a batch has ended."""


class ClaudeBatches(ClaudeAccount):
    """Answers questions with Claude in batches, at half the price, within minutes or within a day.

    Questions that are submitted within a short time go in one batch, each under its slate's token. Its
    medium is the API's Message as JSON.
    """

    name = "claude_batches"
    in_batches = True
    gathers: ClassVar[bool] = True
    caveat = (
        "A batch mostly takes less than an hour, and at most 24 h: what is not answered then costs nothing. "
        "A batch may overshoot a workspace's spend limit. Answers are kept for 29 days."
    )

    window: float = Field(
        default=2.0, ge=0, le=15, description="Seconds that a question waits for others to go with."
    )

    _windows: WeakKeyDictionary[asyncio.AbstractEventLoop, Window] = PrivateAttr(
        default_factory=WeakKeyDictionary
    )
    _results: dict[str, Results] = PrivateAttr(default_factory=dict)

    def token(self, slate: str, request: Request) -> str:
        """The name of the question in its batch."""
        return short_token(slate)

    def capabilities(self, model: str) -> Capabilities:
        """As many pictures as a question that is asked at once; what was taken is listed.

        Raises:
            NotConfigured: its price is not known.
        """
        known = super().capabilities(model)
        return known.model_copy(
            update={"concurrency": self.concurrency or _MOST, "lists": True, "echoes": True}
        )

    def poll_interval(self) -> float:
        """Half a minute: a batch takes many of them."""
        return 30.0

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Put it into the batch that is being gathered, and tell where it is."""
        self.check_configured()
        name = short_token(slate)
        wanted = self._checked(request)
        batch = await self._window().send(name, body(wanted, media))
        return f"{batch}/{name}"

    async def poll(self, remote_id: str) -> Generation:
        """Running until its whole batch has ended."""
        place = parted(remote_id)
        if place.batch not in self._results:
            answer = await self.api().ask("GET", f"{_PATH}/{quote(place.batch, safe='')}")
            if not ended(object_of(answer, self.name)):
                return Generation(state="running")
        return verdict(await self._result(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Write the Message down."""
        message = (await self._result(remote_id)).get("message")
        if not isinstance(message, dict):
            raise Refused(
                f"The question {remote_id!r} has no answer.", mend="Ask it anew: launch with `fresh: true`."
            )
        with store_errors(into.parent):
            part = into.with_name(f".{into.name}.part")
            part.write_text(json.dumps(message), encoding="utf-8")
            settle(part, into)

    async def cancel(self, remote_id: str) -> bool:
        """It cannot be taken out of its batch, and others are in that."""
        return False

    async def list(self, since: datetime) -> Sequence[Listed]:
        """Every question of the batches since a time.

        A batch whose results cannot be read does not tell what is in it. It stands there without a token, so
        that it proves of no question that it was never taken.
        """
        found: list[Listed] = []
        for batch in await self._batches(since):
            id, time = str(batch["id"]), created(batch)
            if not readable(batch):
                found.append(Listed(remote_id=id, token="", created=time))
                continue
            names = await self._results_of(id)
            found += [Listed(remote_id=f"{id}/{name}", token=name, created=time) for name in names]
        return found

    async def _batches(self, since: datetime) -> Sequence[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        after: dict[str, str] = {}
        while True:
            answer = await self.api().ask("GET", _PATH, params={"limit": _PAGE, **after})
            page = object_of(answer, self.name)
            data = page.get("data")
            if not isinstance(data, list) or not all(isinstance(one, dict) and one.get("id") for one in data):
                raise TransientFailure(
                    "Anthropic's list of batches cannot be read.", mend="Ask again later; it is free."
                )
            found += [one for one in data if created(one) >= since]
            # The newest come first: one that is older ends it.
            if not data or not page.get("has_more") or created(data[-1]) < since:
                return found
            after = {"after_id": str(data[-1]["id"])}

    async def _result(self, remote_id: str) -> Mapping[str, Any]:
        place = parted(remote_id)
        found = (await self._results_of(place.batch)).get(place.custom_id)
        if found is None:
            raise Refused(
                f"The batch {place.batch} has no question {place.custom_id!r}.",
                mend="See whether the key is of the workspace that asked it.",
            )
        return found

    async def _results_of(self, batch: str) -> Results:
        if batch not in self._results:
            path = f"{_PATH}/{quote(batch, safe='')}/results"
            read = results(await self.api().ask("GET", path, timeout=_READ))
            while len(self._results) >= _KEPT:
                del self._results[next(iter(self._results))]
            self._results[batch] = read
        return self._results[batch]

    def _window(self) -> Window:
        loop = asyncio.get_running_loop()
        if loop not in self._windows:
            self._windows[loop] = Window(self._post, self._clock, seconds=self.window, most=_MOST)
        return self._windows[loop]

    async def _post(self, items: Mapping[str, Mapping[str, Any]]) -> str:
        client = self.client()
        reply = await client.batch([{"custom_id": name, "params": one} for name, one in items.items()])
        id = reply.json.get("id")
        if not isinstance(id, str) or not id:
            raise OutcomeUnknown(
                "Anthropic took a batch and told no id.",
                mend="It is looked up by the names of its questions once it has ended.",
                where=client.base_url,
            )
        return id
