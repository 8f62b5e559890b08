"""What judging a clip by rule costs beside decoding it: CPU seconds a second of video."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.damages import make
from tests.benchmarks.house import House, house
from tests.benchmarks.table import Row

__all__ = ["rows"]

SECONDS, STILLS = 5, 6
SIZES = {"720p": "1280x720", "1080p": "1920x1080"}

_LOOK = """
import sys, time
from pathlib import Path
import av
from resources.media.measure import Order, measure
from resources.media.measure.stills import Stills, spread
from resources.media.probe import probe

path, wanted = Path(sys.argv[1]), int(sys.argv[2])
clip = probe(path)
order = Order(duration=clip.duration, width=clip.width, height=clip.height, fps=clip.fps)

def decoded():
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        video.thread_type, video.codec_context.thread_count = "AUTO", 2
        yield from container.decode(video)

def decode():
    for frame in decoded():
        pass

numbers = spread(clip.frames, wanted)
frames = [frame for number, frame in enumerate(decoded()) if number in numbers]

def stills():
    taken = Stills(wanted, clip.fps, wanted)
    for number, frame in enumerate(frames):
        taken.see(number, frame)
    taken.taken()

least = []
for work in decode, stills, lambda: measure(path, order, frames=wanted):
    turns = []
    for _ in range(3):
        began = time.process_time()
        work()
        turns.append(time.process_time() - began)
    least.append(min(turns))
print(*least)
"""
"""The least of three turns, since other work on the machine only adds."""


def rows() -> list[Row]:
    """A clip of five seconds, decoded alone and measured with its stills."""
    with house() as home:
        return [_row(home, name, size) for name, size in SIZES.items()]


def _row(home: House, name: str, size: str) -> Row:
    clip = _clip(home.folder / f"{name}.mp4", size)
    cost = home.run("python", "-c", _LOOK, str(clip), str(STILLS))
    decoding, stills, whole = (float(word) / SECONDS for word in cost.output.split()[-3:])
    return Row(
        f"{name}, {SECONDS} s, 3 times each",
        cost,
        f"{STILLS} stills < 10 % of it: {stills < 0.1 * whole} ({stills / whole:.1%})",
        f"CPU s per s of video: decoding {decoding:.2f}, all of it {whole:.2f} ({whole / decoding:.1f} x)",
    )


def _clip(path: Path, size: str) -> Path:
    source = f"mandelbrot=s={size}:r=24:start_scale=0.02:end_scale=0.002:end_pts=400"
    encode = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p"]
    return make(["-f", "lavfi", "-i", source, "-t", str(SECONDS), *encode], path)
