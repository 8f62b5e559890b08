"""What making the film from its clips costs: whole, after one change, small, with captions."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.damages import make
from tests.benchmarks.house import ROOT, House, house
from tests.benchmarks.process import Cost
from tests.benchmarks.table import Row

__all__ = ["rows"]

SCENES, SECONDS = 12, 5
SIZES = {"720p": (1280, 720), "1080p": (1920, 1080)}


def rows() -> list[Row]:
    """A film of 12 scenes of 5 s with speech and music, at 720p and 1080p."""
    return [row for name, size in SIZES.items() for row in _rows(name, *size)]


def _rows(name: str, width: int, height: int) -> list[Row]:
    with house() as home:
        _footage(home.folder, width, height)
        raw = _step(home, "raw", width, height)
        full = _step(home, "full", width, height)
        same = _step(home, "full", width, height)
        changed = _step(home, "changed", width, height)
        captions = _step(home, "captions", width, height)
        caption = _step(home, "caption", width, height)
        proxy = _step(home, "proxy", width, height)
    share = changed.cpu / full.cpu
    return [
        Row(f"{name}: the raw ffmpeg commands", raw),
        Row(f"{name}: full render", full, note=f"{full.cpu / raw.cpu:.2f} x the raw commands' CPU"),
        Row(f"{name}: nothing changed", same, note=f"{same.cpu / full.cpu:.1%} of full"),
        Row(
            f"{name}: one scene of {SCENES} changed",
            changed,
            f"<= 25 % of full: {share <= 0.25}",
            f"{share:.1%} of full by CPU, {changed.wall / full.wall:.1%} by wall",
        ),
        Row(f"{name}: captions burnt in", captions, note=f"{captions.cpu / full.cpu:.2f} x full"),
        Row(f"{name}: one of them corrected", caption, note=f"{caption.cpu / captions.cpu:.1%} of that"),
        Row(f"{name}: proxy of 360p", proxy, note=f"{proxy.cpu / full.cpu:.1%} of full"),
    ]


def _step(home: House, what: str, width: int, height: int) -> Cost:
    script = str(ROOT / "tests" / "benchmarks" / "deliver_step.py")
    return home.run("python", script, what, str(home.folder), str(width), str(height))


def _footage(folder: Path, width: int, height: int) -> None:
    """Twelve clips that move, a voice-like sound for each, and a minute of music."""
    encode = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-g", "120"]
    for number in range(SCENES):
        hue = 30 * number
        source = f"testsrc2=s={width}x{height}:r=24,hue=h={hue},noise=alls=6:allf=t"
        args = ["-f", "lavfi", "-i", source, "-t", str(SECONDS), *encode]
        make(args, folder / f"clip{number}.mp4")
        voice = f"aevalsrc='0.3*sin(2*PI*{160 + 10 * number}*t)*gt(sin(9*t),-0.2)':s=48000:d=4"
        make(["-f", "lavfi", "-i", voice], folder / f"voice{number}.wav")
    music = f"anoisesrc=c=pink:a=0.2:r=48000:d={SCENES * SECONDS}"
    make(["-f", "lavfi", "-i", music], folder / "music.wav")
