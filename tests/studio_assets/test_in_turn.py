"""Whoever stops a run, by Ctrl-C or by Dagster's Terminate, stops its stage first, and nothing is lost."""

from __future__ import annotations

import asyncio
import hashlib
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import yaml
from dagster import DagsterInstance, DagsterRunStatus
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import ModuleTarget
from dagster_graphql.test.utils import execute_dagster_graphql

from studio_assets.in_turn import in_turn
from tests.productions.studio import COFFEE, DAGSTER, Studio

PROJECT = Path(__file__).parents[2]
ENDED = {DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED}
LAUNCH = """mutation($params: ExecutionParams!) { launchPipelineExecution(executionParams: $params) {
  __typename ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""
TERMINATE = "mutation($run: String!) { terminateRun(runId: $run) { __typename } }"
AT_ONCE = {"module": "dagster._core.run_coordinator", "class": "DefaultRunCoordinator"}
"""Runs need no daemon that takes them from a queue."""
PATIENCE = 60
"""Seconds for what takes a few on a machine of one's own."""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
def test_a_stop_lets_the_stage_clean_up_before_anybody_hears_of_it(number: signal.Signals) -> None:
    """A signal cancels the stage, which cleans up with awaits; then the former handler is called."""
    seen: list[str] = []

    async def stage() -> AsyncIterator[str]:
        yield "made"
        try:
            signal.raise_signal(number)
            await asyncio.sleep(3)
            seen.append("went on")
        finally:
            await asyncio.sleep(0)
            seen.append("cleaned up")

    def heard(number: int, frame: FrameType | None) -> None:
        seen.append("heard")
        raise KeyboardInterrupt

    former = signal.signal(number, heard)
    try:
        with pytest.raises((KeyboardInterrupt, asyncio.CancelledError)):
            seen.extend(in_turn(stage()))
        assert heard is signal.getsignal(number)
    finally:
        signal.signal(number, former)
    assert ["made", "cleaned up", "heard"] == seen


def test_a_stage_that_nobody_goes_on_with_cleans_up() -> None:
    """Whoever closes a running stage, as a failing step does, lets it clean up before going on."""
    seen: list[str] = []

    async def stage() -> AsyncIterator[str]:
        try:
            yield "made"
            seen.append("went on")
        finally:
            await asyncio.sleep(0)
            seen.append("cleaned up")

    making = in_turn(stage())
    seen.append(next(making))
    making.close()
    assert ["made", "cleaned up"] == seen


def until(what: Callable[[], Any], label: str) -> Any:
    """Ask until there is an answer."""
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline, f"after {PATIENCE} s still no {label}"
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Launcher:
    """Dagster as its UI sees it: runs are launched, watched and terminated by GraphQL."""

    process: WorkspaceProcessContext
    instance: DagsterInstance

    def launch(self, key: str, *assets: str) -> str:
        """Materialise assets of a run in a process of their own; the Dagster run's id."""
        params = {
            "selector": {
                "repositoryLocationName": "studio",
                "repositoryName": "__repository__",
                "jobName": "__ASSET_JOB",
                "assetSelection": [{"path": ["coffee", asset]} for asset in assets],
            },
            "runConfigData": {},
            "executionMetadata": {"tags": [{"key": "dagster/partition", "value": key}]},
        }
        said = self._ask(LAUNCH, params=params)["launchPipelineExecution"]
        assert "LaunchRunSuccess" == said["__typename"], said
        return str(said["run"]["runId"])

    def terminate(self, run: str) -> None:
        """What the button does."""
        assert "TerminateRunSuccess" == self._ask(TERMINATE, run=run)["terminateRun"]["__typename"]

    def words(self, run: str) -> list[str]:
        """What stands in a run's log."""
        return [entry.user_message for entry in self.instance.all_logs(run)]

    def failures(self, run: str) -> list[str]:
        """The names of what failed the steps of a run."""
        events = [entry.dagster_event for entry in self.instance.all_logs(run)]
        failed = [event.step_failure_data.error for event in events if event and event.is_step_failure]
        return [str(error and error.cls_name) for error in failed]

    def ended(self, run: str) -> DagsterRunStatus | None:
        """How a run ended; None while it goes on."""
        found = self.instance.get_run_by_id(run)
        return found.status if found is not None and found.status in ENDED else None

    def _ask(self, query: str, **variables: Any) -> Any:
        answer = execute_dagster_graphql(self.process.create_request_context(), query, variables)
        assert answer.data, answer.errors
        return answer.data


@contextmanager
def launcher() -> Iterator[Launcher]:
    """Dagster with a code server of its own."""
    target = ModuleTarget("studio_assets.definitions", None, str(PROJECT), "studio")
    with DagsterInstance.get() as instance, WorkspaceProcessContext(instance, target) as process:
        yield Launcher(process, instance)


def encoders(home: Path) -> list[str]:
    """The command lines of all living ffmpeg processes that write below a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if "ffmpeg" in words and str(home) in words:
            found.append(words)
    return found


def partial(studio: Studio) -> list[Path]:
    """Stored files whose bytes are not what their names say."""
    stored = [path for path in (studio.doers.artifacts.folder() / "sha256").rglob("*") if path.is_file()]
    assert stored
    return [path for path in stored if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem]


def test_a_render_that_is_terminated_in_dagster_ends_at_once_and_goes_on_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is canceled within seconds, without an ffmpeg or half a file; the next run ends it at no cost."""
    studio = Studio(tmp_path / "studio", monkeypatch)
    logs = yaml.safe_load((PROJECT / "dagster.yaml").read_text())["python_logs"]
    more = yaml.safe_dump({"python_logs": logs, "run_coordinator": AT_ONCE})
    (studio.folder / "dagster" / "dagster.yaml").write_text(DAGSTER + more)
    studio.spec(COFFEE)
    key = studio.film()
    bill, first = studio.invoices(), studio.master(key).media
    studio.edit(("automation:", "deliverables: [{name: master, resolution: 2160p}]\nautomation:"))
    with launcher() as dagster:
        run = dagster.launch(key, "master")
        until(lambda: any("of the picture" in one for one in dagster.words(run)), "picture")
        assert encoders(studio.home)
        began = time.monotonic()
        dagster.terminate(run)
        assert DagsterRunStatus.CANCELED == until(lambda: dagster.ended(run), "end")
        assert [] == encoders(studio.home)
        assert time.monotonic() - began < 10
        assert not [one for one in dagster.words(run) if "100 % of the picture" in one]
        assert ["DagsterExecutionInterruptedError"] == dagster.failures(run)
        assert [] == partial(studio)
        assert first == studio.master(key).media
        studio.check_money(key)
    assert key == studio.again()
    master = studio.master(key)
    assert ("rendered", 2160, 32) == (master.state, master.height, master.frames)
    assert bill == studio.invoices()
    studio.check_money(key)
