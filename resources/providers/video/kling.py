"""Kling: 3.0 and 3.0 turbo on its new API, and its 2.5 and 2.6 models on the older one.

The model decides the dialect. The new API wants a plain key; the older one a token that is signed with
a pair of keys, which are read from the environment when a request is made and stand in no field.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote as quoted

import httpx
from pydantic import Field

from resources.errors import Moderated, NotConfigured, OutcomeUnknown, ProviderFailure, Refused
from resources.http.call import Api
from resources.providers.able import checked
from resources.providers.live import LiveProvider, short_token
from resources.providers.moderation import blaming_words
from resources.providers.port import (
    Capabilities,
    Generation,
    Listed,
    MediaSource,
    Quote,
    Request,
    VideoRequest,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of
from resources.providers.video import kling_errors, kling_legacy, kling_tasks
from resources.providers.video.kling_answers import data_of, is_there, left_of, tasks_of

__all__ = ["Kling"]

_OLDER = ("kling-v2-6", "kling-v2-5-turbo")
_MONTH = 30 * 24 * 3600
_QUARTER = 90 * 24 * 3600 * 1000


class Kling(LiveProvider):
    """Kling's own API. No seed and no cancelling; every task can be listed by the name that we give it.

    Key frames decide the shape of a clip: beside a first frame no ratio is sent. The older models take
    a last frame at 1080p only; that is from memory, and the safe reading. A resource pack's units count
    at the list price of $0.14, which is too much for a pack that was bought at a discount.
    """

    name = "kling"
    kind = "video"
    host = "https://api-singapore.klingai.com"
    key_variable = "KLING_API_KEY"
    caveat = (
        "kling-v2-6 and kling-v2-5-turbo want KLING_ACCESS_KEY and KLING_SECRET_KEY instead of the key. "
        "In China set `base_url` to https://api-beijing.klingai.com. Clips are kept for 30 days. How many "
        "generations at once are taken is written in your resource pack."
    )
    model: str = Field(default="kling-3.0", description="Model that films unless the spec names another one.")
    access_key_variable: str = Field(
        default="KLING_ACCESS_KEY",
        description="Environment variable of the access key, for the older models.",
    )
    secret_key_variable: str = Field(
        default="KLING_SECRET_KEY",
        description="Environment variable of the secret key, for the older models.",
    )

    def models(self) -> tuple[str, ...]:
        """The default first, then whatever else it has."""
        return tuple(dict.fromkeys((self.model, *kling_tasks.SIZES, *_OLDER)))

    def token(self, slate: str, request: Request) -> str:
        """The name that the submit carries as `external_task_id`."""
        return short_token(slate)

    def capabilities(self, model: str) -> Capabilities:
        """What a model makes. It is listed where the keys of its dialect are set.

        Raises:
            Refused: there is no such model here; the mend names those that are.
        """
        if model in kling_tasks.SIZES:
            return Capabilities(
                durations=tuple(Fraction(seconds) for seconds in range(3, 16)),
                sizes=tuple(kling_tasks.SIZES[model]),
                first_frame=True,
                last_frame=True,
                prompt_limit=3072,
                concurrency=self.concurrency,
                lists=bool(self.api_key),
                echoes=True,
                url_life=_MONTH,
            )
        if model in _OLDER:
            return Capabilities(
                durations=(Fraction(5), Fraction(10)),
                sizes=tuple(kling_legacy.SIZES),
                first_frame=True,
                last_frame=True,
                prompt_limit=2500,
                concurrency=self.concurrency,
                lists=self._pair() is not None,
                echoes=True,
                url_life=_MONTH,
            )
        known = ", ".join((*kling_tasks.SIZES, *_OLDER))
        raise Refused(f"Kling has no model {model!r} here.", mend=f"Use one of {known}.", where="video/kling")

    def quote(self, request: Request) -> Quote:
        """The price of its seconds, silent, at the resolution that is sent.

        Raises:
            Refused: it cannot make this.
            NotConfigured: no price is known.
        """
        wanted = self._checked(request)
        sizes = kling_legacy.SIZES if wanted.model in _OLDER else kling_tasks.SIZES[wanted.model]
        _, resolution = sizes[wanted.width, wanted.height]
        price = price_of("video", self.name, wanted.model, "second", resolution=resolution, audio="off")
        return price.of(wanted.duration)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Send it once, under a name that Kling takes only once."""
        wanted = self._checked(request)
        older, token = wanted.model in _OLDER, short_token(slate)
        api = self._older() if older else self.api()
        first = media(wanted.first_frame).read_bytes() if wanted.first_frame else None
        last = media(wanted.last_frame).read_bytes() if wanted.last_frame else None
        if older:
            family, body = kling_legacy.submission(wanted, token, first, last)
            path = f"/v1/videos/{family}"
        else:
            family = ""
            path, body = kling_tasks.submission(wanted, token, first, last)
        try:
            with blaming_words(wanted):
                response = await api.submit("POST", path, json=body)
        except Moderated:
            raise
        except Refused as no:
            # How Kling says that it has the name already is not documented, so it is asked for the name.
            named = f"/v1/videos/{family}/{token}" if older else f"/tasks?external_task_ids={token}"
            if await is_there(api, named):
                raise OutcomeUnknown(
                    f"Kling has this take already. {no.what}", mend="Look the take up.", where=slate
                ) from no
            raise
        field = "task_id" if older else "id"
        look = "Look the take up: it is listed by its name."
        remote = id_of(response, lambda told: told["data"][field], "Kling", look=look)
        return f"{family}/{remote}" if older else remote

    async def poll(self, remote_id: str) -> Generation:
        """Its state; with a verdict what it was charged."""
        return kling_tasks.generation(await self._task(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Ask for the address and download from it; once more where it has expired meanwhile."""
        await self.save_from(lambda: self._address(remote_id), into)

    async def list(self, since: datetime) -> Sequence[Listed]:
        """Every task of the last 30 days, of the APIs whose keys are set."""
        self.check_configured()
        found: list[Listed] = []
        if self._pair() is not None:
            for family in kling_legacy.KINDS:
                found += await kling_legacy.list_tasks(self._older(), family, since)
        if self.api_key:
            # Should the new listing name older tasks too, they are those that we have already.
            old = {one.remote_id.partition("/")[2] for one in found}
            new = await kling_tasks.list_tasks(self.api(), since)
            found += [one for one in new if one.remote_id not in old]
        return found

    def poll_interval(self) -> float:
        """Kling advises none; a clip takes a minute or more."""
        return 5.0

    def check_configured(self) -> None:
        """See that it is on and has the key, or the pair of keys.

        Raises:
            NotConfigured: it is off or has neither; the mend names the variable.
        """
        if self.enabled and not self.api_key and self._pair() is not None:
            return
        super().check_configured()

    async def check_credentials(self) -> str:
        """Ask what is left of the resource packs, which is free, with each key that is set."""
        self.check_configured()
        apis = ([("key", self.api())] if self.api_key else []) + (
            [("pair of keys", self._older())] if self._pair() is not None else []
        )
        end = int(time.time() * 1000)
        said = []
        for what, api in apis:
            window = {"start_time": end - _QUARTER, "end_time": end}
            response = await api.ask("GET", "/account/costs", params=window)
            said.append(f"Kling accepted the {what}; {left_of(data_of(response))}.")
        return " ".join(said)

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """Kling's codes before the status."""
        return kling_errors.judge(response)

    def credentials(self) -> Mapping[str, str]:
        """The key as a bearer token.

        Raises:
            NotConfigured: only the pair of keys is set, which opens the older API.
        """
        if not self.api_key:
            raise NotConfigured(
                "Kling's new API wants a key of its own.",
                mend=f"Set {self.key_variable}.",
                where="video/kling",
            )
        return {"Authorization": f"Bearer {self.api_key}"}

    def _pair(self) -> tuple[str, str] | None:
        names = (self.access_key_variable, self.secret_key_variable)
        access, secret = (os.environ.get(name, "").strip() for name in names)
        return (access, secret) if access and secret else None

    def _older(self) -> Api:
        self.check_configured()
        if (pair := self._pair()) is None:
            raise NotConfigured(
                "Kling's older models want a pair of keys.",
                mend=f"Set {self.access_key_variable} and {self.secret_key_variable}.",
                where="video/kling",
            )
        token = kling_legacy.bearer(*pair, time.time())
        return Api(self.name, self.address(), {"Authorization": f"Bearer {token}"}, self.judge)

    def _checked(self, request: Request) -> VideoRequest:
        wanted = checked(self, request, VideoRequest)
        where = f"{self.name} {wanted.model}"
        if wanted.last_frame and not wanted.first_frame:
            raise Refused(
                "Kling takes a last frame only beside a first one.", mend="Give both, or none.", where=where
            )
        if wanted.last_frame and wanted.model in _OLDER and kling_legacy.mode(wanted) == "std":
            raise Refused(
                "Kling's older models take a last frame at 1080p only.", mend="Use kling-3.0.", where=where
            )
        return wanted

    async def _address(self, remote_id: str) -> str:
        return kling_tasks.media_url(await self._task(remote_id))

    async def _task(self, remote_id: str) -> Mapping[str, Any]:
        family, _, own = remote_id.rpartition("/")
        if family in kling_legacy.KINDS:
            path = f"/v1/videos/{family}/{quoted(own, safe='')}"
            old = tasks_of(await self._older().ask("GET", path))
            found = [kling_legacy.as_task(task) for task in old]
        else:
            found = tasks_of(await self.api().ask("GET", "/tasks", params={"task_ids": remote_id}))
        for task in found:
            if str(task.get("id")) == own:
                return task
        raise Refused(
            f"Kling knows no task {remote_id!r}.",
            mend="See that the key is of the account that bought it.",
            where="video/kling",
        )
