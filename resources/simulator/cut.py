"""An answer that breaks off: the connection is cut before it, or in the middle of it."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["Cut"]


class Cut(Response):
    """Ends the connection after some of what an answer promises, or before any of it.

    Args:
        sent: bytes that still get through; None cuts before the status line.
        promised: bytes that the answer's Content-Length promises.
        media_type: of what is sent.
    """

    def __init__(self, sent: bytes | None = None, promised: int = 0, media_type: str | None = None) -> None:
        super().__init__(media_type=media_type)
        self.sent = sent
        self.promised = promised

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as far as it goes.

        Raises:
            RuntimeError: another server than uvicorn runs this; it shows no connection to cut.
        """
        # `receive` is a method of uvicorn's cycle of one request, which knows its connection.
        transport = getattr(getattr(receive, "__self__", None), "transport", None)
        if transport is None:
            raise RuntimeError("Only uvicorn's connections can be cut.")
        if self.sent is not None:
            headers = [(b"content-length", str(self.promised).encode())]
            if self.media_type:
                headers.append((b"content-type", self.media_type.encode()))
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": self.sent, "more_body": True})
            # Closing lets the sent bytes out first; aborting would throw them away.
            transport.close()
        else:
            transport.abort()
        # uvicorn complains of an unfinished answer unless it knows that the connection has ended.
        await receive_disconnect(receive)


async def receive_disconnect(receive: Receive) -> None:
    """Wait until the server has noticed that the connection ended."""
    while (await receive())["type"] != "http.disconnect":
        pass
