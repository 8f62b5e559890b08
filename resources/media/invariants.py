"""What must hold of every rendered film, measured on the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from struct import unpack

from pydantic import BaseModel, ConfigDict

from resources.media.probe import Probe, probe
from resources.media.timeline import Timeline

__all__ = ["Invariant", "check", "top_atoms"]

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


def check(path: Path, timeline: Timeline) -> list[Invariant]:
    """Measure a film against its timeline; cheap, by packets and atoms.

    Args:
        path: the film.
        timeline: what was rendered.

    Returns:
        Every invariant, held or not.

    Raises:
        MediaFailed: the file cannot be read.
    """
    film = probe(path)
    return [*_picture(film, timeline), *_sound(film, timeline), _faststart(path)]


def _picture(film: Probe, timeline: Timeline) -> Iterator[Invariant]:
    form, seen = timeline.format, film.signature
    yield _equal("frames", timeline.frames, film.frames)
    yield _equal("frames per second", Fraction(form.fps), film.fps)
    yield _equal("constant step between frames", True, film.constant)
    yield _equal("packets in showing order", True, film.monotone)
    yield _equal("time of the first frame", Fraction(0), film.start)
    yield _equal("codec", "h264", seen.codec)
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
