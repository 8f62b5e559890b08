"""Files that a spec names: relative to it, inside its folder tree, known by the hash of their bytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from studio_assets.spec.production import FileInput

__all__ = ["FileFault", "named"]


class FileFault(Exception):
    """A file that is not taken: what is wrong and how it is mended."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend


def named(folder: Path, name: str) -> FileInput:
    """The file that a spec names.

    Args:
        folder: the spec's folder.
        name: as written.

    Returns:
        The name and the sha256 of the file's bytes.

    Raises:
        FileFault: it is absolute, missing, no file, unreadable, or outside the folder once `..` and
            symbolic links are followed.
    """
    if Path(name).is_absolute() or name.startswith("~"):
        raise FileFault(f"`{name}` is an absolute path", "Write it relative to the spec.")
    try:
        root = folder.resolve()
        file = (root / name).resolve()
        if not file.is_relative_to(root):
            raise FileFault(
                f"`{name}` is outside the spec's folder", "Put the file below the folder of the spec."
            )
        if not file.exists():
            raise FileFault(f"there is no file `{name}`", f"Put it at {name}, beside the spec.")
        if not file.is_file():
            raise FileFault(f"`{name}` is not a file", "Name a file, not a folder.")
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except (OSError, RuntimeError, ValueError) as failed:  # loops of links are a RuntimeError in Python 3.11
        reason = getattr(failed, "strerror", None) or str(failed)
        raise FileFault(f"`{name}` cannot be read: {reason}", "Give a readable file.") from None
    return FileInput(path=name, digest=digest)
