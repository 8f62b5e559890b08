"""What the simulated S3 says: XML bodies, and refusals with S3's own codes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["NAMESPACE", "Refusal", "StorageFault", "leaf", "only", "xml"]

NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"


class Refusal(Exception):
    """A request that is answered with an S3 error; it never leaves the simulator as an exception.

    Args:
        status: HTTP status.
        code: S3's word for it, for example `NoSuchKey`.
        message: a sentence for people.
    """

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message

    def answer(self, request: Request) -> Response:
        """The error as S3 sends it; a HEAD gets no body."""
        if request.method == "HEAD" or self.status == 304:
            return Response(status_code=self.status)
        error = Element("Error")
        leaf(error, "Code", self.code)
        leaf(error, "Message", self.message or self.code)
        leaf(error, "Resource", str(request.scope["path"]))
        return xml(error, self.status)


@dataclass
class StorageFault:
    """A refusal that was ordered: it happens to the next requests that fit.

    Args:
        status: HTTP status.
        code: S3's word for it.
        method: only requests of this method; empty means all.
        within: only requests whose path has this part.
        times: how many requests it happens to; it is spent afterwards.
    """

    status: int
    code: str
    method: str = ""
    within: str = ""
    times: int = 1

    def fits(self, request: Request) -> bool:
        """Whether it happens to this request."""
        return (
            self.times > 0
            and self.method in ("", request.method)
            and self.within in str(request.scope["path"])
        )


def leaf(parent: Element, tag: str, text: object) -> None:
    """Add an element that has only text."""
    SubElement(parent, tag).text = str(text)


def xml(root: Element, status: int = 200) -> Response:
    """An XML answer.

    Args:
        root: the document's element.
        status: HTTP status.
    """
    body = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root)
    return Response(body, status, media_type="application/xml")


def only(query: Mapping[str, str], known: Collection[str]) -> None:
    """See that a request asks for nothing that would be ignored.

    Args:
        query: what was asked.
        known: what is simulated of it.

    Raises:
        Refusal: something else was asked.
    """
    unknown = sorted(name for name in query if name not in {*known, "x-id"} and not name.startswith("X-Amz-"))
    if unknown:
        raise Refusal(501, "NotImplemented", f"Not simulated: {', '.join(unknown)}.")
