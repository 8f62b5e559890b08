"""What the specs sensor has seen of each spec, so that it launches what people write and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from resources.project import DEV_STARTED
from studio_assets.spec.production import Production

__all__ = ["Sight", "cursor", "seen", "sight"]


class Sight(NamedTuple):
    """A spec as it was seen. An edit changes both of its hashes.

    Args:
        meaning: hash of what was read out of it. A comment leaves it; another version, price list or key
            changes it, and is no edit of anybody's.
        written: hash of its files' bytes: the spec, its tiers, and whatever it names.
    """

    meaning: str
    written: str

    def same(self, before: Sight | None) -> bool:
        """Whether nobody has edited it since.

        Args:
            before: as it was seen then; None where it was not there.
        """
        return before is not None and (self.meaning == before.meaning or self.written == before.written)


def sight(folder: Path, production: Production) -> Sight:
    """A spec as it is now.

    Args:
        folder: the spec folder.
        production: what was loaded of it.
    """
    total = hashlib.sha256()
    for name in (production.file, *(f"tiers/{tier}.yaml" for tier in sorted(production.tiers))):
        file = folder / name
        if file.is_file():  # a tier may ship with Studio: another version's is no edit
            total.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    for used in production.files():
        total.update(f"{used.path}\0{used.digest}\0".encode())
    return Sight(production.fingerprint, total.hexdigest()[:16])


def seen(cursor: str | None, folder: Path, productions: Sequence[Production]) -> dict[str, Sight]:
    """What a sensor has seen.

    Args:
        cursor: what the tick before left; None where Dagster starts for the first time. Specs that were
            there before it are known then: starting a UI must not spend money. A version before 0.4 noted
            meanings alone, which are others now: of such a spec it counts whether its file is older.
        folder: the spec folder.
        productions: what was loaded of it.

    Returns:
        Production -> as it was seen.
    """
    kept = json.loads(cursor) if cursor else {one.name: "" for one in productions}
    known = {name: Sight(*hashes) for name, hashes in kept.items() if isinstance(hashes, list)}
    for one in productions:
        if isinstance(kept.get(one.name), str) and (folder / one.file).stat().st_mtime < _started():
            known[one.name] = sight(folder, one)
    return known


def cursor(known: dict[str, Sight]) -> str:
    """What a tick leaves to the next one.

    Args:
        known: production -> as it was seen.
    """
    return json.dumps(known)


def _started() -> float:
    return float(os.environ.get(DEV_STARTED) or datetime.now(UTC).timestamp())
