"""A folder of finished segments."""

from __future__ import annotations

from pathlib import Path

from resources.media.cache import FolderCache


def test_a_damaged_segment_is_made_again(tmp_path: Path) -> None:
    """Bytes that changed on the disk never get into a film."""
    (tmp_path / "made.mp4").write_bytes(b"a film")
    cache = FolderCache(tmp_path / "cache")
    assert cache.get("key") is None
    kept = cache.put("key", tmp_path / "made.mp4")
    assert kept == cache.get("key")
    kept.write_bytes(b"a filn")
    assert cache.get("key") is None
