"""The record of the contract suite that ships is of the code that ships."""

from __future__ import annotations

from resources.providers.contract import RECORDER, read_record, source_hash
from resources.providers.registry import found


def test_every_live_provider_is_recorded_as_it_is() -> None:
    """What `studio providers list` says of a contract test is about the very sources of this commit."""
    live = {f"{kind}/{name}": cls for (kind, name), cls in found().items() if cls.environment == "live"}
    record = read_record()
    stale = [
        word
        for word, cls in sorted(live.items())
        if word not in record or record[word].source != source_hash(cls) or record[word].failed
    ]
    mend = f"run `.venv/bin/{RECORDER}`"
    assert ([], set()) == (stale, set(record) - set(live)), f"the record is stale: {mend}"
