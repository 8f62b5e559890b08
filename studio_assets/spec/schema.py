"""Writes the JSON Schema by which editors complete and check specs: `python -m studio_assets.spec.schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from resources.project import package_folder
from studio_assets.spec.model import ProductionSpec

__all__ = ["COMMAND", "schema", "schema_text", "write"]

COMMAND = "python -m studio_assets.spec.schema"
"""Mends a stale schema."""

FILE = "production.schema.json"


def schema() -> dict[str, Any]:
    """The JSON Schema of a production, from the model.

    Returns:
        A draft 2020-12 schema; what is not implemented yet stands under `x-not-implemented-yet`.
    """
    made = ProductionSpec.model_json_schema(by_alias=True)
    made = _without_titles(made)
    budget = made["properties"]["budget"]
    limit = made["$defs"]["BudgetWritten"]["properties"]["limit"]
    made["properties"]["budget"] = {
        "description": budget["description"],
        "anyOf": [
            {"type": "string", "pattern": limit["pattern"], "examples": limit["examples"]},
            {"$ref": budget["$ref"]},
        ],
    }
    for option in (*made["properties"]["pilots"]["anyOf"], made["properties"]["metadata"]):
        if "patternProperties" in option:
            option["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Studio production",
        **{key: value for key, value in made.items() if key != "title"},
    }


def schema_text() -> str:
    """The schema file's text."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def write() -> Path:
    """Write the schema beside the shipped specs.

    Returns:
        The file.
    """
    file = package_folder("specs") / FILE
    file.write_text(schema_text(), encoding="utf-8")
    return file


def _without_titles(part: Any, *, names: bool = False) -> Any:
    """Pydantic titles every key after itself; editors would show them in place of the description."""
    if isinstance(part, list):
        return [_without_titles(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: _without_titles(value, names=key in ("properties", "$defs"))
        for key, value in part.items()
        if names or key != "title" or not isinstance(value, str)
    }


if __name__ == "__main__":
    write()
