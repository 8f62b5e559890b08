"""Reads the forms that clients send, multipart or not, with the standard library alone."""

from __future__ import annotations

import io
from email.message import Message
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile

__all__ = ["read_form"]


def read_form(content_type: str, body: bytes) -> FormData:
    """The fields of a form.

    Args:
        content_type: the request's header of that name.
        body: all of its bytes.

    Returns:
        Texts as `str`, files as `UploadFile`; a name may stand there more than once.

    Raises:
        ValueError: it is no form, or a damaged one.
    """
    told = _parsed("content-type", content_type)
    kind = told.get_content_type()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
        return FormData([(name, value) for name, value in pairs])
    boundary = told.get_param("boundary")
    if kind != "multipart/form-data" or not isinstance(boundary, str):
        raise ValueError(f"{content_type!r} is no form.")
    mark = b"\r\n--" + boundary.encode()
    pieces = (b"\r\n" + body).split(mark)
    if len(pieces) < 2 or not pieces[-1].startswith(b"--"):
        raise ValueError("The form has no end.")
    return FormData([_field(piece.removeprefix(b"\r\n")) for piece in pieces[1:-1]])


def _field(piece: bytes) -> tuple[str, str | UploadFile]:
    head, _, data = piece.partition(b"\r\n\r\n")
    lines = [line.partition(b":") for line in head.split(b"\r\n")]
    headers = Headers(raw=[(name.strip().lower(), value.strip()) for name, _, value in lines])
    told = _parsed("content-disposition", headers.get("content-disposition", ""))
    name = told.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise ValueError("A part of the form has no name.")
    file = told.get_filename()
    if file is None:
        return name, data.decode()
    return name, UploadFile(io.BytesIO(data), size=len(data), filename=file, headers=headers)


def _parsed(header: str, value: str) -> Message:
    message = Message()
    message[header] = value
    return message
