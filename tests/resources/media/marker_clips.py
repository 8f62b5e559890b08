"""Clips whose every frame says which clip and frame it is, with a beep and a flash where wanted."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from resources.media.conform import conform
from resources.media.encoder import Encoder
from resources.media.join import join
from resources.media.segments import plan
from resources.media.timeline import Format, Shot, Timeline

WIDTH, HEIGHT, FPS, RATE, BITS = 128, 96, 24, 48000, 16
BAR = WIDTH // BITS


FORM = Format(width=WIDTH, height=HEIGHT, fps=FPS)


def marker_frame(clip: int, frame: int, *, flash: bool = False) -> NDArray[np.uint8]:
    """Two rows of 16 black and white bars (clip, frame) over grey, or over white for a flash."""
    picture = np.full((HEIGHT, WIDTH), 235 if flash else 110, np.uint8)
    for row, number in enumerate((clip, frame)):
        for bit in range(BITS):
            white = number >> (BITS - 1 - bit) & 1
            picture[row * 16 : row * 16 + 16, bit * BAR : (bit + 1) * BAR] = 235 if white else 16
    return picture


def write_clip(
    path: Path,
    clip: int,
    frames: int,
    *,
    fps: int = FPS,
    sound: NDArray[np.float32] | None = None,
    flash: int = -1,
    bright: bool = False,
    times: Sequence[int] | None = None,
) -> Path:
    """Encode a marker clip, with B-frames as providers' clips have, and mono sound if any is given.

    `bright` is white below the bars in every frame; `times` are the frames' times where they are not 0, 1, 2.
    """
    with av.open(str(path), "w") as container:
        video = container.add_stream(
            "libx264", rate=fps, options={"crf": "4", "preset": "ultrafast", "bf": "2"}
        )
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = container.add_stream("aac", rate=RATE, layout="mono") if sound is not None else None
        for number in range(frames):
            luma = marker_frame(clip, number, flash=bright or number == flash)
            planes = np.vstack([luma, np.full((HEIGHT // 2, WIDTH), 128, np.uint8)])
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = times[number] if times else number, Fraction(1, fps)
            container.mux(video.encode(frame))
        container.mux(video.encode())
        if audio is not None and sound is not None:
            for at in range(0, len(sound), 1024):
                block = av.AudioFrame.from_ndarray(sound[None, at : at + 1024], format="fltp", layout="mono")
                block.rate, block.pts, block.time_base = RATE, at, Fraction(1, RATE)
                container.mux(audio.encode(block))
            container.mux(audio.encode())
    return path


def write_plain(path: Path, frames: Sequence[NDArray[np.uint8]], *, sar: str = "1/1", turn: int = 0) -> Path:
    """Encode grey pictures of any size, with a shape of pixels and a turn that players obey."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "4", "preset": "ultrafast"})
        height, width = frames[0].shape
        # Full chroma: only then may a side be odd.
        video.width, video.height, video.pix_fmt = width, height, "yuv444p"
        video.codec_context.sample_aspect_ratio = Fraction(sar)
        if turn:
            video.set_display_rotation(turn)
        for number, luma in enumerate(frames):
            planes = np.stack([luma, np.full_like(luma, 128), np.full_like(luma, 128)])
            frame = av.VideoFrame.from_ndarray(planes, format="yuv444p")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode())
    return path


def picture(timeline: Timeline, folder: Path, *, encoder: Encoder | None = None) -> Path:
    """The timeline's picture without its sound: every segment conformed, all of them joined."""
    settings, form, parts = encoder or Encoder(preset="ultrafast"), timeline.format, []

    async def make() -> None:
        for number, segment in enumerate(plan(timeline)):
            parts.append(folder / f"part{number}.mp4")
            await conform(segment, form, parts[-1], encoder=settings, timeout=60)
        assert await join(parts, folder / "picture.mp4", form=form, encoder=settings, timeout=60)

    asyncio.run(make())
    return folder / "picture.mp4"


def read_frames(path: Path) -> list[tuple[int, int]]:
    """(clip, frame) of every frame that can be read; a mixed frame gives nonsense numbers."""
    return [read_frame(luma) for luma in lumas(path)]


def read_frame(luma: NDArray[np.uint8]) -> tuple[int, int]:
    """(clip, frame) that a frame's bars say."""
    numbers = []
    for row in range(2):
        means = [
            luma[row * 16 + 4 : row * 16 + 12, bit * BAR + 2 : (bit + 1) * BAR - 2].mean()
            for bit in range(BITS)
        ]
        numbers.append(int("".join("1" if mean > 125 else "0" for mean in means), 2))
    return numbers[0], numbers[1]


def lumas(path: Path) -> list[NDArray[np.uint8]]:
    """The luma plane of every decoded frame."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def samples(path: Path) -> NDArray[np.float32]:
    """Decoded sound, first channel, from time 0 of the file."""
    with av.open(str(path)) as container:
        blocks = [block.to_ndarray()[0] for block in container.decode(audio=0)]
    return np.concatenate(blocks)


def beep(seconds: float, at: float) -> NDArray[np.float32]:
    """Silence with 50 ms of 1 kHz that begins at a time."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    first, length = round(at * RATE), round(0.05 * RATE)
    sound[first : first + length] = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(length) / RATE)
    return sound


def shot(file: Path, clip_frames: int, source_in: int, source_out: int, **more: object) -> Shot:
    """A shot of a file with its true digest."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Shot(
        file=file, digest=digest, clip_frames=clip_frames, source_in=source_in, source_out=source_out, **more
    )


def expected_frames(timeline: Timeline, numbers: dict[str, int]) -> list[tuple[int, int] | None]:
    """(clip, frame) that each film frame must show; None where two shots mix. `numbers`: digest -> clip.

    Written from the shots alone, so that it does not share a mistake with the plan of segments.
    """
    film: list[tuple[int, int] | None] = []
    for one in timeline.shots:
        mixed, used = one.transition_frames, one.source_out - one.source_in
        if mixed:
            film[-mixed:] = [None] * mixed
        spread = one.spread or used
        shown = [one.source_in + frame * used // spread for frame in range(spread)]
        shown += [one.source_out - 1] * one.hold
        film += [(numbers[one.digest], number) for number in shown[mixed:]]
    return film
