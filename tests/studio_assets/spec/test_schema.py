"""The generated schema and reference page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jinja2
import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest

from resources.project import package_folder
from studio_assets.spec import reference, schema
from studio_assets.spec.later import LATER
from studio_assets.spec.source import read

SPECS = package_folder("specs")


def with_text_keys(value: Any) -> Any:
    """JSON has text keys only; editors read a rubric's numbers so."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(item) for key, item in value.items()}
    return [with_text_keys(item) for item in value] if isinstance(value, list) else value


def test_the_schema_is_fresh() -> None:
    """Editors check specs by the keys that the loader knows."""
    stale = (SPECS / schema.FILE).read_text(encoding="utf-8") != schema.schema_text()
    assert not stale, f"specs/{schema.FILE} is stale: run `{schema.COMMAND}`"


def test_the_reference_page_is_fresh() -> None:
    """The page of every key says what the loader does."""
    file = SPECS.parent / reference.FILE
    assert file.read_text(encoding="utf-8") == reference.page(), f"{file} is stale: run `{reference.COMMAND}`"


@pytest.mark.parametrize("file", sorted(SPECS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_schema_accepts_the_shipped_specs(file: Path) -> None:
    """A spec that ships shows no error in an editor."""
    jsonschema.validate(with_text_keys(read(file).data), schema.schema())


@pytest.mark.parametrize(
    "more",
    [
        {"ownr": "x"},
        {"duration": 15},
        {"budget": 3},
        {"memory": {}},
        {"script": {"style": "sonnet"}},
        {"pilots": {"A b": {"tier": "animated"}}},
        {"competition": {"rubric": {"90": "lots"}}},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_loader_refuses(more: dict[str, Any]) -> None:
    """An editor underlines what `studio check` would refuse."""
    small = {"production": "hello", "concept": "A boat.", "duration": "15s", "budget": "$3"}
    jsonschema.validate(small, schema.schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(small | more, schema.schema())


def test_every_key_is_described() -> None:
    """Each key of the language says what it means, in the editor and on the page."""
    whole = schema.schema()
    bare = [
        f"{name}.{key}"
        for name, part in {"production": whole, **whole["$defs"]}.items()
        for key, value in part["properties"].items()
        if "description" not in value and "$ref" not in value
    ]
    assert not bare


def test_the_page_lists_what_is_not_implemented_yet() -> None:
    """A reader sees which keys of the language this version refuses."""
    page = reference.page()
    assert schema.schema()[LATER] == ["captions", "deliverables", "matrix", "memory"]
    for key in ("matrix", "music", "fallback", "loudness"):
        assert f"| `{key}` | | | *not implemented yet* |" in page


def test_the_scaffold_is_a_sound_spec(tmp_path: Path) -> None:
    """What `studio new NAME` writes is accepted and names its schema on the first line."""
    template = (package_folder("templates") / "scaffold" / "production.yaml.j2").read_text(encoding="utf-8")
    text = jinja2.Template(template).render(name="my_film")
    assert text.startswith("# yaml-language-server: $schema=./production.schema.json\n")
    file = tmp_path / "my_film.yaml"
    file.write_text(text)
    data = read(file).data
    jsonschema.validate(json.loads(json.dumps(data)), schema.schema())
    expected = "my_film"
    assert expected == data["production"]
