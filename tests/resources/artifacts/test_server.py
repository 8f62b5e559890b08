"""The artifact server."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from resources.artifacts.server import application, main, serve
from resources.artifacts.store import Artifacts
from resources.errors import NotConfigured
from resources.simulator.storage.answers import StorageFault
from tests.resources.artifacts.conftest import NO_BOTO3, Served
from tests.resources.artifacts.places import S3Place


@pytest.fixture
def store(tmp_path: Path) -> Artifacts:
    """An empty store."""
    return Artifacts(root=str(tmp_path / "store"))


@pytest.fixture
def client(store: Artifacts) -> TestClient:
    """A browser on this machine."""
    return TestClient(application(store), base_url="http://127.0.0.1:8090", follow_redirects=False)


def test_a_clip_is_served_whole_and_in_parts(store: Artifacts, client: TestClient) -> None:
    """A browser can play a clip and jump within it."""
    path = "/" + store.keep_bytes(b"0123456789", ".mp4").path
    whole, part = client.get(path), client.get(path, headers={"Range": "bytes=2-4"})
    assert (200, b"0123456789", "video/mp4") == (
        whole.status_code,
        whole.content,
        whole.headers["content-type"],
    )
    assert (206, b"234", "bytes 2-4/10") == (part.status_code, part.content, part.headers["content-range"])
    assert "nosniff" == whole.headers["x-content-type-options"]
    assert (200, b"") == (client.head(path).status_code, client.head(path).content)


def test_documents_and_pages_are_served_by_their_types(store: Artifacts, client: TestClient) -> None:
    """Documents arrive as JSON and dailies as pages."""
    store.write_document("coffee/plan", "{}")
    store.write_page("index.html", "<p>")
    assert "application/json" == client.get("/documents/coffee/plan.json").headers["content-type"]
    assert "text/html; charset=utf-8" == client.get("/dailies/index.html").headers["content-type"]
    assert "/dailies/index.html" == client.get("/").headers["location"]


def test_only_the_pages_own_scripts_may_run(store: Artifacts, client: TestClient) -> None:
    """A page runs the scripts it was written with; a page without any runs none."""
    store.write_page("a.html", "<script>alert(1)</script>")
    store.write_page("b.html", "<p onclick='alert(1)'>")
    policies = [client.get(f"/dailies/{name}.html").headers["content-security-policy"] for name in "ab"]
    assert "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='" in policies[0]
    assert "script-src 'none'" in policies[1]


def test_html_from_a_provider_is_never_a_page(store: Artifacts, client: TestClient) -> None:
    """Stored HTML that is no dailies page is shown as text."""
    path = "/" + store.keep_bytes(b"<script>", ".html").path
    assert client.get(path).headers["content-type"].startswith("text/plain")


def test_nothing_else_is_served(store: Artifacts, client: TestClient, tmp_path: Path) -> None:
    """No listing, no cache notes, no scratch, no link and no path out of the store is served."""
    artifact = store.keep_bytes(b"film", ".mp4")
    store.remember("key", artifact)
    (tmp_path / "secret.html").write_text("secret")
    (store.folder() / "dailies").mkdir()
    (store.folder() / "dailies/link.html").symlink_to(tmp_path / "secret.html")
    (store.folder() / "dailies/inner.html").symlink_to(store.path(artifact))
    (store.folder() / "dailies/out").symlink_to(tmp_path)
    note = next((store.folder() / "derived").rglob("*.json")).relative_to(store.folder())
    for path in (
        *("/sha256", "/sha256/", f"/sha256/{artifact.digest[:2]}/", f"/{note}", "/dailies/link.html"),
        *("/dailies/inner.html", "/dailies/out/secret.html", "/dailies/%2e%2e/%2e%2e/secret.html"),
        *("/dailies/..%2f..%2fsecret.html", "//etc/passwd", "/dailies/%00.html", "/documents/absent.json"),
    ):
        assert 404 == client.get(path).status_code, path


def test_a_web_page_cannot_reach_it_by_another_name(store: Artifacts, client: TestClient) -> None:
    """A request that names another host is refused."""
    path = "/" + store.keep_bytes(b"film", ".mp4").path
    assert 403 == client.get(path, headers={"Host": "evil.example"}).status_code
    assert 200 == client.get(path, headers={"Host": "localhost:8090"}).status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_it_is_read_only(store: Artifacts, client: TestClient, method: str) -> None:
    """Nothing can be written through the server."""
    assert 405 == client.request(method, "/" + store.keep_bytes(b"film", ".mp4").path).status_code


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_it_serves_this_machine_only(store: Artifacts, host: str) -> None:
    """The server refuses every address that others could reach."""
    with pytest.raises(NotConfigured) as caught:
        serve(store, host, 0)
    assert "127.0.0.1" in caught.value.mend


def test_a_taken_port_is_told_with_a_mend(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A port in use is a message, not a traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert 2 == main(["--port", str(taken.getsockname()[1]), "--root", str(tmp_path)])
    assert "Choose another port." in capsys.readouterr().err


@NO_BOTO3
def test_a_bucket_is_served_like_a_folder(bucket: S3Place) -> None:
    """What another machine stored is played and read here, and the newest page is shown."""
    artifact = bucket.store.keep_bytes(b"0123456789", ".mp4")
    bucket.store.write_document("coffee/plan", "{}")
    bucket.store.write_page("index.html", "<p>")
    bucket.store.remember("key", artifact)
    here = TestClient(application(bucket.elsewhere()), base_url="http://127.0.0.1:8090")
    part = here.get(f"/{artifact.path}", headers={"Range": "bytes=2-4"})
    assert (206, b"234", "video/mp4") == (part.status_code, part.content, part.headers["content-type"])
    assert "{}" == here.get("/documents/coffee/plan.json").text
    assert "<p>" == here.get("/").text
    bucket.store.write_page("index.html", "<p>newer</p>")
    assert "<p>newer</p>" == here.get("/").text
    for path in (
        "/sha256/",
        f"/{artifact.path}x",
        "/dailies/none.html",
        "/derived/0/0.json",
        "/documents/%2e%2e/x",
    ):
        assert 404 == here.get(path).status_code, path


@NO_BOTO3
def test_a_bucket_that_denies_is_told_in_the_browser(bucket: S3Place, server: Served) -> None:
    """A page that cannot be had says why and what to do, instead of nothing."""
    here = TestClient(application(bucket.store), base_url="http://127.0.0.1:8090")
    server.app.state.faults.append(StorageFault(403, "AccessDenied", times=100))
    answer = here.get("/dailies/index.html")
    assert 502 == answer.status_code
    assert "s3:GetObject" in answer.text


def test_the_command_serves_the_store_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in STUDIO_ARTIFACTS is a message, not another store."""
    monkeypatch.setenv("STUDIO_ARTIFACTS", "films")
    assert 2 == main(["--port", "0"])
    assert "s3://BUCKET" in capsys.readouterr().err
