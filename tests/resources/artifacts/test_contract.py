"""What every artifact store promises."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resources.artifacts.artifact import Artifact
from resources.artifacts.port import ArtifactStore
from resources.artifacts.segment_cache import SegmentCache
from resources.errors import DamagedArtifact, StoreFailed
from tests.resources.artifacts.places import Place

ABSENT = Artifact(digest="0" * 64, suffix=".mp4", size=1)


def test_a_kept_file_is_named_by_its_bytes(store: ArtifactStore, tmp_path: Path) -> None:
    """A stored file's name is the sha256 of what is in it."""
    file = tmp_path / "clip.mp4"
    file.write_bytes(b"film")
    digest = hashlib.sha256(b"film").hexdigest()
    assert Artifact(digest=digest, suffix=".mp4", size=4) == store.keep(file, ".mp4")
    assert b"film" == store.file_of(digest).read_bytes()
    assert file.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(data=st.binary(max_size=5000))
def test_any_bytes_come_back(store: ArtifactStore, data: bytes) -> None:
    """Whatever bytes are kept, the same bytes come back."""
    artifact = store.keep_bytes(data, ".bin")
    assert data == store.path(artifact).read_bytes()
    assert artifact == store.find(artifact.digest)


def test_the_same_bytes_are_stored_once(place: Place) -> None:
    """Keeping the same bytes twice, here or elsewhere, takes the room of one file."""
    first, second = place.store.keep_bytes(b"film", ".mp4"), place.elsewhere().keep_bytes(b"film", ".mp4")
    assert first == second
    assert [first.path] == place.media()


def test_what_is_kept_here_is_there_elsewhere(place: Place) -> None:
    """Another process or machine has the same media, documents and memories."""
    artifact = place.store.keep_bytes(b"film", ".mp4")
    place.store.remember("key", artifact)
    place.store.write_document("coffee/plan", "{}")
    there = place.elsewhere()
    assert b"film" == there.path(artifact).read_bytes()
    assert b"film" == there.file_of(artifact.digest).read_bytes()
    assert (artifact, artifact) == (there.recall("key"), there.find(artifact.digest))
    assert ("{}", ["coffee/plan"]) == (there.read_document("coffee/plan"), there.documents())
    there.write_document("coffee/plan", '{"newer": 1}')
    assert '{"newer": 1}' == place.store.read_document("coffee/plan")


def test_a_file_from_scratch_is_moved_in(store: ArtifactStore) -> None:
    """A file made in the store's scratch folder is moved, not copied."""
    with store.scratch() as folder:
        made = folder / "clip.mp4"
        made.write_bytes(b"film")
        artifact = store.keep(made, ".mp4")
        assert not made.exists()
    assert b"film" == store.path(artifact).read_bytes()


def test_scratch_is_gone_afterwards(store: ArtifactStore) -> None:
    """A scratch folder is removed even when the work in it fails."""
    with pytest.raises(RuntimeError), store.scratch() as folder:
        (folder / "half").write_bytes(b"x")
        raise RuntimeError
    assert not folder.exists()


@pytest.mark.parametrize("ask", ["path", "file_of"])
def test_damaged_bytes_are_never_given(place: Place, ask: str) -> None:
    """A stored file whose bytes changed is an error with a mend, not a film."""
    artifact = place.store.keep_bytes(b"film", ".mp4")
    place.damage(artifact, b"lmfi")
    with pytest.raises(DamagedArtifact) as caught:
        place.store.path(artifact) if ask == "path" else place.store.file_of(artifact.digest)
    assert "materialize" in caught.value.mend


@pytest.mark.parametrize("wrong", [b"broken", b"lmfi", b""], ids=["longer", "as long", "empty"])
def test_damaged_bytes_are_healed_by_keeping_them_again(place: Place, wrong: bytes) -> None:
    """Making a damaged artifact again makes it sound, here and elsewhere."""
    artifact = place.store.keep_bytes(b"film", ".mp4")
    place.damage(artifact, wrong)
    assert b"film" == place.store.path(place.store.keep_bytes(b"film", ".mp4")).read_bytes()
    assert b"film" == place.elsewhere().path(artifact).read_bytes()


@pytest.mark.parametrize("ask", ["path", "file_of"])
def test_a_missing_file_is_an_error_with_a_mend(store: ArtifactStore, ask: str) -> None:
    """Asking for what is not there says how to get it back."""
    with pytest.raises(DamagedArtifact) as caught:
        store.path(ABSENT) if ask == "path" else store.file_of(ABSENT.digest)
    assert caught.value.mend


def test_a_discarded_artifact_is_gone(place: Place) -> None:
    """Discarding removes the file, and doing it twice does no harm."""
    artifact = place.store.keep_bytes(b"film", ".mp4")
    place.store.discard(artifact)
    place.store.discard(artifact)
    assert (None, []) == (place.elsewhere().find(artifact.digest), place.media())
    with pytest.raises(DamagedArtifact):
        place.store.path(artifact)


def test_what_was_remembered_is_recalled(store: ArtifactStore, tmp_path: Path) -> None:
    """A made file is found again by the key of what decides it."""
    cache, file = SegmentCache(store), tmp_path / "segment.mp4"
    file.write_bytes(b"segment")
    assert None is cache.get("key")
    kept = cache.put("key", file)
    assert kept == cache.get("key")
    assert None is cache.get("other key")


def test_a_damaged_memory_is_made_anew(place: Place) -> None:
    """A remembered file with wrong bytes is forgotten instead of used."""
    artifact = place.store.keep_bytes(b"segment", ".mp4")
    place.store.remember("key", artifact)
    place.damage(artifact, b"wrong")
    assert None is place.store.recall("key")
    assert [] == place.media()
    place.store.remember("key", place.store.keep_bytes(b"segment", ".mp4"))
    assert artifact == place.elsewhere().recall("key")


def test_documents_are_replaced_and_listed(store: ArtifactStore) -> None:
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


def test_many_documents_are_all_listed(store: ArtifactStore) -> None:
    """However many documents a run has, all of them are found, and media and pages are not among them."""
    names = [f"coffee/2026-11-21_080534/scene_{number:02}" for number in range(12)]
    for name in reversed(names):
        store.write_document(name, "{}")
    store.keep_bytes(b"{}", ".json")
    store.write_page("coffee/2026-11-21_080534.html", "<p>")
    assert names == store.documents()
    assert names[10:] == store.documents("coffee/2026-11-21_080534/scene_1")


@pytest.mark.parametrize(
    "name",
    ["../x", "a/../../x", "/etc/passwd", "", "a//b", ".hidden", "a/.b", "a\\b", "a\0b", "a\nb", "a/", "ä"],
)
def test_no_name_leaves_the_tree(store: ArtifactStore, name: str) -> None:
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
def test_an_odd_suffix_is_refused(store: ArtifactStore, suffix: str) -> None:
    """A suffix is a dot and a few letters, nothing else."""
    with pytest.raises(StoreFailed):
        store.keep_bytes(b"film", suffix)


def test_a_page_is_written_below_dailies(place: Place) -> None:
    """A dailies page lies where the server shows it, and its newest text is shown everywhere."""
    page, there = place.store.write_page("coffee/one.html", "<p>ä</p>"), place.elsewhere()
    assert page == place.store.file("dailies/coffee/one.html")
    assert page.as_posix().endswith("/dailies/coffee/one.html")
    assert "<p>ä</p>" == page.read_text()
    there.write_page("coffee/one.html", "<p>newer</p>")
    for store in (place.store, there):
        shown = store.file("dailies/coffee/one.html")
        assert shown is not None
        assert "<p>newer</p>" == shown.read_text()


def test_whatever_is_stored_can_be_shown(place: Place) -> None:
    """Media and documents are shown by the names that they lie under, and nothing else is."""
    artifact = place.store.keep_bytes(b"film", ".mp4")
    place.store.write_document("coffee/plan", "{}")
    there = place.elsewhere()
    for name, data in ((artifact.path, b"film"), ("documents/coffee/plan.json", b"{}")):
        shown = there.file(name)
        assert shown is not None
        assert data == shown.read_bytes()
    for name in (ABSENT.path, "documents/tea/plan.json", "dailies/index.html", "documents", "", "../x"):
        assert None is there.file(name), name
