"""Media are fetched whole and checked, or not at all."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from resources.clock import ManualClock
from resources.errors import Refused, StoreFailed, TransientFailure
from resources.http.download import Downloaded, Expired, Patience, download
from tests.resources.http.media_server import CLIP, MediaServer, answer, chunked, rest, serving, trickle

WHOLE = Downloaded(len(CLIP), hashlib.sha256(CLIP).hexdigest(), "video/mp4")


OTHER_PART = answer(
    CLIP[5 : len(CLIP) - 69_995], 206, content_range=f"bytes 5-{len(CLIP) - 69_996}/{len(CLIP)}"
)
"""As many bytes as are missing, of another place."""


def fetch(server: MediaServer, into: Path, url: str = "", **options: Any) -> Downloaded:
    """Download the server's file."""
    given = {"what": "clip", "allow_loopback": True, "clock": ManualClock(), **options}
    return asyncio.run(download(url or server.url(), into, **given))


def left(folder: Path) -> list[str]:
    """Names of what is in a folder, hidden files too."""
    return sorted(file.name for file in folder.iterdir())


def test_a_clip_is_fetched_with_its_hash(tmp_path: Path) -> None:
    """What is on the disk is what was sent, and its size, hash and type are told."""
    with serving(answer()) as server:
        assert WHOLE == fetch(server, tmp_path / "new" / "clip.mp4")
    assert CLIP == (tmp_path / "new" / "clip.mp4").read_bytes()
    assert ["clip.mp4"] == left(tmp_path / "new")


def test_a_clip_of_unknown_length_is_fetched(tmp_path: Path) -> None:
    """A server need not say beforehand how long the file is."""
    with serving(chunked(CLIP)) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")


def test_no_credentials_are_ever_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A media host gets neither a key, a cookie, a stored password nor a way round by a proxy."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    cookie = answer(b"", 302, location="/here.mp4", set_cookie="session=secret")
    with serving(cookie, answer()) as server:
        fetch(server, tmp_path / "clip.mp4")
    names = {"accept", "accept-encoding", "host", "path", "user-agent"}
    assert [names, names] == [set(headers) for headers in server.asked]
    assert ["/clip.mp4", "/here.mp4"] == [headers["path"] for headers in server.asked]


@pytest.mark.parametrize(
    "validator, sent",
    [
        ({"etag": '"v1"'}, '"v1"'),
        ({"last_modified": "Mon, 02 Nov 2026 10:00:00 GMT"}, "Mon, 02 Nov 2026 10:00:00 GMT"),
        ({"etag": 'W/"v1"'}, None),
        ({}, None),
    ],
    ids=["etag", "date", "weak-etag", "nothing"],
)
def test_a_cut_connection_is_resumed(tmp_path: Path, validator: dict[str, str], sent: str | None) -> None:
    """After a cut only the rest is asked for, on the condition that it is still the same file."""
    with serving(answer(sent=70_000, **validator), rest(70_000, **validator)) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")
    assert CLIP == (tmp_path / "clip.mp4").read_bytes()
    assert ("bytes=70000-", sent) == (server.asked[1]["range"], server.asked[1].get("if-range"))


@pytest.mark.parametrize(
    "second",
    [answer(), answer(b"", 416), OTHER_PART, rest(70_000, CLIP + b"more"), rest(70_000, etag='"v2"')],
    ids=["ignores-range", "no-such-part", "other-part", "other-length", "other-version"],
)
def test_what_is_not_the_rest_is_never_appended(tmp_path: Path, second: Any) -> None:
    """A server that ignores the range or has another file by now is read from the beginning."""
    with serving(answer(sent=70_000, etag='"v1"'), second, answer(etag='"v2"')) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")
    assert CLIP == (tmp_path / "clip.mp4").read_bytes()


def test_a_part_of_the_rest_is_taken_as_one(tmp_path: Path) -> None:
    """A server may send less than the whole rest; what is still missing is asked for next."""
    piece = answer(CLIP[70_000:80_000], 206, content_range=f"bytes 70000-79999/{len(CLIP)}")
    with serving(answer(sent=70_000), piece, rest(80_000)) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")
    assert ["bytes=70000-", "bytes=80000-"] == [headers["range"] for headers in server.asked[1:]]


def test_a_file_that_nothing_names_is_not_resumed(tmp_path: Path) -> None:
    """Without a length, a version or a date the rest could be of another file."""

    def cut(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"3e8\r\n" + CLIP[:1000] + b"\r\n")

    with serving(cut, answer()) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")
    assert "range" not in server.asked[1]


def test_a_truncated_clip_is_not_kept(tmp_path: Path) -> None:
    """A server that always ends early leaves nothing behind, and it may be asked again."""
    with serving(answer(length=len(CLIP) + 9)) as server, pytest.raises(TransientFailure, match="4 attempts"):
        fetch(server, tmp_path / "clip.mp4")
    assert [] == left(tmp_path)


def test_a_busy_server_is_asked_again_when_it_says(tmp_path: Path) -> None:
    """503 and 429 are waited out for as long as the server asks."""
    clock = ManualClock()
    began = clock.now()
    with serving(answer(b"", 503), answer(b"", 429, retry_after="7"), answer()) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4", clock=clock)
    assert 1 + 7 == (clock.now() - began).total_seconds()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_an_old_address_asks_for_a_fresh_one(tmp_path: Path, status: int) -> None:
    """Where an address has run out, the provider can be asked for another one, at no cost."""
    with serving(answer(b"<Error/>", status)) as server, pytest.raises(Expired, match=str(status)):
        fetch(server, tmp_path / "clip.mp4")
    assert 1 == len(server.asked)
    assert [] == left(tmp_path)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html>Sorry</html>",
        b'\n {"error": "gone"}',
        b"Service temporarily away.",
        b"",
        "Ä—".encode(),
    ],
    ids=["html", "json", "words", "empty", "utf-8"],
)
@pytest.mark.parametrize(
    "content_type", ["video/mp4", "application/octet-stream", "text/html; charset=utf-8"]
)
def test_a_page_is_never_kept_as_a_clip(tmp_path: Path, body: bytes, content_type: str) -> None:
    """An error page with status 200 is no clip, whatever it calls itself."""
    with (
        serving(answer(body, content_type=content_type)) as server,
        pytest.raises(TransientFailure, match="page"),
    ):
        fetch(server, tmp_path / "clip.mp4")
    assert [] == left(tmp_path)


def test_a_long_page_is_given_up_at_its_first_bytes(tmp_path: Path) -> None:
    """A page is known by its first bytes, before the rest of it is read."""
    page = answer(b"<html>" + b"x" * 1000, length=10**9)
    with serving(page) as server, pytest.raises(TransientFailure, match="reads as text"):
        fetch(server, tmp_path / "clip.mp4")


@pytest.mark.parametrize(
    "headers, words",
    [({"content_type": "application/zip"}, "application/zip"), ({"content_encoding": "gzip"}, "packed")],
    ids=["type", "packed"],
)
def test_what_is_no_media_is_refused(tmp_path: Path, headers: dict[str, str], words: str) -> None:
    """Only the types that were asked for are kept, as they are."""
    with serving(answer(**headers)) as server, pytest.raises(Refused, match=words):
        fetch(server, tmp_path / "clip.mp4")
    assert [] == left(tmp_path)


@pytest.mark.parametrize("said", [answer(sent=1000, length=10**12), chunked(CLIP)], ids=["told", "not-told"])
def test_a_file_over_the_limit_is_refused(tmp_path: Path, said: Any) -> None:
    """A disk is not filled by what somebody else serves, whether it tells its length or not."""
    with serving(said) as server, pytest.raises(Refused, match="larger than 50,000 bytes"):
        fetch(server, tmp_path / "clip.mp4", limit=50_000)
    assert [] == left(tmp_path)


def test_a_trickle_ends(tmp_path: Path) -> None:
    """A server that sends a byte now and then does not hold a run for ever."""
    patience = Patience(stall=0.15, pace=1000, attempts=2)
    with serving(trickle) as server, pytest.raises(TransientFailure, match=r"bytes came in 0\.15 s"):
        fetch(server, tmp_path / "clip.mp4", patience=patience)
    assert [] == left(tmp_path)


def test_all_of_it_ends_in_time(tmp_path: Path) -> None:
    """However fast the bytes come, there is an end to waiting."""
    patience = Patience(total=0.2, stall=10, pace=1)
    with serving(trickle) as server, pytest.raises(TransientFailure, match=r"within 0\.2 s"):
        fetch(server, tmp_path / "clip.mp4", patience=patience)
    assert [] == left(tmp_path)


def test_redirects_are_followed_five_times(tmp_path: Path) -> None:
    """A chain of redirects leads to the clip, an endless one to a refusal."""
    hop = answer(b"", 302, location="again.mp4")
    with serving(*[hop] * 5, answer()) as server:
        assert WHOLE == fetch(server, tmp_path / "clip.mp4")
    with serving(hop) as server, pytest.raises(Refused, match="5 redirects"):
        fetch(server, tmp_path / "other.mp4")
    assert 6 == len(server.asked)


@pytest.mark.parametrize(
    "target",
    [
        "https://10.0.0.7/x.mp4",
        "https://169.254.169.254/latest",
        "http://93.184.215.14/x.mp4",
        "file:///etc/passwd",
    ],
)
def test_a_redirect_leads_to_no_private_place(tmp_path: Path, target: str) -> None:
    """A redirect is judged as the first address is."""
    hop = answer(b"", 302, location=target)
    with serving(hop, answer()) as server, pytest.raises(Refused):
        fetch(server, tmp_path / "clip.mp4")
    assert 1 == len(server.asked)
    assert [] == left(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "", "data:video/mp4;base64,AAAA", "file:///clip.mp4", "ftp://a.test/c", "https://me:key@a.test/c",
        "https:///c", "http://[::1",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(tmp_path: Path, url: str) -> None:
    """Only web addresses without a user name are asked, and a name is not repeated in the message."""
    with pytest.raises(Refused) as refusal:
        asyncio.run(download(url, tmp_path / "clip.mp4", what="clip"))
    assert refusal.value.mend
    assert "key" not in str(refusal.value)


def test_messages_name_the_host_only(tmp_path: Path) -> None:
    """The rest of a signed address is as good as a key and stands in no message."""
    with serving(answer(b"", 403)) as server, pytest.raises(Expired) as gone:
        fetch(server, tmp_path / "clip.mp4", url=server.url("/SECRET/clip.mp4?signature=SECRET"))
    assert "127.0.0.1" in str(gone.value)
    assert "SECRET" not in str(gone.value)


def test_nobody_there_may_be_asked_again(tmp_path: Path) -> None:
    """A server that is down costs nothing and is tried again later."""
    with serving(answer()) as server:
        url = server.url()
    with pytest.raises(TransientFailure, match="ConnectError"):
        fetch(server, tmp_path / "clip.mp4", url=url)


def test_a_disk_that_does_not_take_it_says_so(tmp_path: Path) -> None:
    """A disk's failure is told as one: asking the server again would not help."""
    (tmp_path / "taken").write_text("a file, not a folder")
    with serving(answer()) as server, pytest.raises(StoreFailed):
        fetch(server, tmp_path / "taken" / "clip.mp4")
