"""The other end of the wire, word for word as a test writes it: for answers that no simulator would give."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

USAGE = {"input_tokens": 1_000, "output_tokens": 100}


def message(text: str = '{"answer":"A kite."}', **fields: Any) -> dict[str, Any]:
    """A Message as the API gives it; any field can be given."""
    content = [{"type": "text", "text": text}]
    words = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-5-5"}
    return {
        **words,
        "content": content,
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": USAGE,
        **fields,
    }


def error(kind: str, words: str, code: str = "") -> dict[str, Any]:
    """A failure as the API words it."""
    details = {"details": {"error_code": code}} if code else {}
    return {"type": "error", "error": {"type": kind, "message": words, **details}, "request_id": "req_1"}


@dataclass(frozen=True)
class Says:
    """One answer: `hang_up` breaks the connection instead."""

    status: int = 200
    body: Any = field(default_factory=message)
    headers: Mapping[str, str] = field(default_factory=dict)
    hang_up: bool = False


@dataclass
class FarEnd:
    """A server that says what it is told and remembers what it heard."""

    url: str
    script: list[Says] = field(default_factory=list)
    heard: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)
    connections: set[int] = field(default_factory=set)

    def says(self, *answers: Says) -> None:
        """Forget all, and answer in this order; the last one for good."""
        self.script[:] = answers
        self.heard.clear()
        self.connections.clear()

    @property
    def bodies(self) -> Sequence[Any]:
        """What was sent, as JSON."""
        return [json.loads(body) for *_, body in self.heard if body]

    @property
    def paths(self) -> Sequence[str]:
        """Methods and paths in order."""
        return [f"{method} {path}" for method, path, *_ in self.heard]


@contextmanager
def far_end() -> Iterator[FarEnd]:
    """Serves on loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # it would keep a connection

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            names = {name.lower(): value for name, value in self.headers.items()}
            end.connections.add(self.client_address[1])
            end.heard.append((self.command, self.path, names, body))
            says = end.script.pop(0) if len(end.script) > 1 else end.script[0]
            if says.hang_up:  # a reset, as a proxy that dies gives it
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
                return
            data = says.body if isinstance(says.body, bytes) else json.dumps(says.body).encode()
            self.send_response(says.status)
            headers = {"content-type": "application/json", "request-id": "req_7", **says.headers}
            for name, value in {**headers, "content-length": str(len(data))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = _answer

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: Any) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    end = FarEnd(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield end
    finally:
        server.shutdown()
        server.server_close()
