"""S3 over HTTP, path-style, on a folder: what boto3 needs of it, with S3's rules and errors.

Signatures are not computed, but a request without one is refused. What is not simulated is refused with
`NotImplemented`, never ignored.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from resources.clock import Clock, SystemClock
from resources.simulator.storage.answers import NAMESPACE, Refusal, StorageFault, leaf, only, xml
from resources.simulator.storage.body import drain
from resources.simulator.storage.buckets import Buckets
from resources.simulator.storage.listing import listing
from resources.simulator.storage.objects import Objects
from resources.simulator.storage.uploads import Uploads

__all__ = ["Seen", "s3_app"]

_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_SECRET = {"authorization", "x-amz-security-token"}
_LISTED = ("list-type", "prefix", "delimiter", "max-keys", "start-after", "continuation-token")
_LIST = {*_LISTED, "encoding-type", "fetch-owner"}
_REMEMBERED = 10_000


@dataclass(frozen=True)
class Seen:
    """A request that came.

    Args:
        method: HTTP method.
        path: without the query, decoded.
        query: decoded.
        headers: by their small names, without those that prove who asks.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]


def s3_app(folder: Path, *, page: int = 1000, clock: Clock | None = None) -> Starlette:
    """A web application that answers as S3 does.

    `app.state.requests` is the list of every request that came (`Seen`), the newest last;
    `app.state.faults` is a list to put a `StorageFault` in, for refusals that are ordered.

    Args:
        folder: where buckets and objects lie; they outlive the application.
        page: entries that a listing gives at most at once; S3's own limit unless told.
        clock: gives the objects' times.
    """
    service = _S3(folder, page, clock or SystemClock())
    app = Starlette(routes=[Route("/{path:path}", service.answer, methods=_METHODS)])
    app.state.requests = service.requests
    app.state.faults = service.faults
    return app


class _S3:
    def __init__(self, folder: Path, page: int, clock: Clock) -> None:
        self.requests: list[Seen] = []
        self.faults: list[StorageFault] = []
        self._buckets, self._uploads = Buckets(folder), Uploads()
        self._objects, self._page = Objects(self._buckets, self._uploads, clock), page

    async def answer(self, request: Request) -> Response:
        query = dict(request.query_params)
        headers = {name: value for name, value in request.headers.items() if name not in _SECRET}
        path = str(request.scope["path"])  # decoded: a key may hold whatever a URL must quote
        self.requests.append(Seen(request.method, path, query, headers))
        del self.requests[:-_REMEMBERED]
        try:
            self._may(request, query)
            bucket, _, key = path.removeprefix("/").partition("/")
            if not bucket:
                return self._service(request)
            if not key:
                return self._bucket(request, bucket, query)
            if request.method in {"GET", "HEAD"}:
                return self._objects.read(request, bucket, key, query)
            return await self._objects.write(request, bucket, key, query)
        except Refusal as refusal:
            await drain(request)
            return refusal.answer(request)

    def _may(self, request: Request, query: dict[str, str]) -> None:
        signed = request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 ")
        if not signed and "X-Amz-Signature" not in query:
            raise Refusal(403, "AccessDenied", "Access Denied")
        fault = next((one for one in self.faults if one.fits(request)), None)
        if fault is not None:
            fault.times -= 1
            raise Refusal(fault.status, fault.code, "This refusal was ordered.")

    def _service(self, request: Request) -> Response:
        if request.method != "GET":
            raise Refusal(405, "MethodNotAllowed")
        root = Element("ListAllMyBucketsResult", xmlns=NAMESPACE)
        buckets = SubElement(root, "Buckets")
        for name in self._buckets.names():
            leaf(SubElement(buckets, "Bucket"), "Name", name)
        return xml(root)

    def _bucket(self, request: Request, bucket: str, query: dict[str, str]) -> Response:
        match request.method:
            case "PUT":
                only(query, set())
                self._buckets.create(bucket)
                return Response(headers={"Location": f"/{bucket}"})
            case "DELETE":
                only(query, set())
                self._buckets.remove(bucket)
                return Response(status_code=204)
            case "HEAD":
                self._buckets.objects(bucket)
                return Response()
            case "GET" if "uploads" in query:
                only(query, {"uploads", "encoding-type"})
                self._buckets.objects(bucket)
                return xml(self._uploads.listing(bucket, quoted=query.get("encoding-type") == "url"))
            case "GET" if query.get("list-type") == "2":
                only(query, _LIST)
                return xml(listing(bucket, self._buckets.objects(bucket), query, self._page))
        raise Refusal(501, "NotImplemented", "This request on a bucket is not simulated.")
