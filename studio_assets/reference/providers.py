"""The page of the providers and their fields, from the provider classes."""

from __future__ import annotations

import inspect

from resources.providers.port import Provider
from resources.providers.registry import ENTRY_POINTS, found

__all__ = ["providers_page"]

_HEAD = f"""# Providers

Every provider of this installation. There is no live provider in this version: the simulated ones cost
nothing and need no key, and with `STUDIO_ENV=live` a spec that names a provider is refused with words.

A provider is one file in `resources/providers/<kind>/`, found by walking that folder, or a class that an
installed package offers under the entry point `{ENTRY_POINTS}`. Its fields have defaults; a JSON object in
the variable below changes them, and so does Dagster's launch config.
"""


def providers_page() -> str:
    """The page's text."""
    return _HEAD + "".join(_section(provider) for _, provider in sorted(found().items()))


def _section(provider: type[Provider]) -> str:
    variable = f"STUDIO_{provider.kind}_{provider.name}".upper().replace("-", "_")
    label = ", simulated" if provider.environment == "simulated" else ""
    said = " ".join((inspect.getdoc(provider) or "").partition("\n\n")[0].split())
    lines = ["", f"## {provider.kind}: `{provider.name}`{label}", "", said, "", f"Variable: `{variable}`", ""]
    lines += ["| field | default | meaning |", "|---|---|---|"]
    for name, field in provider.model_fields.items():
        meaning = (field.description or "").replace("|", "\\|")
        lines.append(f"| `{name}` | `{field.get_default(call_default_factory=True)!r}` | {meaning} |")
    return "\n".join(lines) + "\n"
