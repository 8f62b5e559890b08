"""Reads the body of Google's `text:synthesize` as strictly as Google does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resources.providers.speech.google_tts_voices import family
from resources.simulator.part import Failure, Turned

__all__ = ["LANGUAGES", "VOICES", "Order", "read"]

LANGUAGES = ("cmn-CN", "de-DE", "en-AU", "en-GB", "en-US", "es-ES", "es-US", "fr-FR", "it-IT", "ja-JP")
"""A choice of Google's languages."""

_STARS = """Achernar Achird Algenib Algieba Alnilam Aoede Autonoe Callirrhoe Charon Despina Enceladus Erinome
Fenrir Gacrux Iapetus Kore Laomedeia Leda Orus Puck Pulcherrima Rasalgethi Sadachbia Sadaltager Schedar
Sulafat Umbriel Vindemiatrix Zephyr Zubenelgenubi"""

VOICES = (
    *(f"Chirp3-HD-{star}" for star in _STARS.split()),
    *(f"{kind}-{letter}" for kind in ("Neural2", "Standard", "Wavenet") for letter in "ABCDEFGHIJ"),
    *(f"Studio-{letter}" for letter in "BCOQ"),
)
"""Names without their language; the simulator has them all in every language."""

_LIMIT = 5000  # bytes
_INPUTS = ("text", "ssml", "markup")
_FIELDS = {
    "": ("input", "voice", "audioConfig", "advancedVoiceOptions"),
    "input": (*_INPUTS, "multiSpeakerMarkup", "prompt", "customPronunciations"),
    "voice": ("languageCode", "name", "ssmlGender", "customVoice", "voiceClone", "modelName",
              "multiSpeakerVoiceConfig"),
    "audioConfig": ("audioEncoding", "speakingRate", "pitch", "volumeGainDb", "sampleRateHertz",
                    "effectsProfileId"),
}  # fmt: skip
_ENCODINGS = ("LINEAR16", "MP3", "OGG_OPUS", "MULAW", "ALAW", "PCM", "M4A")


@dataclass(frozen=True)
class Order:
    """A body that was read.

    Args:
        text: what is spoken, with its marks.
        ssml: whether the marks are SSML.
        voice: whole name.
        model: family of the voice.
        encoding: of the sound.
        rate: samples per second; 0 means the voice's own.
        speed: 0 means the voice's own.
        pitch: semitones up.
        gain: decibels up.
    """

    text: str
    ssml: bool
    voice: str
    model: str
    encoding: str
    rate: int
    speed: float
    pitch: float
    gain: float


def read(body: Mapping[str, Any]) -> Order:
    """What a body orders.

    Args:
        body: the JSON object.

    Raises:
        Turned: Google would not take it.
    """
    _known(body, "")
    input, voice, audio = (_object(body, name) for name in ("input", "voice", "audioConfig"))
    given = [name for name in (*_INPUTS, "multiSpeakerMarkup") if name in input]
    if len(given) != 1:
        raise _wrong("Exactly one of input.text, input.ssml and input.markup must be set.")
    if given[0] not in _INPUTS or voice.get("modelName") or input.get("prompt"):
        raise _wrong("The simulator does not serve Gemini voices.")
    if unserved := [name for name in ("customVoice", "voiceClone") if voice.get(name)]:
        raise _wrong(f"The simulator has no {unserved[0]}.")
    text = _text(input, given[0])
    if not text.strip():
        raise _wrong("The input must not be empty.")
    if len(text.encode()) > _LIMIT:
        raise _wrong(f"Either `input.text` or `input.ssml` is longer than the limit of {_LIMIT} bytes.")
    if given[0] == "ssml" and not text.lstrip().startswith("<speak"):
        raise _wrong("Invalid SSML. Newer voices like Neural2 require valid SSML.")
    encoding = audio.get("audioEncoding")
    if encoding not in _ENCODINGS:
        raise _wrong(f"Invalid value at 'audio_config.audio_encoding': {encoding!r}")
    profile = audio.get("effectsProfileId", [])
    if not isinstance(profile, list) or not all(isinstance(one, str) for one in profile):
        raise _wrong("Invalid value at 'audio_config.effects_profile_id'")
    name = _voice(voice)
    pitch = _number(audio, "pitch", -20, 20)
    if pitch and family(name) == "chirp3-hd":
        raise _wrong("This voice does not support pitch parameters at this time.")
    return Order(
        text=text,
        ssml=given[0] == "ssml",
        voice=name,
        model=family(name),
        encoding=encoding,
        rate=_rate(audio),
        speed=_number(audio, "speakingRate", 0.25, 2.0),
        pitch=pitch,
        gain=_number(audio, "volumeGainDb", -96, 16),
    )


def _voice(voice: Mapping[str, Any]) -> str:
    language = _text(voice, "languageCode")
    if language not in LANGUAGES:
        raise _wrong(f"The language code {language!r} is not supported.")
    name = _text(voice, "name") if "name" in voice else f"{language}-Standard-A"
    tag = next((tag for tag in LANGUAGES if name.startswith(f"{tag}-")), "")
    if name.removeprefix(f"{tag}-") not in VOICES:
        raise _wrong(f"Voice '{name}' does not exist. Is it misspelled?")
    if tag != language:
        raise _wrong(
            f"Requested language code '{language}' doesn't match the voice '{name}''s language code '{tag}'."
        )
    return name


def _known(part: Mapping[str, Any], path: str) -> None:
    for name in part:
        if name not in _FIELDS[path]:
            place = f" at '{path}'" if path else ""
            raise _wrong(f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.')


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = body.get(name)
    if not isinstance(part, dict):
        raise _wrong(f"The field '{name}' is required.")
    _known(part, name)
    return part


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name)
    if not isinstance(value, str):
        raise _wrong(f"Invalid value at '{name}' (TYPE_STRING), {value!r}")
    return value


def _number(part: Mapping[str, Any], name: str, low: float, high: float) -> float:
    value = part.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(f"Invalid value at 'audio_config.{name}' (TYPE_DOUBLE), {value!r}")
    if value and not low <= value <= high:
        raise _wrong(f"Invalid {name}: {value}. It must be from {low} to {high}.")
    return float(value)


def _rate(part: Mapping[str, Any]) -> int:
    value = part.get("sampleRateHertz", 0)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(f"Invalid value at 'audio_config.sample_rate_hertz' (TYPE_INT32), {value!r}")
    if value and not 8000 <= value <= 48_000:
        raise _wrong(f"The sample rate {value} is not supported for the encoding.")
    return value


def _wrong(message: str) -> Turned:
    return Turned(Failure("invalid", message))
