"""What is heard: music, effects, voices, and what cannot be heard so."""

from __future__ import annotations

import wave
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from PIL import Image

from studio_assets.spec.production import Effect, MusicCue, Narrator, Production

Faults = Callable[[str], list[str]]
Made = Callable[[str], Production]

SCENES = "script: {scenes: [{id: a, duration: 5s}, {id: b, duration: 5s}, {id: c, duration: 5s}]}\n"


@pytest.fixture(autouse=True)
def _sounds(write: Callable[[str], Path]) -> None:
    """Sounds that can be heard and files that hold none, beside the spec."""
    folder = write("x: y").parent
    for name, samples in (("bell.wav", 800), ("empty.wav", 0)):
        with wave.open(str(folder / name), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(2 * samples))
    (folder / "noise.mp3").write_bytes(bytes(range(256)) * 8)
    Image.new("RGB", (4, 4)).save(folder / "hero.png")


def test_music_is_played_in_film_order(small: Made) -> None:
    """Each piece has its span, level and maker; scenes that the writer fills can be named, too."""
    made = small(
        """
        script: {count: 3, scenes: [{id: a, duration: 5s}]}
        audio:
          music:
            - {file: bell.wav, from: scene_3, gain: -3dB}
            - {mood: "warm lo-fi", to: scene_2, fallback: [mubert]}
        """
    )
    first, second = made.mix.music
    made_by = {"provider": "simulated", "model": "simulated", "fallback": (("mubert", "track"),)}
    assert MusicCue(mood="warm lo-fi", last="scene_2", **made_by) == first
    assert ("bell.wav", "scene_3", Decimal(-3)) == (
        second.file and second.file.path,
        second.first,
        second.gain_db,
    )
    assert second.file in made.files()


def test_effects_have_their_moment(small: Made) -> None:
    """An effect is heard from its moment in its scene, at its level."""
    made = small(SCENES + "audio: {effects: [{file: bell.wav, scene: b, at: 1.5s, gain: +2dB}]}")
    (found,) = made.mix.effects
    expected = Effect(file=found.file, scene="b", at=Fraction(3, 2), gain_db=Decimal(2))
    assert (expected, "bell.wav") == (found, found.file.path)
    assert found.file in made.files()


def test_fallback_voices_are_those_that_their_providers_have(small: Made) -> None:
    """A name alone speaks in the narration's voice, or in the provider's first one where it lacks that."""
    made = small(
        """
        audio:
          narration:
            voice: Adam
            fallback: [elevenlabs, openai_tts]
        """
    )
    expected = (
        Narrator(provider="elevenlabs", model="eleven_v3", voice="Adam"),
        Narrator(provider="openai_tts", model="tts-1", voice="alloy"),
    )
    assert made.narrator is not None
    assert expected == made.narrator.fallback
    named = small("audio: {narration: {fallback: [{provider: openai_tts, voice: nova}]}}").narrator
    assert named is not None
    assert "nova" == named.fallback[0].voice


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param(
            "audio: {music: {}}",
            "6:16: the music has neither a mood nor a file. Write `mood: warm lo-fi`, or name a `file`.",
            id="neither",
        ),
        pytest.param(
            "audio: {music: {file: bell.wav, mood: warm}}",
            "6:33: this music is a file, which `mood` cannot change. Remove `mood` or `file`.",
            id="both",
        ),
        pytest.param(
            "audio: {music: {file: bell.wav, provider: mubert}}",
            "6:33: this music is a file, which `provider` cannot change. Remove `provider` or `file`.",
            id="file-and-provider",
        ),
        pytest.param(
            "audio: {music: {file: gone.wav}}",
            "6:23: there is no file `gone.wav`. Put it at gone.wav, beside the spec.",
            id="no-file",
        ),
        pytest.param(
            "audio: {music: {file: empty.wav}}",
            "6:23: `empty.wav` is no sound: its sound is empty. "
            "Give a sound file that plays, such as a WAV, FLAC, MP3, M4A or Ogg.",
            id="empty",
        ),
        pytest.param(
            "audio: {effects: [{file: hero.png, scene: a}]}",
            "6:26: `hero.png` is no sound: it holds no sound. "
            "Give a sound file that plays, such as a WAV, FLAC, MP3, M4A or Ogg.",
            id="picture",
        ),
        pytest.param(
            "audio: {music: {mood: warm, from: c, to: a}}",
            "6:42: the music ends with `a`, before it begins with `c`. "
            "Let `to` be the same scene as `from`, or a later one.",
            id="backwards",
        ),
        pytest.param(
            "audio: {music: [{mood: warm, to: b}, {mood: cold, from: b}]}",
            "6:38: two pieces of music are heard in `b`, this one and number 1. "
            "Let each end with the scene before the next one begins: `from` and `to`.",
            id="overlap",
        ),
        pytest.param(
            "audio: {music: {mood: warm, to: d}}",
            "6:33: there is no scene `d`. Use one of: a, b, c.",
            id="scene",
        ),
        pytest.param(
            "audio: {music: {mood: warm, provider: mubrt}}",
            "6:39: there is no music provider `mubrt` here. Did you mean `mubert`?",
            id="provider",
        ),
        pytest.param(
            "audio: {music: {mood: warm, provider: mubert, model: x}}",
            "6:54: The music provider 'mubert' has no model 'x'. Use one of: track.",
            id="model",
        ),
        pytest.param(
            "audio: {music: {mood: warm, fallback: [mubert, mubert]}}",
            "6:48: `mubert` is asked before already. Name each provider once.",
            id="fallback-twice",
        ),
        pytest.param(
            "audio: {music: {mood: soft piano with rain on a window in June!}}",
            "6:23: the mood has 41 characters; `simulated` takes 40. Shorten it by 1.",
            id="long-mood",
        ),
        pytest.param(
            "audio: {effects: [{file: bell.wav, scene: b, at: 5s}]}",
            "6:50: the effect begins at 5s, after its scene of 5s. Write less than `5s`.",
            id="late-effect",
        ),
        pytest.param(
            "audio: {effects: [{file: bell.wav, scene: bb}]}",
            "6:43: there is no scene `bb`. Did you mean `b`?",
            id="effect-nowhere",
        ),
        pytest.param(
            "audio: {narration: {fallback: [simulated]}}",
            "6:32: `simulated` is asked before already. Name each provider once.",
            id="voice-itself",
        ),
        pytest.param(
            "audio: {narration: {fallback: [openai_tts, {provider: openai_tts, voice: nova}]}}",
            "6:55: `openai_tts` is asked before already. Name each provider once.",
            id="voice-twice",
        ),
        pytest.param(
            "audio: {narration: {fallback: [{provider: openai_tts, voice: novah}]}}",
            "6:62: `openai_tts` has no voice `novah`. Did you mean `nova`?",
            id="voice-unknown",
        ),
        pytest.param(
            "audio: {narration: {fallback: [{provider: openai_tts, model: x}]}}",
            "6:62: The speech provider 'openai_tts' has no model 'x'. Use one of: tts-1.",
            id="voice-model",
        ),
        pytest.param(
            "audio: {narration: {fallback: [{voice: nova}]}}",
            "6:32: the key `provider` is missing. Add it, such as `provider: openai_tts`.",
            id="voice-without-provider",
        ),
    ],
)
def test_what_cannot_be_heard_is_a_fault_at_its_place(small_faults: Faults, more: str, expected: str) -> None:
    """Sound that is not there, or that contradicts itself, is one fault that says the mend."""
    assert [expected] == small_faults(SCENES + more)


def test_a_damaged_sound_is_a_fault(small_faults: Faults) -> None:
    """A file that nothing decodes is refused before any money, with what the decoder said."""
    (found,) = small_faults("audio: {music: {file: noise.mp3}}")
    assert found.startswith("5:23: `noise.mp3` is no sound: its sound "), found
    assert found.endswith("Give a sound file that plays, such as a WAV, FLAC, MP3, M4A or Ogg."), found


def test_a_line_must_fit_every_voice(small_faults: Faults) -> None:
    """A line that a fallback could not speak whole is too long."""
    more = """
        audio: {narration: {fallback: [openai_tts]}}
        script: {count: 3, scenes: [{id: a, narration: A small boat goes far if nobody rows it..}]}
        """
    expected = "6:48: the narration has 41 characters; `openai_tts` takes 40. Shorten it by 1."
    assert [expected] == small_faults(more)


@pytest.mark.parametrize("style", ["podcast", "lecture", "documentary"])
def test_speech_that_leads_is_never_cut_off(small_faults: Faults, style: str) -> None:
    """Where the narration sets the lengths, ending it with the picture is a fault."""
    (found,) = small_faults(f"script: {{style: {style}}}\naudio: {{fit: shortest}}")
    expected = f"6:14: a {style} is led by what is said, and `shortest` would cut that off. "
    assert found.startswith(expected), found
    assert not small_faults(f"script: {{style: {style}}}\naudio: {{fit: stretch}}")
