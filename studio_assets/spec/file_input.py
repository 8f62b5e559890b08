"""A file of the user's that a production needs."""

from __future__ import annotations

from studio_assets.document import Value

__all__ = ["FileInput"]


class FileInput(Value):
    """A file of the user's, inside the spec's folder tree.

    Args:
        path: as written in the spec, relative to it.
        digest: sha256 of its bytes when the spec was loaded, in hex; `take:<slate>` for a take.
    """

    path: str
    digest: str
