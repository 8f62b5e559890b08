"""Which store an environment has."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from resources.artifacts.chosen import artifact_store
from resources.artifacts.s3 import S3Artifacts
from resources.artifacts.store import Artifacts
from resources.errors import NotConfigured
from tests.resources.artifacts.conftest import NO_BOTO3
from tests.resources.artifacts.places import S3Place


@pytest.mark.parametrize("address", [None, "", "  "])
def test_artifacts_are_local_unless_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str | None
) -> None:
    """Who says nothing has a folder in STUDIO_HOME."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    monkeypatch.delenv("STUDIO_ARTIFACTS", raising=False)
    if address is not None:
        monkeypatch.setenv("STUDIO_ARTIFACTS", address)
    store = artifact_store()
    assert isinstance(store, Artifacts)
    assert tmp_path / "artifacts" == store.folder()


@NO_BOTO3
@pytest.mark.parametrize(
    "address, bucket, prefix",
    [
        ("s3://films", "films", ""),
        ("s3://films/", "films", ""),
        ("s3://my.films-2/studio/a_b/", "my.films-2", "studio/a_b"),
    ],
)
def test_an_address_names_a_bucket(
    monkeypatch: pytest.MonkeyPatch, address: str, bucket: str, prefix: str
) -> None:
    """One variable chooses the bucket and the prefix."""
    monkeypatch.setenv("STUDIO_ARTIFACTS", address)
    store = artifact_store()
    assert isinstance(store, S3Artifacts)
    assert (bucket, prefix) == (store.bucket, store.prefix)


@NO_BOTO3
def test_the_environment_alone_leads_to_the_bucket(
    bucket: S3Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two variables and boto3's credentials are all that a machine needs."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("STUDIO_ARTIFACTS", f"s3://{bucket.bucket}/{bucket.prefix}")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", bucket.url)
    artifact_store().write_document("coffee/plan", "{}")
    assert "{}" == bucket.store.read_document("coffee/plan")


@pytest.mark.parametrize(
    "address",
    [
        *("films", "/var/films", "http://films", "s3:/films", "s3://", "s3://F", "s3://ab", "s3://a..b"),
        *(
            "s3://films/../x",
            "s3://films//x",
            "s3://key:secret@films",
            "s3://films/a b",
            "s3://films?x=secret",
        ),
    ],
)
def test_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """A slip in the variable is never taken for the local disk, and the error does not repeat it."""
    monkeypatch.setenv("STUDIO_ARTIFACTS", address)
    with pytest.raises(NotConfigured) as caught:
        artifact_store()
    assert "s3://BUCKET" in caught.value.mend
    assert "STUDIO_ARTIFACTS" == caught.value.where
    assert "secret" not in str(caught.value)


def test_a_bucket_without_boto3_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is told before anything is made or bought."""
    monkeypatch.setitem(sys.modules, "boto3", None)
    monkeypatch.setenv("STUDIO_ARTIFACTS", "s3://films")
    with pytest.raises(NotConfigured) as caught:
        artifact_store()
    assert "studio-films[s3]" in caught.value.mend
