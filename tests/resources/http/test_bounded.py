"""Answers that would fill the memory."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from resources.errors import OutcomeUnknown, TransientFailure
from resources.http import bounded
from resources.http.call import Api


class Wordy(BaseHTTPRequestHandler):
    """Answers with as many bytes as the path says; below /told it says so before."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer."""
        _, how, size = self.path.split("/")
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.send_response(200)
        self.send_header(*(("content-length", size) if how == "told" else ("connection", "close")))
        self.end_headers()
        with suppress(OSError):  # it is broken off, as it should be
            self.wfile.write(b"x" * int(size))

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """A wordy host in the live environment, whose answers may have a thousand bytes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wordy)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", url)
    monkeypatch.setattr(bounded, "LARGEST", 1000)
    yield Api("wordy", url, {})
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("how", ["told", "untold"])
def test_an_answer_within_the_bound_is_read_whole(api: Api, how: str) -> None:
    """The largest answer that may come comes."""
    assert b"x" * 1000 == asyncio.run(api.submit("POST", f"/{how}/1000")).content


@pytest.mark.parametrize("how", ["told", "untold"])
def test_an_answer_beyond_the_bound_is_lost(api: Api, how: str) -> None:
    """A submit's answer that is too large leaves its outcome unknown; a question's is asked again later."""
    with pytest.raises(OutcomeUnknown, match="TooLarge") as caught:
        asyncio.run(api.submit("POST", f"/{how}/1001"))
    assert caught.value.mend
    with pytest.raises(TransientFailure, match="TooLarge"):
        asyncio.run(api.ask("GET", f"/{how}/1001", attempts=1))
