"""How the UI shows media: pictures and links from the artifact server that `studio dev` starts.

Dagster hides text of 1,000 characters and more behind a button, so a picture is an address, never its bytes:
it shows at once, and Dagster's event log, which keeps everything for ever, stays small.
"""

from __future__ import annotations

import os

from dagster import MarkdownMetadataValue, MetadataValue, UrlMetadataValue

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.media.sheet import thumbnail

__all__ = ["MEDIA_URL", "link", "page_link", "picture"]

MEDIA_URL = "http://127.0.0.1:3010"
"""Where `make dev` serves artifacts, unless `STUDIO_MEDIA_URL` says otherwise."""

WIDTH = 480
"""Pixels of a picture; Dagster's column of values cuts off what is wider."""


def _server() -> str:
    return os.environ.get("STUDIO_MEDIA_URL", MEDIA_URL).rstrip("/")


def _address(artifact: Artifact) -> str:
    return f"{_server()}/{artifact.path}"


def link(artifact: Artifact, text: str) -> MarkdownMetadataValue:
    """A link to the artifact; browsers play it there.

    Args:
        artifact: the file.
        text: what to click on; the address itself is a long hash.
    """
    return MetadataValue.md(f"[{text}]({_address(artifact)})")


def page_link(page: str) -> UrlMetadataValue:
    """The address of a dailies page, for example `coffee/2026-11-21_080534.html`."""
    return MetadataValue.url(f"{_server()}/dailies/{page}")


def picture(artifacts: ArtifactStore, artifact: Artifact, alt: str) -> MarkdownMetadataValue:
    """A picture that shows in the metadata, narrow enough for its column; a click opens the whole.

    Args:
        artifacts: has the picture, and keeps the small one.
        artifact: a picture file.
        alt: what it shows, for those who do not see it.
    """
    small = artifacts.keep_bytes(thumbnail(artifacts.path(artifact).read_bytes(), WIDTH), ".webp")
    return MetadataValue.md(f"[![{alt}]({_address(small)})]({_address(artifact)})")
