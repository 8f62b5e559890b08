"""Puts picture, sound, captions and chapters into one file by copying their packets."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import langcodes

from resources.media import ffmpeg
from resources.media.timeline import Timeline

__all__ = ["Chapter", "Labels", "mux"]

_TICKS = 512  # of the film's clock in one frame, as players are used to


@dataclass(frozen=True)
class Chapter:
    """A chapter of the film.

    Args:
        at: film frame at which it begins.
        title: as viewers read it.
    """

    at: int
    title: str


@dataclass(frozen=True)
class Labels:
    """What a film says of itself beside picture and sound.

    Args:
        tags: container tags such as `title`.
        chapters: in film order; the first begins at frame 0.
        captions: an `.srt` file that becomes a track which viewers can switch on, or None.
        language: of sound and captions, ISO 639-1; empty where nobody knows.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    captions: Path | None = None
    language: str = ""

    @property
    def track_language(self) -> str:
        """The language as MP4 writes it: three letters, `und` where nobody knows."""
        return langcodes.get(self.language).to_alpha3() if self.language else "und"


async def mux(
    picture: Path | None, sound: Path, into: Path, *, timeline: Timeline, labels: Labels, timeout: float
) -> None:
    """Make the film's file from its parts.

    Args:
        picture: the whole picture, without sound; None makes a file without a picture.
        sound: the whole sound as `.m4a`; its packets are copied, too.
        into: the file to make, an `.mp4`, or an `.m4a` without a picture.
        timeline: for the film's clock and length.
        labels: tags, chapters and captions.
        timeout: seconds that ffmpeg may take.

    Raises:
        MediaFailed: ffmpeg failed; its words say why.
        StoreFailed: the disk is full; make room and run again.
    """
    language = f"language={labels.track_language}"
    inputs: list[list[str]] = []
    outputs: list[str] = []
    if picture is not None:  # the first track, as players and platforms are used to
        outputs += ["-map", "0:v:0", "-c:v", "copy"]
        outputs += ["-video_track_timescale", str(timeline.format.fps * _TICKS)]
        inputs.append(["-i", str(picture)])
    outputs += ["-map", f"{len(inputs)}:a:0", "-c:a", "copy"]
    inputs.append(["-i", str(sound)])
    if labels.captions is not None:
        outputs += ["-map", f"{len(inputs)}:s:0", "-c:s", "mov_text"]
        inputs.append(["-f", "srt", "-i", str(labels.captions)])
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "labels.txt"
        listing.write_text(_listing(labels, timeline), encoding="utf-8")
        outputs += ["-map_metadata", "-1", "-map_chapters", str(len(inputs)), *_said(labels)]
        inputs.append(["-f", "ffmetadata", "-i", str(listing)])
        outputs += ["-fflags", "+bitexact", "-metadata:s:a:0", language]
        if labels.captions is not None:
            outputs += ["-metadata:s:s:0", language]
        args = [word for one in inputs for word in one]
        args += [*outputs, "-movflags", "+faststart+use_metadata_tags", str(into)]
        await ffmpeg.run(args, timeout=timeout, where=into.name)


def _listing(labels: Labels, timeline: Timeline) -> str:
    """Where the chapters are, in the form that ffmpeg reads."""
    parts = [";FFMETADATA1"]
    ends = [*(one.at for one in labels.chapters[1:]), timeline.frames]
    for chapter, end in zip(labels.chapters, ends, strict=False):
        parts += ["[CHAPTER]", f"TIMEBASE=1/{timeline.format.fps}", f"START={chapter.at}", f"END={end}"]
    return "\n".join(parts) + "\n"


def _said(labels: Labels) -> list[str]:
    """Tags and the chapters' titles as arguments: in the file that ffmpeg reads no text may end with a
    backslash, which takes the next line with it, and a carriage return cuts a text off."""
    words: list[str] = []
    for name, value in sorted(labels.tags.items()):
        words += ["-metadata", f"{name}={_plain(value)}"]
    for number, chapter in enumerate(labels.chapters):
        words += [f"-metadata:c:{number}", f"title={_plain(chapter.title)}"]
    return words


def _plain(text: str) -> str:
    return text.replace("\0", "")  # no argument and no MP4 text can hold it: all behind it would be lost
