"""`studio check` and `studio new`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from resources.project import package_folder

BROKEN = "production: broken\nconcept: It breaks.\nduraton: 5s\nbudget: five\n"


def test_fine_specs_are_summed_up(studio: Any) -> None:
    """A fine spec is told with its length, pilots, scenes and the most that it can cost."""
    said = studio("check")
    assert (0, "boat.yaml: boat, 5 s, 2 pilots, 1 scene, at most $10.00: fine\n") == (said.code, said.out)


def test_all_faults_are_told_at_once(studio: Any) -> None:
    """A broken spec ends with 2 and every fault with its file, line and column, and the fine one is told."""
    studio.house.write("broken.yaml", BROKEN)
    said = studio("check")
    assert 2 == said.code
    assert "broken.yaml:3:1: " in said.err and "broken.yaml:4:9: " in said.err
    assert "boat.yaml" in said.out and "Traceback" not in said.err


def test_one_file_is_checked_alone(studio: Any) -> None:
    """Faults of other specs do not fail the one that was asked for."""
    studio.house.write("broken.yaml", BROKEN)
    assert 0 == studio("check", str(studio.house.specs / "boat.yaml")).code
    assert 2 == studio("check", str(studio.house.specs / "broken.yaml")).code


def test_a_file_that_is_not_there_is_a_mistake(studio: Any) -> None:
    """Checking a file that does not exist is never fine."""
    said = studio("check", "nothing.yaml")
    assert (2, "nothing.yaml: There is no such file. `studio check` alone checks all specs.\n") == (
        said.code,
        said.err,
    )


def test_an_empty_folder_says_how_to_begin(studio: Any) -> None:
    """Without any spec, check says which command writes one."""
    (studio.house.specs / "boat.yaml").unlink()
    assert "studio new NAME" in studio("check").out


def test_a_new_spec_checks_fine(studio: Any) -> None:
    """What `new` writes is a production of that name without faults, and the next command is told."""
    said = studio("new", "harbour")
    assert (0, "Next: studio run harbour") == (said.code, said.out.splitlines()[-1])
    assert "harbour" == yaml.safe_load((studio.house.specs / "harbour.yaml").read_text())["production"]
    assert 0 == studio("check").code


def test_the_schema_line_of_a_new_spec_leads_somewhere(studio: Any) -> None:
    """The first line names a schema file that is there, in a folder that had none."""
    studio("new", "harbour")
    first = (studio.house.specs / "harbour.yaml").read_text().splitlines()[0]
    schema = studio.house.specs / first.partition("$schema=")[2]
    shipped = package_folder("specs") / "production.schema.json"
    assert json.loads(shipped.read_text()) == json.loads(schema.read_text())


def test_an_own_schema_file_is_left_alone(studio: Any) -> None:
    """A schema that is there already is never overwritten."""
    own = studio.house.write("production.schema.json", "{}")
    studio("new", "harbour")
    assert "{}" == own.read_text()


@pytest.mark.parametrize("name", ["Harbour", "../harbour", "1boat", "a-b", "", "x" * 64, "boat\n"])
def test_a_name_that_no_asset_can_have_is_refused(name: str, studio: Any) -> None:
    """A name that could not be an asset key is refused before anything is written."""
    before = sorted(studio.house.place.rglob("*"))
    said = studio("new", name)
    assert (2, before) == (said.code, sorted(studio.house.place.rglob("*")))
    assert "a-z, 0-9 and _" in said.err


def test_a_spec_is_never_overwritten(studio: Any) -> None:
    """`new` refuses a name that is taken and leaves the spec as it is."""
    path: Path = studio.house.specs / "boat.yaml"
    before = path.read_text()
    said = studio("new", "boat")
    assert (2, before) == (said.code, path.read_text())
    assert "Choose another name." in said.err


def test_the_schema_is_printed_as_json(studio: Any) -> None:
    """`studio schema` prints the schema that ships, and nothing else."""
    shipped = (package_folder("specs") / "production.schema.json").read_text()
    assert shipped == studio("schema").out
