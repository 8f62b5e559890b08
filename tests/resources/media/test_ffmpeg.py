"""Running ffmpeg: no hang, no orphan, no cryptic failure."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from resources.errors import MediaFailed, NotConfigured, StoreFailed
from resources.media import ffmpeg

ENDLESS = ["-f", "lavfi", "-i", "color=s=32x32:r=24"]
SLOW = ["-re", *ENDLESS]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def children_named_ffmpeg(parent: int) -> list[int]:
    """Process ids of a process's children that have become ffmpeg."""
    found = Path(f"/proc/{parent}/task").glob("*/children")
    pids = [int(word) for file in found for word in file.read_text().split()]
    return [pid for pid in pids if alive(pid) and "ffmpeg" in Path(f"/proc/{pid}/comm").read_text()]


def wait_for_child(parent: int) -> int:
    """The first child that has become ffmpeg."""
    for _ in range(500):
        if found := children_named_ffmpeg(parent):
            return found[0]
        time.sleep(0.01)
    raise AssertionError("ffmpeg did not start")


def test_a_file_that_does_not_exist_is_named_with_a_mend() -> None:
    """ffmpeg's own last words, without addresses, stand in the error."""
    with pytest.raises(MediaFailed, match=r"missing\.mp4") as caught:
        asyncio.run(ffmpeg.run(["-i", "missing.mp4", "-f", "null", "-"], timeout=10, where="clip"))
    assert "0x" not in str(caught.value)
    assert caught.value.mend


def test_an_endless_ffmpeg_is_stopped_at_its_timeout() -> None:
    """An endless source cannot hold a core for longer than its timeout."""
    before = time.monotonic()
    with pytest.raises(MediaFailed, match=r"stopped after 0\.3 seconds"):
        asyncio.run(ffmpeg.run([*ENDLESS, "-f", "null", "-"], timeout=0.3, where="clip"))
    assert time.monotonic() - before < 2
    assert children_named_ffmpeg(os.getpid()) == []


def test_cancelling_ends_the_process_group_within_two_seconds() -> None:
    """A cancelled run leaves no ffmpeg behind."""

    async def cancel() -> tuple[int, float]:
        task = asyncio.create_task(ffmpeg.run([*ENDLESS, "-f", "null", "-"], timeout=60, where="clip"))
        pid = await asyncio.to_thread(wait_for_child, os.getpid())
        began = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return pid, time.monotonic() - began

    pid, seconds = asyncio.run(cancel())
    assert seconds < 2
    assert not alive(pid)


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel's parent-death signal is Linux's"
)
def test_a_killed_parent_takes_ffmpeg_with_it() -> None:
    """A render worker that is killed by the system leaves no ffmpeg that runs for ever."""
    code = (
        "import asyncio; from resources.media import ffmpeg; "
        f"asyncio.run(ffmpeg.run({[*SLOW, '-f', 'null', '-']!r}, timeout=60, where='clip'))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(Path.cwd())})
    pid = wait_for_child(parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 2
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(pid)


def test_a_full_disk_is_the_stores_failure() -> None:
    """A full disk says so and tells to make room."""
    if not Path("/dev/full").exists():
        pytest.skip("this machine has no /dev/full")
    args = ["-f", "lavfi", "-i", "testsrc2=d=1", "-c:v", "rawvideo", "-f", "rawvideo", "/dev/full"]
    with pytest.raises(StoreFailed, match="disk is full") as caught:
        asyncio.run(ffmpeg.run(args, timeout=10, where="film"))
    assert "Make room" in caught.value.mend


def test_a_namesake_of_ffmpeg_python_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package called `ffmpeg` is told apart, with the command that mends it."""
    monkeypatch.setitem(sys.modules, "ffmpeg", ModuleType("ffmpeg"))
    with pytest.raises(NotConfigured) as caught:
        ffmpeg.graphs()
    assert "ffmpeg-python==0.2.0" in caught.value.mend


def test_one_file_may_be_read_twice_in_a_graph(tmp_path: Path) -> None:
    """A film that uses one clip twice can be rendered."""
    graphs = ffmpeg.graphs()
    both = [ffmpeg.source("color=s=32x32:d=0.2", number, f="lavfi").filter("fps", 24) for number in range(2)]
    args = ffmpeg.compile(graphs.output(graphs.concat(*both), str(tmp_path / "both.mp4")))
    asyncio.run(ffmpeg.run(args, timeout=20, where="both"))
    assert (tmp_path / "both.mp4").stat().st_size > 0
