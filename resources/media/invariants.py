"""What must hold of every rendered film, measured on the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from struct import unpack

import av
from pydantic import BaseModel, ConfigDict

from resources.media.loudness import Heard
from resources.media.mux import Labels
from resources.media.probe import Probe, probe
from resources.media.timeline import Loudness, Timeline

__all__ = ["Invariant", "check", "loudness_held", "top_atoms"]

_AAC_FRAME = 1024  # samples
_WIDE = 1  # an atom size of 1: the true size follows in 64 bits


class Invariant(BaseModel):
    """One thing that must hold.

    Args:
        name: what is measured.
        expected: what the timeline says.
        actual: what the file says.
        held: whether they agree.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    expected: str
    actual: str
    held: bool


_CODECS = {"h264": "h264", "h265": "hevc", "av1": "av1"}
"""Our word for a picture's code -> the library's."""


def check(
    path: Path, timeline: Timeline, *, codec: str = "h264", labels: Labels | None = None
) -> list[Invariant]:
    """Measure a film against its timeline; cheap, by packets and atoms.

    Args:
        path: the film.
        timeline: what was rendered.
        codec: how its picture is coded: `h264`, `h265` or `av1`.
        labels: the chapters and captions that it carries.

    Returns:
        Every invariant, held or not.

    Raises:
        MediaFailed: the file cannot be read.
    """
    film = probe(path)
    carried = _labels(path, film, labels or Labels())
    return [*_picture(film, timeline, codec), *_sound(film, timeline), *carried, _faststart(path)]


def loudness_held(heard: Heard, wanted: Loudness) -> list[Invariant]:
    """Whether an encoded film is as loud as it was ordered.

    Args:
        heard: what was measured on the finished file.
        wanted: what was ordered.

    Returns:
        Loudness and true peak. Silence holds: there is nothing to bring to a level.
    """
    loud, peak = heard.integrated, heard.true_peak
    return [
        Invariant(
            name="loudness",
            expected=f"{wanted.integrated:g} LUFS within {wanted.tolerance:g}",
            actual="silence" if loud is None else f"{loud:.1f} LUFS",
            held=loud is None or abs(loud - wanted.integrated) <= wanted.tolerance,
        ),
        Invariant(
            name="true peak",
            expected=f"at most {wanted.ceiling:g} dBTP",
            actual="silence" if peak is None else f"{peak:.1f} dBTP",
            held=peak is None or peak <= wanted.ceiling,
        ),
    ]


def _labels(path: Path, film: Probe, labels: Labels) -> Iterator[Invariant]:
    with av.open(str(path)) as container:
        chapters, tracks = len(container.chapters()), container.streams.subtitles
        languages = [track.metadata.get("language", "und") for track in tracks]
    yield _equal("chapters", len(labels.chapters), chapters)
    wanted = [labels.track_language] if labels.captions is not None else []
    yield _equal("caption tracks", ", ".join(wanted) or "none", ", ".join(languages) or "none")


def _picture(film: Probe, timeline: Timeline, codec: str) -> Iterator[Invariant]:
    form, seen = timeline.format, film.signature
    yield _equal("frames", timeline.frames, film.frames)
    yield _equal("frames per second", Fraction(form.fps), film.fps)
    yield _equal("constant step between frames", True, film.constant)
    yield _equal("packets in showing order", True, film.monotone)
    yield _equal("time of the first frame", Fraction(0), film.start)
    yield _equal("codec", _CODECS[codec], seen.codec)
    yield _equal("pixel format", "yuv420p", seen.pix_fmt)
    yield _equal("pixel shape", Fraction(1), seen.sar)
    yield _equal("size", f"{form.width}x{form.height}", f"{seen.width}x{seen.height}")


def _sound(film: Probe, timeline: Timeline) -> Iterator[Invariant]:
    yield _equal("audio codec", "aac", film.audio.codec if film.audio else "none")
    if film.audio is not None:
        late = abs(film.audio.end - film.start - film.duration)
        frame = Fraction(_AAC_FRAME, film.audio.rate)
        yield Invariant(
            name="audio ends with the picture",
            expected=f"within {float(frame) * 1000:.1f} ms",
            actual=f"{float(late) * 1000:.1f} ms",
            held=late <= frame,
        )
        yield _equal("sample rate", timeline.format.sample_rate, film.audio.rate)


def _faststart(path: Path) -> Invariant:
    names = [name for name in top_atoms(path) if name in ("moov", "mdat")]
    return _equal("index before data", "moov, mdat", ", ".join(names))


def _equal(name: str, expected: object, actual: object) -> Invariant:
    return Invariant(name=name, expected=str(expected), actual=str(actual), held=expected == actual)


def top_atoms(path: Path) -> list[str]:
    """The names of an MP4 file's top atoms in order (ISO/IEC 14496-12, section 4.2).

    Args:
        path: the file.

    Returns:
        Four-letter names; the walk ends at a broken atom.
    """
    names: list[str] = []
    length = path.stat().st_size
    with path.open("rb") as file:
        at = 0
        while at + 8 <= length:
            file.seek(at)
            size, name = unpack(">I4s", file.read(8))
            if size == _WIDE:
                (size,) = unpack(">Q", file.read(8))
            names.append(name.decode("latin-1"))
            if size < 8:
                break  # 0 means "to the end of the file"
            at += size
    return names
