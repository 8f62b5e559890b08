"""Where the key stands in an `Authorization` header."""

from __future__ import annotations

import pytest

from resources.simulator.authorization import authorized


@pytest.mark.parametrize(
    ("header", "scheme", "key"),
    [
        ("Bearer sk-1", "Bearer", "sk-1"),
        ("Key id:secret", "Key", "id:secret"),
        ("Basic abc", "Bearer", ""),
        ("sk-1", "Bearer", ""),
        ("Bearer ", "Bearer", ""),
    ],
)
def test_a_key_counts_behind_its_own_word_only(header: str, scheme: str, key: str) -> None:
    """A key that comes in another provider's way is no key."""
    assert key == authorized({"authorization": header}, scheme)
    assert "" == authorized({}, scheme)
