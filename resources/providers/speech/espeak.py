"""Speaks one line with espeak-ng and ends: `python -m resources.providers.speech.espeak --voice V file.wav`.

A process of its own for each line, because espeak-ng's second line in one process differs from its first.
The text comes on standard input.
"""

from __future__ import annotations

import argparse
import ctypes
import sys
import wave
from importlib.util import find_spec
from pathlib import Path

__all__ = ["installed", "main"]

_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: samples come to a callback, no sound device is opened
_UTF8 = 1  # espeakCHARS_UTF8
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def installed() -> bool:
    """Whether the package that brings espeak-ng is there (the extra `speech`)."""
    return find_spec("espeakng_loader") is not None


def main(arguments: list[str] | None = None) -> int:
    """Speak standard input into a WAV file.

    Args:
        arguments: words after the program's name; those of the process unless given.

    Returns:
        0, or 1 where espeak-ng does not start or has no such voice.
    """
    parser = argparse.ArgumentParser(description="Speak one line with espeak-ng.")
    parser.add_argument("--voice", default="en-us")
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    rate, samples = _spoken(sys.stdin.buffer.read(), chosen.voice)
    if rate <= 0:
        sys.stderr.write(f"espeak-ng does not start or has no voice {chosen.voice!r}.\n")
        return 1
    with wave.open(str(chosen.file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    return 0


def _spoken(text: bytes, voice: str) -> tuple[int, bytes]:
    import espeakng_loader

    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    samples = bytearray()

    def gather(wav: ctypes._Pointer[ctypes.c_short], count: int, events: int | None) -> int:
        if wav and count > 0:
            samples.extend(ctypes.string_at(wav, count * 2))
        return 0

    rate: int = library.espeak_Initialize(_RETRIEVAL, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    if rate <= 0:
        return -1, b""
    # The voice's noise is seeded by the wall clock's second; the same line must be the same file.
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    callback = _CALLBACK(gather)  # held here: the library keeps only its address
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        return -1, b""
    library.espeak_Synth(text + b"\0", ctypes.c_size_t(len(text) + 1), 0, 1, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return rate, bytes(samples)


if __name__ == "__main__":
    raise SystemExit(main())
