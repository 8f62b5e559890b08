"""Pika through fal's queue: fal runs Pika's models, and there is no other way to them.

A request that is COMPLETED is over and nothing more: whether there is a film is told by its result.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
from pydantic import Field

from resources.errors import OutcomeUnknown, ProviderFailure, Refused, TransientFailure
from resources.http.call import Api
from resources.http.simulator import simulator_url
from resources.providers.able import checked
from resources.providers.live import LiveProvider
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
from resources.providers.video import pika_history, pika_inputs, pika_verdict

__all__ = ["Pika"]

_NOT_OURS = "studio-was-not-here"
_PATH = re.compile(r"[\w-]+(/[\w-]+)+", re.ASCII)


class Pika(LiveProvider):
    """Pika's models at fal. Key frames at both ends with v2.2 only, as pikaframes.

    Beside a key frame the clip has the picture's shape. fal lists what has ended, and whether it lists
    what waits or runs is not documented: so what it does not list may still exist. What it lists is told
    apart by its input, of which fal keeps 30 days. fal never turns away a generation because there are
    too many: it waits in line. How long a film's address works is from memory only, 7 days.
    """

    name = "pika"
    kind = "video"
    host = "https://queue.fal.run"
    key_variable = "FAL_KEY"
    caveat = (
        "Pika sells no API of its own: the money and the key are fal's (fal.ai). To look up a lost submit "
        "the key must be allowed to read the request history. Ten seconds have no published price."
    )
    model: str = Field(default="v2.2", description="Model that films unless the spec names another one.")
    history_url: str = Field(
        default="", description="Address of fal's platform API, which lists; empty means fal's own."
    )

    def models(self) -> tuple[str, ...]:
        """The default first, then whatever else it has."""
        return tuple(dict.fromkeys((self.model, *pika_inputs.MODELS)))

    def token(self, slate: str, request: Request) -> str:
        """A hash of the input without its pictures: all that fal's history shows for certain."""
        if not isinstance(request, VideoRequest):
            return _NOT_OURS
        # The pictures do not count in the name, so any bytes stand for them here.
        first = b"" if request.first_frame else None
        sent = pika_inputs.pika_input(request, first, b"" if request.last_frame else None)
        return pika_inputs.history_token(pika_inputs.endpoint(request), sent)

    def capabilities(self, model: str) -> Capabilities:
        """What a model makes.

        Raises:
            Refused: there is no such model here; the mend names those that are.
        """
        if model not in pika_inputs.MODELS:
            raise Refused(
                f"Pika has no model {model!r} at fal.",
                mend=f"Use one of {', '.join(pika_inputs.MODELS)}.",
                where="video/pika",
            )
        return Capabilities(
            durations=tuple(Fraction(seconds) for seconds in pika_inputs.DURATIONS[model]),
            sizes=tuple(pika_inputs.SIZES),
            first_frame=True,
            last_frame=model == "v2.2",
            seed=True,
            concurrency=self.concurrency,
        )

    def quote(self, request: Request) -> Quote:
        """The price of one generation of its length and resolution.

        Raises:
            Refused: it cannot make this.
            NotConfigured: no price is known.
        """
        wanted = self._checked(request)
        _, resolution = pika_inputs.SIZES[wanted.width, wanted.height]
        way = pika_inputs.endpoint(wanted).rpartition("/")[2]
        terms = {"duration": int(wanted.duration), "resolution": resolution, "endpoint": way}
        return price_of("video", self.name, wanted.model, "generation", **terms).of(1)

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Put it into the queue once. Nothing of the slate goes along: no field of it comes back."""
        wanted = self._checked(request)
        api = self.api()
        first = media(wanted.first_frame).read_bytes() if wanted.first_frame else None
        last = media(wanted.last_frame).read_bytes() if wanted.last_frame else None
        body = pika_inputs.pika_input(wanted, first, last)
        with blaming_words(wanted):
            response = await api.submit("POST", f"/{pika_inputs.endpoint(wanted)}", json=body)
        return self._remote(pika_verdict.body_of(response), slate)

    async def poll(self, remote_id: str) -> Generation:
        """Its state; once it is completed, what its result says."""
        seen = await self._state(remote_id)
        if seen.get("status") != "COMPLETED":
            return Generation(state="running")
        if error := seen.get("error"):
            return pika_verdict.refusal(str(error), str(seen.get("error_type") or ""))
        return pika_verdict.verdict(await self._result(remote_id, seen))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Ask for the result and download its film; once more where the address has expired meanwhile."""
        await self.save_from(lambda: self._film(remote_id), into)

    async def cancel(self, remote_id: str) -> bool:
        """Ask fal to stop it; False where it was too late."""
        try:
            response = await self.api().ask("PUT", f"/{_clean(remote_id)}/cancel")
        except Refused:
            return False
        return pika_verdict.body_of(response).get("status") == "CANCELLATION_REQUESTED"

    async def list(self, since: datetime) -> Sequence[Listed]:
        """What fal's request history names of these endpoints since a time."""
        return await pika_history.requests(self._history(), since)

    def poll_interval(self) -> float:
        """fal advises none; a clip takes a minute or more."""
        return 5.0

    async def check_credentials(self) -> str:
        """Ask for one line of the request history, which is free; a key need not be allowed to read it."""
        if await pika_history.readable(self._history(), datetime.now(UTC)):
            return "fal accepted the key. It does not tell the balance."
        return "fal accepted the key, and it may not read the request history: lost submits stay unknown."

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """fal's words for moderation; a plain status otherwise."""
        return pika_verdict.judge(response)

    def credentials(self) -> Mapping[str, str]:
        """The key in fal's own scheme."""
        return {"Authorization": f"Key {self.api_key}"}

    def _history(self) -> Api:
        # Another of fal's API hosts than the queue's. The simulator has both below one address.
        self.check_configured()
        own = self.history_url.rstrip("/") or pika_history.HOST
        address = self.address() if simulator_url() else own
        return Api(self.name, address, self.credentials(), self.judge)

    def _checked(self, request: Request) -> VideoRequest:
        wanted = checked(self, request, VideoRequest)
        if wanted.last_frame and not wanted.first_frame:
            raise Refused(
                "Pika takes a last frame only beside a first one.",
                mend="Give both, or none.",
                where=f"{self.name} {wanted.model}",
            )
        return wanted

    def _remote(self, answer: Mapping[str, Any], slate: str) -> str:
        """The path of a request below the API host: as the answer tells it, else by fal's rule."""
        told = self._below(answer.get("status_url")).removesuffix("/status")
        by_rule = pika_history.path_of(str(answer.get("request_id") or ""))
        for path in (told, by_rule):
            if _PATH.fullmatch(path):
                return path
        raise OutcomeUnknown(
            "fal took a submit and told no request id.",
            mend="Look for it in the request history at fal.ai before any other submit: it may be paid.",
            where=slate,
        )

    def _below(self, url: object) -> str:
        # An address on any other host is not followed: the key goes to the API host only.
        here = f"{self.address()}/"
        return str(url)[len(here) :] if isinstance(url, str) and url.startswith(here) else ""

    async def _state(self, remote_id: str) -> dict[str, Any]:
        response = await self.api().ask("GET", f"/{_clean(remote_id)}/status", params={"logs": "false"})
        seen = pika_verdict.body_of(response)
        if not seen.get("status"):
            raise TransientFailure("fal's answer tells no state.", mend="Ask again; it is free.")
        return seen

    async def _result(self, remote_id: str, seen: Mapping[str, Any]) -> httpx.Response:
        path = self._below(seen.get("response_url")) or _clean(remote_id)
        api = Api(self.name, self.address(), self.credentials(), pika_verdict.judge_result)
        return await api.ask("GET", f"/{path}")

    async def _film(self, remote_id: str) -> str:
        response = await self._result(remote_id, await self._state(remote_id))
        found = pika_verdict.verdict(response)
        if found.state != "succeeded":
            raise Refused(f"There is no film: {found.reason}", mend="Buy another take.", where=remote_id)
        return str(pika_verdict.body_of(response)["video"]["url"])


def _clean(remote_id: str) -> str:
    if not _PATH.fullmatch(remote_id):
        raise Refused(
            f"{remote_id!r} is no request of fal.", mend="Look it up at fal.ai.", where="video/pika"
        )
    return remote_id
