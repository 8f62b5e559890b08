"""The generated schema and reference page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]  # ships no types

from resources.project import package_folder
from studio_assets.edl.exports.formats import formats
from studio_assets.spec import reference, schema
from studio_assets.spec.export_name import SHIPPED
from studio_assets.spec.later import LATER
from studio_assets.spec.production import Production
from studio_assets.spec.source import read

SPECS = package_folder("specs")
SMALL = {"production": "hello", "concept": "A boat.", "duration": "15s", "budget": "$3"}


@pytest.fixture(scope="module")
def editor() -> Draft202012Validator:
    """What an editor checks a spec with."""
    return Draft202012Validator(schema.schema())


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
def test_the_schema_accepts_the_shipped_specs(editor: Draft202012Validator, file: Path) -> None:
    """A spec that ships shows no error in an editor."""
    editor.validate(with_text_keys(read(file).data))


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
        {"captions": "on"},
        {"captions": None},
        {"metadata": {"title": "x"}},
        {"metadata": {"Artist": "x"}},
        {"audio": {"music": {"gain": "3"}}},
        {"audio": {"loudness": 0}},
        {"edit": {"exports": ["fcp7"]}},
        {"titles": {"opening": ""}},
        {"deliverables": [{"fit": "crop"}]},
    ],
    ids=str,
)
def test_the_schema_refuses_what_the_loader_refuses(
    editor: Draft202012Validator, more: dict[str, Any]
) -> None:
    """An editor underlines what `studio check` would refuse."""
    editor.validate(SMALL)
    with pytest.raises(ValidationError):
        editor.validate(SMALL | more)


@pytest.mark.parametrize(
    "more",
    [
        {"captions": "off"},
        {"captions": {"style": "karaoke", "burn_in": True}},
        {"titles": {"opening": "Hello", "closing": {"text": "Bye"}}},
        {"audio": {"music": {"mood": "warm"}}},
        {"audio": {"music": [{"mood": "warm", "to": "a"}, {"file": "b.mp3"}]}},
        {"audio": {"narration": {"fallback": ["openai_tts", {"provider": "inworld", "voice": "x"}]}}},
        {"metadata": {"artist": "Ada"}},
        {"defaults": {"transition": "wipe 0.5s"}},
    ],
    ids=str,
)
def test_the_schema_takes_the_short_ways_too(editor: Draft202012Validator, more: dict[str, Any]) -> None:
    """An editor underlines nothing that `studio check` takes."""
    editor.validate(SMALL | more)


def test_the_formats_that_ship_are_those_that_there_are() -> None:
    """A spec's export formats are the modules that write them."""
    assert set(SHIPPED) == set(formats())


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
    assert schema.schema()[LATER] == ["matrix", "memory"]
    for key in ("matrix", "memory"):
        assert f"| `{key}` | | | *not implemented yet* |" in page


def test_the_scaffold_is_a_sound_spec(editor: Draft202012Validator, tmp_path: Path) -> None:
    """What `studio new NAME` writes is accepted and names its schema on the first line."""
    template = (package_folder("templates") / "scaffold" / "production.yaml.j2").read_text(encoding="utf-8")
    text = jinja2.Template(template).render(name="my_film")
    assert text.startswith("# yaml-language-server: $schema=./production.schema.json\n")
    file = tmp_path / "my_film.yaml"
    file.write_text(text)
    data = read(file).data
    editor.validate(json.loads(json.dumps(data)))
    expected = "my_film"
    assert expected == data["production"]


def test_what_the_scaffold_says_in_comments_is_sound_too(made: Callable[[str], Production]) -> None:
    """Whoever removes a `#` of the scaffold gets a production with just that."""
    template = (package_folder("templates") / "scaffold" / "production.yaml.j2").read_text(encoding="utf-8")
    text = jinja2.Template(template).render(name="my_film")
    film = made(re.sub(r"^#( {3}\w+:| (?=\w+:))", lambda found: found[1].removeprefix(" "), text, flags=re.M))
    expected = (("drawn", "real"), "ask", ["master", "vertical"], 1)
    assert expected == (
        film.pilot_names,
        film.edit.pick,
        [form.name for form in film.deliverables],
        len(film.mix.music),
    )
