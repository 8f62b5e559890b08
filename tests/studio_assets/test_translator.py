"""What Dagster is told of a production."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dagster import AssetKey, AssetsDefinition, Definitions, DynamicPartitionsDefinition

from studio_assets.graph import Graph
from studio_assets.spec.delivery import CaptionSpec, Deliverable
from studio_assets.spec.production import FileInput, PilotSpec, Production, SceneSpec, SeedFile
from studio_assets.spec.sound import Mix, MusicCue
from studio_assets.stages import STAGES
from studio_assets.translator import CHECKS, KINDS, step_name, translate
from studio_assets.wiring import resources

Build = Callable[..., Production]


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """All resources, with stores of their own."""
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    return resources()


@pytest.fixture
def film(production: Build, pilot: Callable[..., PilotSpec]) -> Production:
    """Two pilots, two scenes, a seed picture, an owner, music, captions and a second deliverable."""
    scenes = (SceneSpec(name="desk", description="A desk."), SceneSpec(name="cup"))
    seeds = (SeedFile(id="hero", role="character", file=FileInput(path="hero.png", digest="ab" * 32)),)
    forms = tuple(Deliverable(name=name, width=640, height=360) for name in ("master", "vertical"))
    return production(
        pilots=(pilot("ink"), pilot("photo")),
        scenes=scenes,
        seeds=seeds,
        owner="team:studio",
        mix=Mix(music=(MusicCue(provider="simulated", model="simulated", mood="calm"),)),
        captions=CaptionSpec(),
        deliverables=forms,
    )


def _steps(film: Production, given: dict[str, Any], size: Any = "production") -> list[AssetsDefinition]:
    return translate(film, Path(), given, size)


@pytest.mark.parametrize("size", ["production", "pilot", "asset"])
def test_every_asset_is_defined_once(film: Production, given: dict[str, Any], size: str) -> None:
    """Whatever the size of steps, Dagster gets each asset of the graph once, with its dependencies."""
    found = {spec.key: spec for step in _steps(film, given, size) for spec in step.specs}
    graph = Graph(film)
    assert {AssetKey(node.key) for node in graph.nodes} == set(found)
    for node in graph.nodes:
        spec = found[AssetKey(node.key)]
        assert {AssetKey(dep) for dep in node.deps} == {dep.asset_key for dep in spec.deps}
        assert node.version == spec.code_version
        assert spec.kinds
        assert ["team:studio"] == list(spec.owners)
        assert spec.group_name == (f"coffee__{node.pilot}" if node.pilot else "coffee")
    assert sum(len(list(step.specs)) for step in _steps(film, given, size)) == len(found)


def test_a_stage_is_one_step(film: Production, given: dict[str, Any]) -> None:
    """In production size each stage of the film is one subsettable step over the production's runs."""
    steps = _steps(film, given)
    assert {step_name("coffee", stage) for stage in STAGES} == {step.op.name for step in steps}
    for step in steps:
        assert step.can_subset
        assert isinstance(step.partitions_def, DynamicPartitionsDefinition)
        assert "coffee_runs" == step.partitions_def.name


def test_checks_stand_where_a_person_should_look(film: Production, given: dict[str, Any]) -> None:
    """Every clip, report and the master has its checks; checks and kinds name only kinds that there are."""
    checks = {
        (spec.asset_key.path[-1], spec.name) for step in _steps(film, given) for spec in step.check_specs
    }
    assert ("desk_clip", "filmed") in checks
    assert ("cup_qa_report", "threshold") in checks
    assert {("master", "complete"), ("master", "invariants")} < checks
    assert {node.kind for node in Graph(film).nodes} == set(KINDS)
    assert set(CHECKS) <= set(KINDS)


def test_the_whole_loads_in_dagster(film: Production, given: dict[str, Any]) -> None:
    """Dagster accepts the definitions, and a selection of one clip makes one step."""
    definitions = Definitions(assets=_steps(film, given), resources=given)
    Definitions.validate_loadable(definitions)
    job = definitions.resolve_implicit_global_asset_job_def()
    chosen = job.get_subset(asset_selection={AssetKey(["coffee", "ink", "desk_clip"])})
    assert ["coffee__shoot_tests"] == [node.name for node in chosen.nodes]


def test_the_descriptions_are_the_users_words(film: Production, given: dict[str, Any]) -> None:
    """A scene shows its description, an empty slot that it will be written, the film its concept."""
    found = {spec.key.path[-1]: spec.description for step in _steps(film, given) for spec in step.specs}
    assert "A desk." == found["desk_clip"]
    assert "The writer fills this scene." == found["cup_clip"]
    assert film.concept == found["master"]
