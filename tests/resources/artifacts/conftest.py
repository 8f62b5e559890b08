"""A store of every kind: whatever is added here passes the same contract."""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

from resources.artifacts.port import ArtifactStore
from resources.simulator.storage.s3 import s3_app
from tests.resources.artifacts.places import LocalPlace, Place, S3Place
from tests.resources.simulator.storage.served import serving

NO_BOTO3 = pytest.mark.skipif(
    importlib.util.find_spec("boto3") is None, reason="boto3 is not installed: pip install 'studio-films[s3]'"
)
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAOFTHETESTS", "AWS_SECRET_ACCESS_KEY": "a-secret-of-the-tests"}
QUIET = {
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
    "AWS_CONFIG_FILE": "/nowhere",
}


@dataclass(frozen=True)
class Served:
    """A simulated S3 that is served."""

    app: Starlette
    url: str


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A simulated S3 whose listings have pages of five."""
    app = s3_app(tmp_path_factory.mktemp("s3"), page=5)
    with serving(app) as url:
        yield Served(app, url)


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """What boto3 finds, and nothing of this machine's own."""
    for name in (
        "AWS_PROFILE",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_S3",
        "STUDIO_ARTIFACTS",
    ):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**KEYS, **QUIET}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def boto3_client(server: Served, credentials: None) -> Any:
    """boto3's own client of the simulated S3."""
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    return boto3.session.Session().client("s3", endpoint_url=server.url)


@pytest.fixture
def bucket(server: Served, boto3_client: Any, tmp_path: Path) -> Iterator[S3Place]:
    """An empty bucket, and the requests from now on."""
    place = S3Place(tmp_path, server.url, boto3_client, f"films-{uuid.uuid4().hex}")
    server.app.state.requests.clear()
    yield place
    server.app.state.faults.clear()


@pytest.fixture(params=["local", pytest.param("s3", marks=NO_BOTO3)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty store of each kind, with what is behind it."""
    return LocalPlace(tmp_path) if request.param == "local" else request.getfixturevalue("bucket")


@pytest.fixture
def store(place: Place) -> ArtifactStore:
    """An empty store of each kind."""
    return place.store
