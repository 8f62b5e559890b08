"""One step of the delivery benchmark, in a process of its own: `deliver_step.py WHAT FOLDER WIDTH HEIGHT`."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path

from resources.media import ffmpeg
from resources.media.cache import FolderCache
from resources.media.caption import Burn, Cue
from resources.media.encoder import Encoder
from resources.media.master import render
from resources.media.mux import Labels
from resources.media.timeline import Format, Loudness, Shot, Sound, Timeline

SCENES, FRAMES, FPS = 12, 120, 24


def main(what: str, folder: Path, width: int, height: int) -> None:
    """Do one step."""
    if what == "raw":
        _raw(folder, width, height)
        return
    encoder, form = Encoder(), Format(width=width, height=height, fps=FPS)
    if what == "proxy":
        encoder, form = Encoder(quality="preview"), form.model_copy(update={"width": 640, "height": 360})
    timeline = _timeline(folder, form, trimmed=what == "changed")
    if what in ("captions", "caption"):
        timeline = timeline.model_copy(update={"burn": _burn(corrected=what == "caption")})
    asyncio.run(_film(timeline, folder, FolderCache(folder / "cache"), encoder))


async def _film(timeline: Timeline, folder: Path, cache: FolderCache, encoder: Encoder) -> None:
    await render(timeline, folder / "film.mp4", cache=cache, timeout=900, encoder=encoder, labels=Labels())


def _timeline(folder: Path, form: Format, *, trimmed: bool) -> Timeline:
    shots = []
    for number in range(SCENES):
        file = folder / f"clip{number}.mp4"
        first = 7 if trimmed and number == 5 else 0
        shots.append(
            Shot(
                file=file,
                digest=hashlib.sha256(file.read_bytes()).hexdigest(),
                clip_frames=FRAMES,
                source_in=first,
                source_out=FRAMES,
            )
        )
    sounds = [
        Sound(file=folder / f"voice{number}.wav", digest=f"v{number}", at=number * FRAMES + 12)
        for number in range(SCENES - 1)
    ]
    music = Sound(file=folder / "music.wav", digest="m", at=0, bed=True, fade_out=48)
    return Timeline(
        shots=tuple(shots), sounds=(*sounds, music), format=form, loudness=Loudness(integrated=-14)
    )


def _burn(*, corrected: bool) -> Burn:
    """A caption for each scene; a corrected one has one caption with another word."""
    cues = []
    for number in range(SCENES):
        word = "corrected" if corrected and number == 5 else "spoken"
        cues.append(Cue(start=number * 5000 + 500, end=number * 5000 + 4000, lines=(f"{word} {number}",)))
    return Burn(cues=tuple(cues))


def _raw(folder: Path, width: int, height: int) -> None:
    """The commands that a person would write: encode each clip, join, mix and level the sound, mux."""
    listing = folder / "raw.txt"
    options = [
        word
        for name, value in Encoder().options(Format(width=width, height=height, fps=FPS)).items()
        for word in ((f"-{name}",) if value is None else (f"-{name}", str(value)))
    ]
    parts = []
    for number in range(SCENES):
        part = folder / f"raw{number}.mp4"
        graph = f"fps={FPS},scale={width}:{height}:flags=bicubic+accurate_rnd,format=yuv420p"
        _run("-i", str(folder / f"clip{number}.mp4"), "-vf", graph, "-an", *options, str(part))
        parts.append(part)
    listing.write_text("".join(f"file '{part}'\n" for part in parts))
    sounds = [*(folder / f"voice{number}.wav" for number in range(SCENES - 1)), folder / "music.wav"]
    inputs = [word for sound in sounds for word in ("-i", str(sound))]
    delays = "".join(f"[{n}]adelay={n * 5000 + 500}:all=1[v{n}];" for n in range(SCENES - 1))
    voices = "".join(f"[v{n}]" for n in range(SCENES - 1))
    mix = (
        f"{delays}{voices}[{SCENES - 1}]amix=inputs={SCENES}:normalize=0,loudnorm=I=-14:TP=-1,aresample=48000"
    )
    _run(*inputs, "-filter_complex", mix, "-ac", "2", "-t", str(SCENES * 5), str(folder / "raw.wav"))
    join = ["-f", "concat", "-safe", "0", "-i", str(listing), "-i", str(folder / "raw.wav")]
    _run(*join, "-c:v", "copy", "-c:a", "aac", "-b:a", "192k", str(folder / "raw.mp4"))


def _run(*args: str) -> None:
    command = [ffmpeg.binary(), "-nostdin", "-loglevel", "error", "-y", *args]
    subprocess.run(command, check=True, timeout=900)


main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
