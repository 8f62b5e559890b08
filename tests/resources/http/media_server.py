"""A real HTTP server on loopback that answers as a test tells it, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CLIP = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 400
"""102 kB that begin as an MP4 file does."""

Answer = Callable[[BaseHTTPRequestHandler], None]


class MediaServer(ThreadingHTTPServer):
    """Answers the first request by the first answer and so on; the last one for ever."""

    daemon_threads = True

    def __init__(self, *answers: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[dict[str, str]] = []
        """Headers of every request by lower-case name, and its path under `path`."""
        self.stop = threading.Event()

    def url(self, path: str = "/clip.mp4", host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The address of a file on it."""
        return f"{scheme}://{host}:{self.server_port}{path}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: MediaServer

    def do_GET(self) -> None:
        self.close_connection = True
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append({**headers, "path": self.path})
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: object) -> None:
        """Tests print nothing."""


def answer(
    body: bytes = CLIP,
    status: int = 200,
    *,
    sent: int | None = None,
    length: int | None = None,
    **headers: str,
) -> Answer:
    """An answer of which `sent` bytes are sent although `length` are promised."""

    def tell(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-").lower(): value for name, value in headers.items()}
        for name, value in {"content-type": "video/mp4", **named}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body[: len(body) if sent is None else sent])

    return tell


def rest(start: int, body: bytes = CLIP, **headers: str) -> Answer:
    """The part of a file from a byte on."""
    span = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return answer(body[start:], 206, content_range=span, **headers)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, until the test is over."""
    handler.send_response(200)
    handler.send_header("Content-Type", "video/mp4")
    handler.send_header("Content-Length", str(len(CLIP)))
    handler.end_headers()
    server = handler.server
    assert isinstance(server, MediaServer)
    for byte in CLIP:
        if server.stop.wait(0.05):
            return
        try:
            handler.wfile.write(bytes([byte]))
        except OSError:
            return


def chunked(body: bytes) -> Answer:
    """A file whose length is not told beforehand."""

    def tell(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "video/mp4")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for start in range(0, len(body), 1000):
            part = body[start : start + 1000]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        handler.wfile.write(b"0\r\n\r\n")

    return tell


@contextmanager
def serving(*answers: Answer) -> Iterator[MediaServer]:
    """A server that is up within the block."""
    server = MediaServer(*answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        server.server_close()
        thread.join()
