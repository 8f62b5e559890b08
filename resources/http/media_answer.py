"""What a media server's answer is: the file from zero, the rest of it, or a reason to stop or ask again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import httpx

from resources.errors import Refused, TransientFailure
from resources.http.page import looks_like_a_page
from resources.http.partial import Partial
from resources.http.verdict import retry_after

__all__ = ["Cut", "Expired", "Order", "checked"]

_PAGES = ("text/*", "application/json", "application/xml", "*+json", "*+xml")
_LATER = (408, 425, 429)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")


class Expired(TransientFailure):
    """The address works no longer, or not for us: ask the provider for a fresh one, which is free."""


class Cut(Exception):
    """An attempt ended early; the next one may go on from there.

    Args:
        why: what a reader is told when it was the last attempt.
        wait: seconds that the server asks to wait; None where it does not say.
    """

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


@dataclass(frozen=True)
class Order:
    """What is fetched and what of it is taken.

    Args:
        url: where it is.
        what: what it is, for messages.
        types: content types that are taken, with `*` for any part.
        limit: most bytes.
    """

    url: httpx.URL
    what: str
    types: Sequence[str]
    limit: int

    def accept(self, response: httpx.Response, part: Partial) -> str:
        """Judge an answer's head and make the file ready for its bytes.

        Args:
            response: an answer whose body was not read.
            part: the file; emptied where the answer begins from zero.

        Returns:
            The content type, in lower case without parameters; empty where none is named.

        Raises:
            Cut: it may be asked again at once or a little later.
            Expired: a fresh address is needed.
            TransientFailure: it is a page, or no answer to what was asked.
            Refused: its type, packing or size is not taken.
        """
        status = response.status_code
        if status in _LATER or status >= 500:
            raise Cut(f"the server answered HTTP {status}", retry_after(response))
        if status == 416 and part.size:
            part.restart()
            raise Cut("the server has no such part")
        if 400 <= status < 500:
            # Signed addresses run out as 403 at S3, 400 at Google, 404 or 410 at CDNs.
            raise Expired(
                f"The {self.what} is not given under this address, or no longer (HTTP {status}).",
                mend="Go on with the same run: the provider is asked for a fresh address.",
                where=response.url.host,
            )
        if status not in (200, 206) or (status == 206 and not part.size):
            raise TransientFailure(
                f"The {self.what} was answered by HTTP {status}.",
                mend="Go on with the same run; it is free.",
                where=response.url.host,
            )
        content_type = self._type(response)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise Refused(
                f"The {self.what} comes packed, although it was asked for as it is.",
                mend="Ask the provider for a plain address.",
                where=response.url.host,
            )
        if status == 206:
            _go_on(response.headers, part)
        else:
            part.restart()
            part.validator = _validator(response.headers)
            length = response.headers.get("content-length", "")
            part.total = int(length) if length.isascii() and length.isdecimal() else None
        self.measure(part.total or 0)
        return content_type

    def measure(self, size: int) -> None:
        """See that a size is within the limit.

        Raises:
            Refused: it is not.
        """
        if size > self.limit:
            raise Refused(
                f"The {self.what} is larger than {self.limit:,} bytes.",
                mend="Ask for a shorter or smaller one.",
                where=self.url.host,
            )

    def look(self, part: Partial) -> None:
        """See that the file does not begin as a page does.

        Raises:
            TransientFailure: it does, or it is empty.
        """
        if looks_like_a_page(part.head):
            raise self._page("it reads as text" if part.size else "it is empty")

    def _type(self, response: httpx.Response) -> str:
        named = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
        if not named or any(fnmatchcase(named, one) for one in self.types):
            return named
        if any(fnmatchcase(named, page) for page in _PAGES):
            raise self._page(f"it is {named}")
        raise Refused(
            f"The {self.what} is {named}, which is none of {', '.join(self.types)}.",
            mend="See at the provider what it made.",
            where=response.url.host,
        )

    def _page(self, why: str) -> TransientFailure:
        return TransientFailure(
            f"In place of the {self.what} came a page: {why}.",
            mend="Go on with the same run; it is free.",
            where=self.url.host,
        )


def checked(url: str, what: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address in the form of one that may be asked; the transport judges its scheme and host.

    Args:
        url: as the provider or a redirect names it.
        what: what is there, for messages.
        base: what a redirect is relative to.

    Raises:
        Refused: it is none, not of http, or holds a user name.
    """
    mend = "Ask the provider for an https address without a user name."
    try:
        address = httpx.URL(url) if base is None else base.join(url)
    except httpx.InvalidURL as error:
        raise Refused(f"The {what} has no valid address.", mend=mend) from error
    if address.userinfo:
        raise Refused(f"The address of the {what} holds a user name.", mend=mend, where=address.host)
    if not url or address.scheme not in ("https", "http") or not address.host:
        scheme = f"{address.scheme}:" if address.scheme else "nothing"
        raise Refused(f"The address of the {what} begins with {scheme}, not with https:.", mend=mend)
    return address


def _go_on(headers: httpx.Headers, part: Partial) -> None:
    span = _RANGE.fullmatch(headers.get("content-range", "").strip())
    total = int(span[3]) if span and span[3] != "*" else part.total
    validator = _validator(headers) or part.validator
    same = part.total in (None, total) and validator == part.validator
    if span is None or int(span[1]) != part.size or not same:
        part.restart()
        raise Cut("the file changed on the way")
    part.total = total


def _validator(headers: httpx.Headers) -> str:
    etag = str(headers.get("etag", ""))
    # RFC 9110, 13.1.5: a weak ETag must not be used with If-Range.
    return etag if etag.startswith('"') else str(headers.get("last-modified", ""))
