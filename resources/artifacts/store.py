"""The artifact store on a local disk: media by content hash, documents and pages by name."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import Field, ValidationError

from resources.artifacts.artifact import Artifact
from resources.artifacts.durable import settle, store_errors, write_bytes
from resources.artifacts.hashing import copied, digest_and_size
from resources.artifacts.naming import checked_digest, checked_name, checked_suffix, note_name, place
from resources.artifacts.port import ArtifactStore
from resources.artifacts.scratch import scratch_folder, sweep
from resources.errors import DamagedArtifact, StoreFailed
from resources.project import studio_home

__all__ = ["Artifacts"]

_State = tuple[int, int, int]
_verified: dict[Path, _State] = {}
"""Files whose bytes this process has seen to be right, by the file state that it saw."""
_swept: set[Path] = set()


class Artifacts(ArtifactStore):
    """Media, documents and pages of all productions, in one folder.

    Media are named by the hash of their bytes, stored once and verified when they are used.
    """

    root: str = Field(
        default="",
        description="Folder of the store; empty means `artifacts` in STUDIO_HOME.",
    )

    def folder(self) -> Path:
        """The store's folder; it may not exist yet."""
        return Path(self.root).expanduser().resolve() if self.root else studio_home() / "artifacts"

    def keep(self, file: Path, suffix: str) -> Artifact:
        """Store a file's bytes: moved in from the store's own scratch folder, else copied.

        Args:
            file: a complete file.
            suffix: the suffix that it gets, with its dot.

        Returns:
            The stored file's name. The same bytes again give the same name and take no more room.

        Raises:
            StoreFailed: the disk did not take it; nothing of it stands under a final name.
        """
        checked_suffix(suffix)
        if file.resolve().is_relative_to(self._parts().resolve()):
            with store_errors(file):
                return self._settle(file, *digest_and_size(file), suffix)
        with self.scratch() as folder, store_errors(self.folder()):
            part = folder / "part"
            digest, size = copied(file, part)
            return self._settle(part, digest, size, suffix)

    def keep_bytes(self, data: bytes, suffix: str) -> Artifact:
        """Store bytes; the same as `keep` of a file that holds them."""
        checked_suffix(suffix)
        with self.scratch() as folder, store_errors(self.folder()):
            part = folder / "part"
            part.write_bytes(data)
            return self._settle(part, hashlib.sha256(data).hexdigest(), len(data), suffix)

    def path(self, artifact: Artifact) -> Path:
        """The local file of an artifact, with the right bytes.

        The bytes are hashed once a process, and again when the file's size, time or inode changed.

        Raises:
            DamagedArtifact: the file is missing or its bytes are wrong; make it anew or restore it.
        """
        path = place(self.folder(), artifact.path)
        if not self._sound(path, artifact.digest):
            missing = not path.exists()
            raise DamagedArtifact(
                "The stored file is missing." if missing else "The stored bytes are not those of its name.",
                mend="Restore it from a backup, or materialize the asset that made it again.",
                where=str(path),
            )
        return path

    def file_of(self, digest: str) -> Path:
        """The local file of a digest, with the right bytes.

        Raises:
            DamagedArtifact: no such file, or its bytes are wrong; make it anew or restore it.
        """
        artifact = self.find(digest)
        if artifact is None:
            raise DamagedArtifact(
                f"The store has no file with the digest {digest}.",
                mend="Restore it from a backup, or materialize the asset that made it again.",
                where=str(self.folder()),
            )
        return self.path(artifact)

    def find(self, digest: str) -> Artifact | None:
        """The artifact of a digest, by its name alone; `path` verifies the bytes."""
        checked_digest(digest)
        with store_errors(self.folder()):
            for path in sorted((self.folder() / "sha256" / digest[:2]).glob(f"{digest}.*")):
                return Artifact(digest=digest, suffix=path.suffix, size=path.stat().st_size)
        return None

    def discard(self, artifact: Artifact) -> None:
        """Remove an artifact's file; no harm where it is gone already."""
        path = place(self.folder(), artifact.path)
        with store_errors(path):
            path.unlink(missing_ok=True)
        _verified.pop(path, None)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A temporary folder on the store's file system, removed afterwards.

        Raises:
            StoreFailed: the disk did not take the folder.
        """
        parts = self._parts()
        with store_errors(parts):
            if parts not in _swept:
                sweep(parts)
                _swept.add(parts)
            context = scratch_folder(parts)
            folder = context.__enter__()
        try:
            yield folder
        finally:
            context.__exit__(None, None, None)

    def recall(self, key: str) -> Artifact | None:
        """The artifact that was remembered under a key, with sound bytes; else None.

        A damaged one is discarded, so that it is made anew.
        """
        note = self._note(key)
        if not note.exists():
            return None
        try:
            artifact = Artifact.model_validate_json(note.read_bytes())
            self.path(artifact)
        except (ValidationError, DamagedArtifact, FileNotFoundError) as error:
            if isinstance(error, DamagedArtifact):
                self.discard(artifact)
            note.unlink(missing_ok=True)
            return None
        return artifact

    def remember(self, key: str, artifact: Artifact) -> None:
        """Note which artifact a key stands for; the key says all that decides the bytes."""
        write_bytes(self._note(key), artifact.model_dump_json().encode(), self._parts())

    def write_document(self, name: str, text: str) -> str:
        """Write a document in one step; an older one of that name is replaced.

        Args:
            name: for example `coffee/2026-11-21_080534/animated/desk_clip`.
            text: JSON.

        Returns:
            The sha256 of the text, in hex.

        Raises:
            StoreFailed: the name is not plain, or the disk did not take it.
        """
        data = text.encode()
        write_bytes(place(self.folder() / "documents", checked_name(name) + ".json"), data, self._parts())
        return hashlib.sha256(data).hexdigest()

    def read_document(self, name: str) -> str | None:
        """A document's text, or None where there is none of that name.

        Raises:
            DamagedArtifact: the file is no text; make the document anew.
        """
        path = place(self.folder() / "documents", checked_name(name) + ".json")
        try:
            with store_errors(path):
                return path.read_text()
        except StoreFailed as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                return None
            raise
        except UnicodeDecodeError as error:
            raise DamagedArtifact(
                "The document is no text.", mend="Materialize its asset again.", where=str(path)
            ) from error

    def documents(self, prefix: str = "") -> list[str]:
        """The names of all documents that begin with a prefix, sorted."""
        tree = self.folder() / "documents"
        start = place(tree, prefix.rstrip("/")).parent if prefix else tree
        names = (path.relative_to(tree).as_posix()[:-5] for path in start.rglob("*.json") if path.is_file())
        return sorted(name for name in names if name.startswith(prefix))

    def write_page(self, name: str, html: str) -> Path:
        """Write a page below `dailies`, for example `coffee/2026-11-21_080534.html`, in one step.

        Returns:
            The page's file.

        Raises:
            StoreFailed: the name is not plain, or the disk did not take it.
        """
        path = place(self.folder() / "dailies", name)
        write_bytes(path, html.encode(), self._parts())
        return path

    def file(self, name: str) -> Path | None:
        """The file of a stored name, unverified; None unless it is a regular one that no link leads to."""
        root = self.folder()
        try:
            path = place(root, name)
            if path.resolve() != root.resolve() / name or not stat.S_ISREG(path.lstat().st_mode):
                return None
        except (StoreFailed, OSError, ValueError):
            return None
        return path

    def _parts(self) -> Path:
        return self.folder() / "tmp"

    def _note(self, key: str) -> Path:
        return self.folder() / note_name(key)

    def _settle(self, part: Path, digest: str, size: int, suffix: str) -> Artifact:
        artifact = Artifact(digest=digest, suffix=suffix, size=size)
        final = place(self.folder(), artifact.path)
        if self._sound(final, digest):
            part.unlink()
            return artifact
        part.chmod(0o444)  # nothing may write into a file that is named by its bytes
        settle(part, final)
        _verified[final] = _state(final)
        return artifact

    def _sound(self, path: Path, digest: str) -> bool:
        try:
            state = _state(path)
            if _verified.get(path) != state:
                if digest_and_size(path)[0] != digest:
                    return False
                _verified[path] = state
        except FileNotFoundError:
            return False
        except OSError as error:
            with store_errors(path):
                raise error
        return True


def _state(path: Path) -> _State:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino
