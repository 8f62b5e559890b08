"""The film's sound: each beep where its flash is, no jump in level, never a wrong length."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from resources.media.cache import FolderCache
from resources.media.master import render
from resources.media.timeline import Timeline
from tests.resources.media.marker_clips import FORM, RATE, beep, lumas, samples, shot, write_clip
from tests.resources.media.sounds import loudness, mixed, onsets, tone, write_sound


def test_beeps_stay_with_their_flashes(tmp_path: Path) -> None:
    """In a film of trimmed, joined and dissolved clips every beep is within 1 ms of its flash."""
    clips = []
    for number in range(4):
        at = 12 + 3 * number
        file = tmp_path / f"{number}.mp4"
        write_clip(file, number, 40, sound=beep(40 / 24, at / 24), flash=at)
        clips.append(shot(file, 40, number, 38 - number))
    clips[2] = clips[2].model_copy(update={"transition": "dissolve", "transition_frames": 6})
    timeline = Timeline(shots=tuple(clips), format=FORM)
    asyncio.run(render(timeline, tmp_path / "film.mp4", cache=FolderCache(tmp_path / "cache"), timeout=60))
    flashes = [n for n, luma in enumerate(lumas(tmp_path / "film.mp4")) if luma[40:].mean() > 200]
    heard = onsets(samples(tmp_path / "film.mp4"))
    assert len(flashes) == len(heard) == 4
    assert max(abs(one / RATE - flash / 24) for one, flash in zip(heard, flashes, strict=True)) < 0.001


def test_a_film_of_silent_clips_has_a_silent_track_of_its_length(tmp_path: Path) -> None:
    """Silence is as long as the picture, to the sample."""
    clip = write_clip(tmp_path / "a.mp4", 1, 31)
    sound = mixed(Timeline(shots=(shot(clip, 31, 0, 31),), format=FORM), tmp_path)
    assert len(sound) == 31 * 2000
    assert np.abs(sound).max() == 0


def test_a_sound_begins_at_its_frame_and_ends_with_the_film(tmp_path: Path) -> None:
    """A sound laid at frame 7 is heard at sample 14,000, and what runs over the end is cut."""
    clip = write_clip(tmp_path / "a.mp4", 1, 31)
    laid = write_sound(tmp_path / "s.wav", tone(3, 0.5)).model_copy(update={"at": 7})
    sound = mixed(Timeline(shots=(shot(clip, 31, 0, 31),), sounds=(laid,), format=FORM), tmp_path)
    assert len(sound) == 31 * 2000
    assert abs(onsets(sound)[0] - 14_000) < RATE // 1000


def test_clip_sound_gives_way_to_speech_and_comes_back(tmp_path: Path) -> None:
    """Under a sound the clips' own sound is some 10 dB softer, before and after it is not."""
    clip = write_clip(tmp_path / "a.mp4", 1, 120, sound=tone(5, 0.2, 200))
    speech = write_sound(tmp_path / "s.wav", tone(1.5, 0.1, 3000)).model_copy(update={"at": 48})
    sound = mixed(Timeline(shots=(shot(clip, 120, 0, 120),), sounds=(speech,), format=FORM), tmp_path)
    spectrum = np.abs(np.fft.rfft(sound[round(2.5 * RATE) : round(3.5 * RATE)]))
    quiet = np.abs(np.fft.rfft(sound[round(0.5 * RATE) : round(1.5 * RATE)]))
    ducked = 20 * np.log10(spectrum[200] / quiet[200])
    assert -14 < ducked < -7
    assert loudness(sound, 4.4, 4.9) == pytest.approx(loudness(sound, 0.5, 1.5), abs=1.5)


def test_a_bed_is_ducked_and_outlives_the_speech(tmp_path: Path) -> None:
    """Music gives way to speech and plays on to the film's end."""
    clip = write_clip(tmp_path / "a.mp4", 1, 120)
    music = write_sound(tmp_path / "m.wav", tone(6, 0.2, 200)).model_copy(update={"bed": True})
    speech = write_sound(tmp_path / "s.wav", tone(1.0, 0.4, 3000))
    sound = mixed(Timeline(shots=(shot(clip, 120, 0, 120),), sounds=(music, speech), format=FORM), tmp_path)
    assert loudness(sound, 4, 5) == pytest.approx(20 * np.log10(0.2 / np.sqrt(2)), abs=1)


def test_a_dissolve_of_sound_has_no_hole_and_no_bump(tmp_path: Path) -> None:
    """The same tone through a dissolve keeps its level within 1 dB."""
    clip = write_clip(tmp_path / "a.mp4", 1, 96, sound=tone(4, 0.3, 240))
    first = shot(clip, 96, 0, 48)
    second = shot(clip, 96, 24, 72, transition="dissolve", transition_frames=24)
    sound = mixed(Timeline(shots=(first, second), format=FORM), tmp_path)
    steady = loudness(sound, 0.2, 0.8)
    assert all(abs(loudness(sound, at / 10, at / 10 + 0.1) - steady) < 1 for at in range(2, 26))


def test_loud_sounds_together_do_not_clip(tmp_path: Path) -> None:
    """Two sounds at full level stay below full scale."""
    clip = write_clip(tmp_path / "a.mp4", 1, 48)
    loud = [write_sound(tmp_path / f"{n}.wav", tone(2, 0.95)) for n in range(2)]
    sound = mixed(Timeline(shots=(shot(clip, 48, 0, 48),), sounds=tuple(loud), format=FORM), tmp_path)
    assert np.abs(sound).max() < 0.9


def test_a_muted_shot_is_not_heard(tmp_path: Path) -> None:
    """A shot whose sound is off is silent."""
    clip = write_clip(tmp_path / "a.mp4", 1, 24, sound=tone(1, 0.5))
    sound = mixed(Timeline(shots=(shot(clip, 24, 0, 24, audio=False),), format=FORM), tmp_path)
    assert np.abs(sound).max() == 0
