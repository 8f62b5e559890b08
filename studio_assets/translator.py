"""The one seam where YAML meets Dagster: a production's nodes become asset definitions."""

# No `from __future__ import annotations` here: Dagster compares the step's annotations as objects.
import os
import socket
import warnings
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetCheckSpec,
    AssetExecutionContext,
    AssetKey,
    AssetsDefinition,
    AssetSpec,
    Config,
    DataVersion,
    MaterializeResult,
    PreviewWarning,
    multi_asset,
)
from pydantic import Field

from studio_assets.call_sheet import CallSheet, Doers, Made
from studio_assets.document import Document
from studio_assets.graph import Graph, Kind, Node, in_order
from studio_assets.greenlight.launch import launch_fields, said
from studio_assets.in_turn import in_turn
from studio_assets.partitions import runs_of
from studio_assets.questions import asked_metadata
from studio_assets.snapshot import snapshot
from studio_assets.spec.production import Production
from studio_assets.stages import STAGES

__all__ = ["CHECKS", "AskConfig", "FilmConfig", "LockConfig", "StepSize", "step_name", "translate"]

# A partitioned check shows its run on its page; that this is a preview was weighed when we pinned 1.13.
warnings.filterwarnings("ignore", category=PreviewWarning, module=__name__)

StepSize = Literal["production", "pilot", "asset"]
"""How much one Dagster step makes: a stage of the production, of a pilot, or one asset alone."""

_FILM = {
    "complete": "No scene is missing from the film.",
    "invariants": "Frames, rate, sound, loudness and container are what the cut says.",
}

CHECKS: dict[Kind, dict[str, str]] = {
    "seed_assets": {"described": "Every seed picture that was looked at is described."},
    "plan": {"affordable": "At least one pilot can be paid for."},
    "clip": {"filmed": "The scene has a clip, or its pilot was cancelled."},
    "qa_report": {"threshold": "The overall score reaches the threshold."},
    "greenlight": {"a_pilot_goes_on": "At least one pilot goes on after the test scenes."},
    "edl": {"can_be_cut": "There is at least one candidate cut."},
    "picture_lock": {"locked": "One cut is locked."},
    "narration": {
        "spoken": "Every line is spoken.",
        "sounds_right": "No line is clipped, silent, too quiet, too fast or too long for its picture.",
    },
    "music": {"made": "Every cue is there."},
    "timeline": {"fits": "Every line and its picture meet."},
    "captions": {
        "readable": "No caption must be read faster than is easy.",
        "drawable": "The font has the letters of captions that are drawn into the picture.",
    },
    "master": _FILM,
    "deliverable": _FILM,
}

KINDS: dict[Kind, set[str]] = {
    "seed_assets": {"image"},
    "plan": {"plan"},
    "pilot": {"plan"},
    "scene": {"script"},
    "clip": {"video"},
    "qa_report": {"qa"},
    "greenlight": {"money"},
    "critique": {"critique"},
    "edl": {"edl"},
    "picture_lock": {"edl"},
    "narration": {"speech"},
    "timeline": {"edl"},
    "music": {"music"},
    "captions": {"captions"},
    "master": {"video", "ffmpeg"},
    "deliverable": {"video", "ffmpeg"},
    "lessons": {"memory"},
    "dailies": {"html"},
}


class FilmConfig(Config):
    """What the launch config of a filming step says."""

    fresh: bool = Field(
        False,
        description="Buy one more take of everything selected. Of a scene's takes the best is used, of a "
        "line's or a cue's the newest.",
    )


class AskConfig(Config):
    """What the launch config of a step that may ask Claude says."""

    fresh: bool = Field(False, description="Ask Claude anew, instead of using the answer that the run has.")


class LockConfig(Config):
    """What the launch config of the picture lock says."""

    cut: str = Field("", description="The cut to lock: safe, balanced or creative. Empty keeps the choice.")
    reason: str = Field("", description="Why, for those who come after.")


CONFIGS: dict[str, type[Config]] = {
    "analyse": AskConfig,
    "plan": AskConfig,
    "write": AskConfig,
    "critique": AskConfig,
    "edit": AskConfig,
    "shoot_tests": FilmConfig,
    "shoot": FilmConfig,
    "narrate": FilmConfig,
    "score": FilmConfig,
    "lock": LockConfig,
}


def step_name(production: str, stage: str) -> str:
    """The op of a stage, as launch configs name it."""
    return f"{production}__{stage}"


def translate(
    production: Production, folder: Path, resource_keys: Iterable[str], size: StepSize = "production"
) -> list[AssetsDefinition]:
    """The Dagster assets of a production.

    Args:
        production: the production.
        folder: the spec's folder, where the user's files are.
        resource_keys: names of all resources that stages need.
        size: how much one step makes; anything but `production` is for comparison.

    Returns:
        One subsettable definition per step.
    """
    graph = Graph(production)
    keys = set(resource_keys)

    def part(node: Node) -> tuple[str, ...]:
        if size == "production":
            return (node.stage,)
        if size == "pilot":
            return (node.pilot or "", node.stage)
        return (node.pilot or "", node.scene or node.deliverable or "", node.stage, node.kind)

    ordered = sorted(graph.nodes, key=part)
    return [_step(graph, list(nodes), part, folder, keys) for part, nodes in groupby(ordered, key=part)]


def _step(
    graph: Graph, nodes: Sequence[Node], part: Sequence[str], folder: Path, keys: set[str]
) -> AssetsDefinition:
    production, stage = graph.production, nodes[0].stage
    partitions = runs_of(production.name)

    @multi_asset(
        name=step_name(production.name, "__".join(word for word in part if word)),
        specs=[_spec(graph, node) for node in nodes],
        check_specs=[
            AssetCheckSpec(name, asset=AssetKey(node.key), description=text, partitions_def=partitions)
            for node in nodes
            for name, text in CHECKS.get(node.kind, {}).items()
        ],
        partitions_def=partitions,
        can_subset=True,
        required_resource_keys=keys,
        config_schema=_config(production, stage),
        op_tags={"studio/stage": stage},
    )
    def step(context: AssetExecutionContext) -> Iterator[MaterializeResult[None]]:
        doers = Doers.of(context.resources.original_resource_dict)
        seen = Graph(snapshot(doers, production, context.partition_key, folder))
        asked = {tuple(key.path) for key in context.selected_asset_keys}
        chosen = context.op_execution_context.op_config or {}
        sheet = CallSheet(
            graph=seen,
            run=context.partition_key,
            wanted=tuple(node for node in seen.nodes if node.key in asked),
            doers=doers,
            launch=context.run.root_run_id or context.run.run_id,
            worker=f"{context.run.run_id}/{socket.gethostname()}/{os.getpid()}",
            fresh=bool(chosen.get("fresh")),
            choice=(chosen["cut"], chosen.get("reason", "")) if chosen.get("cut") else None,
            said=said(chosen),
        )
        wanted = [node for node in nodes if node.key in asked]
        # Closed at once whatever fails: the stage stops its ffmpeg processes then.
        with closing(_making(sheet, stage, wanted)) as making:
            yield from in_order(wanted, ((made.node.key, _result(sheet, made)) for made in making))

    return step


def _config(production: Production, stage: str) -> Any:
    if stage == "greenlight":
        return launch_fields(production.pilot_names)
    config = CONFIGS.get(stage)
    return config.to_fields_dict() if config else None


def _making(sheet: CallSheet, stage: str, wanted: Sequence[Node]) -> Generator[Made]:
    """What the stage makes, and a word on each wanted asset that the run's own snapshot lacks."""
    absent = Document(state="not_in_run: the run's own snapshot of the spec has no such asset")
    yield from (Made(node, absent) for node in wanted if node.key not in sheet.graph.by_key)
    if sheet.wanted:
        yield from in_turn(STAGES[stage](sheet))


def _spec(graph: Graph, node: Node) -> AssetSpec:
    production = graph.production
    return AssetSpec(
        key=AssetKey(node.key),
        deps=[AssetKey(key) for key in node.deps],
        group_name=f"{production.name}__{node.pilot}" if node.pilot else production.name,
        description=_description(production, node),
        code_version=node.version,
        kinds=KINDS[node.kind],
        owners=[production.owner] if production.owner else None,
        tags={"studio/production": production.name, "studio/stage": node.stage},
    )


def _description(production: Production, node: Node) -> str:
    scene = production.scene(node.scene) if node.scene else None
    if scene is not None:
        return scene.description or "The writer fills this scene."
    if node.pilot:
        pilot = production.pilot(node.pilot)
        return (
            f"Tier {pilot.tier}, filmed by {pilot.video.provider}."
            if pilot
            else "The producer fills this pilot."
        )
    return production.concept


def _result(sheet: CallSheet, made: Made) -> MaterializeResult[None]:
    """Store the document first: what Dagster calls materialised must be there."""
    sheet.doers.artifacts.write_document(sheet.path(made.node.key), made.document.model_dump_json(indent=2))
    checks = {check.name: check for check in made.checks}
    return MaterializeResult(
        asset_key=AssetKey(made.node.key),
        metadata={
            "state": made.document.state,
            **made.metadata,
            **asked_metadata(sheet.doers.artifacts, made.document),
        },
        data_version=DataVersion(made.document.fingerprint),
        check_results=[
            AssetCheckResult(
                asset_key=AssetKey(made.node.key),
                check_name=name,
                passed=name in checks and checks[name].passed,
                severity=AssetCheckSeverity.WARN,
                metadata={"found": checks[name].detail if name in checks else made.document.state},
            )
            for name in CHECKS.get(made.node.kind, {})
        ],
    )
