"""Speaks one line with espeak-ng and ends: `python -m resources.providers.speech.espeak --voice V file.wav`.

A process of its own for each line, because espeak-ng's second line in one process differs from its first.
The text comes on standard input; when its words are said goes to standard output, as JSON.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import sys
import wave
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

__all__ = ["installed", "main"]

_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: samples come to a callback, no sound device is opened
_UTF8 = 1  # espeakCHARS_UTF8
_PHONEMES = 1  # espeakINITIALIZE_PHONEME_EVENTS: tells when sounds begin, without other samples
_WORD, _PHONEME = 1, 7  # types of events; 0 ends their list


class _Event(ctypes.Structure):
    """espeak_EVENT of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


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
    rate, samples, events = _spoken(sys.stdin.buffer.read(), chosen.voice)
    if rate <= 0:
        sys.stderr.write(f"espeak-ng does not start or has no voice {chosen.voice!r}.\n")
        return 1
    with wave.open(str(chosen.file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(samples)
    json.dump(list(_parts(events, rate)), sys.stdout)
    return 0


def _parts(events: Sequence[tuple[int, int, int, bytes]], rate: int) -> Iterator[tuple[int, int, int]]:
    """(index of a letter, start, end) of what is said in one go: a word, or half of one such as `25`."""
    words = [number for number, (type, *_) in enumerate(events) if type == _WORD]
    for number, following in pairwise([*words, len(events)]):
        _, position, start, _ = events[number]
        within = [(sample, name) for type, _, sample, name in events[number:following] if type == _PHONEME]
        last = max((sample for sample, name in within if not name.startswith(b"_")), default=start)
        # It ends where a rest begins after its last sound, else where the next one begins.
        rests = (sample for sample, name in within if sample > last)
        until = next(rests, events[following][2] if following < len(events) else last)
        yield position - 1, start * 1000 // rate, until * 1000 // rate


def _spoken(text: bytes, voice: str) -> tuple[int, bytes, list[tuple[int, int, int, bytes]]]:
    import espeakng_loader

    library = ctypes.CDLL(str(espeakng_loader.get_library_path()))
    samples, told = bytearray(), list[tuple[int, int, int, bytes]]()

    def gather(wav: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[_Event]) -> int:
        if wav and count > 0:
            samples.extend(ctypes.string_at(wav, count * 2))
        number = 0
        while events and (one := events[number]).type:
            told.append((one.type, one.text_position, one.sample, one.id))
            number += 1
        return 0

    data = str(espeakng_loader.get_data_path()).encode()
    rate: int = library.espeak_Initialize(_RETRIEVAL, 0, data, _PHONEMES)
    if rate <= 0:
        return -1, b"", []
    # The voice's noise is seeded by the wall clock's second; the same line must be the same file.
    library.espeak_ng_SetRandSeed(ctypes.c_long(1))
    callback = _CALLBACK(gather)  # held here: the library keeps only its address
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        return -1, b"", []
    library.espeak_Synth(text + b"\0", ctypes.c_size_t(len(text) + 1), 0, 1, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return rate, bytes(samples), told


if __name__ == "__main__":
    raise SystemExit(main())
