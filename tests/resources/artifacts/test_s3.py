"""What is particular to artifacts in a bucket."""

from __future__ import annotations

import hashlib
import logging
import shutil
import socket
import sys
import threading
from pathlib import Path

import pytest

from resources.artifacts.s3 import S3Artifacts
from resources.artifacts.s3_bucket import ONE_PIECE
from resources.artifacts.store import Artifacts
from resources.errors import DamagedArtifact, NotConfigured, StoreFailed
from resources.simulator.storage.answers import StorageFault
from resources.simulator.storage.s3 import Seen
from tests.resources.artifacts.conftest import KEYS, NO_BOTO3, Served
from tests.resources.artifacts.places import S3Place

pytestmark = NO_BOTO3


def sent(server: Served, method: str, within: str = "") -> list[Seen]:
    """The requests of a method that came, oldest first."""
    return [one for one in server.app.state.requests if one.method == method and within in one.path]


def test_a_file_lies_under_the_prefix_with_its_type(bucket: S3Place) -> None:
    """Whoever looks into the bucket finds the names of the local store, each with its content type."""
    store = bucket.store
    clip, html = store.keep_bytes(b"film", ".mp4"), store.keep_bytes(b"<script>", ".html")
    store.write_document("coffee/plan", "{}")
    store.write_page("index.html", "<p>")
    types = {
        name: bucket.client.head_object(Bucket=bucket.bucket, Key=f"studio/films/{name}")["ContentType"]
        for name in (clip.path, html.path, "documents/coffee/plan.json", "dailies/index.html")
    }
    assert ["video/mp4", "text/plain", "application/json", "text/html; charset=utf-8"] == list(types.values())


def test_a_bucket_can_be_used_without_a_prefix(bucket: S3Place, tmp_path: Path) -> None:
    """A store may have a whole bucket for itself."""
    store = S3Artifacts(bucket=bucket.bucket, endpoint_url=bucket.url, cache=str(tmp_path / "whole"))
    artifact = store.keep_bytes(b"film", ".mp4")
    store.write_document("coffee/plan", "{}")
    assert (artifact, ["coffee/plan"]) == (store.find(artifact.digest), store.documents())
    assert 4 == bucket.client.head_object(Bucket=bucket.bucket, Key=artifact.path)["ContentLength"]


def test_a_local_store_moves_by_copying_its_files(bucket: S3Place, tmp_path: Path) -> None:
    """A copy of the local folder in the bucket is the same store."""
    local = Artifacts(root=str(tmp_path / "local"))
    artifact = local.keep_bytes(b"film", ".mp4")
    local.remember("key", artifact)
    local.write_document("coffee/plan", "{}")
    local.write_page("index.html", "<p>")
    for file in (file for file in local.folder().rglob("*") if file.is_file()):
        key = f"{bucket.prefix}/{file.relative_to(local.folder()).as_posix()}"
        bucket.client.upload_file(str(file), bucket.bucket, key)
    assert (artifact, "{}") == (bucket.store.recall("key"), bucket.store.read_document("coffee/plan"))
    page = bucket.store.file("dailies/index.html")
    assert page is not None
    assert "<p>" == page.read_text()


def test_media_cross_the_network_once(bucket: S3Place, server: Served) -> None:
    """A clip is uploaded once and downloaded once a machine, however often it is used."""
    artifact = bucket.store.keep_bytes(b"film", ".mp4")
    assert artifact == bucket.store.keep_bytes(b"film", ".mp4")
    there = bucket.elsewhere()
    for _ in range(3):
        there.path(artifact)
        there.file_of(artifact.digest)
        bucket.store.path(artifact)
    assert (1, 1) == (len(sent(server, "PUT")), len(sent(server, "GET", artifact.path)))


def test_a_damaged_local_copy_is_fetched_again(bucket: S3Place) -> None:
    """Wrong bytes on this machine are replaced from the bucket, not rendered."""
    artifact = bucket.store.keep_bytes(b"film", ".mp4")
    path = bucket.store.path(artifact)
    path.chmod(0o644)
    path.write_bytes(b"lmfi")
    assert b"film" == bucket.store.path(artifact).read_bytes()


def test_the_local_folder_can_be_removed(bucket: S3Place) -> None:
    """Nothing is lost with the local folder of a machine."""
    artifact = bucket.store.keep_bytes(b"film", ".mp4")
    shutil.rmtree(bucket.folder / "one")
    assert b"film" == bucket.store.path(artifact).read_bytes()


def test_wrong_bytes_of_a_bucket_leave_nothing_behind(bucket: S3Place) -> None:
    """A damaged download is not kept under any name."""
    artifact = bucket.store.keep_bytes(b"film", ".mp4")
    bucket.damage(artifact, b"lmfi")
    with pytest.raises(DamagedArtifact) as caught:
        bucket.store.path(artifact)
    assert f"s3://{bucket.bucket}/studio/films/{artifact.path}" == caught.value.where
    assert [] == [file for file in (bucket.folder / "one").rglob("*") if file.is_file()]


def test_what_another_machine_stored_meanwhile_is_left_alone(bucket: S3Place, server: Served) -> None:
    """Two machines that keep the same bytes at once store them once."""
    stores = [bucket.machine(f"m{number}") for number in range(4)]
    threads = [threading.Thread(target=store.keep_bytes, args=(b"film", ".mp4")) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    puts = sent(server, "PUT")
    assert {"*"} == {one.headers.get("if-none-match") for one in puts}
    assert 1 == len(bucket.media())


@pytest.mark.parametrize(
    "status, code",
    [(412, "PreconditionFailed"), (409, "ConditionalRequestConflict"), (501, "NotImplemented")],
)
def test_a_conditional_put_that_is_refused_ends_well(
    bucket: S3Place, server: Served, status: int, code: str
) -> None:
    """A server that lost the race, or knows no conditions, still ends with the file in the bucket."""
    if status == 412:  # stored by another machine between our look and our put
        server.app.state.faults.append(StorageFault(404, "NotFound", method="HEAD"))
        bucket.elsewhere().keep_bytes(b"film", ".mp4")
    server.app.state.faults.append(StorageFault(status, code, method="PUT"))
    artifact = bucket.machine("three").keep_bytes(b"film", ".mp4")
    assert [artifact.path] == bucket.media()


def test_a_large_film_goes_in_parts_and_comes_back_whole(
    bucket: S3Place, server: Served, tmp_path: Path
) -> None:
    """A film of many megabytes is sent and fetched in parts, and has the same bytes on another machine."""
    film = tmp_path / "film.mp4"
    with film.open("wb") as target:
        for number in range(ONE_PIECE // 4096 + 700):
            target.write(hashlib.sha256(str(number).encode()).digest() * 128)
    artifact = bucket.store.keep(film, ".mp4")
    assert [{"uploads": ""}] == [one.query for one in sent(server, "POST") if "uploads" in one.query]
    assert 3 == len(sent(server, "PUT"))
    assert artifact == bucket.store.keep(film, ".mp4")
    assert 3 == len(sent(server, "PUT"))
    assert artifact.digest == hashlib.sha256(bucket.elsewhere().path(artifact).read_bytes()).hexdigest()
    assert 1 < len(sent(server, "GET", artifact.path))


def test_a_large_film_that_is_refused_leaves_no_parts(
    bucket: S3Place, server: Served, tmp_path: Path
) -> None:
    """An upload that fails half-way is taken back, so that nobody pays for its parts."""
    film = tmp_path / "film.mp4"
    with film.open("wb") as target:
        target.truncate(ONE_PIECE + 1)
    server.app.state.faults.append(StorageFault(403, "AccessDenied", method="PUT"))
    with pytest.raises(StoreFailed):
        bucket.store.keep(film, ".mp4")
    assert [] == bucket.client.list_multipart_uploads(Bucket=bucket.bucket).get("Uploads", [])
    assert [] == bucket.media()


def test_a_busy_bucket_is_asked_again(bucket: S3Place, server: Served) -> None:
    """One `SlowDown` stops nothing."""
    server.app.state.faults.append(StorageFault(503, "SlowDown", method="PUT"))
    bucket.store.write_document("coffee/plan", "{}")
    assert "{}" == bucket.store.read_document("coffee/plan")


@pytest.mark.parametrize(
    "status, code, word",
    [
        (403, "AccessDenied", "s3:ListBucket"),
        (404, "NoSuchBucket", "STUDIO_ARTIFACTS"),
        (403, "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY"),
        (400, "ExpiredToken", "AWS_PROFILE"),
        (400, "AuthorizationHeaderMalformed", "AWS_DEFAULT_REGION"),
        (403, "RequestTimeTooSkewed", "Set it"),
        (400, "EntityTooLarge", "do the same again"),
    ],
)
def test_what_the_bucket_says_has_a_mend(
    bucket: S3Place, server: Served, status: int, code: str, word: str
) -> None:
    """Every refusal names what a person can do, and never a key."""
    for ask in (
        lambda: bucket.store.write_document("coffee/plan", "{}"),
        lambda: bucket.store.read_document("coffee/plan"),
        bucket.store.documents,
        lambda: bucket.store.keep_bytes(b"film", ".mp4"),
    ):
        fault = StorageFault(status, code, times=1000)
        server.app.state.faults[:] = [StorageFault(404, "NotFound", method="HEAD"), fault]
        with pytest.raises(StoreFailed) as caught:
            ask()
        assert word in caught.value.mend
        assert caught.value.where.startswith(f"s3://{bucket.bucket}/studio/films")
        assert not any(value in str(caught.value) for value in KEYS.values())


def test_a_bucket_that_is_not_there_is_told(bucket: S3Place) -> None:
    """A forgotten bucket is named with its mend before anything is made."""
    store = S3Artifacts(bucket="not-there", endpoint_url=bucket.url, cache=str(bucket.folder / "x"))
    with pytest.raises(StoreFailed, match="Make it") as caught:
        store.write_document("coffee/plan", "{}")
    assert "s3://not-there/documents/coffee/plan.json" == caught.value.where


def test_a_server_that_is_gone_is_told(
    credentials: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where nobody listens, the error names the variable of the address."""
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{port}")
    store = S3Artifacts(bucket="films", cache=str(tmp_path))
    with pytest.raises(StoreFailed, match="AWS_ENDPOINT_URL_S3"):
        store.read_document("coffee/plan")
    with pytest.raises(StoreFailed, match="did not answer"):
        store.keep_bytes(b"film", ".mp4")


def test_missing_credentials_are_told(bucket: S3Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without credentials the error names the variables that boto3 reads."""
    for name in KEYS:
        monkeypatch.delenv(name)
    with pytest.raises(NotConfigured, match="AWS_ACCESS_KEY_ID"):
        bucket.machine("new").write_document("coffee/plan", "{}")


def test_a_missing_profile_is_told(bucket: S3Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that is not there is an error with a mend."""
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(NotConfigured, match="AWS_PROFILE"):
        bucket.machine("new").write_document("coffee/plan", "{}")


def test_without_boto3_the_extra_is_named(
    credentials: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whoever chose S3 without its extra is told how to install it."""
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(NotConfigured) as caught:
        S3Artifacts(bucket="films", cache=str(tmp_path)).read_document("coffee/plan")
    assert "studio-films[s3]" in caught.value.mend


@pytest.mark.parametrize(
    "endpoint", ["localhost:9000", "ftp://host", "http://", "http://key:secret@127.0.0.1:9000"]
)
def test_an_endpoint_is_a_plain_address(credentials: None, tmp_path: Path, endpoint: str) -> None:
    """An endpoint with a key in it, or that is none, is refused without repeating it."""
    with pytest.raises(NotConfigured) as caught:
        S3Artifacts(bucket="films", endpoint_url=endpoint, cache=str(tmp_path)).read_document("coffee/plan")
    assert "secret" not in str(caught.value)


def test_no_secret_is_written_anywhere(
    bucket: S3Place, server: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the log, nor the store's own words, nor the files hold a credential."""
    caplog.set_level(logging.INFO)
    bucket.store.keep_bytes(b"film", ".mp4")
    files = "".join(file.read_text() for file in (bucket.folder / "one").rglob("*") if file.is_file())
    said = caplog.text + repr(bucket.store) + str(server.app.state.requests) + files
    assert not any(value in said for value in KEYS.values())


def test_the_local_folders_of_two_stores_are_apart(tmp_path: Path) -> None:
    """No prefix makes one store's folder lie inside another's."""

    def folder(bucket: str, prefix: str) -> Path:
        return S3Artifacts(bucket=bucket, prefix=prefix, cache=str(tmp_path)).cache_folder()

    folders = [folder("films", ""), folder("films", "tmp"), folder("films", "a/b"), folder("films", "a")]
    assert 4 == len(set(folders))
    assert {tmp_path} == {one.parent for one in folders}


def test_the_local_folder_lies_in_studio_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's copies are with the rest of its state unless a folder is given."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    assert tmp_path / "cache" / "s3" / "films" == S3Artifacts(bucket="films").cache_folder()
