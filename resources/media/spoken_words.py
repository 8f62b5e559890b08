"""When each word of a spoken line is said, kept in the tags of the very sound file."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import av

from resources.errors import MediaFailed
from resources.media.caption import SpokenWord
from resources.media.ffmpeg import run
from resources.media.sound import decoded
from resources.media.whole_file import whole

__all__ = ["LONGEST", "in_order", "spoken_words", "with_words"]

LONGEST = 24 * 3600 * 1000
"""Milliseconds: no word is said later."""

_LARGEST = 4 * 1024 * 1024  # characters of a tag: 40,000 letters of text make 250,000
_OVER = 500  # ms that the last word may end behind the sound: providers round, codecs pad

_WORDS = "studio_words"
# WAV keeps only tags of its own list: this one is for the words by which a sound is found.
_TAGS = {"mp3": _WORDS, "wav": "IKEY", "ipod": _WORDS, "ogg": _WORDS, "flac": _WORDS}
_OPTIONS: dict[str, tuple[tuple[str, ...], ...]] = {
    # ffmpeg adds or renews the header that tells an MP3's padding. Without one before, it would cut
    # sound off; with one before, leaving it out would play the padding.
    "mp3": ((), ("-write_xing", "0")),
    "ipod": (("-movflags", "use_metadata_tags"),),
}
_SPECIAL = re.compile(r"([=;#\\\n])")  # what ffmpeg's file of tags wants behind a backslash


def spoken_words(path: Path) -> tuple[SpokenWord, ...]:
    """The words that a sound carries.

    Args:
        path: any file.

    Returns:
        Its words in order, in milliseconds from its start; empty where it carries none that make sense.
    """
    try:
        with av.open(str(path), metadata_errors="replace") as container:
            tag = _TAGS.get(_form(container.format.name), _WORDS)
            # Ogg has its tags in the track.
            tags = (container.metadata, *(track.metadata for track in container.streams.audio))
            text = next((one[tag] for one in tags if tag in one), "")
    except (av.FFmpegError, OSError, ValueError):
        return ()
    return _read(text) if len(text) <= _LARGEST else ()


async def with_words(file: Path, words: Sequence[SpokenWord], into: Path, timeout: float) -> None:
    """Copy a sound and tag it with its words; its other tags stay, and no sample is changed.

    Args:
        file: MP3, WAV, M4A, Ogg or FLAC, whatever its name.
        words: in order, in milliseconds from its start.
        into: the file that is written; may be `file`.
        timeout: seconds that ffmpeg may take.

    Raises:
        MediaFailed: it is no such sound, it is shorter than its words, or the tagged one would not sound
            the same; use it as it is.
        StoreFailed: the disk did not take it.
    """
    sound = await asyncio.to_thread(_heard, file)
    form, told = _form(sound.form), tuple(words)
    if form not in _TAGS:
        raise _unfit(f"a sound in {sound.form} keeps no words", file)
    if not told or not in_order(told) or told[-1].end > sound.ms + _OVER:
        raise _unfit(f"words that end at {told[-1].end if told else 0} ms do not fit {sound.ms} ms", file)
    with whole(into) as beside, TemporaryDirectory() as folder:
        tags = Path(folder) / "tags.txt"
        tags.write_text(f";FFMETADATA1\n{_TAGS[form]}={_SPECIAL.sub(_BEHIND, _written(told))}\n")
        # The first file's tags win over the second's: words that it has are replaced.
        inputs = ("-f", "ffmetadata", "-i", str(tags), "-i", str(file))
        kept = ("-map", "1:a:0", "-c", "copy", "-map_metadata", "0", "-map_metadata", "1")
        for options in _OPTIONS.get(form, ((),)):
            await run(
                [*inputs, *kept, "-fflags", "+bitexact", *options, "-f", form, str(beside)],
                timeout=timeout,
                where=into.name,
            )
            if await asyncio.to_thread(_heard, beside) == sound and spoken_words(beside) == told:
                return
        raise _unfit("it would not sound the same with them", file)


def in_order(words: Sequence[SpokenWord]) -> bool:
    """Whether words can be those of one sound: none ends before it begins, none begins before the last.

    Args:
        words: any.
    """
    last = 0
    for word in words:
        if not last <= word.start < word.end <= LONGEST:
            return False
        last = word.start
    return True


_BEHIND = r"\\\1"


@dataclass(frozen=True)
class _Sound:
    form: str
    ms: int
    samples: str


def _heard(file: Path) -> _Sound:
    """What is heard of a file: its length and a digest of its samples."""
    digest, samples, rate = hashlib.sha256(), 0, 1
    for frame in decoded(file):
        samples, rate = samples + frame.samples, frame.sample_rate
        digest.update(frame.to_ndarray().tobytes())
    with av.open(str(file), metadata_errors="replace") as container:
        return _Sound(container.format.name, samples * 1000 // rate, digest.hexdigest())


def _form(name: str) -> str:
    """The muxer that writes what a demuxer of this name reads."""
    return "ipod" if "m4a" in name.split(",") else name


def _written(words: Sequence[SpokenWord]) -> str:
    """The words as a tag: letters beyond ASCII are escaped, since not every container says its alphabet."""
    return json.dumps({"ms": [[word.text, word.start, word.end] for word in words]}, separators=(",", ":"))


def _read(text: str) -> tuple[SpokenWord, ...]:
    try:
        rows = json.loads(text)["ms"]
        words = tuple(SpokenWord.model_validate(_fields(*row), strict=True) for row in rows)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return words if in_order(words) else ()


def _fields(text: str, start: int, end: int) -> dict[str, object]:
    return {"text": text, "start": start, "end": end}


def _unfit(why: str, file: Path) -> MediaFailed:
    return MediaFailed(
        f"The sound cannot carry its words: {why}.",
        mend="Use it without them: captions then follow its pauses.",
        where=file.name,
    )
