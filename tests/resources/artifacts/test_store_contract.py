"""What every artifact store promises."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.artifacts.artifact import Artifact
from resources.artifacts.segment_cache import SegmentCache
from resources.artifacts.store import Artifacts
from resources.errors import DamagedArtifact, StoreFailed

ABSENT = Artifact(digest="0" * 64, suffix=".mp4", size=1)


def test_a_kept_file_is_named_by_its_bytes(store: Artifacts, tmp_path: Path) -> None:
    """A stored file's name is the sha256 of what is in it."""
    file = tmp_path / "clip.mp4"
    file.write_bytes(b"film")
    digest = hashlib.sha256(b"film").hexdigest()
    assert Artifact(digest=digest, suffix=".mp4", size=4) == store.keep(file, ".mp4")
    assert b"film" == store.file_of(digest).read_bytes()
    assert file.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(data=st.binary(max_size=5000))
def test_any_bytes_come_back(store: Artifacts, data: bytes) -> None:
    """Whatever bytes are kept, the same bytes come back."""
    artifact = store.keep_bytes(data, ".bin")
    assert data == store.path(artifact).read_bytes()
    assert artifact == store.find(artifact.digest)


def test_the_same_bytes_are_stored_once(store: Artifacts) -> None:
    """Keeping the same bytes twice takes the room of one file."""
    first, second = store.keep_bytes(b"film", ".mp4"), store.keep_bytes(b"film", ".mp4")
    assert first == second
    assert 1 == len([file for file in (store.folder() / "sha256").rglob("*") if file.is_file()])


def test_a_file_from_scratch_is_moved_in(store: Artifacts) -> None:
    """A file made in the store's scratch folder is moved, not copied."""
    with store.scratch() as folder:
        made = folder / "clip.mp4"
        made.write_bytes(b"film")
        artifact = store.keep(made, ".mp4")
        assert not made.exists()
    assert b"film" == store.path(artifact).read_bytes()


def test_scratch_is_gone_afterwards(store: Artifacts) -> None:
    """A scratch folder is removed even when the work in it fails."""
    with pytest.raises(RuntimeError), store.scratch() as folder:
        (folder / "half").write_bytes(b"x")
        raise RuntimeError
    assert not folder.exists()


def test_damaged_bytes_are_never_given(store: Artifacts) -> None:
    """A stored file whose bytes changed is an error with a mend, not a film."""
    artifact = store.keep_bytes(b"film", ".mp4")
    path = store.path(artifact)
    path.chmod(0o644)
    path.write_bytes(b"lmfi")
    with pytest.raises(DamagedArtifact) as caught:
        store.path(artifact)
    assert "materialize" in caught.value.mend


def test_damaged_bytes_are_healed_by_keeping_them_again(store: Artifacts) -> None:
    """Making a damaged artifact again makes it sound."""
    path = store.path(store.keep_bytes(b"film", ".mp4"))
    path.chmod(0o644)
    path.write_bytes(b"broken")
    assert b"film" == store.path(store.keep_bytes(b"film", ".mp4")).read_bytes()


@pytest.mark.parametrize("ask", ["path", "file_of"])
def test_a_missing_file_is_an_error_with_a_mend(store: Artifacts, ask: str) -> None:
    """Asking for what is not there says how to get it back."""
    with pytest.raises(DamagedArtifact) as caught:
        store.path(ABSENT) if ask == "path" else store.file_of(ABSENT.digest)
    assert caught.value.mend


def test_a_discarded_artifact_is_gone(store: Artifacts) -> None:
    """Discarding removes the file, and doing it twice does no harm."""
    artifact = store.keep_bytes(b"film", ".mp4")
    store.discard(artifact)
    store.discard(artifact)
    assert None is store.find(artifact.digest)


def test_what_was_remembered_is_recalled(store: Artifacts, tmp_path: Path) -> None:
    """A made file is found again by the key of what decides it."""
    cache, file = SegmentCache(store), tmp_path / "segment.mp4"
    file.write_bytes(b"segment")
    assert None is cache.get("key")
    kept = cache.put("key", file)
    assert kept == cache.get("key")
    assert None is cache.get("other key")


def test_a_damaged_memory_is_made_anew(store: Artifacts) -> None:
    """A remembered file with wrong bytes is forgotten instead of used."""
    artifact = store.keep_bytes(b"segment", ".mp4")
    store.remember("key", artifact)
    path = store.path(artifact)
    path.chmod(0o644)
    path.write_bytes(b"wrong")
    assert None is store.recall("key")
    assert not path.exists()


def test_documents_are_replaced_and_listed(store: Artifacts) -> None:
    """A document has its newest text, and is found by the beginning of its name."""
    name = "coffee/2026-11-21_080534/animated/desk_clip"
    store.write_document(name, "{}")
    assert hashlib.sha256(b'{"a": 1}').hexdigest() == store.write_document(name, '{"a": 1}')
    store.write_document("tea/plan", "{}")
    assert '{"a": 1}' == store.read_document(name)
    assert [name] == store.documents("coffee/2026-11-21_080534/")
    assert [name, "tea/plan"] == store.documents()
    assert [] == store.documents("milk")
    assert None is store.read_document("tea/plan/part")


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "", "a//b", ".hidden", "a/.b", "a\\b", "a\0b", "a\nb", "a/", "ä"],
)
def test_no_name_leaves_the_tree(store: Artifacts, name: str) -> None:
    """A name that could lie outside the store, or hide in it, is refused with a mend."""
    for ask in (
        store.read_document,
        lambda bad: store.write_document(bad, "{}"),
        lambda bad: store.write_page(bad, ""),
    ):
        with pytest.raises(StoreFailed) as caught:
            ask(name)
        assert caught.value.mend


@pytest.mark.parametrize("suffix", ["mp4", "", ".", "./x", ".MP4", ".a/b"])
def test_an_odd_suffix_is_refused(store: Artifacts, suffix: str) -> None:
    """A suffix is a dot and a few letters, nothing else."""
    with pytest.raises(StoreFailed):
        store.keep_bytes(b"film", suffix)


def test_a_page_is_written_below_dailies(store: Artifacts) -> None:
    """A dailies page lies where the server shows it."""
    page = store.write_page("coffee/2026-11-21_080534.html", "<p>ä</p>")
    assert store.folder() / "dailies/coffee/2026-11-21_080534.html" == page
    assert "<p>ä</p>" == page.read_text()
