"""Materialise a production's assets in this process, with Dagster's own records of it."""

from __future__ import annotations

import shlex
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from dagster import AssetKey, DagsterInstance, Definitions, in_process_executor
from dagster._core.events import RunFailureReason

from studio_assets.cli.choose import Chosen
from studio_assets.cli.home import dagster_instance
from studio_assets.cli.mistake import Mistake, nearest
from studio_assets.cli.progress import shown
from studio_assets.graph import Graph, downstream
from studio_assets.greenlight.launch import launch_config
from studio_assets.greenlight.override import Said
from studio_assets.partitions import add_run
from studio_assets.translator import CONFIGS, AskConfig, FilmConfig, step_name, translate
from studio_assets.under_way import process_tag
from studio_assets.wiring import resources

if TYPE_CHECKING:
    from dagster import ExecuteInProcessResult

__all__ = ["Making", "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Args:
        production: the production's name.
        run: the run's key.
        seconds: wall time of the making.
        failures: what failed, in words.
        again: the command that goes on with what was asked for, and with nothing else.
    """

    production: str
    run: str
    seconds: float
    failures: tuple[str, ...]
    again: str


@dataclass(frozen=True)
class Making:
    """One making of a production.

    Args:
        chosen: the production and its folder.
        key: the run's key, None for a new run.
        select: asset names below the production, `+` behind one for what follows; none selects all.
        fresh: whether to buy one more take of everything selected; where no clip, narration or music is, to
            ask Claude anew.
        quiet: whether progress goes to stderr as plain lines.
        said: a person's word over the greenlight's rule, or None.
    """

    chosen: Chosen
    key: str | None = None
    select: tuple[str, ...] = ()
    fresh: bool = False
    quiet: bool = False
    said: Said | None = None

    def make(self) -> Outcome:
        """Materialise, and show the progress.

        Raises:
            Mistake: there is no such run or asset.
            click.Abort: somebody stopped it; how to go on was said.
        """
        production, began = self.chosen.production, time.monotonic()
        graph = Graph(production)
        assets = self._assets(graph)
        with dagster_instance() as instance:
            run = add_run(instance, production.name, datetime.now(UTC), self._known(instance))
            try:
                result = self._execute(instance, graph, run, assets)
            except KeyboardInterrupt:
                told = f"`{self._again(run)}` goes on, and what is bought costs nothing."
                click.echo(f"Stopped. Nothing is lost: {told}", err=True)
                raise click.Abort from None
        seconds, failures = time.monotonic() - began, tuple(_failures(result))
        return Outcome(production.name, run, seconds, failures, self._again(run))

    def _again(self, run: str) -> str:
        """Never with `--fresh`: what a fresh launch has bought would be bought once more."""
        words = ["studio", "run", self.chosen.production.name, "--run", run]
        return shlex.join([*words, *(word for name in self.select for word in ("--select", name))])

    def _execute(
        self, instance: DagsterInstance, graph: Graph, run: str, assets: list[AssetKey]
    ) -> ExecuteInProcessResult:
        production, doers = self.chosen.production, resources()
        job = Definitions(
            assets=translate(production, self.chosen.folder, doers),
            resources=doers,
            executor=in_process_executor,
        ).resolve_implicit_global_asset_job_def()
        with shown(f"{production.name} {run}", plain=self.quiet):
            result = job.execute_in_process(
                instance=instance,
                partition_key=run,
                asset_selection=assets,
                run_config=self._config(graph),
                tags={"studio/production": production.name, "studio/run": run, **process_tag()},
                raise_on_error=False,
            )
        if _stopped(result):
            raise KeyboardInterrupt
        return result

    def _known(self, instance: DagsterInstance) -> str | None:
        if self.key is None:
            return None
        name = f"{self.chosen.production.name}_runs"
        known = instance.get_dynamic_partitions(name)
        if self.key not in known:
            raise Mistake(
                f"{self.chosen.production.name} has no run {self.key}.", mend=nearest(self.key, known[-5:])
            )
        return self.key

    def _assets(self, graph: Graph) -> list[AssetKey]:
        if not self.select:
            return [AssetKey(node.key) for node in graph.nodes]
        wanted: set[tuple[str, ...]] = set()
        for word in self.select:
            path = tuple(word.removesuffix("+").split("/"))
            key = path if path[0] == graph.production.name else (graph.production.name, *path)
            if key not in graph.by_key:
                names = ["/".join(node.key[1:]) for node in graph.nodes]
                raise Mistake(f"There is no asset {word!r}.", mend=nearest("/".join(path), names))
            wanted.update(downstream(graph, [key]) if word.endswith("+") else [key])
        return [AssetKey(node.key) for node in graph.nodes if node.key in wanted]

    def _config(self, graph: Graph) -> dict[str, Any]:
        # Dagster's own lines would drown the progress; they stay in its event log.
        config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        if self.fresh:
            chosen = {tuple(key.path) for key in self._assets(graph)}
            bought = any(graph.by_key[key].kind in ("clip", "narration", "music") for key in chosen)
            # A new script would film everything anew: with a clip selected, only takes are fresh.
            kinds = {FilmConfig} if bought else {FilmConfig, AskConfig}
            stages = {node.stage for node in graph.nodes} & {
                stage for stage, kind in CONFIGS.items() if kind in kinds
            }
            config["ops"] = {
                step_name(graph.production.name, stage): {"config": {"fresh": True}}
                for stage in sorted(stages)
            }
        if self.said is not None:
            step = step_name(graph.production.name, "greenlight")
            config.setdefault("ops", {})[step] = {"config": launch_config(self.said)}
        return config


def _failures(result: ExecuteInProcessResult) -> list[str]:
    """The failed steps in words; Dagster keeps the tracebacks for those who want them."""
    failures: list[str] = []
    for event in result.filter_events(lambda one: one.is_step_failure):
        error = event.step_failure_data.error
        # What lies under Dagster's own error has the mend; what that came from is for those who debug.
        while error is not None and error.cause is not None and (error.cls_name or "").startswith("Dagster"):
            error = error.cause
        words = error.message.strip() if error is not None else "failed"
        failures.append(f"{event.step_key}: {words.partition(': ')[2] or words}")
    return failures


def _stopped(result: ExecuteInProcessResult) -> bool:
    """Whether a signal ended it; Dagster turns the signal into a failed run."""
    ends = result.filter_events(lambda one: one.is_failure and not one.is_step_event)
    return any(one.job_failure_data.failure_reason is RunFailureReason.UNEXPECTED_TERMINATION for one in ends)
