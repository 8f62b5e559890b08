"""The assets of a production and their order."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_assets.graph import Graph, Key, Node, downstream, in_order
from studio_assets.spec.production import (
    CaptionSpec,
    CardSpec,
    Deliverable,
    FileInput,
    Mix,
    MusicCue,
    PilotSpec,
    Poster,
    Production,
    SceneSpec,
    SeedFile,
    Titles,
)


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
        "timeline", "master", "lessons", "dailies",
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


@pytest.fixture
def finished(production: Callable[..., Production]) -> Production:
    """A film with music, captions and three forms."""
    forms = tuple(
        Deliverable(name=name, width=1280, height=720) for name in ("master", "vertical", "podcast")
    )
    music = MusicCue(provider="simulated", model="music", mood="calm")
    return production(mix=Mix(music=(music,)), captions=CaptionSpec(), deliverables=forms)


def test_sound_and_captions_stand_between_the_lock_and_the_forms(finished: Production) -> None:
    """Each form is an asset of its own, made from lock, narration, timeline, music and captions alone."""
    graph = Graph(finished)
    below = {node.key[-1]: {dep[-1] for dep in node.deps} for node in graph.nodes if not node.pilot}
    assert {"picture_lock"} == below["narration"]
    assert {"picture_lock", "narration"} == below["timeline"]
    assert ({"timeline"}, {"narration", "timeline"}) == (below["music"], below["captions"])
    needed = {"picture_lock", "narration", "timeline", "music", "captions"}
    assert [needed] * 3 == [below[name] for name in ("master", "vertical", "podcast")]
    assert {"master", "vertical", "podcast", "lessons"} == below["dailies"]


def test_sound_alone_is_not_made_anew_for_what_is_seen(finished: Production) -> None:
    """Captions, the poster and the font leave a form without a picture as it is."""
    listen = Deliverable(name="listen", width=1280, height=720, captions="none", sound_only=True)
    before = finished.model_copy(update={"deliverables": (*finished.deliverables, listen)})
    after = before.model_copy(
        update={
            "captions": CaptionSpec(burn_in=True, formats=("vtt",)),
            "poster": Poster(scene="scene_1", at=Fraction(0)),
            "font": FileInput(path="own.ttf", digest="ab"),
        }
    )
    versions = {node.key: node.version for node in Graph(before).nodes}
    changed = [node.key for node in Graph(after).nodes if node.version != versions[node.key]]
    made = {key[-1] for key in downstream(Graph(after), changed)}
    assert {"captions", "master", "vertical", "podcast", "dailies"} == made


def test_each_form_has_its_own_name_and_stage(finished: Production) -> None:
    """The master is rendered, the other forms are delivered; each is called what the spec calls it."""
    forms = [node for node in Graph(finished).nodes if node.deliverable]
    assert [
        ("coffee/master", "master", "render"), ("coffee/vertical", "deliverable", "deliver"),
        ("coffee/podcast", "deliverable", "deliver"),
    ] == [(node.name, node.kind, node.stage) for node in forms]  # fmt: skip


def test_without_music_captions_and_forms_there_is_the_master(
    production: Callable[..., Production],
) -> None:
    """A film that asks for nothing has one form; one whose narrator is silent has no captions."""
    plain, silent = Graph(production()), Graph(production(captions=CaptionSpec(), narrator=None))
    for graph in (plain, silent):
        assert ["master"] == [node.deliverable for node in graph.nodes if node.deliverable]
        assert () == graph.of_kind("music") == graph.of_kind("captions") == graph.of_kind("deliverable")


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        pytest.param(
            {"titles": Titles(opening=CardSpec(text="A", duration=Fraction(1)))}, {"timeline"}, id="card"
        ),
        pytest.param({"style": "lecture"}, {"narration", "timeline", "scenes"}, id="style"),
        pytest.param({"mix": Mix(fit="stretch")}, {"narration", "timeline", "music"}, id="fit-without-music"),
        pytest.param({"deliverables": ()}, {"forms"}, id="form"),
    ],
)
def test_a_finishing_touch_films_nothing(
    finished: Production, changes: dict[str, Any], touched: set[str]
) -> None:
    """What is edited after the lock changes the version of what it decides, and of no clip."""
    edited = finished.model_copy(update=changes)
    old, new = Graph(finished).by_key, Graph(edited).by_key
    differs = {old[key].kind for key in old if key not in new or old[key].version != new[key].version}
    names = {"scene": "scenes", "deliverable": "forms", "master": "forms"}
    assert touched == {names.get(kind, kind) for kind in differs}


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
