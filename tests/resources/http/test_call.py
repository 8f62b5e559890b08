"""One API host: what is sent, how often, to whom, and what is made of the answer."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from resources.errors import (
    AccountRefused,
    NotConfigured,
    OutcomeUnknown,
    ProviderFailure,
    RateLimited,
    Refused,
    StudioError,
    TransientFailure,
    Unreachable,
)
from resources.http.call import Api
from resources.http.verdict import standard

KEY = {"Authorization": "Bearer canary"}


class Host:
    """A real HTTP server that answers by a script and remembers what came in."""

    def __init__(self) -> None:
        self.answers: list[int | str] = []
        self.came: list[tuple[str, str, dict[str, str], bytes]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                host.came.append((self.command, self.path, dict(self.headers), body))
                answer = host.answers.pop(0) if host.answers else 200
                if answer == "drop":
                    self.connection.close()
                    return
                if answer == "half":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf")
                    return
                status, location = (answer, "") if isinstance(answer, int) else (302, str(answer))
                self.send_response(status)
                for name, value in (("location", location), ("content-length", "2")):
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A host that stands in for the world in the live environment."""
    host = Host()
    threading.Thread(target=host.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    monkeypatch.setenv("STUDIO_ENV", "live")
    monkeypatch.setenv("STUDIO_SIMULATOR_URL", host.url)
    yield host
    host.server.shutdown()
    host.server.server_close()


def submit(api: Api, path: str = "/jobs", **content: object) -> httpx.Response:
    """Send what may cost money."""
    return asyncio.run(api.submit("POST", path, **{"json": {"a": 1}, **content}))


def ask(api: Api, path: str = "/jobs/1") -> httpx.Response:
    """Ask what is free."""
    return asyncio.run(api.ask("GET", path))


def error(kind: type[StudioError], call: Callable[[], object]) -> StudioError:
    """The error of a call: exactly of this type, with a mend and without the key."""
    with pytest.raises(kind) as caught:
        call()
    assert kind is type(caught.value)
    assert caught.value.mend
    assert "canary" not in str(caught.value) + repr(caught.value)
    return caught.value


def test_a_submit_goes_out_once_with_the_key_and_the_body(host: Host) -> None:
    """The request on the wire is the one that was given."""
    assert 200 == submit(Api("toy", host.url, KEY)).status_code
    ((method, path, headers, body),) = host.came
    assert ("POST", "/jobs", "Bearer canary") == (method, path, headers["Authorization"])
    assert {"a": 1} == json.loads(body)


@pytest.mark.parametrize("answer", ["drop", "half", 500, 502, 503, 504, 408, "/elsewhere"])
def test_a_submit_without_a_clear_answer_is_never_sent_again(host: Host, answer: int | str) -> None:
    """A lost or half answer, a redirection and a server's failure leave it unknown, after one request."""
    host.answers = [answer]
    error(OutcomeUnknown, lambda: submit(Api("toy", host.url, KEY)))
    assert 1 == len(host.came)


@pytest.mark.parametrize(
    "status, kind",
    [(429, RateLimited), (401, AccountRefused), (402, AccountRefused), (403, AccountRefused), (422, Refused)],
)
def test_an_explicit_no_is_typed(host: Host, status: int, kind: type[StudioError]) -> None:
    """What the provider says no to was surely not accepted."""
    host.answers = [status]
    error(kind, lambda: submit(Api("toy", host.url, KEY)))
    assert 1 == len(host.came)


def test_an_answer_that_does_not_come_in_time_is_lost(host: Host) -> None:
    """A submit that was read and not answered may have been accepted."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        api = Api("toy", f"http://127.0.0.1:{silent.getsockname()[1]}", KEY)
        error(OutcomeUnknown, lambda: submit(api, timeout=0.2))


def test_no_connection_means_that_nothing_was_sent(host: Host) -> None:
    """Where nobody listens, the same may be sent again at once."""
    api = Api("toy", "http://127.0.0.1:1", KEY)
    error(Unreachable, lambda: submit(api))
    error(Unreachable, lambda: ask(api))


def test_a_500_that_the_dialect_takes_for_a_refusal_is_still_unknown(host: Host) -> None:
    """No dialect can make a server's failure into a no: it may have accepted before it failed."""

    def hasty(response: httpx.Response) -> ProviderFailure | None:
        return Refused("No.", mend="Change it.") if response.status_code >= 500 else None

    host.answers = [500]
    error(OutcomeUnknown, lambda: submit(Api("toy", host.url, KEY, hasty)))


def test_a_failure_behind_a_200_is_judged_by_the_dialect(host: Host) -> None:
    """An answer that hides an error is what the dialect says: only an explicit no counts as one."""
    for hidden, kind in (
        (Refused("No.", mend="Change it."), Refused),
        (RateLimited("Busy.", mend="Wait."), RateLimited),
        (TransientFailure("Odd.", mend="Ask again."), OutcomeUnknown),
    ):
        api = Api("toy", host.url, KEY, lambda _, hidden=hidden: hidden)  # type: ignore[misc]
        error(kind, lambda api=api: submit(api))  # type: ignore[misc]
    assert 3 == len(host.came)


def test_a_question_is_asked_again(host: Host) -> None:
    """Lost answers and server errors cost nothing but a second question."""
    host.answers = ["drop", 500, 200]
    assert 200 == ask(Api("toy", host.url, KEY)).status_code
    assert 3 == len(host.came)


@pytest.mark.parametrize("answer", ["drop", 503])
def test_a_question_that_stays_without_answer_is_a_transient_failure(host: Host, answer: int | str) -> None:
    """After three times it is left for later."""
    host.answers = [answer] * 5
    error(TransientFailure, lambda: ask(Api("toy", host.url, KEY)))
    assert 3 == len(host.came)


@pytest.mark.parametrize("status, kind", [(429, RateLimited), (401, AccountRefused), (404, Refused)])
def test_a_clear_answer_to_a_question_is_final(host: Host, status: int, kind: type[StudioError]) -> None:
    """What is clear is not asked twice."""
    host.answers = [status]
    error(kind, lambda: ask(Api("toy", host.url, KEY)))
    assert 1 == len(host.came)


@pytest.mark.parametrize("where", ["http://localhost:{port}/jobs", "https://evil.example/jobs"])
def test_the_key_goes_to_no_other_host(host: Host, where: str) -> None:
    """A whole address on another host is refused before anything is sent."""
    api, url = Api("toy", host.url, KEY), where.format(port=host.server.server_port)
    error(NotConfigured, lambda: submit(api, url))
    error(NotConfigured, lambda: ask(api, url))
    assert [] == host.came


def test_a_whole_address_on_the_same_host_is_taken(host: Host) -> None:
    """Some dialects answer with the address to ask next."""
    assert 200 == ask(Api("toy", f"{host.url}/video/toy", KEY), f"{host.url}/video/toy/jobs/1").status_code
    assert ["/video/toy/jobs/1"] == [path for _, path, _, _ in host.came]


def test_a_redirect_is_not_followed(host: Host) -> None:
    """The key is never carried to wherever an answer points."""
    host.answers = [f"{host.url}/elsewhere"]
    error(Refused, lambda: ask(Api("toy", host.url, KEY)))
    assert 1 == len(host.came)


def test_the_world_is_spoken_to_by_https_only(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the simulator an http address is refused, on this machine too."""
    monkeypatch.delenv("STUDIO_SIMULATOR_URL")
    for url in (host.url, "http://api.example"):
        error(NotConfigured, lambda url=url: submit(Api("toy", url, KEY)))  # type: ignore[misc]
        error(NotConfigured, lambda url=url: ask(Api("toy", url, KEY)))  # type: ignore[misc]
    assert [] == host.came


@pytest.mark.parametrize("word", ["simulated", None])
def test_nothing_is_sent_in_the_simulated_environment(
    host: Host, word: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The live client sends nothing unless STUDIO_ENV says live, and simulated is what is said by default."""
    if word is None:
        monkeypatch.delenv("STUDIO_ENV")
    else:
        monkeypatch.setenv("STUDIO_ENV", word)
    told = error(NotConfigured, lambda: submit(Api("toy", host.url, KEY)))
    assert "STUDIO_ENV=live" in told.mend
    error(NotConfigured, lambda: ask(Api("toy", host.url, KEY)))
    assert [] == host.came


def test_a_proxy_of_the_environment_is_not_used_for_the_simulator(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is meant for this machine stays on it."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert 200 == submit(Api("toy", host.url, KEY)).status_code


def test_the_key_is_not_in_the_repr(host: Host) -> None:
    """Whoever prints the client does not print the key."""
    assert "canary" not in repr(Api("toy", host.url, KEY, standard))


def test_a_key_that_the_provider_repeats_is_not_told() -> None:
    """A host that quotes the key in its refusal does not bring it into our messages."""
    api = Api("echo", "https://api.example", {"Authorization": "Bearer sk-canary-123456"})
    told = httpx.Response(
        401,
        json={"error": {"message": "Incorrect API key provided: sk-canary-123456."}},
        request=httpx.Request("POST", "https://api.example/v1"),
    )
    failure = api._judged(told)
    assert failure is not None
    assert "canary" not in f"{failure} {failure.args} {failure.what}"
    assert "Incorrect API key provided: ***" in failure.what


@pytest.mark.parametrize("key", ["canary\n", "canary…", "canary\x00"])
def test_a_key_that_no_header_can_carry_is_no_lost_answer(host: Host, key: str) -> None:
    """A key that was copied with something else is told as such; nothing is sent and nothing is unknown."""
    api = Api("toy", host.url, {"Authorization": f"Bearer {key}"})
    for call in (lambda: submit(api), lambda: ask(api)):
        assert "key" in error(NotConfigured, call).what
    assert [] == host.came
