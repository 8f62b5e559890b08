"""The assets of a production and their order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.graph import Graph, Key, Node, downstream, in_order
from studio_assets.spec.production import FileInput, PilotSpec, Production, SceneSpec, SeedFile


@st.composite
def chains(draw: st.DrawFn) -> tuple[SceneSpec, ...]:
    """Scenes that continue each other without a cycle, in any script order."""
    names = [f"scene_{number}" for number in range(draw(st.integers(1, 6)))]
    scenes = [
        SceneSpec(name=name, continues=draw(st.sampled_from([None, *names[:place]])))
        for place, name in enumerate(names)
    ]
    return tuple(draw(st.permutations(scenes)))


@given(scenes=chains(), tests=st.integers(0, 3))
def test_what_an_asset_is_made_from_stands_before_it(
    production: Callable[..., Production], scenes: tuple[SceneSpec, ...], tests: int
) -> None:
    """In the order of the graph every asset comes after all that it is made from, and keys are unique."""
    base = production()
    competition = base.competition.model_copy(update={"test_scenes": tests})
    nodes = Graph(production(scenes=scenes, competition=competition)).nodes
    placed: set[Key] = set()
    for node in nodes:
        assert placed.issuperset(node.deps), node.name
        placed.add(node.key)
    assert len(placed) == len(nodes)


def test_the_graph_is_the_flow_of_the_film(production: Callable[..., Production]) -> None:
    """Per pilot and scene there is a scene, a clip and a report; the rest is there once."""
    graph = Graph(production())
    assert 9 == len(graph.of_kind("clip")) == len(graph.of_kind("qa_report")) == len(graph.of_kind("scene"))
    assert ("coffee", "pilot_a", "scene_1_clip") == graph.key("clip", "pilot_a", "scene_1")
    assert "coffee/pilot_a/scene_1_clip" == graph.by_key[graph.key("clip", "pilot_a", "scene_1")].name
    clip = graph.by_key[graph.key("clip", "pilot_a", "scene_2")]
    assert graph.key("greenlight") in clip.deps
    assert "shoot_tests" == graph.by_key[graph.key("clip", "pilot_a", "scene_1")].stage


def test_an_edit_of_one_scene_changes_the_versions_of_that_scene(
    production: Callable[..., Production],
) -> None:
    """A new description changes the versions of that scene's assets and of no other's."""
    base = production(scenes=(SceneSpec(name="desk", description="A desk."), SceneSpec(name="cup")))
    desk = base.scenes[0].model_copy(update={"description": "A table."})
    edited = base.model_copy(update={"scenes": (desk, base.scenes[1])})
    old, new = Graph(base).by_key, Graph(edited).by_key
    differs = {key[-1] for key in old if old[key].version != new[key].version}
    assert {"desk_scene", "desk_clip"} == differs


def test_downstream_is_everything_made_from_it(
    production: Callable[..., Production], pilot: Callable[..., PilotSpec]
) -> None:
    """What follows from a clip is its report, the critique, the cuts and the film, not its siblings."""
    graph = Graph(production(pilots=(pilot("ink"), pilot("photo"))))
    names = ["/".join(key[1:]) for key in downstream(graph, [graph.key("clip", "ink", "scene_2")])]
    assert [
        "ink/scene_2_clip", "ink/scene_2_qa_report", "ink/critique", "edl", "picture_lock", "narration",
        "master", "lessons", "dailies",
    ] == names  # fmt: skip


def test_pictures_are_looked_at_before_any_scene_is_written(
    production: Callable[..., Production], pilot: Callable[..., PilotSpec]
) -> None:
    """A film with seed pictures has one asset that describes them; all scenes are made from it."""
    hero = SeedFile(id="hero", role="character", file=FileInput(path="hero.png", digest="ab" * 32))
    base = production(pilots=(pilot("ink"), pilot("photo")))
    bare, graph = Graph(base), Graph(base.model_copy(update={"seeds": (hero,)}))
    [seeds] = graph.of_kind("seed_assets")
    assert ("coffee/seed_assets", "analyse", ()) == (seeds.name, seeds.stage, seeds.deps)
    assert all(seeds.key in node.deps for node in graph.of_kind("scene"))
    assert {seeds.key} == set(graph.by_key) - set(bare.by_key)
    touched = downstream(graph, [seeds.key])
    assert set(graph.by_key) - set(touched) == {
        graph.key("plan"), graph.key("pilot", "ink"), graph.key("pilot", "photo")
    }  # fmt: skip


def _node(name: str, *deps: str) -> Node:
    return Node("clip", (name,), "shoot", tuple((dep,) for dep in deps), None, None, "")


NODES = (_node("a"), _node("b", "a"), _node("c", "b"), _node("d"))


@given(landed=st.permutations(["a", "b", "c", "d"]))
def test_things_come_out_after_what_they_are_made_from(landed: list[str]) -> None:
    """Whatever the order in which things land, each comes out once and after its dependencies."""
    out = list(in_order(NODES, (((name,), name) for name in landed)))
    assert sorted(landed) == sorted(out)
    assert out.index("a") < out.index("b") < out.index("c")


@pytest.mark.parametrize(("landed", "out"), [("ba", "ab"), ("cbd", "d"), ("cba", "abc"), ("", "")])
def test_nothing_comes_out_before_its_dependency(landed: str, out: str) -> None:
    """A thing whose dependency never lands stays in; dependencies outside the step do not count."""
    assert out == "".join(in_order(NODES, (((name,), name) for name in landed)))
    assert ["b"] == list(in_order([NODES[1]], [(("b",), "b")]))
