"""Whether the contract suite was passed by the very code that is installed, as `contract.json` records it.

The record is written by `python -m tests.resources.providers.record_contract`, which runs the suite. It
holds a hash of each provider's sources: code that was changed since is never called tested.
"""

from __future__ import annotations

import ast
import datetime
import hashlib
from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from resources.errors import NotConfigured
from resources.providers.port import Provider

__all__ = ["RECORD", "RECORDER", "ContractRun", "read_record", "source_hash", "tested", "write_record"]

RECORD = Path(__file__).with_name("contract.json")
"""`kind/name` -> what the suite found; generated."""

RECORDER = "python -m tests.resources.providers.record_contract"
"""The command that runs the suite and writes the record."""


class ContractRun(BaseModel):
    """What the contract suite found of one provider.

    Args:
        source: hash of its sources as they were, see `source_hash`.
        date: the day of the run, in UTC.
        passed: tests of the suite that passed.
        skipped: tests that do not concern it.
        failed: tests that failed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    date: datetime.date
    passed: int = 0
    skipped: int = 0
    failed: int = 0


_RECORD = TypeAdapter(dict[str, ContractRun])


def source_hash(provider: type[Provider]) -> str:
    """Hash of a provider's module and of what that imports of its folder, of shared dialects and of Claude.

    What all providers stand on, such as the HTTP client, is not part of it: the suite sees it on every run.

    Args:
        provider: its class.

    Returns:
        The first 16 hex digits of the sha256 of all those files, by name and bytes.
    """
    package = provider.__module__.rpartition(".")[0] or provider.__module__
    waiting, seen = [provider.__module__], dict[str, bytes]()
    while waiting:
        module = waiting.pop()
        if module in seen or not _of(module, package):
            continue
        if (file := _file(module)) is None:
            continue
        seen[module] = file.read_bytes()
        waiting += _imports(seen[module])
    digest = hashlib.sha256()
    for module in sorted(seen):
        digest.update(f"{module}\0{len(seen[module])}\0".encode() + seen[module])
    return digest.hexdigest()[:16]


def tested(provider: type[Provider]) -> ContractRun | None:
    """What the suite found of a provider the last time that it ran, or None; `source` tells how it was."""
    return read_record().get(f"{provider.kind}/{provider.name}")


def read_record(file: Path | None = None) -> dict[str, ContractRun]:
    """The record; empty where there is none.

    Args:
        file: another one than `RECORD`.

    Raises:
        NotConfigured: it cannot be read; write it anew.
    """
    file = file or RECORD
    try:
        return _RECORD.validate_json(file.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        raise NotConfigured(
            f"The record of the contract suite cannot be read: {type(error).__name__}.",
            mend=f"Write it anew: `{RECORDER}`.",
            where=str(file),
        ) from error


def write_record(found: dict[str, ContractRun], file: Path | None = None) -> None:
    """Replace the record.

    Args:
        found: `kind/name` -> what the suite found.
        file: another one than `RECORD`.
    """
    (file or RECORD).write_bytes(_RECORD.dump_json(dict(sorted(found.items())), indent=1) + b"\n")


def _of(module: str, package: str) -> bool:
    dialect = module.startswith("resources.providers.") and module.endswith("_dialect")
    claude = module.startswith("resources.claude.")  # the wire of both providers that ask it
    return dialect or claude or module == package or module.startswith(f"{package}.")


def _file(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None


def _imports(source: bytes) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from package import module` names a module too; what is no module is not found as one.
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names
