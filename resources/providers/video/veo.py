"""Veo on Vertex AI: clips as long-running operations, whose answer holds the finished bytes."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
from pydantic import Field

from resources.artifacts.durable import write_bytes
from resources.errors import NotConfigured, ProviderFailure, Refused, TransientFailure
from resources.http.call import Api
from resources.http.simulator import simulator_url
from resources.providers.able import checked
from resources.providers.live import LiveProvider
from resources.providers.moderation import blaming_words
from resources.providers.port import (
    Capabilities,
    Generation,
    MediaSource,
    Quote,
    Request,
    VideoRequest,
)
from resources.providers.prices import price_of
from resources.providers.reading import id_of, object_of
from resources.providers.signature import is_media
from resources.providers.video.veo_account import signed_token
from resources.providers.video.veo_wire import SIZES, body, veo_judge, verdict

__all__ = ["Veo"]

_REFERENCES = {"veo-3.1-generate-001": 3, "veo-3.1-fast-generate-001": 3, "veo-3.1-lite-generate-001": 0}
_RETIRED = {"veo-2.0": "2026-06-30", "veo-3.0": "2026-06-30", "veo-3.1-.*preview": "2026-10-22"}
_OPERATION = re.compile(
    r"(?P<model>projects/[\w.:-]+/locations/(?P<location>[a-z0-9-]+)/publishers/google/models/[\w.-]+)"
    r"/operations/[\w-]+"
)

_WHOLE_CLIP = 100.0
"""Seconds for an answer that holds a clip: some 40 MB of base64 for 8 s at 1080p."""


class Veo(LiveProvider):
    """Google's Veo 3.1, with first and last frame, reference pictures, seed and its own sound.

    It has no listing of what it took, and no way to stop it: a lost answer to a submit is for a person.
    How long a finished operation keeps its clip is not documented; it is fetched at once. Reference
    pictures go with 8 s only and not with key frames: that is our careful reading, not a documented rule.
    """

    name = "veo"
    kind = "video"
    deciding = ("people", "audio")
    host = "https://us-central1-aiplatform.googleapis.com"
    key_variable = "GOOGLE_ACCESS_TOKEN"
    caveat = (
        "A token of `gcloud auth print-access-token` works for one hour; a service account's file "
        "(GOOGLE_APPLICATION_CREDENTIALS, extra `google`) does not run out. "
        "A submit whose answer was lost cannot be looked up. Resellers list veo-3.1-generate-001 and "
        "veo-3.1-fast-generate-001 for retirement on 2026-11-17; Google's own word was not found."
    )

    model: str = Field(default="veo-3.1-generate-001", description="The model unless a tier names one.")
    project: str = Field(
        default_factory=lambda: os.environ.get("GOOGLE_CLOUD_PROJECT", ""),
        pattern=r"^[\w.:-]*$",
        description="Google Cloud project that pays; from GOOGLE_CLOUD_PROJECT.",
    )
    location: str = Field(
        default_factory=lambda: os.environ.get("GOOGLE_CLOUD_LOCATION") or "us-central1",
        pattern=r"^[a-z0-9-]+$",
        description="Region of the API, or `global`; from GOOGLE_CLOUD_LOCATION.",
    )
    service_account: str = Field(
        default_factory=lambda: os.environ.get("GOOGLE_APPLICATION_CREDENTIALS", ""),
        description="Key file of a service account, used where no access token is set.",
    )
    people: str = Field(
        default="allow_adult",
        pattern=r"^(allow_adult|dont_allow)$",
        description="Whether clips may show grown people: allow_adult or dont_allow.",
    )

    audio: bool = Field(
        default=True, description="Whether clips have sound of their own; without is cheaper."
    )

    def models(self) -> tuple[str, ...]:
        """The default one first."""
        return (self.model, *(name for name in _REFERENCES if name != self.model))

    def capabilities(self, model: str) -> Capabilities:
        """What a model can film.

        Raises:
            Refused: there is no such model, or it is retired; the mend names its successor.
        """
        if model not in _REFERENCES:
            gone = next((date for words, date in _RETIRED.items() if re.match(words, model)), "")
            what = f"was retired on {gone}" if gone else "is not known"
            raise Refused(
                f"Veo's model {model!r} {what}.", mend=f"Use one of: {', '.join(_REFERENCES)}.", where="veo"
            )
        return Capabilities(
            durations=(Fraction(4), Fraction(6), Fraction(8)),
            sizes=tuple(SIZES),
            first_frame=True,
            last_frame=True,
            references=_REFERENCES[model],
            reference_durations=(Fraction(8),),
            references_beside_frames=False,
            seed=True,
            concurrency=self.concurrency,
        )

    def quote(self, request: Request) -> Quote:
        """Seconds times the model's price at the resolution that is sent, with or without sound."""
        wanted = self._checked(request)
        _, resolution = SIZES[wanted.width, wanted.height]
        price = price_of("video", "veo", wanted.model, "second", resolution=resolution, audio=self.audio)
        return price.of(Decimal(int(wanted.duration)))

    async def submit(self, slate: str, request: Request, media: MediaSource) -> str:
        """Begin one operation; its name is the remote id."""
        self.check_configured()
        wanted = self._checked(request)
        sent = body(wanted, media, slate, people=self.people, audio=self.audio)
        path = f"/v1beta1/{self._model(wanted.model)}:predictLongRunning"
        with blaming_words(wanted):
            answer = await self.api().submit("POST", path, json=sent)
        look = "Look at the project's billing before any other submit: it may be paid."
        return id_of(answer, _operation_in, "Veo", look=look)

    async def poll(self, remote_id: str) -> Generation:
        """The operation's state; a finished one sends its clip along."""
        return verdict(await self._operation(remote_id))

    async def fetch(self, remote_id: str, into: Path) -> None:
        """Ask for the finished operation again and write its clip.

        Raises:
            Refused: the clip is in a storage bucket, which is not asked for here.
        """
        response = (await self._operation(remote_id)).get("response") or {}
        video: dict[str, Any] = next(iter(response.get("videos") or [{}]), {})
        if uri := video.get("gcsUri"):
            raise Refused(
                "The clip was put into a storage bucket.", mend="Copy it from there by hand.", where=str(uri)
            )
        try:
            data = base64.b64decode(video.get("bytesBase64Encoded") or "", validate=True)
        except ValueError:
            data = b""
        if not is_media(data, ".mp4"):
            raise TransientFailure("Veo's answer holds no MP4.", mend="Fetch it again.", where=remote_id)
        write_bytes(into, data)

    def poll_interval(self) -> float:
        """Ten seconds: a clip takes one to three minutes."""
        return 10.0

    def check_configured(self) -> None:
        """See that it is on and has a project and a token or a service account.

        Raises:
            NotConfigured: something is missing; the mend names the variable.
        """
        if self.api_key or not self.service_account or not self.enabled:
            super().check_configured()
        if not self.project:
            raise NotConfigured("Veo has no Google Cloud project.", mend="Set GOOGLE_CLOUD_PROJECT.")

    async def check_credentials(self) -> str:
        """Ask for an operation that is not there: Google says so only to whom it knows."""
        nobody = "00000000-0000-0000-0000-000000000000"
        with suppress(Refused):
            await self._operation(f"{self._model(self.model)}/operations/{nobody}")
        return f"Google accepts the key for project {self.project} in {self.location}."

    def address(self) -> str:
        """The region's host, the simulator, or `base_url`."""
        return self._address(self.location)

    @staticmethod
    def judge(response: httpx.Response) -> ProviderFailure | None:
        """See `veo_judge`."""
        return veo_judge(response)

    def credentials(self) -> Mapping[str, str]:
        """The access token, else one that the service account signs."""
        return {"authorization": f"Bearer {self.api_key or signed_token(Path(self.service_account))}"}

    def _address(self, location: str) -> str:
        if simulator_url() or self.base_url:
            return super().address()
        return f"https://{'' if location == 'global' else f'{location}-'}aiplatform.googleapis.com"

    def _model(self, model: str) -> str:
        return f"projects/{self.project}/locations/{self.location}/publishers/google/models/{model}"

    def _checked(self, request: Request) -> VideoRequest:
        wanted = checked(self, request, VideoRequest)
        frames = wanted.first_frame or wanted.last_frame
        if wanted.last_frame and not wanted.first_frame:
            reason = "a key frame that ends the clip needs one that opens it"
        elif wanted.references and (frames or wanted.duration != 8):
            reason = "reference pictures go with 8 s and without key frames"
        else:
            return wanted
        raise Refused(f"Veo cannot make this: {reason}.", mend="Change the spec.", where="veo")

    async def _operation(self, name: str) -> dict[str, Any]:
        self.check_configured()
        parts = _OPERATION.fullmatch(name)
        if parts is None:
            raise Refused(f"{name!r} is no operation of Veo.", mend="Check the take's remote id.")
        # The operation lives where it was begun, which may not be where the next one begins.
        api = Api(self.name, self._address(parts["location"]), self.credentials(), self.judge)
        answer = await api.ask(
            "POST",
            f"/v1beta1/{parts['model']}:fetchPredictOperation",
            json={"operationName": name},
            timeout=_WHOLE_CLIP,
        )
        return object_of(answer, "Veo")


def _operation_in(told: Mapping[str, str]) -> str | None:
    named = _OPERATION.fullmatch(told["name"])
    return named and named[0]
