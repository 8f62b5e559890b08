"""A simulated S3 that is served, and two ways to speak to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from resources.clock import ManualClock
from resources.simulator.storage.s3 import s3_app
from tests.resources.simulator.storage.served import serving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where its objects lie."""
    return tmp_path / "buckets"


@pytest.fixture
def app(folder: Path) -> Starlette:
    """The application."""
    return s3_app(folder, page=3, clock=ManualClock())


@pytest.fixture
def url(app: Starlette) -> Iterator[str]:
    """Its address."""
    with serving(app) as address:
        yield address


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    """A plain HTTP client with a signature that nobody computes, and a bucket `films`."""
    signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=x"}
    with httpx.Client(base_url=url, headers=signed, trust_env=False) as client:
        assert 200 == client.put("/films").status_code
        yield client


@pytest.fixture
def s3(url: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """boto3's client, and a bucket `films`."""
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed: pip install 'studio-films[s3]'")
    for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    client = boto3.session.Session().client(
        "s3", endpoint_url=url, aws_access_key_id="studio", aws_secret_access_key="a-secret"
    )
    client.create_bucket(Bucket="films")
    return client
