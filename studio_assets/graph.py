"""Which assets a production has, how they depend on each other, and which step makes each.

Pure: no Dagster here. `translator.py` turns these nodes into definitions, the sensor and
`studio run` use them to know what a change touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from studio_assets.spec.production import Production, SceneSpec
from studio_assets.spec.sections import section_hash

__all__ = ["Graph", "Key", "Kind", "Node", "downstream", "in_order"]

Key = tuple[str, ...]
"""An asset's key: production, then the pilot, then the thing's own name. Renaming starts a new history."""

T = TypeVar("T")

Kind = Literal[
    "seed_assets", "plan", "pilot", "scene", "clip", "qa_report", "greenlight", "critique", "edl",
    "picture_lock", "narration", "timeline", "music", "captions", "master", "deliverable", "lessons",
    "dailies",
]  # fmt: skip


@dataclass(frozen=True)
class Node:
    """One asset of a production.

    Args:
        kind: what it is.
        key: its asset key.
        stage: the stage that makes it; stages are the steps of a run.
        deps: keys of what it is made from.
        pilot: the pilot's name, or None for what belongs to the whole production.
        scene: the scene's name, or None.
        version: hash of the part of the spec that decides it.
        deliverable: the name of the film's form that it is, or None.
    """

    kind: Kind
    key: Key
    stage: str
    deps: tuple[Key, ...]
    pilot: str | None
    scene: str | None
    version: str
    deliverable: str | None = None

    @property
    def name(self) -> str:
        """The key as people write it, with slashes."""
        return "/".join(self.key)


class Graph:
    """All assets of a production, in an order in which they can be made.

    Args:
        production: the production.
    """

    def __init__(self, production: Production) -> None:
        self.production = production

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every asset; what a node is made from stands before it."""
        return tuple(self._nodes())

    @cached_property
    def by_key(self) -> dict[Key, Node]:
        """Every asset by its key."""
        return {node.key: node for node in self.nodes}

    def key(
        self, kind: Kind, pilot: str | None = None, scene: str | None = None, deliverable: str | None = None
    ) -> Key:
        """The key of one asset.

        Args:
            kind: what it is.
            pilot: the pilot's name, where it has one.
            scene: the scene's name, where it has one.
            deliverable: the name of the film's form, where it is one; its asset is called so.

        Returns:
            For example `("coffee", "animated", "desk_at_night_clip")`.
        """
        name = f"{scene}_{kind}" if scene else deliverable or kind
        return (self.production.name, *((pilot,) if pilot else ()), name)

    def of_kind(self, kind: Kind) -> tuple[Node, ...]:
        """Every asset of one kind, in order."""
        return tuple(node for node in self.nodes if node.kind == kind)

    def _node(
        self,
        kind: Kind,
        stage: str,
        deps: Iterable[Key],
        pilot: str | None = None,
        scene: str | None = None,
        deliverable: str | None = None,
    ) -> Node:
        version = section_hash(self.production, kind, pilot, scene, deliverable)
        key = self.key(kind, pilot, scene, deliverable)
        return Node(kind, key, stage, tuple(deps), pilot, scene, version, deliverable)

    def _nodes(self) -> Iterator[Node]:
        pilots = self.production.pilot_names
        names = [scene.name for scene in self.production.scenes]
        tests = set(self.production.test_scenes())
        seeds = [self.key("seed_assets")] if self.production.seeds else []
        if seeds:
            yield self._node("seed_assets", "analyse", ())
        yield self._node("plan", "plan", ())
        for pilot in pilots:
            yield self._node("pilot", "write", [self.key("plan")], pilot)
            for scene in names:
                yield self._node("scene", "write", [self.key("pilot", pilot), *seeds], pilot, scene)
        order = self.production.filming_order()
        for pilot in pilots:
            yield from self._shots([scene for scene in order if scene.name in tests], pilot, "shoot_tests")
        yield self._node(
            "greenlight",
            "greenlight",
            [self.key("plan")]
            + [self.key(kind, pilot, scene) for pilot in pilots for scene in sorted(tests)
               for kind in ("clip", "qa_report")],
        )  # fmt: skip
        for pilot in pilots:
            yield from self._shots([scene for scene in order if scene.name not in tests], pilot, "shoot")
        for pilot in pilots:
            reports = [self.key("qa_report", pilot, scene) for scene in names]
            yield self._node("critique", "critique", [self.key("greenlight"), *reports], pilot)
        yield self._node(
            "edl",
            "edit",
            [self.key("critique", pilot) for pilot in pilots]
            + [
                self.key(kind, pilot, scene)
                for pilot in pilots
                for scene in names
                for kind in ("scene", "clip")
            ],
        )
        yield self._node("picture_lock", "lock", [self.key("edl")])
        yield self._node("narration", "narrate", [self.key("picture_lock")])
        yield self._node("timeline", "fit", [self.key("picture_lock"), self.key("narration")])
        forms = tuple(self._finish())
        yield from forms
        yield self._node("lessons", "learn", [self.key("critique", pilot) for pilot in pilots])
        yield self._node(
            "dailies", "dailies", [*(node.key for node in forms if node.deliverable), self.key("lessons")]
        )

    def _finish(self) -> Iterator[Node]:
        """Sound, captions and the deliverables; no picture is filmed for any of them."""
        production = self.production
        needed = [self.key("picture_lock"), self.key("narration"), self.key("timeline")]
        captions = self.key("captions")
        if production.mix.music:
            yield self._node("music", "score", [self.key("timeline")])
            needed.append(self.key("music"))
        if production.captioned:
            yield self._node("captions", "caption", [self.key("narration"), self.key("timeline")])
            needed.append(captions)
        yield self._node("master", "render", needed, deliverable=production.master.name)
        for form in production.deliverables:
            if form.name != production.master.name:
                seen = needed if not form.sound_only else [key for key in needed if key != captions]
                yield self._node("deliverable", "deliver", seen, deliverable=form.name)

    def _shots(self, scenes: list[SceneSpec], pilot: str, stage: str) -> Iterator[Node]:
        for scene in scenes:
            deps = [self.key("scene", pilot, scene.name)]
            if stage == "shoot":
                deps.append(self.key("greenlight"))
            if scene.continues:
                deps.append(self.key("clip", pilot, scene.continues))
            yield self._node("clip", stage, deps, pilot, scene.name)
            yield self._node(
                "qa_report", stage, [self.key("clip", pilot, scene.name)], pilot, scene.name
            )  # fmt: skip


def downstream(graph: Graph, roots: Iterable[Key]) -> tuple[Key, ...]:
    """What a change touches: the changed assets and everything made from them.

    Dagster's staleness is not transitive before a re-run, so this is ours to compute.

    Args:
        graph: the production's assets.
        roots: keys of the changed assets.

    Returns:
        Keys in an order in which they can be made.
    """
    touched = set(roots)
    for node in graph.nodes:
        if touched.intersection(node.deps):
            touched.add(node.key)
    return tuple(node.key for node in graph.nodes if node.key in touched)


def in_order(nodes: Iterable[Node], landed: Iterable[tuple[Key, T]]) -> Iterator[T]:
    """Hold each thing back until what it is made from has come; Dagster refuses any other order.

    Things land in the order of the run's own snapshot, which an edit of the spec may have turned round.

    Args:
        nodes: those that are made together, as the spec has them now.
        landed: key and thing, as each is made.

    Yields:
        The things; one whose dependency never comes is left out.
    """
    waits = {node.key: set(node.deps) for node in nodes}
    waits = {key: deps.intersection(waits) for key, deps in waits.items()}
    held: dict[Key, T] = {}
    out: set[Key] = set()
    for key, thing in landed:
        held[key] = thing
        while ready := next((one for one in held if waits.get(one, set()) <= out), None):
            out.add(ready)
            yield held.pop(ready)
