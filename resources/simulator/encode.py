"""Brings sounds and pictures into the formats that wire protocols order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from resources.errors import MediaFailed
from resources.media.ffmpeg import BITEXACT, run

__all__ = ["PICTURES", "SOUNDS", "encode_picture", "encode_sound"]

SOUNDS = {
    ".wav": ("-c:a", "pcm_s16le", "-f", "wav"),
    ".mulaw": ("-c:a", "pcm_mulaw", "-f", "wav"),
    ".alaw": ("-c:a", "pcm_alaw", "-f", "wav"),
    ".mp3": ("-c:a", "libmp3lame", "-b:a", "128k", "-f", "mp3"),
    ".ogg": ("-c:a", "libopus", "-b:a", "96k", "-f", "ogg"),
    ".opus": ("-c:a", "libopus", "-b:a", "96k", "-f", "ogg"),
    ".flac": ("-c:a", "flac", "-f", "flac"),
    ".m4a": ("-c:a", "aac", "-b:a", "128k", "-f", "ipod"),
    ".aac": ("-c:a", "aac", "-b:a", "128k", "-f", "adts"),
    ".pcm": ("-c:a", "pcm_s16le", "-f", "s16le"),
}
"""Suffix -> ffmpeg's words. `.mulaw` and `.alaw` stand in a WAV file; `.pcm` is 16 bits without a head."""

PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""Suffix -> Pillow's name of the format."""

_OPUS = (8000, 12000, 16000, 24000, 48000)  # sample rates of Opus (RFC 6716, section 2)
_DESCRIPTION = 0x010E  # ImageDescription (Exif 2.3, table 4)
_TIMEOUT = 60.0  # seconds


async def encode_sound(source: Path, into: Path, *, rate: int = 48_000, filters: Sequence[str] = ()) -> None:
    """Write a sound in another format. Same arguments, same bytes.

    Args:
        source: any sound file; its comment and number of channels are kept.
        into: the file that is written; its suffix of `SOUNDS` says the format.
        rate: samples per second; Opus takes the next of its own.
        filters: ffmpeg's audio filters that are applied in this order, such as `atempo=1.1`.

    Raises:
        MediaFailed: the format is not in `SOUNDS`, or ffmpeg could not make it.
    """
    suffix = into.suffix
    if suffix not in SOUNDS:
        raise _unknown(suffix, SOUNDS)
    if SOUNDS[suffix][1] == "libopus":
        rate = next((one for one in _OPUS if one >= rate), _OPUS[-1])
    chain = ("-af", ",".join(filters)) if filters else ()
    form = ("-map", "0:a", *chain, "-ar", str(rate), *SOUNDS[suffix])
    # BITEXACT drops all metadata; the later word brings the comment back.
    kept = (*BITEXACT, "-map_metadata", "0", "-threads", "1")
    await run(["-i", str(source), *form, *kept, str(into)], timeout=_TIMEOUT, where=into.name)


def encode_picture(source: Path, into: Path) -> None:
    """Write a picture in another format. Same arguments, same bytes.

    Args:
        source: a PNG; its comment is kept.
        into: the file that is written; its suffix says the format.

    Raises:
        MediaFailed: the format is not in `PICTURES`.
    """
    if into.suffix not in PICTURES:
        raise _unknown(into.suffix, PICTURES)
    with Image.open(source) as picture:
        comment = str(picture.info.get("comment", ""))
        notes, exif = PngInfo(), Image.Exif()
        notes.add_text("comment", comment)
        exif[_DESCRIPTION] = comment
        form = PICTURES[into.suffix]
        options = {"pnginfo": notes} if form == "PNG" else {"quality": 90, "exif": exif}
        picture.convert("RGB").save(into, form, **options)


def _unknown(suffix: str, offered: Iterable[str]) -> MediaFailed:
    return MediaFailed(
        f"The simulator makes no {suffix or 'nameless'} files of this kind.",
        mend=f"Order one of: {', '.join(offered)}.",
    )
