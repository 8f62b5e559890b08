"""How the UI shows media: links to the artifact server, and small pictures inside the metadata."""

from __future__ import annotations

import base64
import os

from dagster import MarkdownMetadataValue, MetadataValue, UrlMetadataValue

from resources.artifacts.artifact import Artifact

__all__ = ["MEDIA_URL", "link", "page_link", "picture"]

MEDIA_URL = "http://127.0.0.1:3010"
"""Where `make dev` serves artifacts, unless `STUDIO_MEDIA_URL` says otherwise."""


def _server() -> str:
    return os.environ.get("STUDIO_MEDIA_URL", MEDIA_URL).rstrip("/")


def link(artifact: Artifact) -> UrlMetadataValue:
    """The artifact's address on the server of `make dev`; browsers play it there."""
    return MetadataValue.url(f"{_server()}/{artifact.path}")


def page_link(page: str) -> UrlMetadataValue:
    """The address of a dailies page, for example `coffee/2026-11-21_080534.html`."""
    return MetadataValue.url(f"{_server()}/dailies/{page}")


def picture(webp: bytes, alt: str) -> MarkdownMetadataValue:
    """A small picture inside the metadata, so that it shows without any server.

    Args:
        webp: at most some 10 KB: it stays in Dagster's event log for ever.
        alt: what it shows, for those who do not see it.
    """
    data = base64.b64encode(webp).decode()
    return MetadataValue.md(f"![{alt}](data:image/webp;base64,{data})")
