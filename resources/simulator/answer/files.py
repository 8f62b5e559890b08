"""Anthropic's files: uploaded once, named in many questions, kept beside the simulator's generations."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from resources.artifacts.durable import write_bytes
from resources.simulator.answer.failures import request_id
from resources.simulator.answer.pages import limit_of
from resources.simulator.far_side import FarSide, hashed
from resources.simulator.part import Asked, Call, Failure, Turned

__all__ = ["Files"]

_LIFE = (3_600, 7_776_000)  # seconds: what `expires_in_seconds` can be


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    key: str
    name: str
    media_type: str
    size: int
    digest: str
    created: AwareDatetime
    expires: AwareDatetime | None = None

    def told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "type": "file",
            "filename": self.name,
            "mime_type": self.media_type,
            "size_bytes": self.size,
            "created_at": _time(self.created),
            "expires_at": _time(self.expires) if self.expires else None,
            "downloadable": False,
        }


class Files:
    """The files of all accounts; nobody sees those of another key.

    Args:
        far: the simulator's memory.
    """

    def __init__(self, far: FarSide) -> None:
        self.far = far
        self._folder = far.folder / "files"

    def calls(self) -> Sequence[Call]:
        """Upload, list, look, delete; what was uploaded is not given back."""
        return [
            Call("POST", "/v1/files", self._upload),
            Call("GET", "/v1/files", self._list, "list"),
            Call("GET", "/v1/files/{id}", self._look),
            Call("GET", "/v1/files/{id}/content", self._content),
            Call("DELETE", "/v1/files/{id}", self._delete),
        ]

    def content(self, key: str, id: str) -> tuple[bytes, str]:
        """The bytes and the media type of a file.

        Args:
            key: of the account.
            id: of the file.

        Raises:
            Turned: the account has no such file, or it has expired.
        """
        file = self._file(key, id)
        return (self.far.folder / "inputs" / file.digest).read_bytes(), file.media_type

    async def _upload(self, asked: Asked) -> Response:
        form = await asked.form()
        file, life = form.get("file"), form.get("expires_in_seconds")
        if not isinstance(file, UploadFile):
            raise Turned(Failure("invalid", "file: Field required"))
        if life is not None and not (str(life).isdigit() and _LIFE[0] <= int(str(life)) <= _LIFE[1]):
            raise Turned(
                Failure("invalid", f"expires_in_seconds: Input should be from {_LIFE[0]} to {_LIFE[1]}")
            )
        data, now = await file.read(), self.far.clock.now()
        kept = _File(
            id=f"file_{secrets.token_hex(12)}",
            key=hashed(asked.key),
            name=file.filename or "unnamed",
            media_type=file.content_type or "application/octet-stream",
            size=len(data),
            digest=self.far.input(data),
            created=now,
            expires=now + timedelta(seconds=int(str(life))) if life is not None else None,
        )
        write_bytes(self._folder / f"{kept.id}.json", kept.model_dump_json().encode())
        return _said(kept.told())

    async def _list(self, asked: Asked) -> Response:
        found = sorted(self._files(asked.key), key=lambda file: file.created, reverse=True)
        if ids := asked.request.query_params.getlist("ids[]") or asked.request.query_params.getlist("ids"):
            return _said({"data": [one.told() for one in found if one.id in ids], "next_page": None})
        limit = limit_of(asked.query)
        place = asked.query.get("page", "page_0").removeprefix("page_")
        first = int(place) if place.isdigit() else 0
        more = f"page_{first + limit}" if first + limit < len(found) else None
        return _said({"data": [one.told() for one in found[first : first + limit]], "next_page": more})

    async def _look(self, asked: Asked) -> Response:
        return _said(self._file(asked.key, asked.path("id")).told())

    async def _content(self, asked: Asked) -> Response:
        self._file(asked.key, asked.path("id"))
        raise Turned(Failure("invalid", "Files that were uploaded cannot be downloaded."))

    async def _delete(self, asked: Asked) -> Response:
        file = self._file(asked.key, asked.path("id"))
        (self._folder / f"{file.id}.json").unlink()
        return _said({"id": file.id, "type": "file_deleted"})

    def _files(self, key: str) -> list[_File]:
        found = [_File.model_validate_json(one.read_bytes()) for one in self._folder.glob("*.json")]
        now = self.far.clock.now()
        mine = [file for file in found if file.key == hashed(key)]
        return [file for file in mine if file.expires is None or now < file.expires]

    def _file(self, key: str, id: str) -> _File:
        named = re.fullmatch(r"file_[0-9a-f]+", id)
        file = next((one for one in self._files(key) if named and one.id == id), None)
        if file is None:
            raise Turned(Failure("missing", f"File not found: {id}"))
        return file


def _time(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def _said(body: dict[str, Any]) -> Response:
    return JSONResponse(body, headers={"request-id": request_id()})
