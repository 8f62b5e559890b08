"""Which artifact store this environment has."""

from __future__ import annotations

import os

from resources.artifacts.port import ArtifactStore
from resources.artifacts.s3 import S3Artifacts
from resources.artifacts.s3_address import s3_address
from resources.artifacts.s3_errors import boto3_there
from resources.artifacts.store import Artifacts

__all__ = ["STORE", "artifact_store"]

STORE = "STUDIO_ARTIFACTS"
"""Environment variable of the artifact store: `s3://bucket/prefix`; unset means a folder in STUDIO_HOME."""


def artifact_store() -> ArtifactStore:
    """The store that `STUDIO_ARTIFACTS` names: a bucket, or the local disk where it is unset.

    Raises:
        NotConfigured: it names neither, or boto3 is not installed: told before any money is spent.
    """
    address = os.environ.get(STORE, "").strip()
    if not address:
        return Artifacts()
    bucket, prefix = s3_address(address, STORE)
    boto3_there()
    return S3Artifacts(bucket=bucket, prefix=prefix)
