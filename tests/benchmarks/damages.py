"""Pristine clips and what can be wrong with them, made with the bundled ffmpeg."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from resources.media import ffmpeg
from resources.media.font import font
from resources.media.measure import Order
from resources.media.probe import probe

FPS = 24
SECONDS = 4
SIZE = "480x270"


@dataclass(frozen=True, kw_only=True)
class Damage:
    """One thing wrong, at a level; 2 is worse than 1.

    Args:
        family: what is wrong.
        level: 1 or 2.
        name: as people say it, for what a studio sees most often; empty for the others.
        filters: ffmpeg's, which make it.
        options: of ffmpeg's output.
        crf: of the encoding.
        gated: whether it must fall below 80.
        mild: whether it may cost only 2.
        splice: whether the second half is another clip's.
    """

    family: str
    level: int
    name: str = ""
    filters: str = ""
    options: tuple[str, ...] = ()
    crf: int = 18
    gated: bool = True
    mild: bool = False
    splice: bool = False


DAMAGES = (
    Damage(
        family="black",
        level=1,
        name="black middle",
        filters="drawbox=c=black:t=fill:enable='between(t,1,2)'",
    ),
    Damage(family="black", level=2, filters="drawbox=c=black:t=fill:enable='gte(t,1)'"),
    Damage(family="freeze", level=1, filters="loop=loop=24:size=1:start=30,setpts=N/24/TB,trim=end=4"),
    Damage(
        family="freeze",
        level=2,
        name="frozen tail",
        filters="trim=end_frame=36,tpad=stop_mode=clone:stop=60",
    ),
    Damage(family="repeats", level=1, filters="fps=16,fps=24", gated=False),
    Damage(family="repeats", level=2, name="10 fps judder", filters="fps=10,fps=24"),
    Damage(family="flicker", level=1, filters="eq=brightness='0.03*sin(2.5*n)':eval=frame", gated=False),
    Damage(family="flicker", level=2, filters="eq=brightness='0.12*sin(2.5*n)':eval=frame"),
    Damage(family="blur", level=1, filters="gblur=sigma=3", gated=False, mild=True),
    Damage(family="blur", level=2, name="blur", filters="gblur=sigma=6"),
    Damage(family="crf", level=1, crf=42, gated=False, mild=True),
    Damage(family="crf", level=2, crf=50, gated=False),
    Damage(family="noise", level=1, filters="noise=alls=20:allf=t", gated=False),
    Damage(family="noise", level=2, filters="noise=alls=50:allf=t"),
    Damage(family="over", level=1, filters="lutyuv=y='clip(val*1.6+20,16,235)'", gated=False),
    Damage(family="over", level=2, filters="lutyuv=y='clip(val*2.2+60,16,235)'"),
    Damage(family="under", level=1, filters="lutyuv=y='16+(val-16)*0.18'", gated=False, mild=True),
    Damage(family="under", level=2, filters="lutyuv=y='16+(val-16)*0.1'"),
    Damage(
        family="bars",
        level=1,
        filters="drawbox=h=ih*0.09:c=black:t=fill,vflip,drawbox=h=ih*0.09:c=black:t=fill",
    ),
    Damage(
        family="bars",
        level=2,
        filters="drawbox=h=ih*0.2:c=black:t=fill,vflip,drawbox=h=ih*0.2:c=black:t=fill",
    ),
    Damage(family="length", level=1, name="wrong duration", options=("-t", "3")),
    Damage(family="length", level=2, options=("-t", "2")),
    Damage(family="rate", level=1, filters="fps=18"),
    Damage(family="rate", level=2, filters="fps=12"),
    Damage(family="splice", level=1, splice=True),
)


def make(args: list[str], into: Path) -> Path:
    """Run ffmpeg to a file."""
    command = [ffmpeg.binary(), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *args]
    subprocess.run([*command, *ffmpeg.BITEXACT, str(into)], check=True, timeout=120)
    return into


def gradient(
    folder: Path, *, colours: str = "0x102080,0xd0a040,0x40b0a0,0xa03060", speed: float = 0.01
) -> Path:
    """A slow moving gradient with a text, as the simulated provider films."""
    c = ":".join(f"c{i}={colour}" for i, colour in enumerate(colours.split(",")))
    source = f"gradients=s=320x180:r={FPS}:d={SECONDS}:n=4:{c}:x0=20:y0=10:x1=300:y1=170:speed={speed}"
    draw = f"scale={SIZE.replace('x', ':')}:flags=bilinear,drawtext=text=A desk at night:fontfile={font()}"
    draw += ":fontsize=28"
    draw += ":fontcolor=white:x=(w-text_w)/2:y=h*0.45,format=yuv420p"
    name = f"gradient_{len(colours)}_{speed}.mp4"
    args = ["-f", "lavfi", "-i", source, "-vf", draw, "-c:v", "libx264", "-preset", "ultrafast"]
    return make(args, folder / name)


def textured(folder: Path) -> Path:
    """A zoom into the Mandelbrot set: texture at every size, moving."""
    source = f"mandelbrot=s={SIZE}:r={FPS}:start_scale=0.02:end_scale=0.002:end_pts=400"
    args = [
        "-f",
        "lavfi",
        "-i",
        source,
        "-t",
        str(SECONDS),
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "8",
        "-pix_fmt",
        "yuv420p",
    ]
    return make(args, folder / "textured.mp4")


def sample() -> Path | None:
    """A real generated clip, where STUDIO_TEST_SAMPLES names a folder that has it."""
    folder = os.environ.get("STUDIO_TEST_SAMPLES")
    clip = Path(folder) / "coffee_layer3.mp4" if folder else None
    return clip if clip and clip.exists() else None


def real(folder: Path) -> Path | None:
    """The real clip's first seconds, smaller, so that damaging it costs little; None where it is absent."""
    clip = sample()
    if clip is None:
        return None
    encode = ["-vf", "scale=-2:480", "-c:v", "libx264", "-preset", "veryfast", "-crf", "8"]
    return make(
        ["-i", str(clip), "-t", str(SECONDS), *encode, "-pix_fmt", "yuv420p", "-an"], folder / "real.mp4"
    )


def order_of(pristine: Path) -> Order:
    """The order that a pristine clip fulfils."""
    clip = probe(pristine)
    return Order(duration=clip.duration, width=clip.width, height=clip.height, fps=clip.fps)


def damaged(pristine: Path, damage: Damage, other: Path, folder: Path) -> Path:
    """The clip with one thing wrong."""
    into = folder / f"{pristine.stem}_{damage.family}_{damage.level}.mp4"
    encode = [
        "-c:v",
        "libx264",
        "-preset",
        # A hasty encoding leaves edges between its blocks, which are seen where the damage is softness.
        "veryfast" if damage.family in {"blur", "crf"} else "ultrafast",
        "-crf",
        str(damage.crf),
        "-pix_fmt",
        "yuv420p",
        "-an",
    ]
    clip = probe(pristine)
    if damage.splice:
        half = float(clip.duration / 2)
        graph = (
            f"[0:v]trim=end={half},setpts=PTS-STARTPTS,setsar=1[a];"
            f"[1:v]scale={clip.width}:{clip.height},setsar=1,fps={clip.fps},trim=end={half},setpts=PTS-STARTPTS[b];"
            "[a][b]concat=n=2:v=1:a=0"
        )
        return make(["-i", str(pristine), "-i", str(other), "-filter_complex", graph, *encode], into)
    filters = ["-vf", damage.filters] if damage.filters else []
    return make(["-i", str(pristine), *filters, *damage.options, *encode], into)
